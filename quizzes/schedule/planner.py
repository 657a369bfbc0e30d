"""What a review today is worth on a later day: the one place of the rule by which an exam is planned.

The aim is the sum of expected recall on the exam day E. Reviewing an item today raises its share by

    gain = r * R(E | right) + (1 - r) * R(E | wrong) - R(E | not reviewed),

with r the recall expected today and R by FSRS; the largest gain a second goes first. In simulations (``tests/benchmarks/exam_day.py``) this
did as well as rules that look further ahead, such as reviewing what comes nearest to a threshold of recall (Khajah, Lindsey & Mozer
2014, "Maximizing students' retention via spaced review", Topics in Cognitive Science 6).
"""

from __future__ import annotations

from datetime import date, timedelta
from functools import lru_cache

from quizzes.events.rating import Rating
from quizzes.schedule.index import Entry
from quizzes.schedule.memory import Memory

RULE = (
    "For an exam, your minutes go to the items that most raise what you will know on that day: new ones early, then what you are about to "
    "forget, at the end what a last look helps most. What is safe until then waits."
)
"""The rule as the app says it."""

FIRST_RIGHT = 0.75
"""Share of new items that are right at the first try, for want of anything known of them."""
HORIZON_DAYS = 30
"""Without an exam a review is valued by what is expected to be known so many days from now."""


def gain(memory: Memory | None, entry: Entry, *, day: date, exam: date) -> float:
    """What a review on ``day`` adds to the expected recall (0..1) of the item on ``exam``."""
    right, days_ahead = Rating.HARD if entry.guessable else Rating.GOOD, (exam - day).days
    if memory is None or memory.stability is None or memory.last is None:
        return _gain(None, None, 0, days_ahead, right)
    return _gain(memory.stability, memory.difficulty, (day - memory.last).days, days_ahead, right)


@lru_cache(maxsize=4096)
def _gain(stability: float | None, difficulty: float | None, since: int, days_ahead: int, right: Rating) -> float:
    """The same from what it depends on: many items stand alike, and each page of a day asks again."""
    last = date(2000, 1, 1)
    day, exam = last + timedelta(days=since), last + timedelta(days=since + days_ahead)
    memory = Memory(item="", stability=stability, difficulty=difficulty, last=last if stability is not None else None)
    recall = memory.recall_on(day) if stability is not None else FIRST_RIGHT
    recall_after = recall * memory.rated(right, day).recall_on(exam) + (1 - recall) * memory.rated(Rating.AGAIN, day).recall_on(exam)
    return recall_after - memory.recall_on(exam)
