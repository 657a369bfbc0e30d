"""What an event carries besides its columns, by kind. A payload is checked before it is written."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any, Literal

from pydantic import BaseModel, ConfigDict


class Payload(BaseModel):
    """Base of all payloads: frozen, unknown keys are refused."""

    model_config = ConfigDict(frozen=True, extra="forbid")


class ShownItem(Payload):
    """An item as it was at the start of a session."""

    id: str
    hash: str


class Started(Payload):
    """A session began: its topic, the seed of its shuffles, and its items in order."""

    topic: str
    seed: int
    items: tuple[ShownItem, ...]
    options: dict[str, str | int | bool] = {}


class Answered(Payload):
    """Choice ids that were picked or put in order, what was typed into the fields (all empty: "I don't know"), or an explanation.

    ``practice`` where it was given again shortly after its reason was read: it counts nowhere.
    """

    choices: tuple[str, ...] = ()
    texts: tuple[str, ...] = ()
    text: str | None = None
    practice: bool = False


class Rated(Payload):
    """A learner's own judgement of an explanation: the points ticked as covered."""

    covered: tuple[str, ...] = ()


class Moved(Payload):
    """The learner went on: ``to`` the next item, a hint, a step; overruled what was found (``point``); or left a draft (``text``)."""

    to: str
    point: str | None = None
    text: str | None = None


class Finished(Payload):
    """A session ended, with the right answers of how many."""

    right: int
    of: int


class Undone(Payload):
    """An earlier event of this learner, named by its id, does not count any more."""

    event: str


class Report(Payload):
    """Something is wrong with the item, in the learner's words; kept for the instructor."""

    text: str


class Known(Payload):
    """ "I know this, stop asking" (True), and back (False)."""

    known: bool


class Setting(Payload):
    """A setting was changed."""

    name: str
    value: str | int | bool


class LabRun(Payload):
    """A lab run ended: what ran, and what it found in short (the whole result is kept beside the log)."""

    run: str
    lab: str
    parameters: dict[str, Any]
    headline: str
    figures: dict[str, float | int | str | None] = {}
    """``<variant>`` -> times as fast, ``<variant>.low`` and ``<variant>.high`` -> between what; ``<variant>.bytes``,
    ``<variant>.accuracy`` and ``<variant>.changed`` -> the other figures."""
    outcome: str | None = None
    """How the claim turned out that was bet on; None where there was none, or where the run could not tell."""
    unfinished: Literal["stopped", "over time", "over memory", "lost", "failed", "app ended"] | None = None
    """Why the run ended before its time; the figures are those that it had measured. None where it came to its end."""
    recorded: bool = False
    """No run of the learner's own, which could not tell, but the one on record beside the topic, which they took instead."""


class BetWay(Payload):
    """One way in which a bet in a lab could turn out: a verdict for speed, a range for every other figure."""

    text: str
    verdict: str | None = None
    at_least: float | None = None
    below: float | None = None


class BetAbout(Payload):
    """What a bet in a lab is about: a figure of one row of the result against another, and every way in which it could turn out."""

    figure: str
    of: str
    against: str
    ways: tuple[BetWay, ...]


class Bet(Payload):
    """The learner bet on an outcome before the run that decides; whether sure stands in the event's own column."""

    outcome: str
    """The id of a claim's outcome; in a lab, its text."""
    question: str = ""
    about: BetAbout | None = None
    """None for a claim, and for bets in labs before version 0.2, which are on the lab's own figure."""


PAYLOADS: Mapping[str, type[Payload]] = {
    "started": Started,
    "answered": Answered,
    "rated": Rated,
    "moved": Moved,
    "finished": Finished,
    "undone": Undone,
    "report": Report,
    "known": Known,
    "setting": Setting,
    "lab_run": LabRun,
    "bet": Bet,
}
