"""A question of this type as a file has it, with a proof, and answers with the scores they must get."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from typing import Any

from quizzes.questions.answers import Answer
from quizzes.questions.order_steps.model import OrderSteps

EXAMPLE: Mapping[str, Any] = {
    "id": "example",
    "type": "order-steps",
    "concept": "alpha",
    "level": "easy",
    "question": "In which order are these reached by counting?",
    "steps": [{"id": "first", "text": "One"}, {"id": "second", "text": "Two"}, {"id": "third", "text": "Three"}],
    "why": "So one counts.",
    "proof": {"code": "print('first')\nprint('second')\nprint('third')"},
}


def samples(question: OrderSteps) -> Iterator[tuple[Answer, float]]:
    """Answers with the scores they must get."""
    right = tuple(step.id for step in question.steps)
    yield Answer(), 0.0
    yield Answer(choices=right), 1.0
    yield Answer(choices=(right[1], right[0], *right[2:])), (len(right) - 2) / len(right)
    yield Answer(choices=(*right[1:], right[0])), 0.0
