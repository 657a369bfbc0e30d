"""A question type that lives in these tests alone: one of some things does not belong to the others.

It is what a newcomer writes: a model with a list of its own, asking, grading, faults, samples, and a ``KIND``.
"""

from __future__ import annotations

from collections.abc import Iterator
from typing import Annotated, Literal

from pydantic import Field

from quizzes.models import Asked, Part
from quizzes.models.fields import Id, Text
from quizzes.models.suggestions import did_you_mean
from quizzes.questions.answers import Answer, Grade, PickOne, Reason
from quizzes.questions.faults import Fault
from quizzes.questions.kind import Kind
from quizzes.questions.outputs import as_ids


class Thing(Part):
    """One of the things."""

    id: Id = Field(description="Unique in the question.", examples=["cat"])
    text: Text = Field(description="What it is called.", examples=["Cat"])


class OddOneOut(Asked):
    """Things of which one does not belong to the others."""

    type: Literal["odd-one-out"] = Field("odd-one-out", description="One of the things is odd.", examples=["odd-one-out"])
    things: Annotated[tuple[Thing, ...], Field(min_length=3)] = Field(description="The things.", examples=[[{"id": "cat", "text": "Cat"}]])
    odd: Id = Field(description="Id of the one that does not belong.", examples=["tin"])
    why: Text = Field(description="Why.", examples=["It is a metal."])


def ask(question: OddOneOut, *, seed: int) -> PickOne:
    turn = seed % len(question.things)
    return PickOne((*question.things[turn:], *question.things[:turn]))


def allows(question: OddOneOut, answer: Answer) -> bool:
    return not answer.texts and len(answer.choices) <= 1 and set(answer.choices) <= {one.id for one in question.things}


def grade(question: OddOneOut, answer: Answer) -> Grade:
    is_right = answer.choices == (question.odd,)
    named = {one.id: one.text for one in question.things}
    reason = Reason("right", "Correct." if is_right else "Correct answer:", question.why)
    return Grade(float(is_right), answer, Answer(choices=(question.odd,)), named.get(question.odd, question.odd), (reason,))


def faults(question: OddOneOut) -> Iterator[Fault]:
    known = [one.id for one in question.things]
    if question.odd not in known:
        yield Fault(("odd",), f"{question.odd!r} is no thing", did_you_mean(question.odd, known))


def samples(question: OddOneOut) -> Iterator[tuple[Answer, float]]:
    yield Answer(), 0.0
    yield from ((Answer(choices=(one.id,)), float(one.id == question.odd)) for one in question.things)


EXAMPLE = {
    "id": "example",
    "type": "odd-one-out",
    "concept": "alpha",
    "level": "easy",
    "question": "Which is no animal?",
    "things": [{"id": "one-a", "text": "Cat"}, {"id": "one-b", "text": "Dog"}, {"id": "one-c", "text": "Tin"}],
    "odd": "one-c",
    "why": "It is a metal.",
    "proof": {"code": "print('one-c')"},
}

KIND = Kind(
    name="odd-one-out",
    item=OddOneOut,
    ask=ask,
    allows=allows,
    grade=grade,
    samples=samples,
    example=EXAMPLE,
    faults=faults,
    moodle="Moodle has no question with an odd one out",
    shape=PickOne,
    printed=as_ids,
    guessable=True,
)
