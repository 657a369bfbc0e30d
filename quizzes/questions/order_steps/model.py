"""A question whose answer is an order."""

from __future__ import annotations

from typing import Annotated, Literal

from pydantic import Field

from quizzes.models.base import Part
from quizzes.models.fields import Id, Text
from quizzes.models.questions import Asked


class Ordered(Part):
    """A step to be put in its place."""

    id: Id = Field(description="Unique in the question.", examples=["measure"])
    text: Text = Field(description="The step.", examples=["Measure the trained network"])


class OrderSteps(Asked):
    """Steps that are shown shuffled and have to be put in order."""

    type: Literal["order-steps"] = Field("order-steps", description="Steps are put in order.", examples=["order-steps"])
    steps: Annotated[tuple[Ordered, ...], Field(min_length=3, max_length=8)] = Field(
        description="In the right order.",
        examples=[[{"id": "measure", "text": "Measure"}, {"id": "change", "text": "Change"}, {"id": "again", "text": "Measure again"}]],
    )
    why: Text = Field(description="Why this order.", examples=["Only the first measurement tells what the change did."])
