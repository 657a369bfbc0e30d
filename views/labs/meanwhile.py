"""Something to think about while a run takes longer: a card on the same concept, which counts nowhere."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

import streamlit as st

from optimization.running.runs import RunStatus
from quizzes.content.topic import Topic
from quizzes.models import Card
from views.shown import prose

AFTER_S = 30.0
"""A run that takes longer leaves time for a card."""


@dataclass(frozen=True, kw_only=True)
class About:
    """What a run is about: a topic, and the concept of the item that asked for it; None where a lab's own page did."""

    topic: Topic
    concept: str | None = None


def cards_for(about: About, lab: str) -> Sequence[Card]:
    """The cards on the concept; where the run belongs to none, or it has no cards, those that lead to the lab themselves."""
    of_concept = [card for card in about.topic.recall if card.concept == about.concept]
    return of_concept or [card for card in about.topic.recall if card.try_ is not None and card.try_.lab == lab]


def card(status: RunStatus, about: About, *, place: str) -> None:
    """The card of this run, once it has taken long; every run has another one, and keeps it."""
    cards = cards_for(about, status.lab)
    if status.elapsed_s < AFTER_S or not cards:
        return
    chosen = cards[sum(status.run_id.encode()) % len(cards)]
    with st.container(border=True, key=f"meanwhile-{place}"):
        st.caption(f"While you wait, a card on “{about.topic.concept(chosen.concept).name}”. It counts nowhere.")
        prose.prose(chosen.front, about.topic)
        with st.expander("Turn it over"):
            prose.prose(chosen.back, about.topic)
