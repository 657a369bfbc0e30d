"""A bet on a lab's figure, placed before the run and handed in as sure or not sure; afterwards bet and measurement stand side by side."""

from __future__ import annotations

from collections.abc import Callable

import streamlit as st

from optimization.labs import Lab, row_title
from optimization.results.bets import Bet
from optimization.results.data_sets import settles_nothing
from optimization.results.records import Found
from quizzes.events.event import Event
from views.labs import lab_log
from views.page import state

SHORT = 14
"""Outcomes of at most so many letters stand side by side."""


def ask(bet: Bet, *, place: str, on_bet: Callable[[str, bool], None]) -> None:
    """The question, a button for each outcome that marks it, and the two ways to bet on it, which start the run."""
    chosen_text, side_by_side = marked(place), all(len(outcome.text) <= SHORT for outcome in bet.ways)
    with st.container(key=f"bet-{place}", gap="xsmall"):
        st.markdown(f"**{bet.question}**")
        with st.container(horizontal=side_by_side, gap="small" if side_by_side else "xsmall"):
            for number, outcome in enumerate(bet.ways, start=1):
                key = f"bet-{place}-{outcome.verdict.replace(' ', '-') if outcome.verdict else number}"
                icon = f":material/radio_button_{'checked' if chosen_text == outcome.text else 'unchecked'}:"
                st.button(outcome.text, key=key, icon=icon, on_click=_mark, args=(place, outcome.text), width="stretch")
        with st.container(horizontal=True, gap="small"):
            for label, sure in (("Sure", True), ("Not sure", False)):
                key, is_marked = f"bet-{place}-{'sure' if sure else 'not-sure'}", any(chosen_text == outcome.text for outcome in bet.ways)
                st.button(label, key=key, disabled=not is_marked, on_click=on_bet, args=(chosen_text or "", sure), width="stretch")


def show(bet_event: Event | None, *, place: str) -> None:
    """The bet while its run is under way."""
    with st.container(key=f"bet-placed-{place}", gap="xsmall"):
        if bet_event is None:
            st.caption("No bet this time.")
            return
        question = str(bet_event.payload.get("question", ""))
        if question:
            st.markdown(f"**{question}**")
        st.markdown(
            f":material/radio_button_checked: You bet **{bet_event.payload['outcome']}**{' and are sure' if bet_event.sure else ''}."
        )


def _mark(place: str, outcome: str) -> None:
    state.change(picked=(f"bet-{place}", (outcome,)))


def marked(place: str) -> str | None:
    """The outcome that is marked and not bet on yet."""
    picked_choice = state.load().picked
    return picked_choice[1][0] if picked_choice is not None and picked_choice[0] == f"bet-{place}" else None


def unmark(place: str) -> None:
    """Nothing is marked any more, for callbacks: a run has begun."""
    if marked(place) is not None:
        state.change(picked=None)


def judged(placed: Event, lab: Lab, result: Found) -> str:
    """Bet and measurement in a line, and what follows from them; nothing does where the run could not tell."""
    own, bet = str(placed.payload["outcome"]), lab_log.bet_of(placed, lab)
    start = f"You bet: **{own}**{', and were sure' if placed.sure else ''}."
    figure = bet.measured(result) if bet is not None else None
    if bet is None or figure is None:
        return f"{start} This run did not measure it."
    if result.is_former:
        return f"{start} {settles_nothing(result.data_set)}"
    outcome = bet.outcome(result)
    span = f", {figure.interval_name} {figure.low:.2f}–{figure.high:.2f}" if figure.low is not None and figure.high is not None else ""
    if outcome is None:
        words = figure.in_words if any(way.verdict is not None for way in bet.ways) else f"{figure.text}{span}"
        return f"{start} Measured: **{words or figure.text}**, so the bet stays open. Run again to decide it."
    return f"{start} Measured: **{outcome.text}** ({figure.text}{span}). {verdict(own == outcome.text, sure=bool(placed.sure))}"


def picture(placed: Event, lab: Lab, result: Found) -> None:
    """A bet on bytes beside what was measured: both files as bars, and the sizes that were bet on; nothing for other bets."""
    bet = lab_log.bet_of(placed, lab)
    figure = bet.measured(result) if bet is not None and not result.is_former else None
    if bet is None or figure is None or figure.before_bytes is None:
        return
    from views.charts import chart, sizes_chart  # Altair takes 110 MB: only where a chart is shown

    own = next((way for way in bet.ways if way.text == placed.payload["outcome"]), None)
    judged_row, reference = (row_title(lab.id, result.parameters, row) for row in (bet.of, bet.against))
    drawn = sizes_chart.before_and_after(figure, judged=judged_row, reference=reference, outcomes=bet.ways, bet=own)
    chart.show(drawn, says=f"Measured: {figure.text}. Your bet: {placed.payload['outcome']}.", key=f"bet-picture-{placed.session}")
    st.caption(f"Each bar is a file. The band is your bet, “{placed.payload['outcome']}”. Dashed lines separate the outcomes.")


def verdict(right: bool, *, sure: bool) -> str:
    """What follows from a bet that was decided."""
    if right:
        return "✓ You knew it." if sure else "✓ Your bet was correct; next time you can be sure."
    if sure:
        return "✗ Not what you were sure of. **You will remember this one**: explain it to yourself, then read on."
    return "✗ Not what you bet, and now you have seen it: explain it to yourself."
