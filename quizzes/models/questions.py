"""The questions that are asked and graded at once, one model a type."""

from __future__ import annotations

from typing import Annotated, Literal

from pydantic import Field, field_validator
from pydantic_core import PydanticCustomError

from quizzes.models.base import Part
from quizzes.models.fields import Expressions, Id, Inputs, Level, Line, Number, OptionalText, Text, Texts, Truth
from quizzes.models.item import Item

ONE_CHOICE = [
    {"id": "kept", "text": "1,000", "correct": "true", "why": "20 % of 5,000 stay."},
    {"id": "gone", "text": "4,000", "why": "That many go."},
]


class Choice(Part):
    """One answer of a question, with the reason why it is right or wrong."""

    id: Id = Field(description="Unique in the question, never changed; it should not tell whether it is right.", examples=["kept"])
    text: Text = Field(description="The answer as the student reads it.", examples=["1,000"])
    correct: Truth = Field(False, description="true where it is right.", examples=[True])
    mistake: Line | None = Field(None, description="The name of the mistake that leads here.", examples=["used the amount as what remains"])
    why: Text = Field(description="Why it is right or wrong, said after the answer.", examples=["20 % of 5,000 weights stay."])


class Snippet(Part):
    """Code that belongs to a question; where ``prints`` is given, ``prove`` runs it and compares."""

    language: Literal["python"] = Field("python", description="For the colours.", examples=["python"])
    text: Text = Field(description="The code.", examples=["print(2 ** 3)"])
    prints: OptionalText = Field(None, description="What it prints; proven by running it.", examples=["8"])


class Asked(Item):
    """Base of all questions that are asked and graded at once.

    With ``inputs`` the question is a variant: each attempt draws one value a name with a seed that is kept, ``let`` computes further
    values from them, and ``{{expression}}`` in any text stands for its value (``quizzes/variants``).
    """

    type: str
    level: Level = Field(description="easy, medium or hard; a self-test draws from all three.", examples=["easy"])
    inputs: Inputs = Field({}, description="Name -> the values that may be drawn for it.", examples=[{"wide": [64, 100]}])
    let: Expressions = Field(
        {}, description="Name -> an expression of the inputs and of the names above it.", examples=[{"kept": "wide * 50"}]
    )
    question: Text = Field(description="What is asked.", examples=["How many of 5,000 weights stay at amount=0.8?"])
    snippet: Snippet | None = Field(None, description="Code that is shown with the question.", examples=[{"text": "print(2 ** 3)"}])


class Question(Asked):
    """A question with exactly one right choice."""

    type: Literal["one-choice"] = Field("one-choice", description="May be left out: a question is one-choice.", examples=["one-choice"])
    choices: Annotated[tuple[Choice, ...], Field(min_length=2, max_length=8)] = Field(
        description="Two to eight answers, exactly one of them correct; they are shown shuffled.", examples=[ONE_CHOICE]
    )

    @field_validator("choices")
    @classmethod
    def _one_right_choice(cls, choices: tuple[Choice, ...]) -> tuple[Choice, ...]:
        right = sum(choice.correct for choice in choices)
        if right != 1:
            raise PydanticCustomError("one_right_choice", "exactly one choice must be correct; found {found}", {"found": right})
        return choices

    @property
    def right_choice(self) -> Choice:
        """The one correct choice."""
        return next(choice for choice in self.choices if choice.correct)

    def choice(self, choice_id: str) -> Choice:
        """The choice of that id; KeyError where there is none."""
        for choice in self.choices:
            if choice.id == choice_id:
                return choice
        raise KeyError(choice_id)


class Several(Asked):
    """A question with any number of right choices, at least one."""

    type: Literal["several-choices"] = Field("several-choices", description="Any number may be right.", examples=["several-choices"])
    choices: Annotated[tuple[Choice, ...], Field(min_length=2, max_length=8)] = Field(
        description="Two to eight answers, at least one of them correct.", examples=[ONE_CHOICE]
    )

    @field_validator("choices")
    @classmethod
    def _a_right_choice(cls, choices: tuple[Choice, ...]) -> tuple[Choice, ...]:
        if not any(choice.correct for choice in choices):
            raise PydanticCustomError("a_right_choice", "at least one choice must be correct; found none")
        return choices


class Mistake(Part):
    """A wrong answer that can be foreseen, with the name of the mistake that leads to it and the reason why it is wrong."""

    answer: Text = Field(description="What is typed then: a number, or an output.", examples=["4000"])
    mistake: Line = Field(description="The name of the mistake.", examples=["counted what goes"])
    why: Text = Field(description="Why it is wrong.", examples=["The amount is the share that goes."])


class Numeric(Asked):
    """A question that is answered with a number."""

    type: Literal["numeric"] = Field("numeric", description="Answered with a number.", examples=["numeric"])
    answer: Text = Field(description="A number; in a variant usually ``{{expression}}``.", examples=["1000"])
    tolerance: Annotated[Number, Field(ge=0)] = Field(
        0.0, description="How far off an answer may be, in the unit of the answer.", examples=[0.5]
    )
    unit: Line | None = Field(None, description="What stands behind the field.", examples=["kB"])
    why: Text = Field(description="How one gets there.", examples=["20 % of 5,000."])
    mistakes: tuple[Mistake, ...] = Field(
        (), description="Wrong numbers that can be foreseen.", examples=[[{"answer": "4000", "mistake": "counted what goes", "why": "…"}]]
    )


class PredictOutput(Asked):
    """A snippet whose output is typed; ``prove`` runs it and compares."""

    type: Literal["predict-output"] = Field(
        "predict-output", description="The output of the snippet is typed.", examples=["predict-output"]
    )
    snippet: Snippet = Field(description="The code; prints is the answer.", examples=[{"text": "print(2 ** 3)", "prints": "8"}])
    why: Text = Field(description="Why it prints that.", examples=["Two to the power of three."])
    mistakes: tuple[Mistake, ...] = Field(
        (), description="Wrong outputs that can be foreseen.", examples=[[{"answer": "6", "mistake": "multiplied", "why": "…"}]]
    )

    @field_validator("snippet")
    @classmethod
    def _prints(cls, snippet: Snippet) -> Snippet:
        if snippet.prints is None:
            raise PydanticCustomError("no_output", "the snippet's output is missing; add prints")
        return snippet


class Ordered(Part):
    """A step to be put in its place."""

    id: Id = Field(description="Unique in the question.", examples=["prune"])
    text: Text = Field(description="The step.", examples=["Prune the trained network"])


class OrderSteps(Asked):
    """Steps that are shown shuffled and have to be put in order."""

    type: Literal["order-steps"] = Field("order-steps", description="Steps are put in order.", examples=["order-steps"])
    steps: Annotated[tuple[Ordered, ...], Field(min_length=3, max_length=8)] = Field(
        description="In the right order.",
        examples=[[{"id": "prune", "text": "Prune"}, {"id": "tune", "text": "Fine-tune"}, {"id": "quantize", "text": "Quantize"}]],
    )
    why: Text = Field(description="Why this order.", examples=["Fine-tuning repairs what pruning broke."])


class Blank(Part):
    """A gap in a text: what may be filled in, and why."""

    id: Id = Field(description="The text names it as [[id]].", examples=["bits"])
    accept: Annotated[Texts, Field(min_length=1)] = Field(
        description="What counts as right; the first one is shown.", examples=[["8", "eight"]]
    )
    exact: Truth | None = Field(
        None,
        description="Whether upper and lower case count. Left out, they do where the gap stands in code, between backticks.",
        examples=[True],
    )
    why: Text = Field(description="Why.", examples=["int8 has 8 bits."])


class FillBlank(Asked):
    """A text with gaps, written as ``[[id of the blank]]``."""

    type: Literal["fill-blank"] = Field("fill-blank", description="Gaps in a text are filled in.", examples=["fill-blank"])
    text: Text = Field(description="The text with its gaps.", examples=["int8 stores a weight in [[bits]] bits."])
    blanks: Annotated[tuple[Blank, ...], Field(min_length=1, max_length=5)] = Field(
        description="One for each gap of the text.", examples=[[{"id": "bits", "accept": ["8"], "why": "int8 has 8 bits."}]]
    )
