"""What the learner's log keeps of a lab's runs and of the bets on them: results of labs as rows, and rows as bets."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import asdict
from typing import Any

from optimization.bundling.export import figures_of
from optimization.errors import LabError
from optimization.labs import Lab
from optimization.results.bets import Bet, Outcome
from optimization.results.records import Found, LabResult, Unfinished
from quizzes import lab_runs
from quizzes.attempts.attempt import Moment
from quizzes.events.event import Event
from quizzes.events.log import EventLog


def lab_run_event(
    run_id: str, result: LabResult | Unfinished, *, learner: str, utc_offset_min: int, item: str | None, outcome: str | None = None
) -> Event:
    """The row that keeps a run in the learner's log once it has ended, at its end or before.

    ``item`` is the topic or the item that the run belongs to, ``outcome`` how the claim turned out that was bet on; None where there was
    no bet, or where the run could not tell.
    """
    if isinstance(result, Unfinished):
        at, headline, reason = result.ended_at, result.message, result.reason
    else:
        at, headline, reason = result.measured_at, result.headline.sentence, None
    run_ended = lab_runs.Ended(
        run=run_id,
        lab=result.lab,
        parameters=result.parameters,
        headline=headline,
        figures=figures_of(result),
        at=at,
        outcome=outcome,
        unfinished=reason,
        data_set=result.data_set,
    )
    return lab_runs.run_event(run_ended, learner=learner, utc_offset_min=utc_offset_min, item=item)


def bet_event(run_id: str, lab: Lab, bet: Bet, outcome: str, *, learner: str, moment: Moment, sure: bool, topic: str | None) -> Event:
    """The row that keeps a bet, with all that is needed to judge it."""
    about = {"figure": bet.figure, "of": bet.of, "against": bet.against, "ways": [asdict(way) for way in bet.ways]}
    return lab_runs.bet_event(
        run_id, lab.id, outcome, question=bet.question, about=about, learner=learner, moment=moment, sure=sure, topic=topic
    )


def bet_of(event: Event, lab: Lab) -> Bet | None:
    """What a kept bet is about; one of version 0.1 does not say, and is about the lab's own figure."""
    about = event.payload.get("about")
    if about is None:
        return lab.bet
    ways = tuple(Outcome(**way) for way in about["ways"])
    question = str(event.payload["question"])
    return Bet(question=question, figure=about["figure"], of=about["of"], against=about["against"], outcomes=ways)


def turned_out(event: Event | None, lab: Lab, result: Found) -> str | None:
    """The text of the outcome that a run gave to a kept bet; None where there was none, or where the run could not tell."""
    bet = bet_of(event, lab) if event is not None else None
    outcome = bet.outcome(result) if bet is not None else None
    return None if outcome is None else outcome.text


def runs_with(log: EventLog, lab: Lab, parameters: Mapping[str, Any], *, learner: str) -> list[str]:
    """The learner's own runs of the lab with exactly these parameters that came to their end, newest first."""
    own = lab_runs.completed(log, lab.id, learner=learner)
    return [str(payload["run"]) for payload in own if complete(lab, payload["parameters"]) == parameters]


def complete(lab: Lab, parameters: Mapping[str, Any]) -> dict[str, Any]:
    """The parameters of a kept run with those that joined the lab later at their defaults; as they are where they are no longer allowed."""
    try:
        return lab.parameters(parameters).model_dump(mode="json")
    except LabError:
        return dict(parameters)
