"""Free recall: the student explains from memory."""

from __future__ import annotations

from typing import Annotated

from pydantic import Field

from quizzes.models.base import Part
from quizzes.models.fields import Id, Level, Line, Text
from quizzes.models.item import Item


class Point(Part):
    """One idea that an explanation should contain."""

    id: Id = Field(description="Unique in the prompt.", examples=["dense-kernel"])
    name: Line = Field(description="The idea in a few words.", examples=["Dense kernels multiply by zeros too"])
    phrases: Annotated[tuple[Text, ...], Field(min_length=1)] = Field(
        description="Phrasings that show the idea.", examples=[["dense kernel", "multipl* zeros"]]
    )
    contradictions: tuple[Text, ...] = Field((), description="Phrasings that say its opposite.", examples=[["skips zeros"]])
    missed: Text = Field(description="What to say when it was not found.", examples=["Say what the kernel does with a zero."])


class Prompt(Item):
    """A free-recall prompt: the student explains from memory."""

    level: Level = Field(description="easy, medium or hard.", examples=["medium"])
    prompt: Text = Field(description="What to explain.", examples=["Why does a network with 90 % zeros run no faster?"])
    hint: Text = Field(description="What helps without telling.", examples=["Think of what the kernel is given."])
    points: Annotated[tuple[Point, ...], Field(min_length=1)] = Field(
        description="The ideas that are looked for.",
        examples=[[{"id": "dense-kernel", "name": "Dense kernels", "phrases": ["dense kernel"], "missed": "Say what the kernel does."}]],
    )
    answer: Text = Field(description="A model answer.", examples=["A dense kernel multiplies by every weight, zero or not."])
