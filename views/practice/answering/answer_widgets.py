"""The one map from the shapes in which a question can be asked to what the page shows: while it is open, and once it is answered."""

from __future__ import annotations

from dataclasses import dataclass
from functools import partial
from typing import Protocol, assert_never

from quizzes.content.topic import Topic
from quizzes.models import Asked
from quizzes.questions.answers import Grade, PickOne, PickSeveral, PutInOrder, Shape, Slide, TypeIn
from quizzes.sessions import questions
from views.practice.answering import answer_fields, comparison
from views.practice.answering.answer_fields import ONE_MARKING, ORDER, SEVERAL, Ways
from views.practice.answering.comparison import KeyOf


class Asks(Protocol):
    """Draws what an open question offers to answer with."""

    def __call__(self, session: questions.State, question: Asked, topic: Topic, ways_of_asking: Ways, /) -> None: ...


class Compares(Protocol):
    """Shows what was given beside what is right."""

    def __call__(self, grade: Grade, topic: Topic, key_of: KeyOf, /) -> None: ...


@dataclass(frozen=True)
class Widgets:
    """What a shape is drawn with."""

    ask: Asks
    compare: Compares


def widgets(shape: Shape) -> Widgets:
    """What the shape is drawn with; a new shape has to be given both here, or mypy says so."""
    match shape:
        case PickOne(options):
            return Widgets(
                partial(answer_fields.mark, options=options, marking=ONE_MARKING),
                partial(comparison.picked, options=options, several=False),
            )
        case PickSeveral(options):
            return Widgets(
                partial(answer_fields.mark, options=options, marking=SEVERAL), partial(comparison.picked, options=options, several=True)
            )
        case PutInOrder(options):
            return Widgets(partial(answer_fields.mark, options=options, marking=ORDER), partial(comparison.ordered, options=options))
        case TypeIn():
            return Widgets(partial(answer_fields.type_in, shape=shape), partial(comparison.typed, shape=shape))
        case Slide(unit=unit):
            return Widgets(partial(answer_fields.slide, shape=shape), partial(comparison.estimated, unit=unit))
        case _:
            assert_never(shape)
