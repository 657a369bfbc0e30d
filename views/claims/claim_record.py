"""A claim that a run here could not decide: the measurement on record, and the learner's choice between it and another run."""

from __future__ import annotations

import streamlit as st

from optimization.labs.networks import data_set_of
from optimization.results.figures import Figure
from quizzes.attempts.actions import Measured
from quizzes.content.topic import Topic
from quizzes.models import Myth, Outcome
from quizzes.proofs.on_record import OnRecord, on_record
from quizzes.sessions import myths
from views.claims import claim_run
from views.labs import lab_record
from views.page import keyed
from views.page.services import services
from views.practice import sitting
from views.shown import prose

NO_RECORD = "No measurement of this claim is on record, so only another run can decide it."


def of(myth: Myth, topic: Topic) -> OnRecord[Outcome] | None:
    """The run on record that decides the claim as it stands now."""
    return on_record(myth, services().records.proven(topic.id, myth))


def figure(record: OnRecord[Outcome]) -> Figure:
    """The recorded figure as a run here would give it; its interval stands in the text."""
    return Figure(value=record.measured.value, text=record.figure)


def offer(session: myths.State, myth: Myth, topic: Topic) -> None:
    """What was measured on a quiet machine, why it is so for whoever asks, and the two ways to go on."""
    record, full = of(myth, topic), session.attempt.full_id(myth)
    if record is None:
        st.markdown(NO_RECORD)
    else:
        st.markdown(lab_record.said(record, record.outcome.text))
        st.caption(lab_record.when(record))
        with st.expander("Why is that?", key=keyed.by_id("why", full)):
            prose.prose(record.outcome.why, topic)
            prose.sources(myth.source, topic)
    with st.container(horizontal=True):
        run_again = {"key": keyed.by_id("again", full), "on_click": claim_run.start, "args": (topic, myth)}
        st.button("Run again", icon=":material/science:", type="secondary" if record is not None else "primary", **run_again)  # type: ignore[arg-type]
        if record is not None:
            send = ((myths.MODE, topic.id), full, taken(myth, record))
            st.button(lab_record.TAKE, type="primary", key=keyed.by_id("take", full), on_click=sitting.act, args=send)


def taken(myth: Myth, record: OnRecord[Outcome]) -> Measured:
    """The choice of the recorded run, as the session keeps it."""
    return Measured(
        claim=myth.id,
        run=record.run,
        outcome=record.outcome.id,
        lab=claim_run.lab_of(myth).id,
        parameters=myth.run.set,
        headline=record.measured.text,
        data_set="" if myth.measure is not None else data_set_of(myth.set),
        recorded=True,
    )
