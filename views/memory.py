"""What the visitor remembers, what is due, and what today's plan is."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date

from quizzes.content.models import Topic
from quizzes.schedule import plan
from quizzes.schedule.days import day_of
from quizzes.schedule.forecast import is_scheduled
from quizzes.schedule.index import Index
from quizzes.schedule.memory import Memory
from views import settings, state, visitor
from views.services import services

PACE_ANSWERS = 500
"""Newest answers from which the visitor's own time an item is taken."""


def today() -> date:
    """The learner's day; it begins at 04:00."""
    now = visitor.now()
    return day_of(now.at, now.utc_offset_min)


def index() -> Index:
    """Everything that can be scheduled."""
    return services().ledger.index(services().shelf.look().topics)


def memories() -> Mapping[str, Memory]:
    """The visitor's memories by full item id."""
    return services().ledger.memories(visitor.learner(), index())


def exams() -> Mapping[str, date]:
    """Topic id -> day of the exam, where there is one."""
    days = {topic.id: settings.exam_day(topic) for topic in services().shelf.look().topics}
    return {topic: day for topic, day in days.items() if day is not None}


def todays_plan(minutes: int | None, *, more_new: int = 0) -> plan.Plan:
    """The plan for so many minutes (None: as long as it takes), with ``more_new`` new items beyond what is left of the daily limit."""
    known, entries, day = memories(), index(), today()
    left = max(0, settings.new_a_day() - plan.new_met_on(known, entries, day)) + more_new
    return plan.todays_plan(known, entries, day=day, new_left=left, minutes=minutes, exams=exams(), seconds=_pace())


def _pace() -> Mapping[str, float]:
    """Seconds an item by mode: the visitor's own of late, read once a browser session."""
    kept = state.load().pace
    if kept is not None:
        return kept
    answers = services().log.latest(visitor.learner(), kinds=("answered", "rated"), count=PACE_ANSWERS)
    return state.change(pace=plan.seconds_by_mode(answers)).pace or plan.SECONDS


def due(topic: Topic) -> int:
    """How many of the topic's items are due now."""
    day, entries = today(), index().entries
    found = [(memory, entries[item]) for item, memory in memories().items() if entries[item].topic == topic.id]
    return sum(is_scheduled(memory, entry) and memory.due is not None and memory.due <= day for memory, entry in found)


def next_due() -> tuple[date, int] | None:
    """The next day, from tomorrow on, on which something comes due, and how many items; None where nothing is scheduled."""
    day, entries = today(), index().entries
    coming = [one.due for item, one in memories().items() if is_scheduled(one, entries[item]) and one.due is not None and one.due > day]
    return (min(coming), coming.count(min(coming))) if coming else None
