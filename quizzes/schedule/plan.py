"""What to practise today: the items, in order, with the reason for each and the minutes it will take."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from typing import Literal

from quizzes.schedule.index import Entry, Index
from quizzes.schedule.memory import Memory

RULE = (
    "First what you were sure of and got wrong, then what is due, mixed so that two neighbours rarely share a concept, then new items up "
    "to your daily limit."
)
"""The rule as the app says it."""

SECONDS: Mapping[str, int] = {"recall": 12, "quick-check": 30, "self-test": 40, "practice": 120, "explain": 180, "myths": 60}
"""Usual time of an item by mode, until there are answers of this learner to take it from."""

Why = Literal["sure and wrong", "due", "exam", "new"]


@dataclass(frozen=True)
class Planned:
    """An item of the plan, and why it is in it."""

    entry: Entry
    why: Why


@dataclass(frozen=True)
class Plan:
    """Today's items in order; ``seconds`` is the time they will take; ``waiting`` are due items that the minutes left out."""

    items: tuple[Planned, ...]
    seconds: int
    waiting: int = 0

    @property
    def minutes(self) -> int:
        return max(1, round(self.seconds / 60)) if self.items else 0


def todays_plan(
    memories: Mapping[str, Memory],
    index: Index,
    *,
    day: date,
    new_left: int,
    minutes: int | None = None,
    exams: Mapping[str, date] | None = None,
    seconds: Mapping[str, float] = SECONDS,
) -> Plan:
    """The plan of a learner's day over all topics.

    ``new_left`` is what is left of the daily limit of new items; ``minutes`` the time given (None: as long as it takes); ``exams`` maps
    topic ids to the day of the exam (future ones only count). Claims to bet on (mode myths) are not planned: they need a lab run.
    """
    due = [entry for entry in index.entries.values() if _is_due(memories.get(entry.item), day) and entry.mode != "myths"]
    due.sort(key=lambda entry: not memories[entry.item].sure_wrong)
    fresh = [entry for entry in index.entries.values() if entry.item not in memories and entry.mode in ("recall", "quick-check")]
    items = [Planned(entry, "sure and wrong" if memories[entry.item].sure_wrong else "due") for entry in due]
    items += [Planned(entry, "new") for entry in fresh[: max(0, new_left)]]
    return Plan(tuple(items), round(sum(seconds[one.entry.mode] for one in items)))


def _is_due(memory: Memory | None, day: date) -> bool:
    return memory is not None and memory.due is not None and memory.due <= day and not memory.known
