"""Items of one topic that ask nearly the same."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from quizzes.content.draft import Draft
from quizzes.content.lint.finding import Finding
from quizzes.models import Asked, Card, Item, Myth
from quizzes.questions import Prompt, has_shape, options, right_answer
from quizzes.questions.answers import PickOne, PickSeveral

ALIKE = 92.0
"""From this likeness on (rapidfuzz's ratio of the sorted words, 0 to 100) two items are near-duplicates."""


def near_duplicate(draft: Draft) -> Iterator[Finding]:
    """Pairs of one kind (cards, questions, prompts, claims); the later one is named. A card and a question may share a fact."""
    for kind in (Card, Asked, Prompt, Myth):
        items = [(path, item) for path, item in draft.items() if isinstance(item, kind)]
        for first, second in _alike([asked_text(item) for _, item in items]):
            path, item = items[second]
            fault = f"{item.id!r} asks nearly the same as {items[first][1].id!r}"
            yield Finding("near-duplicate", path, fault, "ask another side of it, or take one out", (item, items[first][1]))


def asked_text(item: Item) -> str:
    """What an item asks and what is right, its words sorted, so that their order does not hide a copy."""
    parts: list[str] = [str(getattr(item, field)) for field in ("front", "back", "question", "prompt", "claim") if getattr(item, field, "")]
    if isinstance(item, Asked) and item.snippet is not None:
        parts.append(item.snippet.text)
    if has_shape(item, PickOne, PickSeveral):
        right = right_answer(item).choices
        parts += [text for name, text in options(item).items() if name in right]
    return " ".join(sorted(" ".join(parts).casefold().split()))


def _alike(texts: Sequence[str]) -> Iterator[tuple[int, int]]:
    """Each text with the first earlier one that it is like."""
    from rapidfuzz import fuzz, process

    for index in range(1, len(texts)):
        likeness = process.extractOne(texts[index], texts[:index], scorer=fuzz.ratio, score_cutoff=ALIKE)
        if likeness is not None:
            yield likeness[2], index
