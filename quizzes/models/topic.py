"""A whole topic file: its header and its sections."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Annotated, Literal

from pydantic import BeforeValidator, Field

from quizzes.models.base import Part
from quizzes.models.claims import Budget, Myth
from quizzes.models.explanation import Prompt
from quizzes.models.fields import CardLevel, Day, Id, Ids, Line, Silences, Text, Whole, core_value
from quizzes.models.item import Concept, Group, Item, Source
from quizzes.models.questions import Asked, FillBlank, Numeric, OrderSteps, PredictOutput, Question, Several
from quizzes.models.worked import Problem

FORMAT = 1


class Card(Item):
    """A recall card."""

    level: CardLevel = Field(description="beginner, intermediate or advanced.", examples=["beginner"])
    front: Text = Field(description="What is asked.", examples=["Do zeros make a dense network faster?"])
    back: Text = Field(description="What should come to mind.", examples=["No. A dense kernel multiplies by them too."])


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
    exam: Day | None = Field(None, description="The day of the exam; a learner may set another.", examples=["2027-02-14"])
    silence: Silences = Field(
        {},
        description="Code of a warning about the whole file -> why it does not apply.",
        examples=[{"right-place": "three questions only"}],
    )


class Topic(Header):
    """A whole topic file."""

    recall: tuple[Card, ...] = ()
    quick_check: tuple[Asked, ...] = ()
    explain: tuple[Prompt, ...] = ()
    practice: tuple[Problem, ...] = ()
    self_test: tuple[Asked, ...] = ()
    myths: tuple[Myth, ...] = ()
    budgets: tuple[Budget, ...] = ()
    cheat_sheet: tuple[SheetSection, ...] = ()

    def items(self) -> Iterator[Item]:
        """All cards, questions, prompts and problems, in the order of the file's sections."""
        yield from self.recall
        yield from self.quick_check
        yield from self.explain
        yield from self.practice
        yield from self.self_test
        yield from self.myths
        yield from self.budgets

    def concept(self, concept_id: str) -> Concept:
        """The concept of that id; KeyError where there is none."""
        for concept in self.concepts:
            if concept.id == concept_id:
                return concept
        raise KeyError(concept_id)


QUESTION_TYPES: dict[str, type[Asked]] = {
    "one-choice": Question,
    "several-choices": Several,
    "numeric": Numeric,
    "predict-output": PredictOutput,
    "order-steps": OrderSteps,
    "fill-blank": FillBlank,
}
"""What ``type`` may be in quick_check and self_test; without it a question is one-choice."""

SECTIONS: dict[str, type[Part]] = {
    "recall": Card,
    "quick_check": Asked,
    "explain": Prompt,
    "practice": Problem,
    "self_test": Asked,
    "myths": Myth,
    "budgets": Budget,
    "cheat_sheet": SheetSection,
}

SECTIONS_SAID: dict[str, str] = {
    "recall": "Recall cards: a front, and a back to remember.",
    "quick_check": "Questions with the reason at once.",
    "explain": "Prompts to explain from memory.",
    "practice": "Worked problems: decide first, then follow the solution.",
    "self_test": "The pool of the self-test: 10 are drawn over three levels.",
    "myths": "Popular claims: the student bets, then a lab run decides.",
    "budgets": "What a compressed network has to meet.",
    "cheat_sheet": "The whole topic on one printable page.",
}
"""What each section is for, as editors show it."""
