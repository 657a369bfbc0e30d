"""Answers with the scores they must get."""

from __future__ import annotations

from collections.abc import Iterator

from quizzes.questions.answers import Answer
from quizzes.questions.numeric.model import Numeric
from quizzes.questions.typed_numbers import number_typed


def samples(question: Numeric) -> Iterator[tuple[Answer, float]]:
    """Answers with the scores they must get."""
    wanted = number_typed(question.answer, unit=question.unit) or 0.0
    yield Answer(), 0.0
    yield Answer(texts=(question.answer,)), 1.0
    yield Answer(texts=(f" {question.answer} ",)), 1.0
    yield Answer(texts=(repr(wanted + question.tolerance * 0.99),)), 1.0
    yield Answer(texts=(repr(wanted + question.tolerance * 1.5 + abs(wanted) * 1e-3 + 1e-6),)), 0.0
    yield from ((Answer(texts=(mistake.answer,)), 0.0) for mistake in question.mistakes)
