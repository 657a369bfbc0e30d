"""The lab that an item invites to, opened right where the item stands."""

from __future__ import annotations

import streamlit as st

from optimization.labs import LABS
from optimization.results.bets import Bet, Outcome, bet_on
from quizzes.attempts.attempt import REHEARSAL
from quizzes.content.checks.bets import NO_BET
from quizzes.content.topic import Topic
from quizzes.markup.units import with_their_numbers
from quizzes.models import Item, Try
from views.page import keyed
from views.practice import sitting


def offer(item: Item, topic: Topic, *, enclosing_mode: str | None = None) -> None:
    """The invitation, and the lab below it once it was accepted; while an author tries the item out, its words only."""
    preset = item.try_
    if preset is None or preset.lab not in LABS:
        return
    if enclosing_mode == REHEARSAL:
        st.caption(f"Try it: {preset.say} · opens the lab “{LABS[preset.lab].title}”")
        return
    full, is_open = f"{topic.id}/{item.id}", st.query_params.get("try") == item.id
    with st.container(key=keyed.by_id("try", full)):
        label = f"Close: {LABS[preset.lab].title}" if is_open else with_their_numbers(f"Try it: {preset.say}")
        icon = ":material/close:" if is_open else ":material/science:"
        st.button(label, icon=icon, key=keyed.by_id("open-try", full), on_click=_toggle, args=(item.id,))
        if is_open:
            from views.labs import lab_panel  # a tenth of what the web process holds: only where a lab is opened

            with st.container(border=True, key=keyed.by_id("lab", full)):
                lab_panel.panel(LABS[preset.lab], preset=preset.set, place=keyed.name(full), topic=topic, owner=item.id, bet=bet_of(preset))


def bet_of(preset: Try) -> Bet | None:
    """What is asked before the run: what the invitation promised, or the lab's own bet where it does not say."""
    usual, wager = LABS[preset.lab].bet, preset.bet
    if wager is None or usual is None:
        return usual
    if wager.figure == NO_BET:
        return None
    ways = [
        Outcome(text=outcome.text, verdict=outcome.verdict, at_least=outcome.at_least, below=outcome.below) for outcome in wager.outcomes
    ]
    of, against = wager.of or usual.of, wager.against or usual.against
    return bet_on(wager.figure, of=of, against=against, question=wager.question, outcomes=ways)


def _toggle(item_id: str) -> None:
    is_open = st.query_params.get("try") == item_id
    sitting.close_lab()
    if not is_open:
        st.query_params["try"] = item_id
