"""A question of this type as a file has it, with a proof, and answers with the scores they must get."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from typing import Any

from quizzes.questions.answers import Answer
from quizzes.questions.estimate.model import Estimate
from quizzes.questions.typed_numbers import number_typed

EXAMPLE: Mapping[str, Any] = {
    "id": "example",
    "type": "estimate",
    "concept": "alpha",
    "level": "easy",
    "question": "How many bytes do 10 float32 weights take?",
    "from": 0,
    "to": 100,
    "answer": "40",
    "within": 5,
    "unit": "bytes",
    "why": "32 bits are 4 bytes a weight.",
    "proof": {"code": "print(10 * 4)"},
}


def samples(question: Estimate) -> Iterator[tuple[Answer, float]]:
    """Answers with the scores they must get."""
    target = number_typed(question.answer, unit=question.unit) or 0.0
    yield Answer(), 0.0
    yield Answer(texts=(question.answer,)), 1.0
    for value in (target - question.within, target + question.within):
        if question.lowest <= value <= question.highest:
            yield Answer(texts=(repr(value),)), 1.0
    for end in (question.lowest, question.highest):
        yield Answer(texts=(repr(end),)), float(abs(end - target) <= question.within)
