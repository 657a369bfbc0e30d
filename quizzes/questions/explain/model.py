"""Free recall: the student explains from memory."""

from __future__ import annotations

from typing import Annotated

from pydantic import Field, model_validator

from quizzes.models.base import Part, refused
from quizzes.models.fields import Id, Ids, Level, Line, Text
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


WordGroups = dict[Id, Annotated[tuple[Text, ...], Field(min_length=1)]]


class Example(Part):
    """An answer as a student might write it, and what of it is to be found. What it names neither way may be judged either way."""

    text: Text = Field(description="The answer.", examples=["the zeros get multiplied like any other number"])
    has: Ids = Field((), description="Ids of the points that it contains.", examples=[["dense-kernel"]])
    has_not: Ids = Field((), alias="not", description="Ids of points that it does not contain, or denies.", examples=[["same-shape"]])

    @model_validator(mode="after")
    def _tells_something(self) -> Example:
        if not (self.has or self.has_not):
            raise refused("the example names no point", "add “has:” or “not:” with ids of points", code="missing-key")
        both = sorted(set(self.has) & set(self.has_not))
        if both:
            raise refused(f"{both[0]!r} stands in has and in not", "name it once")
        return self


class Prompt(Item):
    """A free-recall prompt: the student explains from memory."""

    level: Level = Field(description="easy, medium or hard.", examples=["medium"])
    prompt: Text = Field(description="What to explain.", examples=["Why does a network with 90 % zeros run no faster?"])
    hint: Text = Field(description="What helps without telling.", examples=["Think of what the kernel is given."])
    words: WordGroups = Field(
        {},
        description="Groups of words that mean the same here; a phrasing names one with ~.",
        examples=[{"weights": ["weight", "parameter", "connection"]}],
    )
    points: Annotated[tuple[Point, ...], Field(min_length=1)] = Field(
        description="The ideas that are looked for.",
        examples=[[{"id": "dense-kernel", "name": "Dense kernels", "phrases": ["dense kernel"], "missed": "Say what the kernel does."}]],
    )
    answer: Text = Field(description="A model answer.", examples=["A dense kernel multiplies by every weight, zero or not."])
    examples: tuple[Example, ...] = Field(
        (),
        description="Answers of students with the points that are in them; check tries the phrasings on them. Never shown to students.",
        examples=[[{"text": "zeros are multiplied as well", "has": ["dense-kernel"]}]],
    )

    @property
    def groups(self) -> tuple[tuple[str, tuple[str, ...]], ...]:
        """``words`` as pairs, which can be looked up in a cache."""
        return tuple(self.words.items())
