"""A question of this type as a file has it, with a proof, and answers with the scores they must get."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from typing import Any

from quizzes.questions.answers import Answer
from quizzes.questions.several_choices.model import Several

EXAMPLE: Mapping[str, Any] = {
    "id": "example",
    "type": "several-choices",
    "concept": "alpha",
    "level": "easy",
    "question": "Which numbers are prime?",
    "choices": [
        {"id": "two", "text": "2", "correct": True, "why": "Only 1 and 2 divide it."},
        {"id": "nine", "text": "9", "why": "3 divides it."},
        {"id": "eleven", "text": "11", "correct": True, "why": "Only 1 and 11 divide it."},
    ],
    "proof": {"code": "print('two')\nprint('eleven')"},
}


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
