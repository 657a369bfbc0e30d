"""Worked problems: decide first (or say "I don't know"), then follow the solution step by step."""

from __future__ import annotations

from collections.abc import Sequence

from quizzes.content.topic import Topic
from quizzes.events.log import Event
from quizzes.models import Item
from quizzes.sessions import fading, questions
from quizzes.sessions.attempt import Attempt, Options

MODE = "practice"

State = questions.State
step = questions.step


def deck(topic: Topic, earlier: Sequence[Event], *, options: Options, seed: int) -> tuple[Item, ...]:
    """All worked problems in the file's order."""
    return topic.practice


def options(topic: Topic, earlier: Sequence[Event], chosen: Options) -> Options:
    """What a new session begins with: how far each problem is faded, by the learner's earlier decisions."""
    return {**fading.stages(topic, earlier), **chosen}


def restore(attempt: Attempt, topic: Topic, events: Sequence[Event]) -> State:
    """The state after ``events``."""
    return questions.restore(attempt, topic.practice, events, feedback=True)
