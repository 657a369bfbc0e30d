"""One lab: its form, the run under way, and what was found. The same panel stands on a lab's page and below an item that invites to it.

Its parts have fixed places, and a part that is not there is sent as empty: Streamlit leaves what stood in a place of the last run until
something else is put there or the whole run has ended, so that old buttons would stay beside a new result for as long as it is drawn.
"""

from __future__ import annotations

from collections.abc import Callable, Collection, Mapping
from functools import partial
from typing import Any, Literal

import streamlit as st

from optimization.labs import Lab, in_words
from optimization.results.bets import Bet
from optimization.results.records import Found, LabResult, Unfinished
from optimization.running.runs import RunStatus
from quizzes import lab_runs
from quizzes.content.topic import Topic
from quizzes.events.event import Event
from views.components import hands
from views.labs import lab_bet, lab_comparison, lab_form, lab_log, lab_record, lab_run, lab_sight, unfinished
from views.labs.lab_sight import Place, Sight
from views.labs.meanwhile import About
from views.labs.results import lab_result
from views.page import away, visitor
from views.page.services import services

OnResult = Callable[[str | None, Found | None], bool]
"""Draws what a page says of a run before its result: the run's id, None where it is not this learner's; and the result, None where
none is shown. Returns whether that was the verdict, so that the result needs none of its own."""

Form = Callable[..., Any]
"""Draws what may be set, as ``lab_form.form`` does, and keeps it where ``lab_form.values`` finds it."""


def panel(
    lab: Lab,
    *,
    preset: Mapping[str, Any],
    place: str,
    topic: Topic | None,
    bet: Bet | None,
    fixed: Collection[str] = (),
    form: Form = lab_form.form,
    before_result: OnResult = lambda run_id, result: False,
    owner: str | None = None,
) -> None:
    """Draw the lab with ``preset`` in its ``form``. ``place`` names the panel, so that several can stand on one page; ``bet`` is what is
    asked before a run, None where nothing is; ``owner`` is the item whose ``try`` the panel is, as the address names it, None on a page of
    the lab's own."""
    if not lab_run.is_offered(lab):
        return
    here = Place(lab=lab, name=place, preset=dict(preset), topic=topic.id if topic else None, fixed=tuple(fixed), bet=bet)
    run_id = _run_of(place, owner)
    status = lab_run.status(run_id) if run_id else None
    _settings(here, status, form)
    sight = lab_sight.of(here, run_id, status)
    _bet(here, sight)
    _forecast(here, sight)
    _buttons(here, sight)
    _hidden(here, sight)
    _under_way(here, sight, _about(topic, owner))
    _without_result(here, sight, before_result)
    _current(here, sight, before_result)
    _earlier(here, sight, before_result)
    _follow(here, sight)


def _follow(panel: Place, sight: Sight) -> None:
    """Bring the run that was started into sight, and what it found."""
    status, name = sight.status, panel.name
    if status is None:
        hands.follow(name, stage="", to="", is_over=False)
        return
    to, says = f"ended-{name}", status.message
    if sight.is_busy:
        to, says = f"running-{name}", "The run has begun."
    elif sight.result is not None:
        to, says = f"result-{name}" if sight.is_current else f"result-earlier-{name}", sight.result.headline.sentence
    stage = f"{status.run_id} {status.ended}"  # a result of other settings that comes back is no news
    hands.follow(name, stage=stage, to=to, is_over=status.ended, says=says, nearest=sight.is_busy)


def _run_of(place: str, owner: str | None) -> str | None:
    """The run that a panel shows: the one in the address, which belongs to the open ``try`` or to the page, or the one started in it."""
    return (st.query_params.get("job") if st.query_params.get("try") == owner else None) or lab_run.of_place(place)


def forget_run(place: str) -> None:
    """Show no run in this panel any more, for callbacks; the run itself goes on and its result is kept."""
    lab_run.forget(st.query_params.get("job"), place=place)


def _settings(here: Place, status: RunStatus | None, form: Form) -> None:
    parameters = dict(status.parameters) if status is not None and status.lab == here.lab.id else {}
    shown = dict(here.preset) | {name: value for name, value in parameters.items() if name not in here.fixed}
    with st.container(key=f"settings-{here.name}"):
        form(here.lab.params, preset=shown, place=here.name, fixed=here.fixed)


def _bet(here: Place, sight: Sight) -> None:
    """The bet that is asked for; the one on the run under way stands beside what it measures."""
    if here.bet is not None and not sight.is_current and not sight.is_busy:
        lab_bet.ask(here.bet, place=here.name, on_bet=partial(_start, here))
        return
    st.empty()


def _forecast(panel: Place, sight: Sight) -> None:
    """Say before the start that a run with these settings will not fit here, and offer what will; nothing where nothing is known."""
    forecast = lab_run.forecast(panel.lab, sight.settings) if sight.settings is not None and not sight.is_busy else None
    if forecast is not None and not forecast.fits:
        unfinished.will_not_fit(forecast, panel.lab, place=panel.name, settings=sight.settings or {})
    else:
        st.empty()


def _buttons(panel: Place, sight: Sight) -> None:
    has_run, is_guest = sight.has_ended, panel.name != panel.lab.id  # the result, or the item, is the thing now
    is_marked = panel.bet is not None and lab_bet.marked(panel.name) is not None  # then to place the bet is the thing
    kind: Literal["primary", "secondary"] = "secondary" if (has_run and sight.is_same) or is_guest or is_marked else "primary"
    label = "Run again" if sight.is_current or (has_run and sight.is_same) else "Run"
    with st.container(horizontal=True, vertical_alignment="center", gap="small", key=f"runs-{panel.name}"):
        if sight.is_current and sight.result is not None and lab_result.leaves_a_speed_open(sight.result):
            st.caption("A speed is not decided yet: run again below, or change a setting.", width="content")
            return
        start = partial(_start, panel)
        st.button(label, type=kind, icon=":material/science:", key=f"run-{panel.name}", disabled=sight.is_busy, on_click=start)
        if panel.bet is not None and not sight.is_busy:
            st.caption(_way_to_bet(panel, sight), width="content")


def _way_to_bet(panel: Place, sight: Sight) -> str:
    """What is said beside the button that runs without a bet."""
    if sight.is_current:
        return "change a setting to bet on what it does"
    if lab_bet.marked(panel.name) is not None:
        return "runs without a bet; press “Sure” or “Not sure” to place yours"
    return "or bet first: you remember what you bet on"


def _hidden(panel: Place, sight: Sight) -> None:
    """The way to a result of the same settings that would give the bet away."""
    if sight.hidden is None:
        st.empty()
        return
    with st.container(key=f"hidden-{panel.name}", gap=None):
        label, send = "Show what was measured here before", (panel, sight.settings)
        st.button(label, type="tertiary", key=f"show-{panel.name}", on_click=lab_sight.look, args=send)
        st.caption(f"{visitor.local_time(sight.hidden.measured_at)}, with these settings. If you look, there is no bet.")


def _start(panel: Place, outcome: str | None = None, sure: bool = False) -> None:
    """Start a run with what the form holds; with ``outcome`` the learner has bet on it."""
    settings = lab_form.values(panel.lab.params, preset=panel.preset, place=panel.name, fixed=panel.fixed)
    run_id = lab_run.ask(panel.lab, settings, on_ended=lab_run.keeper(panel.lab, item=panel.topic))
    if run_id is None:
        return
    lab_run.show(run_id, place=panel.name)
    lab_bet.unmark(panel.name)
    if outcome is not None and panel.bet is not None:
        _keep_bet(panel, panel.bet, run_id, outcome, learner=visitor.learner(), sure=sure)


@away.sends
def _keep_bet(panel: Place, bet: Bet, run_id: str, outcome: str, *, learner: str, sure: bool) -> None:
    row = lab_log.bet_event(run_id, panel.lab, bet, outcome, learner=learner, moment=visitor.now(), sure=sure, topic=panel.topic)
    services().log.append([row])


def _about(topic: Topic | None, owner: str | None) -> About | None:
    """What a run of the panel is about: the concept of the item that opened it, else the topic."""
    if topic is None:
        return None
    return About(topic=topic, concept=next((item.concept for item in topic.items() if item.id == owner), None))


def _under_way(here: Place, sight: Sight, about: About | None) -> None:
    if not sight.is_busy or sight.run_id is None or sight.status is None:
        st.empty()
        return
    with st.container(key=f"running-{here.name}"):
        words = in_words(here.lab.id, sight.status.parameters) if not sight.is_same else ""
        if words:
            st.caption(f"This run has other settings than the form: {words}.")
        placed = lab_run.bet_on(sight.run_id, here.lab)
        if here.bet is not None or placed is not None:
            lab_bet.show(placed, place=here.name)
        wager = lab_log.bet_of(placed, here.lab) if placed is not None else None
        lab_run.watch(sight.run_id, place=here.name, figures="shown", of=wager.of if wager is not None else None, about=about)


def _without_result(panel: Place, sight: Sight, before_result: OnResult) -> None:
    """A run that ended without a result, or before its time; and what the page says where there is nothing to show."""
    status, run_id = sight.status, sight.run_id
    ended_early = status is not None and run_id is not None and sight.has_ended and status.state != "finished"
    if not ended_early and (sight.result is not None or sight.is_busy):
        st.empty()
        return
    with st.container(key=f"ended-{panel.name}"):
        if status is not None and run_id is not None and status.unfinished is not None and status.lab == panel.lab.id:
            _unfinished(panel, run_id, status.unfinished, before_result)
            return
        if status is not None and status.message:
            (st.info if status.state == "cancelled" else st.warning)(status.message)
        if sight.result is None:
            before_result(None, None)


def _unfinished(panel: Place, run_id: str, result: Unfinished, before_result: OnResult) -> None:
    """A run that ended before its time: what it had measured counts, for the bet too."""
    bet = lab_run.bet_on(run_id, panel.lab)
    if bet is not None:  # the run's row is there unless the app ended with the run
        lab_run.keeper(panel.lab, item=panel.topic)(run_id, result)
    verdict, offer = _settled(panel, run_id, bet, result)
    unfinished.draw(result, panel.lab, place=panel.name, bet=verdict)
    if offer is not None:
        offer()
    before_result(run_id, result)
    lab_result.so_far(result)


def _current(panel: Place, sight: Sight, before_result: OnResult) -> None:
    """The result of the settings that the form holds."""
    if sight.result is None or not sight.is_current:
        st.empty()
        return
    with st.container(key=f"result-{panel.name}"):
        if sight.run_id != sight.result_run or sight.result_run is None:
            whose = "You ran these settings before" if sight.result_run else "These settings were run here before"
            st.caption(f"{whose}, {visitor.local_time(sight.result.measured_at)}.")
        _result(panel, sight.result, sight.result_run, before_result, again=partial(_start, panel))


def _earlier(panel: Place, sight: Sight, before_result: OnResult) -> None:
    """The result of other settings than the form holds now: it says which, and stands back."""
    if sight.result is None or sight.is_current:
        st.empty()
        return
    words = in_words(panel.lab.id, sight.result.parameters)
    with st.container(key=f"result-earlier-{panel.name}"):
        st.markdown(f"### Earlier run{f': {words}' if words else ''}")
        with st.container(key=f"earlier-{panel.name}"):
            _result(panel, sight.result, sight.result_run, before_result, again=None)


def _settled(panel: Place, run_id: str, bet: Event | None, result: LabResult | Unfinished) -> tuple[str | None, Callable[[], None] | None]:
    """What is said of the learner's bet, and what draws the offer of the run on record where the run left the bet open."""
    wager = lab_log.bet_of(bet, panel.lab) if bet is not None else None
    if bet is None or wager is None or wager.outcome(result) is not None:
        return None if bet is None else lab_bet.judged(bet, panel.lab, result), None
    row = lab_runs.taken(services().log, run_id, learner=bet.learner)
    if row is not None:
        return lab_record.judged(bet, row), None
    return lab_bet.judged(bet, panel.lab, result), partial(
        lab_record.offer, (panel.lab, panel.name, panel.topic), run_id, bet, wager, result.parameters
    )


def _result(here: Place, result: LabResult, run_id: str | None, before_result: OnResult, *, again: Callable[[], None] | None) -> None:
    bet = lab_run.bet_on(run_id, here.lab) if run_id else None
    verdict, offer = _settled(here, run_id, bet, result) if run_id else (None, None)
    is_judged = before_result(run_id, result)
    picture = partial(lab_bet.picture, bet, here.lab, result) if bet is not None else lambda: None
    lab_result.draw(result, place=here.name, bet=verdict, bet_picture=picture, offer=offer, again=again, is_judged=is_judged)
    lab_comparison.offer(here.lab, result, place=here.name, find=lab_sight.result_of)
