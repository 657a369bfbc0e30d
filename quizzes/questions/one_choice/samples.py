"""Answers with the scores they must get."""

from __future__ import annotations

from collections.abc import Iterator

from quizzes.questions.answers import Answer
from quizzes.questions.one_choice.model import Question


def samples(question: Question) -> Iterator[tuple[Answer, float]]:
    """Answers with the scores they must get."""
    yield Answer(), 0.0
    yield from ((Answer(choices=(choice.id,)), 1.0 if choice.correct else 0.0) for choice in question.choices)
