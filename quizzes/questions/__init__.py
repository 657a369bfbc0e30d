"""The question types, a folder each. Whoever needs something of a type reads its ``KIND`` here."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import TypeGuard

from quizzes.models import Asked, Item
from quizzes.questions import estimate, explain, fill_blank, numeric, one_choice, order_steps, predict_output, several_choices
from quizzes.questions.answers import Answer, Grade, Option, Shape, Slide, TypeIn
from quizzes.questions.estimate.model import Estimate
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
    "Estimate",
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
    "has_shape",
    "kind_of",
    "options",
    "placed_options",
    "printed_answer",
    "question_types",
    "right_answer",
    "text_of",
]

KINDS: dict[str, Kind] = {
    question_type.KIND.name: question_type.KIND
    for question_type in (one_choice, several_choices, numeric, estimate, predict_output, order_steps, fill_blank, explain)
}
"""Name -> type. ``tests/quizzes/questions/test_contract.py`` holds all of them to the same contract."""


def question_types() -> dict[str, type[Asked]]:
    """What ``type`` may be in quick_check and self_test -> its model; without it a question is one-choice."""
    return {name: kind.item for name, kind in KINDS.items() if issubclass(kind.item, Asked)}


def kind_of(item: Item) -> Kind | None:
    """The type that grades the item; None where none does, as with cards and claims."""
    if isinstance(item, Asked):
        return KINDS[item.type]
    return next((kind for kind in KINDS.values() if isinstance(item, kind.item)), None)


def has_shape(item: Item, *shapes: type[Shape]) -> TypeGuard[Asked]:
    """Whether the item is a question that is asked in one of these shapes."""
    return isinstance(item, Asked) and KINDS[item.type].shape in shapes


def placed_options(question: Asked) -> Sequence[tuple[tuple[str | int, ...], Option]]:
    """What may be picked or put in order, in the order of the file, each with the path from the question to its text; the path is empty
    where the options stand in no list of the question. Nothing where an answer is typed or set on a scale."""
    shape = ask(question, seed=0)
    if isinstance(shape, TypeIn | Slide):
        return ()
    for name, field in type(question).model_fields.items():
        value = getattr(question, name)
        if isinstance(value, tuple) and value and all(option in shape.options for option in value):
            return [((field.alias or name, index, "text"), option) for index, option in enumerate(value)]
    return [((), option) for option in shape.options]


def options(question: Asked) -> Mapping[str, str]:
    """Id -> text of what may be picked or put in order, in the order of the file."""
    return {option.id: option.text for _, option in placed_options(question)}


def right_answer(question: Asked) -> Answer:
    """An answer that is right."""
    return grade(question, Answer()).right


def printed_answer(question: Asked, output: str) -> Answer:
    """The answer that a program gives which prints this; empty where the type cannot tell."""
    tells = KINDS[question.type].printed
    return tells(question, output) if tells is not None else Answer()


def text_of(question: Asked, *, is_filled: bool = False) -> str | None:
    """The text that stands below what is asked, or that text with the answers in it; None where the type has none."""
    kind = KINDS[question.type]
    writes = kind.filled if is_filled else kind.text
    return writes(question) if writes is not None else None


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
