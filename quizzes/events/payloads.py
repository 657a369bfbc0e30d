"""What an event carries besides its columns, by kind. A payload is checked before it is written."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Annotated, Any, Literal

from pydantic import BaseModel, ConfigDict, Field

SCHEMA_VERSION = 2
"""Which kinds and payloads the writer of a row knew. 1 had ``moved`` in the place of seven kinds of 2 and is read as them
(``quizzes.events.moved``); every other kind is the same in both."""


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

    ``practice`` where it was given again shortly after its reason was read: it counts nowhere. ``asks_why`` where the learner is asked why
    they think so before the reason is shown.
    """

    choices: tuple[str, ...] = ()
    texts: tuple[str, ...] = ()
    text: str | None = None
    practice: bool = False
    asks_why: bool = False


class SaidWhy(Payload):
    """Why the learner thinks that their wrong choice is correct, in one line; empty where they went straight on to the reason."""

    text: str = ""


class Rated(Payload):
    """A learner's own judgement of an explanation: the points ticked as covered."""

    covered: tuple[str, ...] = ()


class WentOn(Payload):
    """The learner left an item for the next one."""


class Hinted(Payload):
    """The hint was asked for."""


class Stepped(Payload):
    """The next step of a solution was opened, or filled in: ``text`` was typed into its blank."""

    text: str | None = None


class Drafted(Payload):
    """What is written of an explanation that is not handed in yet."""

    text: str


class Overruled(Payload):
    """ "I did say this": a point that was not found in an explanation counts."""

    point: Annotated[str, Field(min_length=1)]


class RunStarted(Payload):
    """A lab run was started to decide a claim."""

    run: str


class Practised(Payload):
    """A card was rated again for practice: the rating in the event's own column counts nowhere."""


class Moved(Payload):
    """One of the seven above, as they were written before schema 2; see ``quizzes.events.moved``."""

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
    data_set: str | None = None
    """Of which pictures the figures are; None in rows of versions that did not keep it."""
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
    "said_why": SaidWhy,
    "rated": Rated,
    "went_on": WentOn,
    "hinted": Hinted,
    "stepped": Stepped,
    "drafted": Drafted,
    "overruled": Overruled,
    "run_started": RunStarted,
    "practised": Practised,
    "finished": Finished,
    "undone": Undone,
    "report": Report,
    "known": Known,
    "setting": Setting,
    "lab_run": LabRun,
    "bet": Bet,
    "moved": Moved,
}
