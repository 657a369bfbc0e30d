"""Worked problems: decide first, then follow the solution."""

from __future__ import annotations

from typing import Annotated

from pydantic import Field

from quizzes.models.base import Part
from quizzes.models.fields import Id, Line, Number, Text, Truth
from quizzes.questions.one_choice.model import Question


class StepBlank(Part):
    """What a student works out instead of being shown the step, once the solution fades."""

    ask: Line = Field(description="What to work out.", examples=["How many weights go?"])
    answer: Text = Field(description="A number, or words.", examples=["4000"])
    exact: Truth | None = Field(None, description="true where upper and lower case count, as in code.", examples=[True])
    tolerance: Annotated[Number, Field(ge=0)] = Field(0.0, description="How far off a number may be.", examples=[0.5])
    why: Text = Field(description="What to say when it was filled in wrongly.", examples=["80 % of 5,000."])


class Step(Part):
    """One step of a solution."""

    id: Id = Field(description="Unique in the problem.", examples=["what-goes"])
    heading: Line = Field(description="What the step does.", examples=["Count what goes"])
    text: Text = Field(description="The step.", examples=["80 % of 5,000 weights are 4,000."])
    blank: StepBlank | None = Field(
        None, description="What is asked instead once the solution fades.", examples=[{"ask": "How many go?", "answer": "4000", "why": "…"}]
    )


class Problem(Question):
    """A worked problem: decide first, then follow the solution."""

    hint: Text = Field(description="What helps without telling.", examples=["The amount is the share that goes."])
    steps: Annotated[tuple[Step, ...], Field(min_length=1)] = Field(
        description="The solution.", examples=[[{"id": "what-goes", "heading": "Count what goes", "text": "80 % of 5,000 are 4,000."}]]
    )
    answer: Text = Field(description="The final answer.", examples=["1,000 weights stay."])
    check: Text = Field(description="A quick check in one line.", examples=["1,000 + 4,000 = 5,000."])
    mistakes: Annotated[tuple[Text, ...], Field(min_length=1)] = Field(
        description="What often goes wrong.", examples=[["Taking the amount as what remains."]]
    )
