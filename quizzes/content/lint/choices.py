"""What gives a choice away, or leaves a student without a reason."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterator
from itertools import islice

from quizzes.content.draft import Draft
from quizzes.content.lint.finding import Finding
from quizzes.content.source.document import Path
from quizzes.content.topic import SECTIONS
from quizzes.models import Asked, Choice, Item
from quizzes.questions import has_shape
from quizzes.questions.answers import PickOne
from quizzes.variants import draws, resolve_draw
from quizzes.variants.expressions import BadExpression

WORDS = re.compile(r"[^\W_]+")
FILLER = frozenset(
    "a an the this that it is are was be right wrong correct true false yes no not because so answer choice indeed of course just".split()
)
ALL_OR_NONE = re.compile(
    r"\b(all|none|both|neither) of (the )?(above|these|those|others?|below)\b|\b(first|last|other) (choice|answer|option)s?\b"
)
TELLING = frozenset({"right", "correct", "true", "answer", "wrong", "false", "yes", "no", "key", "distractor"})

MUCH_LONGER, AT_LEAST_LONGER = 1.6, 25
"""The right choice is much the longest where it has so many times the characters of the longest wrong one, and so many more."""

ENOUGH, MOST_IN_ONE_PLACE = 8, 0.5
"""From so many questions on, at most this share may have the right choice in one place."""


def _choice_questions(draft: Draft) -> Iterator[tuple[Path, Asked, tuple[Choice, ...]]]:
    """The questions of all types that have choices, with their paths and choices."""
    for path, item in draft.items():
        choices = _choices(item)
        if isinstance(item, Asked) and choices:
            yield path, item, choices


def _choices(item: Item) -> tuple[Choice, ...]:
    choices = getattr(item, "choices", ())
    return tuple(choice for choice in choices if isinstance(choice, Choice))


def _right(choices: tuple[Choice, ...]) -> Choice:
    return next(choice for choice in choices if choice.correct)


def why_repeats(draft: Draft) -> Iterator[Finding]:
    """Reasons whose every word, filler aside, stands in the choice itself."""
    for path, item, choices in _choice_questions(draft):
        for index, choice in enumerate(choices):
            choice_words, reason = _words(choice.text), _words(choice.why) - FILLER
            if reason <= choice_words:
                inner = (*path, "choices", index, "why")
                yield Finding("why-repeats", inner, "the reason only repeats the choice", "say why it is right or wrong", (item,))


def _words(text: str) -> set[str]:
    return set(WORDS.findall(text.casefold()))


def longest_right(draft: Draft) -> Iterator[Finding]:
    for path, item, _ in _choice_questions(draft):
        if not has_shape(item, PickOne):
            continue
        choices = _as_shown(item)
        right = len(_right(choices).text)
        wrong = max(len(choice.text) for choice in choices if not choice.correct)
        if right > MUCH_LONGER * wrong and right >= wrong + AT_LEAST_LONGER:
            index = choices.index(_right(choices))
            fault = f"the right choice has {right} characters, the longest wrong one {wrong}"
            yield Finding("longest-right", (*path, "choices", index, "text"), fault, "shorten it, or say as much in a wrong one", (item,))


def _as_shown(item: Asked) -> tuple[Choice, ...]:
    """The choices of a variant as one draw makes them; the item's own where that cannot be told, or it is none."""
    for draw in islice(draws(item), 1) if item.inputs else ():
        try:
            return _choices(resolve_draw(item, draw))
        except (BadExpression, ValueError):
            break
    return _choices(item)


def all_of_the_above(draft: Draft) -> Iterator[Finding]:
    for path, item, choices in _choice_questions(draft):
        for index, choice in enumerate(choices):
            match = ALL_OR_NONE.search(choice.text.casefold())
            if match:
                inner = (*path, "choices", index, "text")
                fault = f"{match[0]!r} speaks of the other choices"
                yield Finding("all-of-the-above", inner, fault, "say what is meant, or use several-choices", (item,))


def telling_id(draft: Draft) -> Iterator[Finding]:
    for path, item, choices in _choice_questions(draft):
        for index, choice in enumerate(choices):
            if choice.id in TELLING:
                inner = (*path, "choices", index, "id")
                yield Finding("telling-id", inner, f"the id {choice.id!r} may tell that it is right or wrong", "name what it says", (item,))


def right_place(draft: Draft) -> Iterator[Finding]:
    """Of each section: the place in the file at which the right choice stands too often."""
    assert draft.header is not None
    for section in SECTIONS:
        choice_lists = [choices for path, item, choices in _choice_questions(draft) if path[0] == section and has_shape(item, PickOne)]
        places = Counter(choices.index(_right(choices)) + 1 for choices in choice_lists)
        if len(choice_lists) < ENOUGH:
            continue
        place, count = places.most_common(1)[0]
        if count > MOST_IN_ONE_PLACE * len(choice_lists):
            fault = f"in {count} of {len(choice_lists)} questions the right choice is number {place}"
            yield Finding("right-place", (section,), fault, "move some of them", (draft.header,))
