"""A bet on a lab's run that could not decide it: the measurement on record of the same settings, where there is one, and the choice."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from typing import Any

import streamlit as st

from optimization.errors import LabError
from optimization.labs import Lab
from optimization.results.bets import Bet, Outcome
from optimization.results.figures import Figure
from quizzes import lab_runs
from quizzes.content.topic import Topic
from quizzes.events.log import Event
from quizzes.models import Item, Myth
from quizzes.proofs.evidence import Measured
from quizzes.proofs.prover import lab_run_of
from quizzes.proofs.record import Proven
from views.labs import lab_bet
from views.page import away, visitor
from views.page.services import services

NONE = "No measurement of these settings is on record, so only another run can decide the bet."
TAKE = "Take the recorded one"
BESIDE = ("seed", "timed")
"""Parameters that do not change what a bet is about."""


@dataclass(frozen=True)
class OnRecord:
    """A recorded run with the settings of a bet, and how it decides it."""

    proven: Proven
    measured: Measured
    outcome: Outcome

    @property
    def figure(self) -> str:
        return self.measured.text.partition(": ")[2] or self.measured.text


def found(lab: Lab, parameters: Mapping[str, Any], bet: Bet) -> OnRecord | None:
    """The run on record of the same lab, settings and figure; None where no topic has one that decides the bet."""
    for topic, item in _proven_by_lab():
        lab_id, settings, compared = lab_run_of(item)
        about = (compared.figure, compared.of, compared.against)
        if lab_id != lab.id or about != (bet.figure, bet.of, bet.against) or _same(lab, settings) != _same(lab, parameters):
            continue
        proven = services().records.proven(topic.id, item)
        if proven is None or not isinstance(proven.evidence, Measured):
            continue
        figure = Figure(value=proven.evidence.value, text="", verdict=proven.evidence.verdict)  # type: ignore[arg-type]
        outcome = next((one for one in bet.ways if one.holds(figure)), None)
        if outcome is not None:
            return OnRecord(proven, proven.evidence, outcome)
    return None


def _proven_by_lab() -> Iterator[tuple[Topic, Item]]:
    for topic in services().shelf.look().topics:
        for item in topic.items():
            if item.proof is not None and (isinstance(item, Myth) or item.proof.lab is not None):
                yield topic, item


def _same(lab: Lab, parameters: Mapping[str, Any]) -> dict[str, Any] | None:
    """The parameters that decide what is measured; None where the lab does not take them."""
    try:
        given = lab.parameters(parameters).model_dump(mode="json")
    except LabError:
        return None
    return {name: value for name, value in given.items() if name not in BESIDE}


def offer(here: tuple[Lab, str, str | None], run_id: str, placed: Event, bet: Bet, parameters: Mapping[str, Any]) -> None:
    """What is on record of these settings, and the way to settle the bet by it; ``here`` is the lab, the panel and its topic."""
    lab, place, topic = here
    on_record = found(lab, parameters, bet)
    if on_record is None:
        st.caption(NONE)
        return
    with st.container(border=True, key=f"record-{place}"):
        st.markdown(f"◉ On a quiet machine: **{on_record.figure}**, “{on_record.outcome.text}”. Run again, or let that settle your bet.")
        at = on_record.proven.at
        st.caption(f"measured {at.day} {at:%b %Y}, on {on_record.measured.machine}")
        row = _row(run_id, on_record, placed, lab, topic, parameters)
        st.button(TAKE, key=f"take-{place}", on_click=_take, args=(row,))


@away.sends
def _take(row: Event) -> None:
    services().log.append([row])


def _row(run_id: str, on_record: OnRecord, placed: Event, lab: Lab, topic: str | None, parameters: Mapping[str, Any]) -> Event:
    now = visitor.now()
    record = lab_runs.Ended(
        run=f"record-{on_record.proven.content_hash}",
        lab=lab.id,
        parameters=dict(parameters),
        headline=on_record.measured.text,
        at=now.at,
        outcome=on_record.outcome.text,
    )
    return lab_runs.recorded_event(run_id, record, learner=placed.learner, utc_offset_min=now.utc_offset_min, item=topic)


def judged(placed: Event, row: Event) -> str:
    """The bet beside the recorded run that the learner took."""
    own, outcome = str(placed.payload["outcome"]), str(row.payload["outcome"])
    start = f"You bet: **{own}**{', and were sure' if placed.sure else ''}."
    right = lab_bet.verdict(own == outcome, sure=bool(placed.sure))
    return f"{start} Measured on a quiet machine, which you took: **{outcome}** ({row.payload['headline']}). {right}"
