"""A question that is answered with a number."""

from __future__ import annotations

from typing import Annotated, Literal

from pydantic import Field

from quizzes.models.fields import Line, Number, Text
from quizzes.models.questions import Asked, Mistake


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
