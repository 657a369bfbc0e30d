"""A question with any number of correct choices."""

from __future__ import annotations

from typing import Annotated, Literal

from pydantic import Field, field_validator

from quizzes.models.base import refused
from quizzes.models.questions import CORRECT, EXAMPLE_CHOICES, Asked, Choice


class Several(Asked):
    """A question with any number of right choices, at least one."""

    type: Literal["several-choices"] = Field("several-choices", description="Any number may be right.", examples=["several-choices"])
    choices: Annotated[tuple[Choice, ...], Field(min_length=2, max_length=8)] = Field(
        description="Two to eight answers, at least one of them correct.",
        examples=[EXAMPLE_CHOICES],
        json_schema_extra={"contains": CORRECT, "minContains": 1, "maxContains": 8},
    )

    @field_validator("choices")
    @classmethod
    def _a_right_choice(cls, choices: tuple[Choice, ...]) -> tuple[Choice, ...]:
        if not any(choice.correct for choice in choices):
            raise refused("no choice is correct", "mark at least one with “correct: true”", code="right-choice")
        return choices
