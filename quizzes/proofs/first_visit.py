"""A first visit in three short steps: turn a card over, guess what was measured, begin. Nothing that is tried here counts."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass, replace
from typing import Literal

from quizzes.content.topic import Topic
from quizzes.models import Card, Myth, Outcome
from quizzes.proofs.evidence import Measured
from quizzes.proofs.on_record import on_record
from quizzes.proofs.record import Proven

Step = Literal["card", "claim", "begin"]


@dataclass(frozen=True)
class Claim:
    """A claim with the run on record that decided it."""

    myth: Myth
    proven: Proven
    measured: Measured
    outcome: Outcome


@dataclass(frozen=True)
class Tour:
    """What there is to try in one topic; a step that the topic has nothing for is left out."""

    topic: Topic
    card: Card | None
    claim: Claim | None

    @property
    def steps(self) -> tuple[Step, ...]:
        steps: list[Step] = ["card"] if self.card is not None else []
        steps += ["claim"] if self.claim is not None else []
        return (*steps, "begin")


@dataclass(frozen=True)
class State:
    """``topic`` is the id of the topic that it is made with; ``at`` counts the steps from 0; ``guess`` is the id of an outcome."""

    topic: str
    at: int = 0
    guess: str | None = None
    ended: Literal["", "finished", "skipped"] = ""


@dataclass(frozen=True)
class Guess:
    """Say how the claim turned out."""

    outcome: str


@dataclass(frozen=True)
class Next:
    """Go on, as rating the card does; from the last step that ends the visit."""


@dataclass(frozen=True)
class Back:
    """Go back one step, which begins anew."""


@dataclass(frozen=True)
class Skip:
    """Leave the rest out."""


Action = Guess | Next | Back | Skip


def step(state: State, action: Action, steps: Sequence[Step]) -> State:
    """The visit after an action; one that does not fit where the visit is changes nothing."""
    if state.ended:
        return state
    at = min(state.at, len(steps) - 1)  # the topic's file may have lost a step meanwhile
    step_name = steps[at]
    if isinstance(action, Skip):
        return replace(state, ended="skipped")
    if isinstance(action, Guess):
        return replace(state, guess=action.outcome) if step_name == "claim" and state.guess is None else state
    if isinstance(action, Back):
        return State(state.topic, at=max(0, at - 1))
    if step_name == "begin":
        return replace(state, ended="finished")
    is_tried = step_name == "card" or state.guess is not None  # a card can be rated only once it was turned over
    return State(state.topic, at=at + 1) if is_tried else state


def tour(topic: Topic, proof_of: Callable[[Myth], Proven | None]) -> Tour:
    """The topic's first card, and its first claim that a recorded run decides, easy ones before others."""
    card = next((card for card in topic.recall if "\n" not in card.front), None)
    rank = {"easy": 0, "medium": 1, "hard": 2}
    claims = sorted(topic.myths, key=lambda myth: rank[myth.level])
    decided_claims = (_decided(myth, proof_of(myth)) for myth in claims)
    return Tour(topic, card, next((claim for claim in decided_claims if claim is not None), None))


def _decided(myth: Myth, record: Proven | None) -> Claim | None:
    recorded_claim = on_record(myth, record)
    return Claim(myth, recorded_claim.proven, recorded_claim.measured, recorded_claim.outcome) if recorded_claim is not None else None


def where_to_begin(topics: Sequence[Topic]) -> Topic | None:
    """The first of the topics, which are in the order of their path, that has something to learn."""
    return next((topic for topic in topics if topic.recall or topic.lesson), None)
