"""A question of this type as a file has it, with a proof, and answers with the scores they must get."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from typing import Any

from quizzes.questions.answers import Answer
from quizzes.questions.numeric.model import Numeric
from quizzes.questions.typed_numbers import number_typed

EXAMPLE: Mapping[str, Any] = {
    "id": "example",
    "type": "numeric",
    "concept": "alpha",
    "level": "easy",
    "question": "How many of 5,000 weights stay at amount=0.8?",
    "answer": "1,000",
    "why": "20 % of 5,000.",
    "mistakes": [{"answer": "4000", "mistake": "counted what goes", "why": "The amount is the share that goes."}],
    "proof": {"code": "print(5000 - 4000)"},
}


def samples(question: Numeric) -> Iterator[tuple[Answer, float]]:
    """Answers with the scores they must get."""
    target = number_typed(question.answer, unit=question.unit) or 0.0
    yield Answer(), 0.0
    yield Answer(texts=(question.answer,)), 1.0
    yield Answer(texts=(f" {question.answer} ",)), 1.0
    yield Answer(texts=(repr(target + question.tolerance * 0.99),)), 1.0
    yield Answer(texts=(repr(target + question.tolerance * 1.5 + abs(target) * 1e-3 + 1e-6),)), 0.0
    yield from ((Answer(texts=(mistake.answer,)), 0.0) for mistake in question.mistakes)
