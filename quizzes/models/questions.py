"""What the questions of all types have in common; each type's own model stands in its folder of ``quizzes/questions``."""

from __future__ import annotations

from typing import Annotated, Literal

from pydantic import Field
from pydantic.config import JsonDict

from quizzes.models.base import Part
from quizzes.models.fields import Expressions, Id, Inputs, Level, Line, OptionalText, Text, Truth
from quizzes.models.item import Item

EXAMPLE_CHOICES = [
    {"id": "kept", "text": "1,000", "correct": "true", "why": "20 % of 5,000 stay."},
    {"id": "gone", "text": "4,000", "why": "That many go."},
]


CORRECT: JsonDict = {"properties": {"correct": {"const": True}}, "required": ["correct"]}
"""Of an editor's schema: a choice that is correct."""


class Because(Part):
    """The mistaken idea behind a wrong choice, and how learners put it who are asked why they chose it."""

    idea: Line | None = Field(
        None,
        description="The idea in a few words, as a learner would say it; the choice's mistake where it is left out.",
        examples=["a zero weight takes no time"],
    )
    phrases: Annotated[tuple[Text, ...], Field(min_length=1)] = Field(
        description="Phrasings that show it, written as those of a prompt.", examples=[["skip* zeros", "not multipl* zeros"]]
    )


class Choice(Part):
    """One answer of a question, with the reason why it is right or wrong."""

    id: Id = Field(description="Unique in the question, never changed; it should not tell whether it is right.", examples=["kept"])
    text: Text = Field(description="The answer as the student reads it.", examples=["1,000"])
    correct: Truth = Field(False, description="true where it is right.", examples=[True])
    mistake: Line | None = Field(None, description="The name of the mistake that leads here.", examples=["used the amount as what remains"])
    why: Text = Field(description="Why it is right or wrong, said after the answer.", examples=["20 % of 5,000 weights stay."])
    because: Because | None = Field(
        None,
        description="Of a wrong choice in quick_check or self_test: what is recognised in a learner's line about why they chose it.",
        examples=[{"idea": "the amount is what stays", "phrases": ["amount stays"]}],
    )

    @property
    def idea(self) -> str | None:
        """The mistaken idea that is recognised in a learner's own words; None where none is."""
        return (self.because.idea or self.mistake) if self.because is not None else None


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


class Mistake(Part):
    """A wrong answer that can be foreseen, with the name of the mistake that leads to it and the reason why it is wrong."""

    answer: Text = Field(description="What is typed then: a number, or an output.", examples=["4000"])
    mistake: Line = Field(description="The name of the mistake.", examples=["counted what goes"])
    why: Text = Field(description="Why it is wrong.", examples=["The amount is the share that goes."])
