"""The top of a topic file, and the parts of it that ask nothing."""

from __future__ import annotations

from typing import Annotated, Literal

from pydantic import BeforeValidator, Field

from quizzes.models.base import Part
from quizzes.models.fields import Day, Id, Ids, Line, Silences, Text, TopicIds, Whole, core_value
from quizzes.models.figures import Figure
from quizzes.models.item import Concept, Group, Source

FORMAT = 1


class SheetSection(Part):
    """A section of the cheat sheet, in Markdown."""

    id: Id = Field(description="Unique on the sheet.", examples=["formulas"])
    heading: Line = Field(description="Its heading.", examples=["Formulas"])
    text: Text = Field(description="Markdown: tables, formulas, code.", examples=["$q = round(x / s) + z$"])
    source: Ids = Field((), description="Ids of the sources of its facts.", examples=["deep-compression"])


class Header(Part):
    """The top of a topic file."""

    format: Annotated[Literal[1], BeforeValidator(core_value)] = Field(description="The version of this format.", examples=[1])
    id: str = Field(description="The file's path without its ending: track/topic.", examples=["computer-vision/model-optimization"])
    title: Line = Field(description="What the topic is called.", examples=["Model optimization: pruning and quantization"])
    track: Line = Field(description="The track it belongs to, as students read it.", examples=["Computer Vision"])
    subject: Line = Field(description="The subject, a word.", examples=["ml"])
    minutes: Annotated[Whole, Field(ge=1, le=600)] = Field(description="About how long a first visit takes.", examples=[5])
    summary: Text = Field(description="A sentence or two that make somebody want to learn it.", examples=["What pruning really saves."])
    learn: Annotated[tuple[Text, ...], Field(min_length=1)] = Field(
        description="What the student will know afterwards.", examples=[["Why zeros alone make nothing faster."]]
    )
    needs: TopicIds = Field(
        (), description="Topics (track/topic) that come before this one.", examples=[["computer-vision/model-optimization"]]
    )
    labs: Ids = Field((), description="Ids of the labs that the topic's page offers, in this order; without it none.")
    groups: Annotated[tuple[Group, ...], Field(min_length=1)] = Field(
        description="Concepts are reported in these groups.", examples=[[{"id": "pruning-basics", "name": "Pruning: the basics"}]]
    )
    concepts: Annotated[tuple[Concept, ...], Field(min_length=1)] = Field(
        description="What there is to know; every item names one.",
        examples=[[{"id": "zeros-and-latency", "name": "Zeros and latency", "group": "pruning-basics"}]],
    )
    sources: tuple[Source, ...] = Field(
        (),
        description="Where the facts come from.",
        examples=[[{"id": "deep-compression", "title": "Han and others 2016: Deep Compression"}]],
    )
    figures: tuple[Figure, ...] = Field(
        (),
        description="Numbers that texts cite as {{figure.<id>}}: measured, recorded beside the file, and measured again by prove.",
        examples=[[{"id": "ten", "says": "Two to the power of ten", "code": "print(2 ** 10)"}]],
    )
    exam: Day | None = Field(None, description="The day of the exam; a learner may set another.", examples=["2027-02-14"])
    silence: Silences = Field(
        {},
        description="Code of a warning about the whole file -> why it does not apply.",
        examples=[{"right-place": "three questions only"}],
    )
