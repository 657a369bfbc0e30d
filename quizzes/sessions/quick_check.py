"""Quick check: a few choice questions with the reason at once."""

from __future__ import annotations

from collections.abc import Sequence

from quizzes.content.topic import Topic
from quizzes.events.log import Event
from quizzes.models import Item
from quizzes.sessions import questions
from quizzes.sessions.attempt import Attempt, Options

MODE = "quick-check"

State = questions.State
step = questions.step


def deck(topic: Topic, earlier: Sequence[Event], *, options: Options, seed: int) -> tuple[Item, ...]:
    """All quick-check questions in the file's order."""
    return topic.quick_check


def restore(attempt: Attempt, topic: Topic, events: Sequence[Event]) -> State:
    """The state after ``events``."""
    return questions.restore(attempt, topic.quick_check, events, feedback=True)
