"""Myth or measured?: bet on a popular claim, let a lab run decide, compare, go on.

A bet is no answer: it gets no score and no rating, so a wrong one never counts as something forgotten.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field, replace
from datetime import datetime
from typing import Literal

from quizzes.attempts import flow
from quizzes.attempts.actions import Action, GoOn, Measured, PlaceBet, StartRun
from quizzes.attempts.asides import CLAIM
from quizzes.attempts.attempt import Attempt, Moment, current_ids, elapsed_ms, still_there
from quizzes.attempts.flow import Path
from quizzes.attempts.mode import Beginning
from quizzes.content.topic import Topic
from quizzes.events.event import Event
from quizzes.models import Item, Myth, Outcome

MODE = "myths"

Phase = Literal["betting", "ready", "running", "unfinished", "not decided", "decided", "finished"]


@dataclass(frozen=True)
class Bet:
    """What was bet on, and whether the learner was sure."""

    outcome: str
    sure: bool


@dataclass(frozen=True, order=True)
class Run:
    """A lab run for a claim, in the order in which they were started or ended; ``outcome`` is None where it told nothing, ``unfinished``
    says that it ended before its time, ``recorded`` that the learner took the run on record instead of one of their own."""

    at: datetime
    run: str
    outcome: str | None = field(default=None, compare=False)
    unfinished: bool = field(default=False, compare=False)
    recorded: bool = field(default=False, compare=False)


@dataclass(frozen=True)
class State(Path[Myth]):
    """By claim id: ``bets``, the runs that were ``started`` and those that were ``measured``."""

    bets: Mapping[str, Bet] = field(default_factory=dict)
    started: Mapping[str, frozenset[Run]] = field(default_factory=dict)
    measured: Mapping[str, frozenset[Run]] = field(default_factory=dict)

    @property
    def myths(self) -> tuple[Myth, ...]:
        return self.items

    @property
    def myth(self) -> Myth | None:
        return self.current

    @property
    def phase(self) -> Phase:
        """Where the current claim stands. ``running`` says only that a run was started: it may have failed meanwhile."""
        if self.myth is None:
            return "finished"
        if self.outcome(self.myth) is not None:
            return "decided"
        run_id = self.waiting(self.myth)
        if run_id is not None:
            return "running"
        run = self.deciding(self.myth)
        if run is not None:
            return "unfinished" if run.unfinished else "not decided"
        return "ready" if self.myth.id in self.bets else "betting"

    def waiting(self, myth: Myth) -> str | None:
        """The run that was started last, where it has not told anything yet."""
        runs = self.started.get(myth.id)
        last = max(runs).run if runs else None
        return None if last in {run.run for run in self.measured.get(myth.id, ())} else last

    def deciding(self, myth: Myth) -> Run | None:
        """The run that counts for a claim: the first that decided it, else the last that came to its end, else the last; None where
        nothing was measured."""
        runs = self.measured.get(myth.id)
        if not runs:
            return None
        decided_runs = [run for run in runs if run.outcome is not None]
        return min(decided_runs) if decided_runs else max([run for run in runs if not run.unfinished] or runs)

    def outcome(self, myth: Myth) -> Outcome | None:
        """How a claim turned out; None where that is not known (yet)."""
        run = self.deciding(myth)
        return _outcome(myth, run.outcome) if run is not None else None

    def is_recorded(self, myth: Myth) -> bool:
        """Whether the learner took the run on record to decide the claim."""
        run = self.deciding(myth)
        return run is not None and run.recorded

    def bet(self, myth: Myth) -> Outcome | None:
        """What was bet on; None where no bet was made."""
        bet = self.bets.get(myth.id)
        return _outcome(myth, bet.outcome) if bet is not None else None

    def sure(self, myth: Myth) -> bool:
        bet = self.bets.get(myth.id)
        return bet is not None and bet.sure

    @property
    def decided_bets(self) -> tuple[Myth, ...]:
        """The claims that were bet on and decided."""
        return tuple(myth for myth in self.myths if self.bet(myth) is not None and self.outcome(myth) is not None)

    @property
    def right(self) -> int:
        """How many bets came true."""
        return sum(self.bet(myth) == self.outcome(myth) for myth in self.decided_bets)

    @property
    def judged(self) -> int:
        return len(self.decided_bets)


def _outcome(myth: Myth, outcome_id: str | None) -> Outcome | None:
    return next((outcome for outcome in myth.outcomes if outcome.id == outcome_id), None)


def deck(topic: Topic, beginning: Beginning) -> tuple[Item, ...]:
    """All claims, those that this learner never saw decided first, each part in the file's order; or the one that the options name."""
    if CLAIM in beginning.options:
        claim_id = current_ids(topic.myths).get(str(beginning.options[CLAIM]))
        return tuple(myth for myth in topic.myths if myth.id == claim_id)
    decided_ids = last_decided(topic, beginning.earlier)
    return tuple(sorted(topic.myths, key=lambda myth: myth.id in decided_ids))


def last_decided(topic: Topic, events: Sequence[Event]) -> dict[str, datetime]:
    """Claim id -> when a run last decided it. Runs that could not tell, and those of the labs' own pages, do not count."""
    id_now = current_ids(topic.myths)
    decided_rows = [
        event for event in events if event.kind == "lab_run" and event.mode == MODE and event.payload.get("outcome") is not None
    ]
    decided_at = [((event.item or "").removeprefix(f"{topic.id}/"), event.at) for event in decided_rows]
    return {id_now[item]: at for item, at in sorted(decided_at, key=lambda pair: pair[1]) if item in id_now}


def restore(attempt: Attempt, topic: Topic, events: Sequence[Event]) -> State:
    """The state after ``events``; their order does not matter."""
    state = State(attempt, still_there(attempt, topic.myths), attempt.started_at)
    return flow.restore(state, topic.myths, events, apply)


def apply(state: State, event: Event) -> State:
    """The state once ``event`` has happened."""
    item = state.attempt.item_of(event)
    if event.kind == "bet":
        return replace(state, bets={**state.bets, item: Bet(event.payload["outcome"], bool(event.sure))})
    if event.kind == "lab_run":
        run = Run(
            event.at,
            event.payload["run"],
            event.payload.get("outcome"),
            event.payload.get("unfinished") is not None,
            bool(event.payload.get("recorded")),
        )
        return replace(state, measured={**state.measured, item: state.measured.get(item, frozenset()) | {run}})
    if event.kind == "run_started":
        run = Run(event.at, event.payload["run"])
        return replace(state, started={**state.started, item: state.started.get(item, frozenset()) | {run}})
    return flow.gone_on(state, event) if event.kind == "went_on" else state


def step(state: State, action: Action, moment: Moment) -> tuple[State, tuple[Event, ...]]:
    """Do what the learner asked, or keep what a run found, where it is possible; anything else changes nothing."""
    myth = state.myth
    event = _event(state, myth, action, moment) if myth is not None else None
    return flow.step(state, [event] if event is not None else [], apply, moment)


def _event(state: State, myth: Myth, action: Action, moment: Moment) -> Event | None:
    attempt = state.attempt
    if isinstance(action, Measured):
        return _lab_run_event(state, action, moment)
    if isinstance(action, PlaceBet) and state.phase == "betting" and _outcome(myth, action.outcome) is not None:
        payload = {"outcome": action.outcome, "question": myth.question}
        return attempt.event("bet", myth, moment, token="bet", sure=action.sure, ms=elapsed_ms(state.shown_at, moment), payload=payload)
    if isinstance(action, StartRun) and state.phase != "decided" and not _knows(state.started, myth.id, action.run):
        return attempt.event("run_started", myth, moment, token=f"run-{action.run}", payload={"run": action.run})
    if isinstance(action, GoOn):
        return flow.go_on(state, myth, moment)
    return None


def _lab_run_event(state: State, action: Measured, moment: Moment) -> Event | None:
    """The row of a run that has ended, once a run; the run on record only where one of the learner's own could not tell."""
    myth = next((claim for claim in state.myths if claim.id == action.claim), None)
    if myth is None or _knows(state.measured, myth.id, action.run):
        return None
    if action.recorded and (not state.measured.get(myth.id) or state.outcome(myth) is not None or _outcome(myth, action.outcome) is None):
        return None
    payload = {
        "run": action.run,
        "lab": action.lab,
        "parameters": dict(action.parameters),
        "headline": action.headline,
        "figures": dict(action.figures),
        "outcome": action.outcome if _outcome(myth, action.outcome) is not None else None,
        "unfinished": action.unfinished,
        "data_set": action.data_set,
        "recorded": action.recorded,
    }
    return state.attempt.event("lab_run", myth, moment, token=f"measured-{action.run}", payload=payload)


def _knows(runs: Mapping[str, frozenset[Run]], claim: str, run: str) -> bool:
    return any(known_run.run == run for known_run in runs.get(claim, ()))
