"""Whether the minutes a day are enough for an exam, and how many would be: the days until then, played through with the schedule itself.

On each day the plan of that day is made, and each item in it is answered: correctly with the recall expected of it, a new one with
FIRST_RIGHT. What is known on the day of the exam is then told as the forecast tells it, with the same range.
"""

from __future__ import annotations

import random
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date, timedelta

from quizzes.events.rating import Rating
from quizzes.schedule import forecast
from quizzes.schedule.forecast import Expected
from quizzes.schedule.index import Entry, Index
from quizzes.schedule.memory import Memory
from quizzes.schedule.plan import todays_plan
from quizzes.schedule.planner import FIRST_RIGHT

ENOUGH = 0.85
"""Share of the items that one is expected to know on the day, from which on the minutes are enough."""
LONGEST_DAYS = 60
"""Further ahead nothing is said: nobody keeps to a plan for so long."""

RULE = (
    "Each day until the exam is played through: that day's plan in your minutes, every answer correct as often as the schedule expects it "
    "of you, new items three times in four. Enough means that you would know 85 % of the items on the day."
)
"""The rule as the app says it."""


@dataclass(frozen=True)
class Outlook:
    """What one would know on the day with ``minutes`` a day; ``needed`` are the fewest minutes that are enough, with what one would know
    ``then``, None where none of the choices is."""

    minutes: int
    expected: Expected
    needed: int | None
    then: Expected

    @property
    def is_enough(self) -> bool:
        return self.needed == self.minutes


@dataclass(frozen=True, kw_only=True)
class Course:
    """What the days until the exam of a ``topic`` depend on: ``new_a_day`` is the daily limit of new items, ``exams`` maps topics to days,
    ``pace`` modes to seconds an item."""

    topic: str
    index: Index
    day: date
    exams: Mapping[str, date]
    new_a_day: int
    pace: Mapping[str, float]

    @property
    def exam(self) -> date:
        return self.exams[self.topic]


def outlook(memories: Mapping[str, Memory], course: Course, *, minutes: int, choices: Sequence[int]) -> Outlook | None:
    """Whether ``minutes`` a day are enough, and if not, which of the ``choices`` are; None where the exam is today, over, or very far."""
    if not 0 < (course.exam - course.day).days <= LONGEST_DAYS:
        return None
    expectation = expectation_then = known_on_the_day(memories, course, minutes=minutes)
    if not expectation.of:
        return None
    for minutes_tried in [minutes, *sorted(choice for choice in choices if choice > minutes)]:
        expectation_then = expectation if minutes_tried == minutes else known_on_the_day(memories, course, minutes=minutes_tried)
        if (expectation_then.low + expectation_then.high) / 2 >= ENOUGH * expectation_then.of:
            return Outlook(minutes, expectation, minutes_tried, expectation_then)
    return Outlook(minutes, expectation, None, expectation_then)


def known_on_the_day(memories: Mapping[str, Memory], course: Course, *, minutes: int, seed: int = 1) -> Expected:
    """What one would know on the day of the exam, after all the days until then in these minutes."""
    played = played_through(memories, course, minutes=minutes, seed=seed)
    entries = forecast.counted(played, course.index, topic=course.topic)
    practised = [memory for entry in entries if (memory := played.get(entry.item)) is not None and memory.stability is not None]
    return forecast.expected_of([memory.recall_on(course.exam) for memory in practised], of=len(entries))


def played_through(memories: Mapping[str, Memory], course: Course, *, minutes: int, seed: int) -> Mapping[str, Memory]:
    """The memories on the eve of the exam, after one course of answers."""
    memories_then, chance = dict(memories), random.Random(seed)
    for days_ahead in range((course.exam - course.day).days):
        day = course.day + timedelta(days=days_ahead)
        met_today = (
            sum(memory.met == day and course.index.entries[item].planned for item, memory in memories_then.items()) if not days_ahead else 0
        )
        plan = todays_plan(
            memories_then,
            course.index,
            day=day,
            new_left=max(0, course.new_a_day - met_today),
            minutes=minutes,
            exams=course.exams,
            pace=course.pace,
        )
        for entry in (item.entry for item in plan.items):
            memories_then[entry.item] = _answered(memories_then.get(entry.item), entry, day, chance)
    return memories_then


def _answered(memory: Memory | None, entry: Entry, day: date, chance: random.Random) -> Memory:
    memory = memory or Memory(item=entry.item, met=day)
    recall = memory.recall_on(day) if memory.stability is not None else FIRST_RIGHT
    right = Rating.HARD if entry.guessable else Rating.GOOD
    return memory.rated(right if chance.random() < recall else Rating.AGAIN, day)
