"""A bet on a lab's run that could not decide it: the measurement on record of the same settings, where there is one, and the choice."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from typing import Any

import streamlit as st

from optimization.errors import LabError
from optimization.labs import Lab
from optimization.labs.networks import data_set_of
from optimization.results.bets import Bet, Outcome
from optimization.results.figures import Figure
from quizzes import lab_runs
from quizzes.content.topic import Topic
from quizzes.events.event import Event
from quizzes.models import Item, Measure, Myth
from quizzes.proofs.evidence import Measured
from quizzes.proofs.on_record import OnRecord
from quizzes.proofs.prover import lab_run_of
from views.labs import lab_bet
from views.page import away, visitor
from views.page.services import services

NO_RECORD = "No measurement of these settings is on record, so only another run can decide the bet."
TAKE = "Take the recorded one"
NO_SETTING = ("seed", "timed")
"""Parameters that do not change what a bet is about."""


def said(record: OnRecord[Any], outcome: str) -> str:
    """What was measured, and the outcome by which it decides."""
    return f"◉ On a quiet machine: **{record.figure}**, “{outcome}”."


def when(record: OnRecord[Any]) -> str:
    """When and on what it was measured."""
    return f"measured on a quiet machine, {record.at.day} {record.at:%b %Y}, on {record.measured.machine}"


def found(lab: Lab, parameters: Mapping[str, Any], bet: Bet) -> OnRecord[Outcome] | None:
    """The run on record of the same lab, settings and figure; None where no topic has one that decides the bet."""
    for topic, item in _proven_by_lab():
        lab_id, settings, comparison = lab_run_of(item)
        if isinstance(comparison, Measure):
            continue
        about = (comparison.figure, comparison.of, comparison.against)
        if (
            lab_id != lab.id
            or about != (bet.figure, bet.of, bet.against)
            or _settings_that_count(lab, settings) != _settings_that_count(lab, parameters)
        ):
            continue
        proof = services().records.proven(topic.id, item)
        if proof is None or not isinstance(proof.evidence, Measured):
            continue
        evidence = proof.evidence
        figure = Figure(value=evidence.value, text="", verdict=evidence.verdict, low=evidence.low, high=evidence.high)  # type: ignore[arg-type]
        outcome = next((way for way in bet.ways if way.holds(figure)), None)
        if outcome is not None:
            return OnRecord(proof, proof.evidence, outcome)
    return None


def _proven_by_lab() -> Iterator[tuple[Topic, Item]]:
    for topic in services().shelf.look().topics:
        for item in topic.items():
            if item.proof is not None and (isinstance(item, Myth) or item.proof.lab is not None):
                yield topic, item


def _settings_that_count(lab: Lab, parameters: Mapping[str, Any]) -> dict[str, Any] | None:
    """The parameters that decide what is measured; None where the lab does not take them."""
    try:
        settings = lab.parameters(parameters).model_dump(mode="json")
    except LabError:
        return None
    return {name: value for name, value in settings.items() if name not in NO_SETTING}


def offer(panel: tuple[Lab, str, str | None], run_id: str, bet_event: Event, bet: Bet, parameters: Mapping[str, Any]) -> None:
    """What is on record of these settings, and the way to settle the bet by it; ``panel`` is the lab, the panel and its topic."""
    lab, place, topic = panel
    on_record = found(lab, parameters, bet)
    if on_record is None:
        st.caption(NO_RECORD)
        return
    with st.container(border=True, key=f"record-{place}"):
        st.markdown(f"{said(on_record, on_record.outcome.text)} Run again, or let that settle your bet.")
        st.caption(when(on_record))
        row = _row(run_id, on_record, bet_event, lab, topic, parameters)
        st.button(TAKE, key=f"take-{place}", on_click=_take, args=(row,))


@away.sends
def _take(row: Event) -> None:
    services().log.append([row])


def _row(run_id: str, on_record: OnRecord[Outcome], bet_event: Event, lab: Lab, topic: str | None, parameters: Mapping[str, Any]) -> Event:
    moment = visitor.now()
    record = lab_runs.Ended(
        run=f"record-{on_record.proven.content_hash}",
        lab=lab.id,
        parameters=dict(parameters),
        headline=on_record.measured.text,
        at=moment.at,
        outcome=on_record.outcome.text,
        data_set=data_set_of(parameters),
    )
    return lab_runs.recorded_event(run_id, record, learner=bet_event.learner, utc_offset_min=moment.utc_offset_min, item=topic)


def judged(bet_event: Event, row: Event) -> str:
    """The bet beside the recorded run that the learner took."""
    own, outcome = str(bet_event.payload["outcome"]), str(row.payload["outcome"])
    start = f"You bet: **{own}**{', and were sure' if bet_event.sure else ''}."
    right = lab_bet.verdict(own == outcome, sure=bool(bet_event.sure))
    return f"{start} Measured on a quiet machine, which you took: **{outcome}** ({row.payload['headline']}). {right}"
