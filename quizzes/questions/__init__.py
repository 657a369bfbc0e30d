"""The question types: how each asks and grades, and sample answers with the scores they must get."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass
from typing import Any, Protocol

from quizzes.models import Asked, FillBlank, Item, Numeric, OrderSteps, PredictOutput, Prompt, Question, Several
from quizzes.questions import explain, fill_blank, numeric, one_choice, order_steps, predict_output, several_choices
from quizzes.questions.answers import Answer, Grade, Shape


class Graded(Protocol):
    """What every grade offers: a score 0..1 and what to say, most important first."""

    @property
    def score(self) -> float: ...

    @property
    def feedback(self) -> tuple[str, ...]: ...


@dataclass(frozen=True)
class QuestionType:
    """The class of the items that a type grades; its grade of (item, answer); its sample answers with their scores.

    ``ask`` gives the shape of (item, seed), ``allows`` whether (item, answer) can be handed in; ``guessable`` where a right answer may
    be luck. Explanations are asked and compared in a flow of their own, so they have neither.
    """

    item: type[Item]
    grade: Callable[[Any, Any], Graded]
    samples: Callable[[Any], Iterator[tuple[Any, float]]]
    ask: Callable[..., Shape] | None = None
    allows: Callable[[Any, Answer], bool] | None = None
    guessable: bool = False
    fault: Callable[[Any, Answer], str | None] | None = None
    """What keeps an answer from being handed in, in words that help; only where a type can tell."""


def _asked(item: type[Item], module: Any) -> QuestionType:
    return QuestionType(item, module.grade, module.samples, module.ask, module.allows, module.GUESSABLE, getattr(module, "fault", None))


TYPES: Mapping[str, QuestionType] = {
    "one-choice": _asked(Question, one_choice),
    "several-choices": _asked(Several, several_choices),
    "numeric": _asked(Numeric, numeric),
    "predict-output": _asked(PredictOutput, predict_output),
    "order-steps": _asked(OrderSteps, order_steps),
    "fill-blank": _asked(FillBlank, fill_blank),
    "explain": QuestionType(Prompt, explain.coverage, explain.samples),
}
"""Name -> type. ``tests/quizzes/questions/test_types.py`` holds all of them to the same contract."""


def ask(question: Asked, *, seed: int) -> Shape:
    """How the question is asked in an attempt with that seed."""
    asks = TYPES[question.type].ask
    assert asks is not None
    return asks(question, seed=seed)


def allows(question: Asked, answer: Answer) -> bool:
    """Whether that answer can be handed in to that question."""
    check = TYPES[question.type].allows
    return check is not None and check(question, answer)


def fault(question: Asked, answer: Answer) -> str | None:
    """What keeps the answer from being handed in, in words that help; None where nothing does, or nothing can be said."""
    tells = TYPES[question.type].fault
    return tells(question, answer) if tells is not None else None


def grade(question: Asked, answer: Answer) -> Grade:
    """The grade of an answer."""
    graded = TYPES[question.type].grade(question, answer)
    assert isinstance(graded, Grade)
    return graded
