"""Claims to bet on, and budgets to meet: what a lab run decides."""

from __future__ import annotations

from typing import Annotated, Literal

from pydantic import Field

from quizzes.models.base import Part
from quizzes.models.fields import Id, Level, Line, Number, Text, Values
from quizzes.models.item import Item
from quizzes.models.proof import Compared, VerdictName


class Outcome(Part):
    """One way in which a claim can turn out: what may be bet on, what makes it true, and why it is so."""

    id: Id = Field(description="Unique in the claim.", examples=["same"])
    text: Line = Field(description="The bet, in a few words.", examples=["No difference"])
    verdict: VerdictName | None = Field(None, description="For speed: the verdict that makes it true.", examples=["no difference"])
    at_least: Number | None = Field(None, description="For other figures: true from this value on.", examples=[3.5])
    below: Number | None = Field(None, description="For other figures: true under this value.", examples=[4.5])
    why: Text = Field(description="What to say when it turned out so.", examples=["A dense kernel multiplies by zeros too."])


class Myth(Item):
    """A popular claim: the student bets, then a lab run decides."""

    level: Level = Field(description="easy, medium or hard.", examples=["easy"])
    claim: Text = Field(description="The claim as people say it.", examples=["A network with 90 % zeros runs ten times as fast."])
    question: Line = Field(description="What to bet on, one line above the outcomes.", examples=["How fast is it really?"])
    lab: Id = Field(description="Id of the lab that decides.", examples=["prune"])
    set: Values = Field({}, description="Parameters of the lab that differ from its defaults.", examples=[{"amount": 0.9}])
    compare: Compared = Field(description="The figure that decides.", examples=[{"figure": "speed", "of": "pruned", "against": "dense"}])
    outcomes: Annotated[tuple[Outcome, ...], Field(min_length=2, max_length=5)] = Field(
        description="Every way it can turn out, each once: for speed one a verdict, for other figures ranges without a gap.",
        examples=[[{"id": "same", "text": "No difference", "verdict": "no difference", "why": "Zeros are multiplied too."}]],
    )

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
    network: Literal["lenet", "signs"] = Field("lenet", description="The network to compress.", examples=["lenet"])
    most_kb: Annotated[Number, Field(gt=0)] = Field(description="Most kilobytes (1,000 bytes) of the file.", examples=[60])
    least_accuracy: Annotated[Number, Field(gt=0, le=100)] = Field(
        description="Least accuracy on the test pictures, in percent.", examples=[97]
    )
    least_speed: Annotated[Number, Field(gt=0)] | None = Field(
        None, description="At least so many times as fast as the float file.", examples=[2]
    )
