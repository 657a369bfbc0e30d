"""What the visitor remembers, what is due, and what today's plan is."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date

from quizzes.content.topic import Topic
from quizzes.events.event import LogUnavailable
from quizzes.schedule import forecast, plan
from quizzes.schedule.days import day_of
from quizzes.schedule.forecast import is_scheduled
from quizzes.schedule.index import Index
from quizzes.schedule.memory import Memory
from views.page import settings, state, visitor
from views.page.services import services

PACE_ANSWERS = 500
"""Newest answers from which the visitor's own time an item is taken."""


def today() -> date:
    """The learner's day; it begins at 04:00."""
    moment = visitor.now()
    return day_of(moment.at, moment.utc_offset_min)


def index() -> Index:
    """Everything that can be scheduled."""
    return services().index.of(services().shelf.look().topics)


def memories() -> Mapping[str, Memory]:
    """The visitor's memories by full item id; while the log is away, those that are at hand."""
    ledger, learner = services().ledger, visitor.learner()
    try:
        return ledger.memories(learner, index())
    except LogUnavailable:
        memories_now = ledger.held(learner)
        if memories_now is None:
            raise
        return memories_now


def is_known(item: str) -> bool:
    """Whether the visitor said of the item with this full id "I know this, stop asking"."""
    memory = memories().get(item)
    return memory is not None and memory.known


def exams() -> Mapping[str, date]:
    """Topic id -> day of the exam, where there is one."""
    days = {topic.id: settings.mine().exam_day(topic) for topic in services().shelf.look().topics}
    return {topic: day for topic, day in days.items() if day is not None}


def todays_plan(minutes: int | None, *, more_new: int = 0) -> plan.Plan:
    """The plan for so many minutes (None: as long as it takes), with ``more_new`` new items beyond what is left of the daily limit."""
    memories_now, entries, day = memories(), index(), today()
    quota = max(0, settings.mine().new_a_day - plan.new_met_on(memories_now, entries, day)) + more_new
    return plan.todays_plan(memories_now, entries, day=day, new_left=quota, minutes=minutes, exams=exams(), pace=pace())


def pace() -> Mapping[str, float]:
    """Seconds an item by mode: the visitor's own of late, read once a browser session."""
    known_pace = state.load().pace
    if known_pace is not None:
        return known_pace
    answers = services().log.latest(visitor.learner(), kinds=("answered", "rated"), count=PACE_ANSWERS)
    return state.change(pace=plan.seconds_by_mode(answers)).pace or {}


def due(topic: Topic) -> int:
    """How many of the topic's items are due now."""
    return len(forecast.due(memories(), index(), day=today(), topic=topic.id))


@dataclass(frozen=True)
class Left:
    """What there is to do today over all topics: items that are due, items that an exam wants ahead of time, and new ones."""

    due: int
    exam: int
    new: int

    def __bool__(self) -> bool:
        return bool(self.due or self.exam or self.new)

    @property
    def said(self) -> str:
        """``17 due, 10 new``: the same words on every page."""
        parts = ((self.due, "due"), (self.exam, "ahead of time for the exam"), (self.new, "new"))
        return ", ".join(f"{count} {word}" for count, word in parts if count)


def left_today() -> Left:
    """What the day still holds, however many minutes that takes."""
    whole = todays_plan(None)
    return Left(len(forecast.due(memories(), index(), day=today())), whole.count("exam"), whole.count("new"))


def next_due() -> tuple[date, int] | None:
    """The next day, from tomorrow on, on which something comes due, and how many items; None where nothing is scheduled."""
    day, entries = today(), index().entries
    due_days = [
        memory.due
        for item, memory in memories().items()
        if is_scheduled(memory, entries[item]) and memory.due is not None and memory.due > day
    ]
    return (min(due_days), due_days.count(min(due_days))) if due_days else None
