"""What a learner can do in a session."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Any

from quizzes.events.rating import Rating
from quizzes.questions.answers import Answer


@dataclass(frozen=True)
class Rate:
    """Say how well a card was remembered."""

    rating: Rating


@dataclass(frozen=True)
class HandIn:
    """Hand in an answer; an empty one means "I don't know". ``sure`` is None where the mode does not ask how sure one is.

    ``asks_why`` says that the learner may say why they think so before they read the reason, where they chose wrongly.
    """

    answer: Answer
    sure: bool | None = None
    asks_why: bool = False


def choose(choice: str | None, *, sure: bool | None = None) -> HandIn:
    """Hand in one choice; None means "I don't know"."""
    return HandIn(Answer(choices=() if choice is None else (choice,)), sure)


@dataclass(frozen=True)
class SayWhy:
    """Say in one line why one chose so, and see the reason; an empty line goes straight on to it."""

    text: str = ""


@dataclass(frozen=True)
class FillStep:
    """Fill the blank of the next step of the solution."""

    text: str


@dataclass(frozen=True)
class Undo:
    """Take back the last rating of this session."""


@dataclass(frozen=True)
class GoOn:
    """Leave this item for the next one."""


@dataclass(frozen=True)
class ShowHint:
    """Ask for the hint."""


@dataclass(frozen=True)
class ShowStep:
    """Ask for the next step of the solution."""


@dataclass(frozen=True)
class Draft:
    """Keep an explanation that is not handed in yet."""

    text: str


@dataclass(frozen=True)
class Write:
    """Hand in an explanation."""

    text: str


@dataclass(frozen=True)
class Tick:
    """Say which points one thinks one covered."""

    covered: tuple[str, ...]


@dataclass(frozen=True)
class Overrule:
    """ "I did say this": count a point that was not found."""

    point: str


@dataclass(frozen=True)
class PlaceBet:
    """Bet on an outcome of the claim, before anything is measured."""

    outcome: str
    sure: bool = False


@dataclass(frozen=True)
class StartRun:
    """The lab run with this id was started to decide the claim."""

    run: str


@dataclass(frozen=True, kw_only=True)
class Measured:
    """A lab run has ended. It names its claim, because it ends whenever it does.

    ``recorded`` says that no run has ended, but that the learner took the one on record. ``outcome`` is None where it could not tell; the
    other fields are those of the event (``event_payloads.LabRun``).
    """

    claim: str
    run: str
    outcome: str | None
    lab: str = ""
    parameters: Mapping[str, Any] = field(default_factory=dict)
    headline: str = ""
    figures: Mapping[str, float | int | str | None] = field(default_factory=dict)
    unfinished: str | None = None
    data_set: str | None = None
    recorded: bool = False


Action = (
    Rate | Undo | HandIn | SayWhy | GoOn | ShowHint | ShowStep | FillStep | Draft | Write | Tick | Overrule | PlaceBet | StartRun | Measured
)
