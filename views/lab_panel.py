"""One lab: its form, the run under way, and what was found. The same panel stands on a lab's page and below an item that invites to it."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

import streamlit as st

from optimization.errors import LabError
from optimization.labs import Lab
from optimization.results import LabResult
from optimization.runs import RunStatus
from quizzes.content.models import Topic
from quizzes.events import Event
from views import lab_form, lab_result, state, visitor
from views.services import runner, services

POLL_S = 0.25


def panel(lab: Lab, *, preset: Mapping[str, Any], place: str, topic: Topic | None) -> None:
    """Draw the lab with ``preset`` in its form. ``place`` names the panel, so that several can stand on one page."""
    missing = lab.missing() if services().environment.lab_scheduler is None else []
    if missing:
        st.warning("This lab needs libraries that are not installed here. Everything else works. To install them:")
        st.code(f"pip install {' '.join(missing)}", language=None, wrap_lines=True)
        return
    runner().start_in_background()
    run_id = _run_of(place, lab)
    _form(lab, preset, place, topic, run_id)
    if run_id:
        _run(lab, run_id, place)
        return
    try:
        latest = runner().latest(lab.id, lab_form.values(lab.params, preset=preset, place=place))
    except LabError:
        return
    if latest is not None:
        st.caption(f"These settings were run here before, {visitor.local_time(latest.measured_at)}. “Run it” measures again.")
        lab_result.draw(latest, place=place)


def _run_of(place: str, lab: Lab) -> str | None:
    """The run that a panel shows: the one started in it, or the one in the address, which belongs to the open ``try`` or to the page."""
    owner = st.query_params.get("try", lab.id)
    return state.load().runs.get(place) or (st.query_params.get("job") if owner == place else None)


def _form(lab: Lab, preset: Mapping[str, Any], place: str, topic: Topic | None, run_id: str | None) -> None:
    status = runner().status(run_id) if run_id else None
    shown = dict(preset) | dict(status.parameters) if status is not None and status.lab == lab.id else preset
    lab_form.form(lab.params, preset=shown, place=place)
    busy = status is not None and not status.ended
    send = (lab, dict(preset), place, topic.id if topic else None)
    label = "Run it again" if status is not None and status.ended else "Run it"
    st.button(label, type="primary", icon=":material/science:", key=f"run-{place}", disabled=busy, on_click=_start, args=send)


def _start(lab: Lab, preset: Mapping[str, Any], place: str, topic: str | None) -> None:
    learner, moment = visitor.learner(), visitor.now()
    log = services().log

    def keep(run_id: str, result: LabResult) -> None:
        log.append([_lab_run(run_id, result, learner, moment.utc_offset_min, topic)])

    try:
        given = lab_form.values(lab.params, preset=preset, place=place)
        run_id = runner().submit(lab.id, given, asker=learner, on_finished=keep)
    except LabError as error:
        state.change(notice=str(error))
        return
    st.query_params["job"] = run_id  # so that a refresh, or a second tab, finds the run again
    state.change(runs={**state.load().runs, place: run_id})


def _lab_run(run_id: str, result: LabResult, learner: str, utc_offset_min: int, topic: str | None) -> Event:
    """The row that keeps a finished run in the learner's log."""
    figures = {one.name: one.speedup.ratio if one.speedup else None for one in result.variants}
    return Event(
        id=f"run:{run_id}:{learner}",
        learner=learner,
        session=f"run-{run_id}",
        kind="lab_run",
        item=topic,
        mode=result.lab,
        at=result.measured_at,
        utc_offset_min=utc_offset_min,
        payload={
            "run": run_id,
            "lab": result.lab,
            "parameters": result.parameters,
            "headline": result.headline.sentence,
            "figures": figures,
        },
    )


def _run(lab: Lab, run_id: str, place: str) -> None:
    status = runner().status(run_id)
    if status.state == "finished" and status.result is not None and status.lab == lab.id:
        lab_result.draw(status.result, place=place)
    elif not status.ended:
        st.fragment(_watch, run_every=POLL_S)(run_id, place)
    elif status.message:
        (st.info if status.state == "cancelled" else st.warning)(status.message)


def _watch(run_id: str, place: str) -> None:
    """The run under way, drawn again every POLL_S until it has ended."""
    status = runner().status(run_id)
    if status.ended:
        st.rerun()
    st.progress(min(1.0, status.done), text=_doing(status))
    if status.variants:
        st.caption("Measured so far")
        lab_result.table(status.variants)
    stopping = status.state == "cancelling"
    st.button("Stopping…" if stopping else "Stop", key=f"stop-{place}", disabled=stopping, on_click=_stop, args=(run_id,))


def _stop(run_id: str) -> None:
    runner().cancel(run_id, asker=visitor.learner())


def _doing(status: RunStatus) -> str:
    if status.queue_position is not None and status.queue_position > 1:
        return f"Number {status.queue_position} in the queue"
    return f"{status.step or 'Starting'} · {status.elapsed_s:.0f} s"
