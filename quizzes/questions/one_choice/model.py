"""A question with one correct choice."""

from __future__ import annotations

from typing import Annotated, Literal

from pydantic import Field, field_validator

from quizzes.models.base import refused
from quizzes.models.questions import CORRECT, EXAMPLE_CHOICES, Asked, Choice


class Question(Asked):
    """A question with exactly one right choice."""

    type: Literal["one-choice"] = Field("one-choice", description="May be left out: a question is one-choice.", examples=["one-choice"])
    choices: Annotated[tuple[Choice, ...], Field(min_length=2, max_length=8)] = Field(
        description="Two to eight answers, exactly one of them correct; they are shown shuffled.",
        examples=[EXAMPLE_CHOICES],
        json_schema_extra={"contains": CORRECT, "minContains": 1, "maxContains": 1},
    )

    @field_validator("choices")
    @classmethod
    def _one_right_choice(cls, choices: tuple[Choice, ...]) -> tuple[Choice, ...]:
        right = sum(choice.correct for choice in choices)
        if right != 1:
            raise refused("exactly one choice must be correct", f"found {right}", code="right-choice")
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
