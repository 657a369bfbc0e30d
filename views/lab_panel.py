"""One lab: its form, the run under way, and what was found. The same panel stands on a lab's page and below an item that invites to it."""

from __future__ import annotations

from collections.abc import Callable, Collection, Mapping
from dataclasses import dataclass
from functools import partial
from typing import Any, Literal

import streamlit as st

from optimization.errors import LabError
from optimization.export import figures_of
from optimization.labs import Lab
from optimization.results import LabResult, Unfinished
from quizzes.content.models import Topic
from quizzes.events import Event
from views import away, lab_bet, lab_comparison, lab_form, lab_result, run_progress, state, unfinished, visitor
from views.services import runner, services

OnResult = Callable[[str | None, LabResult | Unfinished | None], bool]
"""Draws what a page says of a run before its result: the run's id, None where it is not this learner's; and the result, None where
none is shown. Returns whether that was the verdict, so that the result needs none of its own."""


@dataclass(frozen=True, kw_only=True)
class _Place:
    """A lab where it stands on a page: ``name`` tells several on one page apart, ``fixed`` parameters keep their preset."""

    lab: Lab
    name: str
    preset: Mapping[str, Any]
    topic: str | None
    fixed: Collection[str]


def panel(
    lab: Lab,
    *,
    preset: Mapping[str, Any],
    place: str,
    topic: Topic | None,
    fixed: Collection[str] = (),
    before_result: OnResult = lambda run_id, result: False,
    owner: str | None = None,
) -> bool:
    """Draw the lab with ``preset`` in its form. ``place`` names the panel, so that several can stand on one page.

    ``owner`` is the item whose ``try`` the panel is, as the address names it; None on a page of the lab's own.

    Returns whether a run of the learner's own is shown, under way or ended.
    """
    missing = lab.missing() if services().environment.lab_scheduler is None else []
    if missing:
        st.warning("This lab needs libraries that are not installed here. Everything else works. To install them:")
        st.code(f"pip install {' '.join(missing)}", language=None, wrap_lines=True)
        return False
    runner().start_in_background()
    here = _Place(lab=lab, name=place, preset=dict(preset), topic=topic.id if topic else None, fixed=tuple(fixed))
    run_id = _run_of(place, owner)
    _form(here, run_id)
    if run_id:
        _run(here, run_id, before_result)
    else:
        _latest(here, before_result)
    return bool(run_id)


def _run_of(place: str, owner: str | None) -> str | None:
    """The run that a panel shows: the one in the address, which belongs to the open ``try`` or to the page, or the one started in it."""
    return (st.query_params.get("job") if st.query_params.get("try") == owner else None) or state.load().runs.get(place)


def forget_run(place: str) -> None:
    """Show no run in this panel any more, for callbacks; the run itself goes on and its result is kept."""
    state.change(runs={name: run for name, run in state.load().runs.items() if name != place})
    st.query_params.pop("job", None)


def _form(here: _Place, run_id: str | None) -> None:
    status = runner().status(run_id) if run_id else None
    known = dict(status.parameters) if status is not None and status.lab == here.lab.id else {}
    shown = dict(here.preset) | {name: value for name, value in known.items() if name not in here.fixed}
    lab_form.form(here.lab.params, preset=shown, place=here.name, fixed=here.fixed)
    busy = status is not None and not status.ended
    is_known = status is not None and status.state == "finished" and _given(here) == status.parameters
    if here.lab.bet is not None and not is_known:
        lab_bet.ask(here.lab.bet, place=here.name, disabled=busy, on_bet=partial(_start, here))
    if not busy:
        _forecast(here)
    label = "Run it again" if status is not None and status.ended else "Run it"
    with st.container(horizontal=True, vertical_alignment="center", gap="small"):
        start = partial(_start, here)
        has_run, is_guest = status is not None and status.ended, here.name != here.lab.id  # the result, or the item, is the thing now
        kind: Literal["primary", "secondary"] = "secondary" if has_run or is_guest else "primary"
        st.button(label, type=kind, icon=":material/science:", key=f"run-{here.name}", disabled=busy, on_click=start)
        if here.lab.bet is not None:
            what = "change a setting to bet on what it does" if is_known else "or bet first: what one has bet on, one remembers"
            st.caption(what, width="content")


def _given(here: _Place) -> dict[str, Any] | None:
    """What the form holds, as a run keeps it; None where it holds something that is not allowed."""
    try:
        given = lab_form.values(here.lab.params, preset=here.preset, place=here.name, fixed=here.fixed)
        return here.lab.parameters(given).model_dump(mode="json")
    except LabError:
        return None


def _forecast(here: _Place) -> None:
    """Say before the start that a run with these settings will not fit here, and offer what will; nothing where nothing is known."""
    given = _given(here)
    forecast = None if given is None else runner().forecast(here.lab.id, given)
    if forecast is not None and not forecast.fits:
        unfinished.will_not_fit(forecast, here.lab, place=here.name, given=given or {})


def _start(here: _Place, outcome: str | None = None, sure: bool = False) -> None:
    """Start a run with what the form holds; with ``outcome`` the learner has bet on it."""
    learner, moment = visitor.learner(), visitor.now()
    log = services().log

    def keep(run_id: str, found: LabResult | Unfinished) -> None:
        bet = lab_bet.placed(log, run_id, here.lab, learner=learner)
        turned_out = None if bet is None else lab_bet.outcome_of(here.lab, found)
        row = lab_run_event(run_id, found, learner=learner, utc_offset_min=moment.utc_offset_min, item=here.topic, outcome=turned_out)
        log.append([row])

    try:
        given = lab_form.values(here.lab.params, preset=here.preset, place=here.name, fixed=here.fixed)
        run_id = runner().submit(here.lab.id, given, asker=learner, on_ended=keep)
    except LabError as error:
        state.change(notice=str(error))
        return
    st.query_params["job"] = run_id  # so that a refresh, or a second tab, finds the run again
    state.change(runs={**state.load().runs, here.name: run_id})
    if outcome is not None:
        state.change(picked=None)
        _keep_bet(here, run_id, outcome, learner=learner, sure=sure)


@away.sends
def _keep_bet(here: _Place, run_id: str, outcome: str, *, learner: str, sure: bool) -> None:
    bet = lab_bet.bet_event(run_id, here.lab, outcome, learner=learner, now=visitor.now(), sure=sure, topic=here.topic)
    services().log.append([bet])


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


def _run(here: _Place, run_id: str, before_result: OnResult) -> None:
    status = runner().status(run_id)
    if status.state == "finished" and status.result is not None and status.lab == here.lab.id:
        bet = lab_bet.placed(services().log, run_id, here.lab, learner=visitor.learner()) if here.lab.bet is not None else None
        said = None if bet is None else lab_bet.judged(bet, here.lab, status.result)
        is_judged = before_result(run_id, status.result)
        lab_result.draw(status.result, place=here.name, bet=said, again=partial(_start, here), is_judged=is_judged)
        lab_comparison.offer(here.lab, status.result, place=here.name, find=_result_of)
    elif not status.ended:
        st.fragment(_watch, run_every=run_progress.POLL_S)(run_id, here.name)
    elif status.unfinished is not None and status.lab == here.lab.id:
        _unfinished(here, run_id, status.unfinished, before_result)
    elif status.message:
        (st.info if status.state == "cancelled" else st.warning)(status.message)


def _unfinished(here: _Place, run_id: str, found: Unfinished, before_result: OnResult) -> None:
    """A run that ended before its time: what it had measured counts, for the bet too."""
    learner = visitor.learner()
    bet = lab_bet.placed(services().log, run_id, here.lab, learner=learner) if here.lab.bet is not None else None
    if bet is not None:  # the run's row is there unless the app ended with the run
        turned_out, offset = lab_bet.outcome_of(here.lab, found), visitor.now().utc_offset_min
        services().log.append([lab_run_event(run_id, found, learner=learner, utc_offset_min=offset, item=here.topic, outcome=turned_out)])
    unfinished.draw(found, here.lab, place=here.name, bet=None if bet is None else lab_bet.judged(bet, here.lab, found))
    before_result(run_id, found)
    lab_result.so_far(found)


def _latest(here: _Place, before_result: OnResult) -> None:
    """The newest result of the same settings, whoever asked for it."""
    given = _given(here)
    latest = None if given is None else runner().latest(here.lab.id, given)
    is_judged = before_result(None, latest)
    if latest is not None:
        st.caption(f"These settings were run here before, {visitor.local_time(latest.measured_at)}. “Run it” measures again.")
        lab_result.draw(latest, place=here.name, again=partial(_start, here), is_judged=is_judged)
        lab_comparison.offer(here.lab, latest, place=here.name, find=_result_of)


def _result_of(run_id: str) -> LabResult | None:
    return runner().status(run_id).result


def _watch(run_id: str, place: str) -> None:
    """The run under way, drawn again every run_progress.POLL_S until it has ended."""
    status = runner().status(run_id)
    if status.ended:
        st.rerun()
    run_progress.draw(status, place=place)
    if status.variants:
        st.caption("Measured so far")
        lab_result.so_far(status)
    stopping = status.state == "cancelling"
    st.button("Stopping…" if stopping else "Stop", key=f"stop-{place}", disabled=stopping, on_click=_stop, args=(run_id,))


def _stop(run_id: str) -> None:
    runner().cancel(run_id, asker=visitor.learner())
