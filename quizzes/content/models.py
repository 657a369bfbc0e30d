"""What a topic file may hold (format 1). Every field says what it is for; the reader turns a refusal into a line of the file."""

from __future__ import annotations

import hashlib
import json
from collections.abc import Iterator
from typing import Annotated, Any, Literal, Self

from pydantic import BaseModel, BeforeValidator, ConfigDict, Field, PrivateAttr, field_validator
from pydantic_core import PydanticCustomError

from quizzes.content.fields import (
    CardLevel,
    Day,
    Expressions,
    Id,
    Ids,
    Inputs,
    Level,
    Line,
    Number,
    OptionalText,
    Text,
    Texts,
    Truth,
    Values,
    Whole,
    core_value,
)

FORMAT = 1


class Part(BaseModel):
    """Base of everything in a topic file: frozen, unknown keys are refused."""

    model_config = ConfigDict(frozen=True, extra="forbid")


class Try(Part):
    """Opens a lab, preset, right where the item stands."""

    lab: Id = Field(description="Id of the lab.")
    set: Values = Field({}, description="Parameters of the lab that differ from its defaults.")
    say: Line = Field(description="What the student will see, as an invitation.")


class Source(Part):
    """Where a fact comes from."""

    id: Id
    title: Line = Field(description="Author or site and title.")
    url: Annotated[Line, Field(pattern=r"^https://\S+$")] | None = Field(None, description="Where to read it (https).")


class Concept(Part):
    """One thing a student should know; items name the concept they practise."""

    id: Id
    name: Line
    group: Id = Field(description="The group it belongs to in a breakdown.")


class Group(Part):
    """A handful of concepts that are reported together."""

    id: Id
    name: Line


class Item(Part):
    """What every card, question, prompt and problem has."""

    id: Id = Field(description="Written by hand, unique in the file, never changed: progress hangs on it.")
    was: Ids = Field((), description="Earlier ids of this item; carries progress over a rename.")
    concept: Id = Field(description="The concept it practises.")
    source: Ids = Field((), description="Ids of the sources of its facts.")
    notes: OptionalText = Field(None, description="For instructors; never shown to students.")
    try_: Try | None = Field(None, alias="try", description="A lab that shows it.")

    _template: Item | None = PrivateAttr(None)

    @property
    def template(self) -> Item | None:
        """The item that this one was drawn from; None where it is no drawn variant."""
        return self._template

    def drawn_from(self, template: Item) -> Self:
        """This item, which then counts as ``template`` wherever progress and statistics ask."""
        self._template = template
        return self

    @property
    def content_hash(self) -> str:
        """First 16 hex digits of the SHA-256 of the item's canonical JSON without source and notes."""
        if self._template is not None:
            return self._template.content_hash
        content = _without_later_fields(self.model_dump(mode="json", by_alias=True, exclude={"source", "notes"}))
        canonical = json.dumps(content, sort_keys=True, separators=(",", ":"), ensure_ascii=False)
        return hashlib.sha256(canonical.encode()).hexdigest()[:16]


LATER_FIELDS: dict[str, Any] = {"inputs": {}, "let": {}, "mistake": None, "blank": None}
"""Fields that joined format 1 after its first answers were recorded, with their defaults: an item without them keeps its hash."""


def _without_later_fields(value: Any) -> Any:
    if isinstance(value, dict):
        kept = {key: inner for key, inner in value.items() if key not in LATER_FIELDS or inner != LATER_FIELDS[key]}
        return {key: _without_later_fields(inner) for key, inner in kept.items()}
    return [_without_later_fields(inner) for inner in value] if isinstance(value, list) else value


class Card(Item):
    """A recall card."""

    level: CardLevel
    front: Text
    back: Text


class Choice(Part):
    """One answer of a question, with the reason why it is right or wrong."""

    id: Id
    text: Text
    correct: Truth = False
    mistake: Line | None = Field(None, description="The name of the mistake that leads here, such as: used the amount as what remains.")
    why: Text


class Snippet(Part):
    """Code that belongs to a question; where ``prints`` is given, a test runs it and compares."""

    language: Literal["python"] = "python"
    text: Text
    prints: OptionalText = None


class Asked(Item):
    """Base of all questions that are asked and graded at once.

    With ``inputs`` the question is a variant: each attempt draws one value a name with a seed that is kept, ``let`` computes further
    values from them, and ``{{expression}}`` in any text stands for its value (``quizzes/variants``).
    """

    type: str
    level: Level
    inputs: Inputs = Field({}, description="Name -> the values that may be drawn for it.")
    let: Expressions = Field({}, description="Name -> an expression of the inputs and of the names above it.")
    question: Text
    snippet: Snippet | None = None


class Question(Asked):
    """A question with exactly one right choice."""

    type: Literal["one-choice"] = "one-choice"
    choices: Annotated[tuple[Choice, ...], Field(min_length=2, max_length=8)]

    @field_validator("choices")
    @classmethod
    def _one_right_choice(cls, choices: tuple[Choice, ...]) -> tuple[Choice, ...]:
        right = sum(choice.correct for choice in choices)
        if right != 1:
            raise PydanticCustomError("one_right_choice", "exactly one choice must be correct; found {found}", {"found": right})
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


class Several(Asked):
    """A question with any number of right choices, at least one."""

    type: Literal["several-choices"] = "several-choices"
    choices: Annotated[tuple[Choice, ...], Field(min_length=2, max_length=8)]

    @field_validator("choices")
    @classmethod
    def _a_right_choice(cls, choices: tuple[Choice, ...]) -> tuple[Choice, ...]:
        if not any(choice.correct for choice in choices):
            raise PydanticCustomError("a_right_choice", "at least one choice must be correct; found none")
        return choices


class Mistake(Part):
    """A wrong answer that can be foreseen, with the name of the mistake that leads to it and the reason why it is wrong."""

    answer: Text = Field(description="What is typed then: a number, or an output.")
    mistake: Line
    why: Text


class Numeric(Asked):
    """A question that is answered with a number."""

    type: Literal["numeric"] = "numeric"
    answer: Text = Field(description="A number; in a variant usually ``{{expression}}``.")
    tolerance: Annotated[Number, Field(ge=0)] = Field(0.0, description="How far off an answer may be, in the unit of the answer.")
    unit: Line | None = Field(None, description="What stands behind the field, such as: kB.")
    why: Text
    mistakes: tuple[Mistake, ...] = ()


class PredictOutput(Asked):
    """A snippet whose output is typed; a test runs it and compares."""

    type: Literal["predict-output"] = "predict-output"
    snippet: Snippet
    why: Text
    mistakes: tuple[Mistake, ...] = ()

    @field_validator("snippet")
    @classmethod
    def _prints(cls, snippet: Snippet) -> Snippet:
        if snippet.prints is None:
            raise PydanticCustomError("no_output", "the snippet's output is missing; add prints")
        return snippet


class Ordered(Part):
    """A step to be put in its place."""

    id: Id
    text: Text


class OrderSteps(Asked):
    """Steps that are shown shuffled and have to be put in order."""

    type: Literal["order-steps"] = "order-steps"
    steps: Annotated[tuple[Ordered, ...], Field(min_length=3, max_length=8)] = Field(description="In the right order.")
    why: Text


class Blank(Part):
    """A gap in a text: what may be filled in, and why."""

    id: Id
    accept: Annotated[Texts, Field(min_length=1)] = Field(description="What counts as right; the first one is shown.")
    why: Text


class FillBlank(Asked):
    """A text with gaps, written as ``[[id of the blank]]``."""

    type: Literal["fill-blank"] = "fill-blank"
    text: Text
    blanks: Annotated[tuple[Blank, ...], Field(min_length=1, max_length=5)]


class Point(Part):
    """One idea that an explanation should contain."""

    id: Id
    name: Line
    phrases: Annotated[tuple[Text, ...], Field(min_length=1)] = Field(description="Phrasings that show the idea.")
    contradictions: tuple[Text, ...] = Field((), description="Phrasings that say its opposite.")
    missed: Text = Field(description="What to say when it was not found.")


class Prompt(Item):
    """A free-recall prompt: the student explains from memory."""

    level: Level
    prompt: Text
    hint: Text
    points: Annotated[tuple[Point, ...], Field(min_length=1)]
    answer: Text = Field(description="A model answer.")


class Outcome(Part):
    """One way in which a claim can turn out: what may be bet on, what makes it true, and why it is so."""

    id: Id
    text: Line = Field(description="The bet, in a few words.")
    verdict: Literal["faster", "no difference", "slower"] | None = Field(None, description="For speed: the verdict that makes it true.")
    at_least: Number | None = Field(None, description="For other figures: true from this value on.")
    below: Number | None = Field(None, description="For other figures: true under this value.")
    why: Text = Field(description="What to say when it turned out so.")


class Compared(Part):
    """The figure that decides: of one row of the lab's table against another."""

    figure: Literal["speed", "file", "gzip", "sparse file", "accuracy", "changed", "non-zero"]
    of: Line = Field(description="The row of the lab's table.")
    against: Line = Field(description="The row it is compared with; for speed the lab's first one.")


class Myth(Item):
    """A popular claim: the student bets, then a lab run decides."""

    level: Level
    claim: Text
    question: Line = Field(description="What to bet on, one line above the outcomes.")
    lab: Id
    set: Values = Field({}, description="Parameters of the lab that differ from its defaults.")
    compare: Compared
    outcomes: Annotated[tuple[Outcome, ...], Field(min_length=2, max_length=5)]

    def outcome(self, outcome_id: str) -> Outcome:
        """The outcome of that id; KeyError where there is none."""
        for outcome in self.outcomes:
            if outcome.id == outcome_id:
                return outcome
        raise KeyError(outcome_id)


class Budget(Item):
    """What a compressed network has to meet, all at once."""

    title: Line
    text: Text = Field(description="Who needs this, in a sentence or two.")
    network: Literal["lenet", "signs"] = "lenet"
    most_kb: Annotated[Number, Field(gt=0)] = Field(description="Most kilobytes (1,000 bytes) of the file.")
    least_accuracy: Annotated[Number, Field(gt=0, le=100)] = Field(description="Least accuracy on the test pictures, in percent.")
    least_speed: Annotated[Number, Field(gt=0)] | None = Field(None, description="At least so many times as fast as the float file.")


class StepBlank(Part):
    """What a student works out instead of being shown the step, once the solution fades."""

    ask: Line
    answer: Text = Field(description="A number, or words.")
    tolerance: Annotated[Number, Field(ge=0)] = 0.0
    why: Text = Field(description="What to say when it was filled in wrongly.")


class Step(Part):
    """One step of a solution."""

    id: Id
    heading: Line
    text: Text
    blank: StepBlank | None = None


class Problem(Question):
    """A worked problem: decide first, then follow the solution."""

    hint: Text
    steps: Annotated[tuple[Step, ...], Field(min_length=1)]
    answer: Text = Field(description="The final answer.")
    check: Text = Field(description="A quick check in one line.")
    mistakes: Annotated[tuple[Text, ...], Field(min_length=1)]


class SheetSection(Part):
    """A section of the cheat sheet, in Markdown."""

    id: Id
    heading: Line
    text: Text
    source: Ids = ()


class Header(Part):
    """The top of a topic file."""

    format: Annotated[Literal[1], BeforeValidator(core_value)]
    id: Annotated[str, Field(description="The file's path without its ending: track/topic.")]
    title: Line
    track: Line
    subject: Line
    minutes: Annotated[Whole, Field(ge=1, le=600)]
    summary: Text
    learn: Annotated[tuple[Text, ...], Field(min_length=1)] = Field(description="What the student will learn.")
    groups: Annotated[tuple[Group, ...], Field(min_length=1)]
    concepts: Annotated[tuple[Concept, ...], Field(min_length=1)]
    sources: tuple[Source, ...] = ()
    exam: Day | None = Field(None, description="The day of the exam, as 2027-02-14; a learner may set another.")


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
