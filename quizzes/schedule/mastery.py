"""How well a concept is mastered: the one place of this rule.

Mastery by expected recall follows from the schedule's own model; 21 days of stability are where Anki calls a card mature.
https://docs.ankiweb.net/getting-started.html#types-of-cards
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from statistics import median
from typing import Literal

from quizzes.schedule.index import Entry, Index
from quizzes.schedule.memory import Memory

Level = Literal["unseen", "begun", "shaky", "solid", "mastered"]
LEVELS: Sequence[Level] = ("unseen", "begun", "shaky", "solid", "mastered")

SHAKY_BELOW, MASTERED_FROM = 0.8, 0.9
MATURE_DAYS = 21

RULE = (
    "**Shaky**: of what you have seen of a concept you are expected to recall less than 80 % today, or your last answer was sure and "
    "wrong. **Begun**: nothing shaky, but you have seen fewer than half of its cards and quick-check questions, or reviewed none of them "
    "twice. **Mastered**: you have seen all of them, 90 % or more is expected today, and half of them are good for 21 days or longer. "
    "**Solid**: what lies between."
)
"""The rule as the app says it."""


@dataclass(frozen=True)
class Mastery:
    """A concept's level, with the figures that it comes from: items met, items there are, mean expected recall of those met."""

    concept: str
    level: Level
    met: int
    of: int
    recall: float | None


def mastery(memories: Mapping[str, Memory], index: Index, *, topic: str, day: date) -> Mapping[str, Mastery]:
    """The mastery of every concept of a topic that has items, in the order of the file. Claims to bet on count as met, never as known."""
    by_concept: dict[str, list[Entry]] = {}
    for entry in index.entries.values():
        if entry.topic == topic and entry.comes_due:
            by_concept.setdefault(entry.concept, []).append(entry)
    return {concept: _mastery(concept, entries, memories, day) for concept, entries in by_concept.items()}


def _mastery(concept: str, entries: Sequence[Entry], memories: Mapping[str, Memory], day: date) -> Mastery:
    planned_entries = [entry for entry in entries if entry.planned] or list(entries)
    rated_memories = [memory for entry in entries if (memory := memories.get(entry.item)) is not None and memory.stability is not None]
    met_count = sum((memory := memories.get(entry.item)) is not None and not memory.is_new for entry in planned_entries)
    if not rated_memories:
        return Mastery(concept, "unseen", met_count, len(planned_entries), None)
    recall = sum(memory.recall_on(day) for memory in rated_memories) / len(rated_memories)
    return Mastery(concept, _level(rated_memories, recall, met_count, len(planned_entries)), met_count, len(planned_entries), recall)


def _level(rated_memories: Sequence[Memory], recall: float, met_count: int, of: int) -> Level:
    if recall < SHAKY_BELOW or any(memory.sure_wrong for memory in rated_memories):
        return "shaky"
    if met_count * 2 < of or max(memory.reviews for memory in rated_memories) < 2:
        return "begun"
    mature = median(memory.stability or 0.0 for memory in rated_memories) >= MATURE_DAYS
    return "mastered" if met_count == of and recall >= MASTERED_FROM and mature else "solid"
