"""What got better since a week ago, and what to do in the next ten minutes."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import date

from quizzes.schedule import forecast
from quizzes.schedule.index import Index
from quizzes.schedule.mastery import LEVELS, Mastery
from quizzes.schedule.memory import Memory, Review

RANK: Mapping[str, int] = {"unseen": 0, "shaky": 1, "begun": 2, "solid": 3, "mastered": 4}
"""Levels from worst to best; shaky stands below begun, because it asks for work first."""


def then(reviews: Sequence[Review], memories: Mapping[str, Memory], *, day: date) -> Mapping[str, Memory]:
    """The memories as they were at the end of ``day``, from the reviews that counted until then."""
    past: dict[str, Memory] = {}
    for review in reviews:
        if review.day <= day:
            memory_before = past.get(review.item, Memory(item=review.item, met=review.day))
            past[review.item] = memory_before.rated(review.rating, review.day)
    return past


def improved(mastery_before: Mapping[str, Mastery], mastery_after: Mapping[str, Mastery]) -> list[str]:
    """Ids of the concepts that rose, those that rose most first. A concept met for the first time is no improvement but a beginning."""
    rose = {
        concept: RANK[mastery_after[concept].level] - RANK[mastery_before[concept].level]
        for concept in mastery_after
        if concept in mastery_before
        and mastery_before[concept].level != "unseen"
        and RANK[mastery_after[concept].level] > RANK[mastery_before[concept].level]
    }
    return sorted(rose, key=lambda concept: (-rose[concept], concept))


def newly_mastered(mastery_before: Mapping[str, Mastery], mastery_after: Mapping[str, Mastery]) -> list[str]:
    """Ids of the concepts that are mastered now and were not, in their order."""
    return [
        concept
        for concept in mastery_after
        if mastery_after[concept].level == "mastered" and (concept not in mastery_before or mastery_before[concept].level != "mastered")
    ]


@dataclass(frozen=True)
class Step:
    """What to do next in a sentence, and the page (with the deck, where it is one concept's) that it leads to."""

    sentence: str
    page: str
    topic: str | None = None
    concept: str | None = None


def next_step(memories: Mapping[str, Memory], index: Index, mastery: Mapping[str, Mapping[str, Mastery]], *, day: date) -> Step:
    """The first that applies: sure and wrong, due, a shaky concept, something new, a test. ``mastery`` by topic and concept."""
    due_memories = forecast.due(memories, index, day=day)
    surprises = sum(memory.sure_wrong for memory in due_memories)
    if surprises:
        answers = "one answer" if surprises == 1 else f"{surprises} answers"
        return Step(f"You were sure of {answers} and wrong: begin there, Today puts them first.", "today")
    if due_memories:
        return Step(f"{len(due_memories)} item{'s are' if len(due_memories) > 1 else ' is'} due: ten minutes of Today.", "today")
    for topic, concept in _at(mastery, "shaky"):
        return Step("Nothing is due. Look once more at what is shakiest:", "recall", topic, concept)
    for topic, concept in _at(mastery, "unseen"):
        return Step("Nothing is due and nothing is shaky: something new.", "recall", topic, concept)
    first = next(iter(mastery), None)
    return Step("Nothing is due, and you have seen everything: test yourself.", "self-test" if first else "catalog", first)


def _at(mastery: Mapping[str, Mapping[str, Mastery]], level: str) -> Iterator[tuple[str, str]]:
    assert level in LEVELS
    matching = [
        (mastery_of.recall or 0.0, topic, concept)
        for topic, concepts in mastery.items()
        for concept, mastery_of in concepts.items()
        if mastery_of.level == level
    ]
    yield from ((topic, concept) for _, topic, concept in (sorted(matching) if level == "shaky" else matching))
