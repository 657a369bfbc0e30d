"""Quick check: a few choice questions with the reason at once. What was missed comes again at the end until it is right once."""

from __future__ import annotations

from collections.abc import Sequence

from quizzes.attempts.attempt import Attempt
from quizzes.attempts.mode import Beginning
from quizzes.content.topic import Topic
from quizzes.events.event import Event
from quizzes.models import Item
from quizzes.sessions import questions

MODE = "quick-check"

State = questions.State
step = questions.step


def deck(topic: Topic, beginning: Beginning) -> tuple[Item, ...]:
    """All quick-check questions in the file's order."""
    return topic.quick_check


def restore(attempt: Attempt, topic: Topic, events: Sequence[Event]) -> State:
    """The state after ``events``."""
    returns = len(attempt.items) > 1  # one alone would come again at once
    return questions.restore(attempt, topic.quick_check, events, feedback=True, returns=returns)
