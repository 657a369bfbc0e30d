"""One right answer among several: picks one, gets the reason for that choice and for the right one."""

from __future__ import annotations

import random
from collections.abc import Iterator
from dataclasses import dataclass

from quizzes.content.models import Choice, Question


@dataclass(frozen=True)
class Grade:
    """Score 0..1, the right choice, the one that was picked (None: "I don't know"), and the reasons to show, in order."""

    score: float
    right: Choice
    picked: Choice | None

    @property
    def feedback(self) -> tuple[str, ...]:
        """The reason of what was picked first, then the reason of what is right."""
        reasons = [choice.why for choice in (self.picked, self.right) if choice is not None]
        return tuple(dict.fromkeys(reasons))


def ask(question: Question, *, seed: int) -> tuple[Choice, ...]:
    """The choices in an order that is fixed by the attempt's seed and the question's id."""
    order = list(question.choices)
    random.Random(f"{seed}:{question.id}").shuffle(order)
    return tuple(order)


def grade(question: Question, picked: str | None) -> Grade:
    """Grade a choice id; one that the question does not have (any more) counts as no answer."""
    choice = next((choice for choice in question.choices if choice.id == picked), None)
    return Grade(1.0 if choice is not None and choice.correct else 0.0, question.right_choice, choice)


def samples(question: Question) -> Iterator[tuple[str | None, float]]:
    """Answers with the scores they must get."""
    yield None, 0.0
    yield from ((choice.id, 1.0 if choice.correct else 0.0) for choice in question.choices)
