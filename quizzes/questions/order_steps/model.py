"""A question whose answer is an order."""

from __future__ import annotations

from typing import Annotated, Literal

from pydantic import Field

from quizzes.models.base import Part
from quizzes.models.fields import Id, Text
from quizzes.models.questions import Asked


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
