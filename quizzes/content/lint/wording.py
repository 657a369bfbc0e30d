"""Words that students may not know: jargon that no term explains, and terms that come before the concept that brings them."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable, Iterator, Sequence

from quizzes.content.checks.bounds import MATH
from quizzes.content.checks.needs import Key
from quizzes.content.draft import Draft
from quizzes.content.lesson import LessonPart, Screen, asked_in
from quizzes.content.lint.finding import Finding
from quizzes.content.lint.order import Edge, Order
from quizzes.content.lint.typed import NOT_READ
from quizzes.content.source.document import Path
from quizzes.content.source.images import texts_of
from quizzes.markup.explorables import in_prose
from quizzes.markup.pictures import CODE
from quizzes.models import Concept, Item, Part, SheetSection
from quizzes.models.terms import Terms, folded, words

NO_PROSE = NOT_READ | {"plain", "try", "examples", "title", "compare"}
CLOSED = re.compile(f"{CODE.pattern}|{MATH.pattern}", re.DOTALL)

Early = Callable[[Key], str]
"""Why a term of that concept is too early, in words; empty where it is not."""


def wording(draft: Draft, terms: Terms, around: Iterable[Edge] = ()) -> Iterator[Finding]:
    """What a draft says of words, each once an entry or a screen. ``around`` is what the other topics of the folder need.

    A lesson teaches in order, so that its screens wait for the terms of later topics, too; a card or a question may look ahead to a topic
    that builds on its own, as its terms open on a tap.
    """
    assert draft.header is not None
    jargon, order = words(list(terms.jargon)), Order([*_needs(draft), *around])
    for entries in draft.entries.values():
        for path, part in entries:
            if isinstance(part, Item | SheetSection | LessonPart):
                yield from _jargon(path, part, jargon, draft)
            for at, item in [(path, part)] if isinstance(part, Item) else asked_in(part, path):
                yield from _not_plain(at, item, terms)
            if isinstance(part, Item):
                early = _by_needs(draft.header.id, part.concept, order)
                yield from _early(_prose(path, part), terms, _of_topic(draft.header.id, early), (part, draft.header))
    yield from _early_in_lesson(draft, terms, order)


def _early_in_lesson(draft: Draft, terms: Terms, order: Order) -> Iterator[Finding]:
    """Terms on a screen that a later screen brings, or a concept that builds on the screen's own."""
    assert draft.header is not None
    topic = draft.header.id
    screens = list(_screens(draft))
    ahead = {screen.ask.concept for _, _, screen in screens}
    for path, part, screen in screens:
        ahead.discard(screen.ask.concept)
        early = _by_lesson(topic, frozenset(ahead), _by_needs(topic, screen.ask.concept, order))
        texts = [((*path, "says"), _without_code(screen.says)), *_prose((*path, "ask"), screen.ask)]
        yield from _early(texts, terms, early, (screen.ask, part, draft.header))


def _screens(draft: Draft) -> Iterator[tuple[Path, LessonPart, Screen]]:
    for path, part in draft.entries.get("lesson", ()):
        if isinstance(part, LessonPart):
            yield from (((*path, "screens", index), part, screen) for index, screen in enumerate(part.screens))


def _by_needs(topic: str, concept: str, order: Order) -> Early:
    def early(brings: Key) -> str:
        named = brings[1] if brings[0] == topic else "/".join(brings)
        return f"comes with {named!r}, which needs {concept!r}" if order.comes_after(brings, (topic, concept)) else ""

    return early


def _of_topic(topic: str, early: Early) -> Early:
    return lambda brings: early(brings) if brings[0] == topic else ""


def _by_lesson(topic: str, ahead: frozenset[str], by_needs: Early) -> Early:
    def early(brings: Key) -> str:
        is_ahead = brings[0] == topic and brings[1] in ahead
        return f"comes with {brings[1]!r}, which a later screen teaches" if is_ahead else by_needs(brings)

    return early


def _prose(path: Path, part: Part) -> Iterator[tuple[Path, str]]:
    """The texts of an entry without code and formulas."""
    for inner, text in texts_of(part, path):
        if not NO_PROSE & set(inner[len(path) :]):
            yield inner, _without_code(text)


def _without_code(text: str) -> str:
    return CLOSED.sub(lambda found: " " * len(found[0]), in_prose(text))


def _jargon(path: Path, part: Part, jargon: re.Pattern[str], draft: Draft) -> Iterator[Finding]:
    words_named: set[str] = set()
    for inner, text in _prose(path, part):
        for match in jargon.finditer(text):
            if folded(match[0]) not in words_named:
                words_named.add(folded(match[0]))
                assert draft.header is not None
                mend = "explain it in terms.yaml, or say it plainly"
                yield Finding("jargon", inner, f"{match[0]!r} is no term", mend, (part, draft.header), words=match[0])


def _early(texts: Iterable[tuple[Path, str]], terms: Terms, early: Early, holders: Sequence[Part]) -> Iterator[Finding]:
    """Terms in the texts of one entry or screen that come too early."""
    terms_named: set[str] = set()
    for inner, text in texts:
        for use in terms.uses(text):
            topic, _, concept = (use.term.concept or "").rpartition("/")
            why = early((topic, concept)) if concept and use.term.term not in terms_named else ""
            if why:
                terms_named.add(use.term.term)
                mend = "say it plainly, or let the term come with an earlier concept"
                wrong, told = f"{use.term.term!r} {why}", text[use.start : use.end]
                yield Finding("term-too-early", inner, wrong, mend, tuple(holders), words=told)


def _not_plain(path: Path, item: Item, terms: Terms) -> Iterator[Finding]:
    for word in item.plain:
        if folded(word) not in terms.by_form:
            yield Finding("unused-plain", (*path, "plain"), f"{word!r} is no term", "take it out, or write it as in terms.yaml", (item,))


def _needs(draft: Draft) -> Iterator[Edge]:
    """What the topic and its concepts need."""
    assert draft.header is not None
    topic = draft.header.id
    yield from (((topic, ""), (needed, "")) for needed in draft.header.needs)
    for _, concept in draft.entries.get("concepts", ()):
        if isinstance(concept, Concept):
            yield from (((topic, concept.id), needed) for needed in concept.needed_in(topic))
