"""A number that is estimated on a scale."""

from __future__ import annotations

from typing import Annotated, Literal

from pydantic import Field

from quizzes.models.fields import Line, Number, Text
from quizzes.models.questions import Asked


class Estimate(Asked):
    """A number that is estimated on a scale; how near one came is said."""

    type: Literal["estimate"] = Field("estimate", description="Estimated on a scale.", examples=["estimate"])
    lowest: Number = Field(alias="from", description="Where the scale begins; the slider starts there.", examples=[0])
    highest: Number = Field(alias="to", description="Where the scale ends.", examples=[100])
    answer: Text = Field(description="The number, or one that is cited: ``{{figure.<id>}}``.", examples=["39"])
    within: Annotated[Number, Field(ge=0)] = Field(description="How far off an estimate may be and still count as near.", examples=[5])
    unit: Line | None = Field(None, description="What stands behind the number.", examples=["%"])
    why: Text = Field(description="How it comes to this number.", examples=["It was measured, and this is why."])
