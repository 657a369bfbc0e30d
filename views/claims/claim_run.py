"""The lab run that decides a claim: started with a tap, kept in the log when it ends, whether or not somebody looks."""

from __future__ import annotations

from datetime import UTC, datetime
from typing import Any

import streamlit as st

from optimization.bundling.export import figures_of
from optimization.errors import LabError
from optimization.labs import LABS
from optimization.results.figures import Figure, NoSuchFigure, figure
from optimization.results.records import LabResult, Unfinished
from optimization.running.runs import RunStatus
from quizzes.content.topic import Topic
from quizzes.events.log import EventError
from quizzes.models import Myth
from quizzes.questions.bet import outcome_of
from quizzes.sessions import myths
from quizzes.sessions.actions import Measured, StartRun
from quizzes.sessions.attempt import Attempt, Moment
from quizzes.sessions.study import Study
from views.labs import lab_result, run_progress
from views.page import state, visitor
from views.page.services import runner, services
from views.practice import sitting


def warm_up() -> None:
    """Begin to start the lab processes, so that the first run need not wait for them."""
    runner().start_in_background()


def start(topic: Topic, myth: Myth) -> None:
    """Start the run that decides the claim, for callbacks; the session's log remembers it, so that a refresh finds it again."""
    session = state.load().sessions.get((myths.MODE, topic.id))
    if session is None:
        return
    learner, offset, study = visitor.learner(), visitor.now().utc_offset_min, services().study
    attempt = session.attempt

    def keep(run_id: str, found: LabResult | Unfinished) -> None:
        record(study, topic, attempt, measured(myth, run_id, found), Moment(datetime.now(UTC), offset))

    try:
        run_id = runner().submit(myth.lab, settings(myth), asker=learner, on_ended=keep)
    except LabError as error:
        state.change(notice=str(error))
        return
    sitting.act((myths.MODE, topic.id), f"{topic.id}/{myth.id}", StartRun(run_id))


def settings(myth: Myth) -> dict[str, Any]:
    """The claim's own settings; a claim that is not about speed does not spend its minute on the latency."""
    needs_timing = myth.compare.figure == "speed" or "timed" not in LABS[myth.lab].params.model_fields
    return dict(myth.set) if needs_timing else {**myth.set, "timed": False}


def record(study: Study, topic: Topic, attempt: Attempt, ended: Measured, now: Moment) -> myths.State | None:
    """Keep what a run found in the session that asked for it; the same run is kept once, whoever is first. None where there is no
    such session."""
    session = study.resume(myths.MODE, topic, learner=attempt.learner, session=attempt.session)
    if session is None:
        return None
    after = study.act(session, topic, ended, now)
    return after if isinstance(after, myths.State) else None


def measured(myth: Myth, run_id: str, found: LabResult | Unfinished) -> Measured:
    """What the log keeps of a run that has ended. One that ended before its time decides too, where it had measured what the claim is
    about."""
    decides = deciding_figure(myth, found)
    outcome = None if decides is None else outcome_of(myth, value=decides.value, verdict=decides.verdict)
    return Measured(
        claim=myth.id,
        run=run_id,
        outcome=outcome.id if outcome is not None else None,
        lab=found.lab,
        parameters=found.parameters,
        headline=found.message if isinstance(found, Unfinished) else found.headline.sentence,
        figures=figures_of(found),
        unfinished=found.reason if isinstance(found, Unfinished) else None,
    )


def deciding_figure(myth: Myth, found: LabResult | Unfinished) -> Figure | None:
    """The figure that the claim is about; None where this run did not measure it."""
    try:
        return figure(found, myth.compare.figure, of=myth.compare.of, against=myth.compare.against)
    except NoSuchFigure:
        return None


def status(run_id: str) -> RunStatus:
    return runner().status(run_id)


def found_by(session: myths.State, myth: Myth) -> LabResult | Unfinished | None:
    """What the run that counts for the claim found; None where there is none, or where it was deleted."""
    run = session.deciding(myth)
    if run is None:
        return None
    now = runner().status(run.run)
    return now.result or now.unfinished


def caught_up(session: myths.State, topic: Topic) -> myths.State:
    """The session with what the current claim's run has found, where it has ended meanwhile."""
    run_id = session.waiting(session.myth) if session.myth is not None else None
    now = runner().status(run_id) if run_id is not None else None
    found = now.result or now.unfinished if now is not None and now.ended else None
    if session.myth is None or run_id is None or found is None:
        return session
    try:
        after = record(services().study, topic, session.attempt, measured(session.myth, run_id, found), visitor.now())
    except EventError as error:
        st.error(f"What was measured could not be saved. {error if visitor.may_author() else 'Load the page again.'}")
        return session
    if after is None:
        return session
    state.change(sessions={**state.load().sessions, (myths.MODE, topic.id): after})
    return after


def watch(run_id: str, place: str) -> None:
    """The run under way, drawn again every run_progress.POLL_S until it has ended; ``place`` names it on the page."""
    st.fragment(_watch, run_every=run_progress.POLL_S)(run_id, place)


def _watch(run_id: str, place: str) -> None:
    now = runner().status(run_id)
    if now.ended:
        st.rerun()
    run_progress.draw(now, place=place)
    if now.variants:
        with st.expander("Measured so far"):
            lab_result.so_far(now)
    stopping = now.state == "cancelling"
    st.button("Stopping…" if stopping else "Stop", key=f"stop-{place}", disabled=stopping, on_click=_stop, args=(run_id,))


def _stop(run_id: str) -> None:
    runner().cancel(run_id, asker=visitor.learner())
