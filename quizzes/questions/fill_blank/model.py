"""A question whose answers are filled into a text."""

from __future__ import annotations

from typing import Annotated, Literal

from pydantic import Field

from quizzes.models.base import Part
from quizzes.models.fields import Id, Text, Texts, Truth
from quizzes.models.questions import Asked


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
