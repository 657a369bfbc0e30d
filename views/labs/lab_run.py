"""A run of a lab as every page has one: asked for, watched, stopped, kept in the visitor's log; and what is said where none can be had."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from typing import Any, Literal

import streamlit as st

from optimization.errors import BadScheduler, LabError
from optimization.labs import Lab
from optimization.results.records import Found, LabResult, Unfinished
from optimization.running.effort import Forecast
from optimization.running.runs import OnEnded, RunStatus
from quizzes import lab_runs
from quizzes.events.event import Event
from views.labs import lab_log, meanwhile, run_progress
from views.labs.meanwhile import About
from views.labs.results import growing_rows, lab_result
from views.page import away, state, visitor
from views.page.services import runner, services

NOT_INSTALLED = "needs libraries that are not installed here. Everything else works. To install them:"
NOT_STARTED = "The labs cannot be started here, so nothing can be measured now. Everything else works."
WITHOUT_RESULT = "This run ended without a result."

Figures = Literal["shown", "folded", "left out"]
"""How a page shows the rows that a run has measured so far."""


def is_possible(lab: Lab) -> bool:
    """Whether the lab can run here; nothing is said where it cannot."""
    return not _missing(lab) and _refusal() is None


def is_offered(lab: Lab, *, subject: str = "This lab") -> bool:
    """Whether the lab can run here. Where it can, its processes begin to start; where not, the page says why ``subject`` cannot be had."""
    missing_names, refusal = _missing(lab), _refusal()
    if missing_names:
        st.warning(f"{subject} {NOT_INSTALLED}")
        st.code(f"pip install {' '.join(missing_names)}", language=None, wrap_lines=True)
    elif refusal is not None:
        st.warning(_said(refusal))
    else:
        runner().start_in_background()
    return not missing_names and refusal is None


def _missing(lab: Lab) -> list[str]:
    """What has to be installed before the lab can run here; nothing where labs run elsewhere."""
    return lab.missing() if services().environment.lab_scheduler is None else []


def _refusal() -> LabError | None:
    """Why there is no runner, such as a scheduler whose keys are gone; None where there is one."""
    try:
        runner()
    except LabError as error:
        return error
    return None


def _said(error: LabError) -> str:
    """What a student reads; the address and the files of a scheduler are for whoever runs the app."""
    return f"{NOT_STARTED} {away.detail(str(error))}".strip() if isinstance(error, BadScheduler) else str(error)


def ask(lab: Lab, parameters: Mapping[str, Any], *, on_ended: OnEnded | None) -> str | None:
    """Ask for a run, for callbacks: its id; None where it cannot be had, which the page then says."""
    try:
        return runner().submit(lab.id, parameters, asker=visitor.learner(), on_ended=on_ended)
    except LabError as error:
        state.change(notice=_said(error))
        return None


def started(lab: Lab, parameters: Mapping[str, Any], *, place: str) -> RunStatus | None:
    """The run that a page has by itself in that place, asked for now where there is none yet; None where it cannot be had."""
    run_id = of_place(place)
    if run_id is None:
        try:
            run_id = runner().submit(lab.id, parameters, asker=visitor.learner())
        except LabError as error:
            st.warning(_said(error))
            return None
        _remember(run_id, place=place)
    return status(run_id)


def status(run_id: str) -> RunStatus:
    """What is known about the run now."""
    try:
        return runner().status(run_id)
    except LabError as error:
        return RunStatus(run_id=run_id, state="unknown", message=_said(error))


def latest(lab: Lab, parameters: Mapping[str, Any]) -> LabResult | None:
    """The newest result of the lab with these parameters on this machine, whoever asked for it."""
    result = runner().latest(lab.id, parameters)
    return result if result is not None and result.lab == lab.id else None


def forecast(lab: Lab, parameters: Mapping[str, Any]) -> Forecast | None:
    """How long such a run should take on this machine; None where no earlier run tells."""
    return runner().forecast(lab.id, parameters)


def of_place(place: str) -> str | None:
    """The run that was last asked for in that place of a page, in this browser session."""
    return state.load().runs.get(place)


def show(run_id: str, *, place: str) -> None:
    """From now on the place shows that run, for callbacks; it is in the address, so that a refresh or a second tab finds it again."""
    st.query_params["job"] = run_id
    _remember(run_id, place=place)


def _remember(run_id: str, *, place: str) -> None:
    state.change(runs={**state.load().runs, place: run_id})


def forget(run_id: str | None, *, place: str) -> None:
    """Show no run in that place any more, for callbacks, nor ``run_id`` of the address. A run goes on, and what it finds is kept."""
    if run_id is not None and st.query_params.get("job") == run_id:
        st.query_params.pop("job")
    state.change(runs={name: run for name, run in state.load().runs.items() if name != place})


def keeper(lab: Lab, *, item: str | None, outcome: Callable[[Found], str | None] | None = None) -> OnEnded:
    """What writes this visitor's row of a run once it has ended, whether or not somebody looks; ``item`` is what the run belongs to.

    ``outcome`` says what it came to, where that is no bet.
    """
    learner, offset, log = visitor.learner(), visitor.now().utc_offset_min, services().log

    def bet_turned_out(run_id: str, result: Found) -> str | None:
        return lab_log.turned_out(lab_runs.bet_on(log, run_id, lab.id, learner=learner), lab, result)

    def keep(run_id: str, result: LabResult | Unfinished) -> None:
        came_to = bet_turned_out(run_id, result) if outcome is None else outcome(result)
        log.append([lab_log.lab_run_event(run_id, result, learner=learner, utc_offset_min=offset, item=item, outcome=came_to)])

    return keep


def bet_on(run_id: str, lab: Lab) -> Event | None:
    """This visitor's bet on the run."""
    return lab_runs.bet_on(services().log, run_id, lab.id, learner=visitor.learner())


def watch(
    run_id: str,
    *,
    place: str,
    purpose: str = "",
    figures: Figures,
    can_stop: bool = True,
    of: str | None = None,
    about: About | None = None,
) -> None:
    """The run under way, drawn again every run_progress.POLL_S; once it has ended, the whole page is.

    ``place`` names it on the page, ``purpose`` says what it is for where the page does not. ``of`` is the id of the row that the learner
    has bet on, ``about`` what the run is about, of which a card comes where it takes long.
    """
    st.fragment(_watch, run_every=run_progress.POLL_S)(run_id, place, purpose, figures, can_stop, of, about)


def _watch(run_id: str, place: str, purpose: str, figures: Figures, can_stop: bool, of: str | None, about: About | None) -> None:
    run_status = status(run_id)
    if run_status.ended:
        st.rerun()
    run_progress.draw(run_status, place=place, purpose=purpose)
    if can_stop:  # above what grows, so that it stays under the finger
        stopping = run_status.state == "cancelling"
        st.button("Stopping…" if stopping else "Stop", key=f"stop-{place}", disabled=stopping, on_click=_stop, args=(run_id,))
    if run_status.variants and figures == "shown":
        growing_rows.draw(run_status, of=of, key=f"growing-{place}")
    elif run_status.variants and figures == "folded":
        with st.expander("Measured so far"):
            lab_result.so_far(run_status)
    if about is not None:
        meanwhile.card(run_status, about, place=place)


def _stop(run_id: str) -> None:
    runner().cancel(run_id, asker=visitor.learner())


def wait_for(run_status: RunStatus, *, place: str, purpose: str) -> None:
    """A run that a page needs before it can show anything: how far it is, or why it has no result and a button to try again."""
    if not run_status.ended:
        watch(run_status.run_id, place=place, purpose=purpose, figures="left out", can_stop=False)
        return
    st.warning(run_status.message or WITHOUT_RESULT)
    st.button("Try again", key=f"again-{place}", on_click=forget, args=(run_status.run_id,), kwargs={"place": place})
