"""A mode that lives in these tests alone: the quick check's questions backwards. It is what a newcomer writes: a module and its entry."""

from __future__ import annotations

from collections.abc import Sequence

from quizzes.attempts.attempt import Attempt
from quizzes.attempts.mode import Beginning, Mode
from quizzes.attempts.over_a_topic import over_a_topic
from quizzes.content.topic import Topic
from quizzes.events.event import Event
from quizzes.models import Item
from quizzes.sessions import questions
from quizzes.sessions.register import LEARN

MODE = "backwards"


def deck(topic: Topic, beginning: Beginning) -> tuple[Item, ...]:
    """All quick-check questions, the last one first."""
    return topic.quick_check[::-1]


def restore(attempt: Attempt, topic: Topic, events: Sequence[Event]) -> questions.State:
    """The state after ``events``."""
    return questions.restore(attempt, topic.quick_check, events, feedback=True)


BACKWARDS: Mode[questions.State] = over_a_topic(
    MODE,
    title="Backwards",
    noun="question",
    section="quick_check",
    state=questions.State,
    deck=deck,
    restore=restore,
    step=questions.step,
    group=LEARN,
    when="{count} questions, the last one first",
)
