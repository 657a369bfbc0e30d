"""Words that students may not know: jargon that no term explains, and terms that come before the concept that brings them."""

from __future__ import annotations

import re
from collections.abc import Iterator

from quizzes.content.checks.bounds import MATH
from quizzes.content.draft import Draft
from quizzes.content.lint.finding import Finding
from quizzes.content.lint.typed import NOT_READ
from quizzes.content.source.document import Path
from quizzes.content.source.images import texts_of
from quizzes.markup.pictures import CODE
from quizzes.models import Concept, Item, Part, SheetSection
from quizzes.models.terms import Terms, folded, words

NO_PROSE = NOT_READ | {"plain", "try", "examples", "title", "compare"}
CLOSED = re.compile(f"{CODE.pattern}|{MATH.pattern}", re.DOTALL)


def wording(draft: Draft, terms: Terms) -> Iterator[Finding]:
    """What a draft says of words, each once an entry."""
    assert draft.header is not None
    jargon = words(list(terms.jargon))
    later = _later(draft)
    for entries in draft.entries.values():
        for path, part in entries:
            if isinstance(part, Item | SheetSection):
                yield from _jargon(path, part, jargon, draft)
            if isinstance(part, Item):
                yield from _early(path, part, terms, draft, later.get(part.concept, frozenset()))
                yield from _not_plain(path, part, terms)


def _prose(path: Path, part: Part) -> Iterator[tuple[Path, str]]:
    """The texts of an entry without code and formulas."""
    for inner, text in texts_of(part, path):
        if not NO_PROSE & set(inner):
            yield inner, CLOSED.sub(lambda found: " " * len(found[0]), text)


def _jargon(path: Path, part: Part, jargon: re.Pattern[str], draft: Draft) -> Iterator[Finding]:
    said: set[str] = set()
    for inner, text in _prose(path, part):
        for found in jargon.finditer(text):
            if folded(found[0]) not in said:
                said.add(folded(found[0]))
                assert draft.header is not None
                mend = "explain it in terms.yaml, or say it plainly"
                yield Finding("jargon", inner, f"{found[0]!r} is no term", mend, (part, draft.header), words=found[0])


def _early(path: Path, item: Item, terms: Terms, draft: Draft, later: frozenset[str]) -> Iterator[Finding]:
    """Terms that a concept brings which needs this item's own."""
    assert draft.header is not None
    said: set[str] = set()
    for inner, text in _prose(path, item) if later else ():
        for use in terms.uses(text):
            topic, _, concept = (use.term.concept or "").rpartition("/")
            if topic == draft.header.id and concept in later and use.term.term not in said:
                said.add(use.term.term)
                wrong = f"{use.term.term!r} comes with {concept!r}, which needs {item.concept!r}"
                mend = "say it plainly, or let the term come with an earlier concept"
                yield Finding("term-too-early", inner, wrong, mend, (item, draft.header), words=text[use.start : use.end])


def _not_plain(path: Path, item: Item, terms: Terms) -> Iterator[Finding]:
    for word in item.plain:
        if folded(word) not in terms.by_form:
            yield Finding("unused-plain", (*path, "plain"), f"{word!r} is no term", "take it out, or write it as in terms.yaml", (item,))


def _later(draft: Draft) -> dict[str, frozenset[str]]:
    """Concept -> those of this topic that need it, directly or by a way round."""
    assert draft.header is not None
    topic = draft.header.id
    needing: dict[str, set[str]] = {}
    for _, concept in draft.entries.get("concepts", ()):
        if isinstance(concept, Concept):
            for other, needed in concept.needed_in(topic):
                if other == topic:
                    needing.setdefault(needed, set()).add(concept.id)

    def all_of(name: str) -> frozenset[str]:
        found: set[str] = set()
        ahead = [name]
        while ahead:
            new = needing.get(ahead.pop(), set()) - found
            found |= new
            ahead += new
        return frozenset(found - {name})

    return {name: all_of(name) for name in needing}
