"""Worked problems: decide first (or say "I don't know"), then follow the solution step by step."""

from __future__ import annotations

from collections.abc import Sequence

from quizzes.attempts.attempt import Attempt, Options
from quizzes.attempts.mode import Beginning
from quizzes.content.topic import Topic
from quizzes.events.event import Event
from quizzes.models import Item
from quizzes.sessions import fading, questions

MODE = "practice"

State = questions.State
step = questions.step


def deck(topic: Topic, beginning: Beginning) -> tuple[Item, ...]:
    """All worked problems in the file's order."""
    return topic.practice


def options(topic: Topic, beginning: Beginning) -> Options:
    """What a new session begins with: how far each problem is faded, by the learner's earlier decisions."""
    return {**fading.stages(topic, beginning.earlier), **beginning.options}


def restore(attempt: Attempt, topic: Topic, events: Sequence[Event]) -> State:
    """The state after ``events``."""
    return questions.restore(attempt, topic.practice, events, feedback=True)
