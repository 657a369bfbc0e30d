"""A question of this type as a file has it, with a proof, and answers with the scores they must get."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from typing import Any

from quizzes.questions.answers import Answer
from quizzes.questions.predict_output.model import PredictOutput

EXAMPLE: Mapping[str, Any] = {
    "id": "example",
    "type": "predict-output",
    "concept": "alpha",
    "level": "easy",
    "question": "What does it print?",
    "snippet": {"text": "print(2 ** 3)\nprint(2 * 3)", "prints": "8\n6"},
    "why": "A power, then a product.",
    "mistakes": [{"answer": "6\n6", "mistake": "multiplied", "why": "Two stars are a power."}],
}


def samples(question: PredictOutput) -> Iterator[tuple[Answer, float]]:
    """Answers with the scores they must get."""
    output = question.snippet.prints or ""
    yield Answer(), 0.0
    yield Answer(texts=("  ",)), 0.0
    yield Answer(texts=(output,)), 1.0
    yield Answer(texts=(f"  {output}  \n",)), 1.0
    yield Answer(texts=(f"{output}0",)), 0.0
    yield from ((Answer(texts=(mistake.answer,)), 0.0) for mistake in question.mistakes)
