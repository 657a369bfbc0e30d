"""Answers with the scores they must get."""

from __future__ import annotations

from collections.abc import Iterator

from quizzes.questions.answers import Answer
from quizzes.questions.several_choices.model import Several


def samples(question: Several) -> Iterator[tuple[Answer, float]]:
    """Answers with the scores they must get."""
    right = tuple(choice.id for choice in question.choices if choice.correct)
    wrong = tuple(choice.id for choice in question.choices if not choice.correct)
    yield Answer(), 0.0
    yield Answer(choices=right), 1.0
    yield Answer(choices=right[::-1]), 1.0
    yield Answer(choices=wrong), 0.0
    if len(right) > 1:
        yield Answer(choices=right[:1]), 1 / len(right)
    if wrong:
        yield Answer(choices=(*right, wrong[0])), max(0.0, (len(right) - 1) / len(right))
