"""At the end of a session each answer that is correct stands with its own reason."""

from __future__ import annotations

from typing import Any

from quizzes.questions import Question, Several, grade
from quizzes.questions.answers import Answer
from views.practice.question import in_short

CHOICES: list[dict[str, Any]] = [
    {"id": "half", "text": "Half of the filters", "correct": True, "why": "They are gone from the file."},
    {"id": "bytes", "text": "One byte a weight", "correct": True, "why": "Instead of four."},
    {"id": "zeros", "text": "Zeros in a dense file", "why": "A zero takes four bytes, too."},
]
QUESTION = Several.model_validate(
    {"id": "q", "concept": "size", "level": "easy", "type": "several-choices", "question": "What makes a file smaller?", "choices": CHOICES}
)


def test_no_reason_stands_behind_an_answer_that_is_not_its_own() -> None:
    said = in_short(grade(QUESTION, Answer(choices=("zeros",))))
    lines = said.splitlines()
    assert lines[0] == "**Half of the filters; One byte a weight**"
    for choice in CHOICES:
        (line,) = [line for line in lines if choice["why"] in line]
        assert f"**{choice['text']}**" in line


def test_one_choice_is_one_line() -> None:
    choices = [CHOICES[0], CHOICES[2]]
    asked = {"id": "smaller", "concept": "size", "level": "easy", "question": "What makes a file smaller?", "choices": choices}
    said = in_short(grade(Question.model_validate(asked), Answer(choices=("zeros",))))
    assert said == "**Half of the filters** They are gone from the file."
