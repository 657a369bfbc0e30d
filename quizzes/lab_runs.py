"""The rows of lab runs and of the bets on them. What a lab found comes in as plain values: this package knows no lab."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from datetime import datetime
from typing import Any

from quizzes.attempts.attempt import Moment
from quizzes.events.event import Event
from quizzes.events.log import EventLog


@dataclass(frozen=True, kw_only=True)
class Ended:
    """A run that has ended, at its end or before.

    ``figures`` are those that were measured, by row and name; ``outcome`` is how the claim turned out that was bet on, None where there was
    no bet or the run could not tell; ``unfinished`` is why it ended early, None where it came to its end.
    """

    run: str
    lab: str
    parameters: Mapping[str, Any]
    headline: str
    at: datetime
    figures: Mapping[str, Any] = field(default_factory=dict)
    outcome: str | None = None
    unfinished: str | None = None
    data_set: str | None = None
    """The id of the pictures that it was measured on; None where that is not known."""


def run_event(run: Ended, *, learner: str, utc_offset_min: int, item: str | None) -> Event:
    """The row that keeps a run; one a learner and run. ``item`` is the topic or the item that it belongs to."""
    return Event(
        id=f"run:{run.run}:{learner}",
        learner=learner,
        session=session_of(run.run),
        kind="lab_run",
        item=item,
        mode=run.lab,
        at=run.at,
        utc_offset_min=utc_offset_min,
        payload={
            "run": run.run,
            "lab": run.lab,
            "parameters": run.parameters,
            "headline": run.headline,
            "figures": run.figures,
            "outcome": run.outcome,
            "unfinished": run.unfinished,
            "data_set": run.data_set,
        },
    )


def bet_event(
    run: str,
    lab: str,
    outcome: str,
    *,
    question: str,
    about: Mapping[str, Any],
    learner: str,
    moment: Moment,
    sure: bool,
    topic: str | None,
) -> Event:
    """The row that keeps a bet; one a learner and run, so that the first one counts. ``about`` is all that is needed to judge it."""
    return Event(
        id=f"bet:{run}:{learner}",
        learner=learner,
        session=session_of(run),
        kind="bet",
        item=topic,
        mode=lab,
        at=moment.at,
        utc_offset_min=moment.utc_offset_min,
        sure=sure,
        payload={"outcome": outcome, "question": question, "about": about},
    )


def recorded_event(run: str, record: Ended, *, learner: str, utc_offset_min: int, item: str | None) -> Event:
    """The row that settles a bet on a run by ``record``, which the learner took for it; one a learner and run."""
    return Event(
        id=f"record:{run}:{learner}",
        learner=learner,
        session=session_of(run),
        kind="lab_run",
        item=item,
        mode=record.lab,
        at=record.at,
        utc_offset_min=utc_offset_min,
        payload={
            "run": record.run,
            "lab": record.lab,
            "parameters": record.parameters,
            "headline": record.headline,
            "outcome": record.outcome,
            "data_set": record.data_set,
            "recorded": True,
        },
    )


def taken(log: EventLog, run: str, *, learner: str) -> Event | None:
    """The row that keeps that the learner took what is on record for a bet on this run, or None. Raises LogUnavailable."""
    rows = log.session(learner, session_of(run))
    return next((row for row in rows if row.kind == "lab_run" and row.payload.get("recorded")), None)


def bet_on(log: EventLog, run: str, lab: str, *, learner: str) -> Event | None:
    """The learner's bet on that run of the lab, or None. Raises LogUnavailable."""
    bets = [row for row in log.session(learner, session_of(run)) if row.kind == "bet" and row.mode == lab]
    return bets[0] if bets else None


def completed(log: EventLog, lab: str, *, learner: str) -> Sequence[Mapping[str, Any]]:
    """What is kept of the learner's own runs of the lab that came to their end, newest first. Raises LogUnavailable."""
    payloads = [row.payload for row in log.of_learner(learner, kinds=["lab_run"])]
    return [payload for payload in reversed(payloads) if payload["lab"] == lab and is_own(payload)]


def is_own(payload: Mapping[str, Any]) -> bool:
    """Whether a kept run is one of the learner's own that came to its end: not one cut short, nor one on record that they took."""
    return payload.get("unfinished") is None and not payload.get("recorded")


def session_of(run: str) -> str:
    """The session of all rows about a run."""
    return f"run-{run}"
