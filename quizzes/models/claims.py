"""Claims to bet on, and budgets to meet: what a lab run, or a program, decides."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Annotated, Literal

from pydantic import Field, model_validator

from quizzes.models.base import Part, refused
from quizzes.models.fields import Id, Level, Line, Number, Text, Values
from quizzes.models.item import Item
from quizzes.models.proof import Compared, LabRun, Measure, VerdictName


class Outcome(Part):
    """One way in which a claim can turn out: what may be bet on, what makes it true, and why it is so."""

    id: Id = Field(description="Unique in the claim.", examples=["same"])
    text: Line = Field(description="The bet, in a few words.", examples=["No difference"])
    verdict: VerdictName | None = Field(None, description="For speed: the verdict that makes it true.", examples=["no difference"])
    at_least: Number | None = Field(None, description="True from this value on; for speed, how many times as fast.", examples=[3.5])
    below: Number | None = Field(None, description="True under this value; of a speed, the whole interval.", examples=[4.5])
    why: Text = Field(description="What to say when it turned out so.", examples=["A dense kernel multiplies by zeros too."])


class SaidBy(Part):
    """Who says a claim: a page that can be looked up, and what it says in our own words."""

    source: Id = Field(description="Id of the source that says it.", examples=["lottery-ticket"])
    page: Line = Field(description="Where on it: a heading, a page, a section or a thread.", examples=["Abstract"])
    claim: Line = Field(
        description="What it says, in one sentence of your own and as fairly as it says it.",
        examples=["Pruning takes away over 90 % of the parameters, and makes inference cheaper."],
    )


class Myth(Item):
    """A popular claim: the student bets, then a run decides, of a lab or of a program."""

    level: Level = Field(description="easy, medium or hard.", examples=["easy"])
    claim: Text = Field(description="The claim as people say it.", examples=["A network with 90 % zeros runs ten times as fast."])
    said_by: SaidBy | None = Field(
        None,
        description="Who says it; shown with the claim.",
        examples=[{"source": "lottery-ticket", "page": "Abstract", "claim": "Pruning makes inference cheaper."}],
    )
    question: Line = Field(description="What to bet on, one line above the outcomes.", examples=["How fast is it really?"])
    lab: Id | None = Field(None, description="Id of the lab that decides; left out where a program does.")
    set: Values = Field({}, description="Parameters of the lab that differ from its defaults.")
    compare: Compared | None = Field(None, description="The figure of the lab's run that decides.")
    measure: Measure | None = Field(
        None,
        description="A program that decides in place of a lab: each outcome is then a range of the number that it prints.",
        examples=[{"code": "print(2 ** 10)", "figure": "printed", "unit": " times"}],
    )
    outcomes: Annotated[tuple[Outcome, ...], Field(min_length=2, max_length=5)] = Field(
        description="Every way it can turn out, each once: ranges without a gap, or for speed one a verdict.",
        examples=[[{"id": "same", "text": "No difference", "verdict": "no difference", "why": "Zeros are multiplied too."}]],
    )

    @property
    def cited(self) -> Mapping[str, Sequence[str]]:
        cited_by_claim = {"said_by.source": (self.said_by.source,)} if self.said_by is not None else {}
        return {**super().cited, **cited_by_claim}

    @model_validator(mode="after")
    def _decided_in_one_way(self) -> Myth:
        if self.measure is not None:
            if self.lab is not None or self.set or self.compare is not None:
                raise refused("there is both a program and a lab", "keep “measure:”, or lab, set and compare")
        elif self.lab is None or self.compare is None:
            field = "lab" if self.lab is None else "compare"
            raise refused(f"{field!r} is missing", "give lab and compare, or “measure: {code: …}”", code="missing-key")
        return self

    @property
    def run(self) -> LabRun:
        """The run that decides it; there is always one."""
        if self.measure is not None:
            return LabRun(None, self.measure.settings, self.measure)
        assert self.compare is not None
        return LabRun(self.lab, self.set, self.compare)

    def outcome(self, outcome_id: str) -> Outcome:
        """The outcome of that id; KeyError where there is none."""
        for outcome in self.outcomes:
            if outcome.id == outcome_id:
                return outcome
        raise KeyError(outcome_id)


class Budget(Item):
    """What a compressed network has to meet, all at once."""

    title: Line = Field(description="The device.", examples=["A watch"])
    text: Text = Field(description="Who needs this, in a sentence or two.", examples=["It has little room."])
    network: Line = Field("", description="The network to compress; the one that the labs open with where it is left out.")
    most_kb: Annotated[Number, Field(gt=0)] = Field(description="Most kilobytes (1,000 bytes) of the file.", examples=[60])
    least_accuracy: Annotated[Number, Field(gt=0, le=100)] = Field(
        description="Least accuracy on the test pictures, in percent.", examples=[97]
    )
    least_speed: Annotated[Number, Field(gt=0)] | None = Field(
        None, description="At least so many times as fast as the float file.", examples=[2]
    )
    level: Literal["easy", "medium", "hard", "very hard"] | None = Field(None, description="How hard it is to meet.", examples=["easy"])
