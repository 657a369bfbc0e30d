"""What a review today is worth on a later day: the one place of the rule by which an exam is planned.

The aim is the sum of expected recall on the exam day E. Reviewing an item today raises its share by

    gain = r * R(E | right) + (1 - r) * R(E | wrong) - R(E | not reviewed),

with r the recall expected today and R by FSRS; the largest gain a second goes first. In simulations (``tests/benchmarks/exam_day.py``) this
did as well as rules that look further ahead, such as reviewing what comes nearest to a threshold of recall (Khajah, Lindsey & Mozer
2014, "Maximizing students' retention via spaced review", Topics in Cognitive Science 6).
"""

from __future__ import annotations

from datetime import date

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
    right = Rating.HARD if entry.guessable else Rating.GOOD
    if memory is None or memory.stability is None:
        fresh = Memory(item=entry.item)
        return FIRST_RIGHT * fresh.rated(right, day).recall_on(exam) + (1 - FIRST_RIGHT) * fresh.rated(Rating.AGAIN, day).recall_on(exam)
    recall = memory.recall_on(day)
    after = recall * memory.rated(right, day).recall_on(exam) + (1 - recall) * memory.rated(Rating.AGAIN, day).recall_on(exam)
    return after - memory.recall_on(exam)
