"""What the learner's log keeps of runs and of the bets on them."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import asdict
from typing import Any

from optimization.bundling.export import figures_of
from optimization.errors import LabError
from optimization.labs import Lab
from optimization.results.bets import Bet, Outcome
from optimization.results.records import Found, LabResult, Unfinished
from quizzes.events.log import Event, EventLog
from quizzes.sessions.attempt import Moment


def lab_run_event(
    run_id: str, found: LabResult | Unfinished, *, learner: str, utc_offset_min: int, item: str | None, outcome: str | None = None
) -> Event:
    """The row that keeps a run in the learner's log once it has ended, at its end or before.

    ``item`` is the topic or the item that the run belongs to, ``outcome`` how the claim turned out that was bet on; None where there was
    no bet, or where the run could not tell.
    """
    if isinstance(found, Unfinished):
        at, headline, reason = found.ended_at, found.message, found.reason
    else:
        at, headline, reason = found.measured_at, found.headline.sentence, None
    return Event(
        id=f"run:{run_id}:{learner}",
        learner=learner,
        session=f"run-{run_id}",
        kind="lab_run",
        item=item,
        mode=found.lab,
        at=at,
        utc_offset_min=utc_offset_min,
        payload={
            "run": run_id,
            "lab": found.lab,
            "parameters": found.parameters,
            "headline": headline,
            "figures": figures_of(found),
            "outcome": outcome,
            "unfinished": reason,
        },
    )


def bet_event(run_id: str, lab: Lab, bet: Bet, outcome: str, *, learner: str, now: Moment, sure: bool, topic: str | None) -> Event:
    """The row that keeps a bet; one a learner and run, so that the first one counts. It holds all that is needed to judge it."""
    return Event(
        id=f"bet:{run_id}:{learner}",
        learner=learner,
        session=f"run-{run_id}",
        kind="bet",
        item=topic,
        mode=lab.id,
        at=now.at,
        utc_offset_min=now.utc_offset_min,
        sure=sure,
        payload={
            "outcome": outcome,
            "question": bet.question,
            "about": {"figure": bet.figure, "of": bet.of, "against": bet.against, "ways": [asdict(one) for one in bet.ways]},
        },
    )


def placed(log: EventLog, run_id: str, lab: Lab, *, learner: str) -> Event | None:
    """The learner's bet on that run of the lab, or None."""
    bets = [one for one in log.session(learner, f"run-{run_id}") if one.kind == "bet" and one.mode == lab.id]
    return bets[0] if bets else None


def bet_of(event: Event, lab: Lab) -> Bet | None:
    """What a kept bet is about; one of version 0.1 does not say, and is about the lab's own figure."""
    about = event.payload.get("about")
    if about is None:
        return lab.bet
    ways = tuple(Outcome(**one) for one in about["ways"])
    question = str(event.payload["question"])
    return Bet(question=question, figure=about["figure"], of=about["of"], against=about["against"], outcomes=ways)


def turned_out(event: Event | None, lab: Lab, found: Found) -> str | None:
    """The text of the outcome that a run gave to a kept bet; None where there was none, or where the run could not tell."""
    bet = bet_of(event, lab) if event is not None else None
    outcome = bet.outcome(found) if bet is not None else None
    return None if outcome is None else outcome.text


def runs_with(log: EventLog, lab: Lab, parameters: Mapping[str, Any], *, learner: str) -> list[str]:
    """The learner's own runs of the lab with exactly these parameters that came to their end, newest first."""
    rows = [one.payload for one in log.of_learner(learner, kinds=["lab_run"])]
    own = [one for one in rows if one["lab"] == lab.id and is_own(one)]
    same = [one for one in own if complete(lab, one["parameters"]) == parameters]
    return [str(one["run"]) for one in reversed(same)]


def complete(lab: Lab, parameters: Mapping[str, Any]) -> dict[str, Any]:
    """The parameters of a kept run with those that joined the lab later at their defaults; as they are where they are no longer allowed."""
    try:
        return lab.parameters(parameters).model_dump(mode="json")
    except LabError:
        return dict(parameters)


def is_own(payload: Mapping[str, Any]) -> bool:
    """Whether a kept run is one of the learner's own that came to its end: not one cut short, nor one on record that they took."""
    return payload.get("unfinished") is None and not payload.get("recorded")
