"""Answers with the scores they must get."""

from __future__ import annotations

from collections.abc import Iterator

from quizzes.questions.answers import Answer
from quizzes.questions.predict_output.model import PredictOutput


def samples(question: PredictOutput) -> Iterator[tuple[Answer, float]]:
    """Answers with the scores they must get."""
    output = question.snippet.prints or ""
    yield Answer(), 0.0
    yield Answer(texts=("  ",)), 0.0
    yield Answer(texts=(output,)), 1.0
    yield Answer(texts=(f"  {output}  \n",)), 1.0
    yield Answer(texts=(f"{output}0",)), 0.0
    yield from ((Answer(texts=(mistake.answer,)), 0.0) for mistake in question.mistakes)
