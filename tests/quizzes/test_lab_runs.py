"""Runs, bets and records taken are rows of their own, one a learner and run, and are found again."""

from __future__ import annotations

from dataclasses import replace
from datetime import UTC, datetime, timedelta
from typing import Any

from quizzes import lab_runs
from quizzes.attempts.attempt import Moment
from quizzes.events.log import EventLog
from quizzes.lab_runs import Ended

NOW = datetime(2026, 3, 1, 12, tzinfo=UTC)
RUN = Ended(run="1", lab="prune", parameters={"amount": 0.9}, headline="1.00x as fast", at=NOW)


def keep(log: EventLog, ended: Ended, learner: str = "ann") -> int:
    return log.append([lab_runs.run_event(ended, learner=learner, utc_offset_min=60, item="track/topic")])


def bet(log: EventLog, outcome: str, learner: str = "ann") -> int:
    about: dict[str, Any] = {"figure": "speedup", "of": "pruned", "against": "dense", "ways": ()}
    now = Moment(NOW, 60)
    row = lab_runs.bet_event(
        "1", "prune", outcome, question="How fast?", about=about, learner=learner, moment=now, sure=True, topic="track/topic"
    )
    return log.append([row])


def test_a_run_is_kept_once_for_each_learner(log: EventLog) -> None:
    assert [keep(log, RUN), keep(log, RUN), keep(log, RUN, "bob")] == [1, 0, 1]
    (row,) = log.of_learner("ann")
    assert (row.kind, row.mode, row.item, row.at, row.payload["parameters"]) == ("lab_run", "prune", "track/topic", NOW, {"amount": 0.9})


def test_completed_are_ones_own_that_came_to_their_end_newest_first(log: EventLog) -> None:
    later = replace(RUN, run="2", at=NOW + timedelta(seconds=1))
    for ended in (RUN, later, replace(RUN, run="3", unfinished="stopped"), replace(RUN, run="4", lab="quantize")):
        keep(log, ended)
    log.append([lab_runs.recorded_event("1", replace(RUN, run="record-x"), learner="ann", utc_offset_min=0, item=None)])
    assert [one["run"] for one in lab_runs.completed(log, "prune", learner="ann")] == ["2", "1"]
    assert lab_runs.completed(log, "prune", learner="bob") == []


def test_the_first_bet_counts_and_is_found_by_its_run_and_lab(log: EventLog) -> None:
    assert [bet(log, "same"), bet(log, "faster")] == [1, 0]
    found = lab_runs.bet_on(log, "1", "prune", learner="ann")
    assert found is not None
    assert (found.payload["outcome"], found.sure) == ("same", True)
    assert lab_runs.bet_on(log, "1", "quantize", learner="ann") is None
    assert lab_runs.bet_on(log, "1", "prune", learner="bob") is None


def test_a_record_that_was_taken_is_told_from_the_run_itself(log: EventLog) -> None:
    keep(log, RUN)
    assert lab_runs.taken(log, "1", learner="ann") is None
    record = replace(RUN, run="record-x", outcome="same")
    assert log.append([lab_runs.recorded_event("1", record, learner="ann", utc_offset_min=0, item=None)]) == 1
    found = lab_runs.taken(log, "1", learner="ann")
    assert found is not None
    assert (found.payload["run"], found.payload["outcome"]) == ("record-x", "same")
