"""A question of this type as a file has it, with a proof, and answers with the scores they must get."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from typing import Any

from quizzes.questions.answers import Answer
from quizzes.questions.one_choice.model import Question

EXAMPLE: Mapping[str, Any] = {
    "id": "example",
    "type": "one-choice",
    "concept": "alpha",
    "level": "easy",
    "question": "What does `print(2 ** 3)` print?",
    "choices": [
        {"id": "six", "text": "6", "mistake": "multiplied", "why": "That is 2 * 3.", "because": {"phrases": ["multipl*/times"]}},
        {"id": "eight", "text": "8", "correct": True, "why": "Two to the power of three."},
        {"id": "nine", "text": "9", "why": "That is 3 ** 2."},
    ],
    "proof": {"code": "print(2 ** 3)"},
}


def samples(question: Question) -> Iterator[tuple[Answer, float]]:
    """Answers with the scores they must get."""
    yield Answer(), 0.0
    yield from ((Answer(choices=(choice.id,)), 1.0 if choice.correct else 0.0) for choice in question.choices)
