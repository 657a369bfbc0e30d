"""A bet on a lab's figure, placed before the run and handed in as sure or not sure; afterwards bet and measurement stand side by side."""

from __future__ import annotations

from collections.abc import Callable

import streamlit as st

from optimization.figures import Figure, NoSuchFigure, figure
from optimization.labs import Bet, Lab
from optimization.results import Found
from quizzes.events import Event, EventLog
from quizzes.sessions.attempt import Moment
from views import state

OUTCOMES = ("faster", "no difference", "slower")
UNDECIDED = "not decided"


def ask(bet: Bet, *, place: str, disabled: bool, on_bet: Callable[[str, bool], None]) -> None:
    """The question, a button for each outcome that marks it, and the two ways to bet on it, which start the run."""
    marked = _marked(place)
    with st.container(key=f"bet-{place}", gap="xsmall"):
        st.markdown(f"**{bet.question}**")
        with st.container(horizontal=True, gap="small"):
            for outcome in OUTCOMES:
                key = f"bet-{place}-{outcome.replace(' ', '-')}"
                icon = f":material/radio_button_{'checked' if marked == outcome else 'unchecked'}:"
                send = (place, outcome)
                st.button(outcome, key=key, icon=icon, disabled=disabled, on_click=_mark, args=send, width="stretch")
        with st.container(horizontal=True, gap="small"):
            for label, sure in (("Sure", True), ("Not sure", False)):
                key = f"bet-{place}-{'sure' if sure else 'not-sure'}"
                st.button(label, key=key, disabled=disabled or marked is None, on_click=on_bet, args=(marked or "", sure), width="stretch")


def _mark(place: str, outcome: str) -> None:
    state.change(picked=(f"bet-{place}", (outcome,)))


def _marked(place: str) -> str | None:
    """The outcome that is marked and not bet on yet."""
    picked = state.load().picked
    return picked[1][0] if picked is not None and picked[0] == f"bet-{place}" else None


def bet_event(run_id: str, lab: Lab, outcome: str, *, learner: str, now: Moment, sure: bool, topic: str | None) -> Event:
    """The row that keeps a bet; one a learner and run, so that the first one counts."""
    return Event(
        id=f"bet:{run_id}:{learner}",
        learner=learner,
        session=f"run-{run_id}",
        kind="bet",
        item=topic,
        mode=lab.id,
        at=now.at,
        utc_offset_min=now.utc_offset_min,
        sure=sure,
        payload={"outcome": outcome, "question": lab.bet.question if lab.bet is not None else ""},
    )


def placed(log: EventLog, run_id: str, lab: Lab, *, learner: str) -> Event | None:
    """The learner's bet on that run of the lab, or None."""
    bets = [one for one in log.session(learner, f"run-{run_id}") if one.kind == "bet" and one.mode == lab.id]
    return bets[0] if bets else None


def measured(lab: Lab, result: Found) -> Figure | None:
    """The figure that decides the lab's bet; None where the lab has none or the run did not measure it."""
    if lab.bet is None:
        return None
    try:
        return figure(result, lab.bet.figure, of=lab.bet.of, against=lab.bet.against)
    except NoSuchFigure:
        return None


def outcome_of(lab: Lab, result: Found) -> str | None:
    """How the claim turned out; None where it was not measured or too noisy to tell."""
    found = measured(lab, result)
    return None if found is None or found.verdict == UNDECIDED else found.verdict


def judged(bet: Event, lab: Lab, result: Found) -> str:
    """Bet and measurement in a line, and what follows from them; nothing does where the run was too noisy."""
    own = str(bet.payload["outcome"])
    start = f"You bet: **{own}**{', and were sure' if bet.sure else ''}."
    found = measured(lab, result)
    if found is None:
        return f"{start} This run did not measure it."
    span = f", 95 % interval {found.low:.2f}–{found.high:.2f}" if found.low is not None and found.high is not None else ""
    if found.verdict == UNDECIDED:
        return f"{start} Measured: **not decided**{span}, so the bet is not judged. Measure again when the computer is quiet."
    return f"{start} Measured: **{found.verdict}** ({found.text}{span}). {_verdict(own == found.verdict, sure=bool(bet.sure))}"


def _verdict(right: bool, *, sure: bool) -> str:
    if right:
        return "✓ You knew it." if sure else "✓ Your bet was right; next time you can be sure."
    if sure:
        return "✗ Not what you were sure of. **You will remember this one**: say to yourself why it came out so, then read on."
    return "✗ Not what you bet, and now you have seen it: say to yourself why it came out so."
