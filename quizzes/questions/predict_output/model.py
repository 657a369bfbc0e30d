"""A question whose answer is what its code prints."""

from __future__ import annotations

from typing import Literal

from pydantic import Field, field_validator

from quizzes.models.base import refused
from quizzes.models.fields import Text
from quizzes.models.questions import Asked, Mistake, Snippet


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
            raise refused("the snippet's output is missing", "add “prints:” with what it prints", code="missing-key")
        return snippet
