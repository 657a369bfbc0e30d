"""How much of a topic a learner is expected to know on a day, and what comes due when: the one place of this rule.

Whether each item is recalled is a coin of its own, so the number recalled is Poisson-binomial (mean the sum, variance the sum of r(1 - r)).
The forgetting curve itself is off by some points for any one learner: that error is shared by all items and is added as MODEL_ERROR, our
assumption of the size that is usual for FSRS with default parameters.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from math import ceil, floor, sqrt

from quizzes.schedule.index import Entry, Index
from quizzes.schedule.memory import Memory

ENOUGH_REVIEWS, ENOUGH_SHARE = 20, 1 / 3
MODEL_ERROR = 0.05
Z = 1.2816
"""80 % of a normal distribution lie within so many standard deviations."""

RULE = (
    "Expected recall of each item on that day, added up; the range holds the true number in about 8 of 10 cases, if the forgetting curve "
    "is usually off by about 5 points for you. What you have not seen counts as not known. Nothing is said before 20 counted reviews and a "
    "third of the topic's cards, quick-check questions and what else you have seen."
)
"""The rule as the app says it."""


@dataclass(frozen=True)
class Expected:
    """About ``low`` to ``high`` of ``of`` items."""

    low: int
    high: int
    of: int

    @property
    def span(self) -> str:
        """``40 to 45``"""
        return f"{self.low} to {self.high}" if self.low != self.high else f"{self.low}"

    @property
    def sentence(self) -> str:
        """``about 40 to 45 of these 52 items``"""
        return f"about {self.span} of these {self.of} items"


def expected_recall(memories: Mapping[str, Memory], index: Index, *, topic: str, day: date) -> Expected | None:
    """Expected recall of the topic's items on that day without further review; None before there are enough reviews to say it."""
    entries = counted(memories, index, topic=topic)
    met = [memory for entry in entries if (memory := memories.get(entry.item)) is not None and memory.stability is not None]
    if sum(memory.reviews for memory in met) < ENOUGH_REVIEWS or len(met) < ENOUGH_SHARE * len(entries):
        return None
    return expected_of([memory.recall_on(day) for memory in met], of=len(entries))


def expected_of(recalls: Sequence[float], *, of: int) -> Expected:
    """The range for items with these expected recalls, out of so many."""
    mean = sum(recalls)
    spread = Z * sqrt(sum(recall * (1 - recall) for recall in recalls) + (MODEL_ERROR * len(recalls)) ** 2)
    return Expected(max(0, floor(mean - spread)), min(len(recalls), ceil(mean + spread)), of)


def counted(memories: Mapping[str, Memory], index: Index, *, topic: str) -> Sequence[Entry]:
    """The items of a topic that an exam is planned for: cards and quick-check questions, and whatever else was met."""
    return [
        entry for entry in index.entries.values() if entry.topic == topic and entry.comes_due and (entry.planned or entry.item in memories)
    ]


def due_by_day(memories: Mapping[str, Memory], index: Index, *, day: date, days: int) -> Sequence[int]:
    """How many items come due on each of ``days`` days from ``day`` on, if nothing is reviewed; what is overdue counts on the first."""
    counts = [0] * days
    for item, memory in memories.items():
        if is_scheduled(memory, index.entries[item]) and memory.due is not None:
            days_ahead = max(0, (memory.due - day).days)
            if days_ahead < days:
                counts[days_ahead] += 1
    return counts


def due(memories: Mapping[str, Memory], index: Index, *, day: date, topic: str | None = None) -> Sequence[Memory]:
    """What is due on that day, of one topic or of all: the one count that every page shows."""
    with_entries = [(memory, index.entries[item]) for item, memory in memories.items()]
    of_topic = [(memory, entry) for memory, entry in with_entries if topic is None or entry.topic == topic]
    return [memory for memory, entry in of_topic if is_scheduled(memory, entry) and memory.due is not None and memory.due <= day]


def is_scheduled(memory: Memory, entry: Entry) -> bool:
    """Whether the item comes due by itself: it was rated, is not set aside, and needs no lab run."""
    return memory.due is not None and not memory.known and entry.comes_due
