"""Answers with the scores they must get."""

from __future__ import annotations

from collections.abc import Iterator

from quizzes.questions.answers import Answer
from quizzes.questions.order_steps.model import OrderSteps


def samples(question: OrderSteps) -> Iterator[tuple[Answer, float]]:
    """Answers with the scores they must get."""
    right = tuple(step.id for step in question.steps)
    yield Answer(), 0.0
    yield Answer(choices=right), 1.0
    yield Answer(choices=(right[1], right[0], *right[2:])), (len(right) - 2) / len(right)
    yield Answer(choices=(*right[1:], right[0])), 0.0
