"""What every card, question, prompt, problem and claim has, and the parts of the header that items refer to."""

from __future__ import annotations

import hashlib
import json
from collections.abc import Mapping, Sequence
from functools import cached_property
from typing import Annotated, Any, Literal, Self

from pydantic import Field, PrivateAttr

from quizzes.models.base import Part
from quizzes.models.fields import Address, Id, Ids, Line, Needs, Number, OptionalText, Silences, Texts, Values
from quizzes.models.proof import FigureName, Proof, VerdictName


class Way(Part):
    """One way in which the bet of a ``try`` can turn out."""

    text: Line = Field(description="The bet, in a few words.", examples=["no difference"])
    verdict: VerdictName | None = Field(None, description="For speed: the verdict that makes it true.", examples=["no difference"])
    at_least: Number | None = Field(None, description="True from this value on; for speed, how many times as fast.", examples=[3.5])
    below: Number | None = Field(None, description="True under this value; of a speed, the whole interval.", examples=[4.5])


class Wager(Part):
    """What the student is asked to bet on before the run: the figure that the invitation promised."""

    figure: Literal[FigureName, "none"] = Field(
        description="The figure; none asks for no bet. file, gzip and sparse file are times smaller, accuracy is points of difference.",
        examples=["accuracy"],
    )
    of: Line | None = Field(None, description="The row of the lab's table; the lab's own where it is left out.")
    against: Line | None = Field(None, description="The row it is compared with; the lab's first one where it is left out.")
    question: Line | None = Field(
        None, description="What to bet on; the figure's usual question where it is left out.", examples=["What is left of the accuracy?"]
    )
    outcomes: Annotated[tuple[Way, ...], Field(max_length=5)] = Field(
        (),
        description="Every way it can turn out, each once; the figure's usual ones where they are left out.",
        examples=[[{"text": "at least half", "at_least": 50}, {"text": "less than half", "below": 50}]],
    )


class Try(Part):
    """Opens a lab, preset, right where the item stands."""

    lab: Id = Field(description="Id of the lab.")
    set: Values = Field({}, description="Parameters of the lab that differ from its defaults.")
    say: Line = Field(description="What the student will see, as an invitation.", examples=["See what 90 % zeros do to the latency"])
    bet: Wager | None = Field(
        None,
        description="What to bet on before the run; the lab's own bet, on speed, where it is left out.",
        examples=[{"figure": "accuracy"}],
    )


class Source(Part):
    """Where a fact comes from."""

    id: Id = Field(description="Items name it in their source.", examples=["deep-compression"])
    title: Line = Field(description="Author or site and title.", examples=["Han and others 2016: Deep Compression"])
    url: Address | None = Field(None, description="Where to read it (https).", examples=["https://arxiv.org/abs/1510.00149"])


class Concept(Part):
    """One thing a student should know; items name the concept they practise."""

    id: Id = Field(description="Items name it in their concept.", examples=["zeros-and-latency"])
    name: Line = Field(description="What the student reads in a breakdown.", examples=["Zeros and latency"])
    group: Id = Field(description="The group it belongs to in a breakdown.", examples=["pruning-basics"])
    needs: Needs = Field(
        (),
        description="Concepts that it builds on, and that come first: ids of this file, or track/topic/concept.",
        examples=[["structured-or-not"]],
    )
    confused_with: Ids = Field(
        (),
        description="Concepts of this file that it is easily mixed up with; each of them names this one, too. Their items alternate.",
        examples=[["zeros-and-size"]],
    )
    silence: Silences = Field(
        {},
        description="Code of a warning about this concept -> why it does not apply.",
        examples=[{"no-easy-item": "it builds on two others"}],
    )

    def needed_in(self, topic: str) -> tuple[tuple[str, str], ...]:
        """What it needs as concept of that topic: topic id and concept id of each."""
        parts = [need.rpartition("/") for need in self.needs]
        return tuple((other_topic or topic, concept) for other_topic, _, concept in parts)


class Group(Part):
    """A handful of concepts that are reported together."""

    id: Id = Field(description="Concepts name it in their group.", examples=["pruning-basics"])
    name: Line = Field(description="What the student reads.", examples=["Pruning: the basics"])


class Item(Part):
    """What every card, question, prompt and problem has."""

    id: Id = Field(description="Written by hand, unique in the file, never changed: progress hangs on it.", examples=["card-zeros"])
    was: Ids = Field((), description="Earlier ids of this item; carries progress over a rename.", examples=[["card-zero-weights"]])
    concept: Id = Field(description="The concept it practises.", examples=["zeros-and-latency"])
    source: Ids = Field((), description="Ids of the sources of its facts.", examples=["deep-compression"])
    notes: OptionalText = Field(None, description="For instructors; never shown to students.", examples=["Half the class got this wrong."])
    silence: Silences = Field(
        {}, description="Code of a warning about this item -> why it does not apply.", examples=[{"near-duplicate": "asks the opposite"}]
    )
    proof: Proof | None = Field(
        None, description="What decides by running that the answer is right.", examples=[{"code": "print(2 ** 3)", "output": "8"}]
    )
    try_: Try | None = Field(None, alias="try", description="A lab that shows it.")
    plain: Texts = Field(
        (), description="Terms that its question does not explain on a tap, because that would tell the answer.", examples=[["kernel"]]
    )

    _template: Item | None = PrivateAttr(None)

    @property
    def template(self) -> Item | None:
        """The item that this one was drawn from; None where it is no drawn variant."""
        return self._template

    @property
    def cited(self) -> Mapping[str, Sequence[str]]:
        """The sources that it names, by the field that names them; a field of a field is dotted."""
        return {"source": self.source}

    def drawn_from(self, template: Item) -> Self:
        """This item, which then counts as ``template`` wherever progress and statistics ask."""
        self._template = template
        return self

    @property
    def content_hash(self) -> str:
        """First 16 hex digits of the SHA-256 of the item's canonical JSON without what a student never sees."""
        if self._template is not None:
            return self._template.content_hash
        return self._own_hash

    @cached_property
    def _own_hash(self) -> str:
        content = _without_later_fields(self.model_dump(mode="json", by_alias=True, exclude=UNHASHED))
        canonical = json.dumps(content, sort_keys=True, separators=(",", ":"), ensure_ascii=False)
        return hashlib.sha256(canonical.encode()).hexdigest()[:16]

    def model_copy(self, *, update: Mapping[str, Any] | None = None, deep: bool = False) -> Self:
        """A copy, which computes its own hash."""
        copy = super().model_copy(update=update, deep=deep)
        copy.__dict__.pop("_own_hash", None)
        return copy


UNSEEN_FIELDS = {"source", "said_by", "notes", "silence", "proof", "examples", "plain", "contrasts"}
"""Fields that may change without the item becoming another one: where it comes from, and what only instructors and machines read."""

UNHASHED: dict[str, Any] = {
    **dict.fromkeys(UNSEEN_FIELDS, True),
    "try_": {"bet": True},
    "choices": {"__all__": {"because": True}},
}
"""What the hash leaves out: unseen fields; the bet, which asks about the lab and not about the item; and the phrasings by which a learner's
own line is read, which counts nowhere."""

LATER_FIELDS: dict[str, Any] = {"inputs": {}, "let": {}, "mistake": None, "blank": None, "exact": None, "words": {}, "measure": None}
"""Fields that joined format 1 after its first answers were recorded, with their defaults: an item without them keeps its hash."""


def _without_later_fields(value: Any) -> Any:
    if isinstance(value, dict):
        fields = {key: inner for key, inner in value.items() if key not in LATER_FIELDS or inner != LATER_FIELDS[key]}
        return {key: _without_later_fields(inner) for key, inner in fields.items()}
    return [_without_later_fields(inner) for inner in value] if isinstance(value, list) else value
