"""The question types, a folder each. Whoever needs something of a type reads its ``KIND`` here."""

from __future__ import annotations

from quizzes.models import Asked
from quizzes.questions import explain, fill_blank, numeric, one_choice, order_steps, predict_output, several_choices
from quizzes.questions.answers import Answer, Grade, Shape
from quizzes.questions.explain.model import Point, Prompt
from quizzes.questions.fill_blank.model import Blank, FillBlank
from quizzes.questions.kind import Kind
from quizzes.questions.numeric.model import Numeric
from quizzes.questions.one_choice.model import Question
from quizzes.questions.order_steps.model import Ordered, OrderSteps
from quizzes.questions.predict_output.model import PredictOutput
from quizzes.questions.several_choices.model import Several
from quizzes.questions.worked import Problem, Step, StepBlank

__all__ = [
    "KINDS",
    "Blank",
    "FillBlank",
    "Kind",
    "Numeric",
    "OrderSteps",
    "Ordered",
    "Point",
    "PredictOutput",
    "Problem",
    "Prompt",
    "Question",
    "Several",
    "Step",
    "StepBlank",
    "allows",
    "ask",
    "fault",
    "grade",
    "question_types",
]

KINDS: dict[str, Kind] = {
    one.KIND.name: one.KIND for one in (one_choice, several_choices, numeric, predict_output, order_steps, fill_blank, explain)
}
"""Name -> type. ``tests/quizzes/questions/test_types.py`` holds all of them to the same contract."""


def question_types() -> dict[str, type[Asked]]:
    """What ``type`` may be in quick_check and self_test -> its model; without it a question is one-choice."""
    return {name: kind.item for name, kind in KINDS.items() if issubclass(kind.item, Asked)}


def ask(question: Asked, *, seed: int) -> Shape:
    """How the question is asked in an attempt with that seed."""
    asks = KINDS[question.type].ask
    assert asks is not None
    return asks(question, seed=seed)


def allows(question: Asked, answer: Answer) -> bool:
    """Whether that answer can be handed in to that question."""
    check = KINDS[question.type].allows
    return check is not None and check(question, answer)


def fault(question: Asked, answer: Answer) -> str | None:
    """What keeps the answer from being handed in, in words that help; None where nothing does, or nothing can be said."""
    tells = KINDS[question.type].fault
    return tells(question, answer) if tells is not None else None


def grade(question: Asked, answer: Answer) -> Grade:
    """The grade of an answer."""
    graded = KINDS[question.type].grade(question, answer)
    assert isinstance(graded, Grade)
    return graded
