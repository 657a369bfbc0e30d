"""A recall card: its front, its back once it is turned over, and the buttons that rate it. Shared by Recall and Today."""

from __future__ import annotations

from collections.abc import Mapping

import streamlit as st

from quizzes.content.models import Card, Topic
from quizzes.schedule.memory import intervals
from quizzes.sessions import recall
from quizzes.sessions.actions import Rate, Reveal, Undo
from quizzes.sessions.attempt import Seat
from views import item_menu, keys, memory, prose, proven, settings, sitting, spans, try_it

UNDO_KEY = "U"
PRACTICE = "practice, does not count"


def draw(session: recall.State, card: Card, topic: Topic, *, last: recall.Rated | None) -> None:
    """The card and what can be done with it; ``last`` is the rating that can be taken back."""
    with st.container(border=True, key=f"card-{card.id}"):
        st.badge(card.level, color="gray")
        prose.headed(card.front, topic)
        if session.revealed:
            st.divider()
            prose.prose(card.back, topic)
            prose.sources(card.source, topic)
            proven.mark(card, topic)
    seat = session.attempt.seat
    if not session.revealed:
        send = (seat, card.id, Reveal())
        label = "Show the answer"
        st.button(label, type="primary", width="stretch", key=f"turn-{card.id}", shortcut=keys.space(), on_click=sitting.act, args=send)
        undo(seat, card.id, last)
        return
    _rate(session, card)
    with st.container(horizontal=True, vertical_alignment="center", key="below-card"):
        undo(seat, card.id, last)
        item_menu.draw(card, topic, session.attempt)
    try_it.offer(card, topic, within=session.attempt.within)


def is_turned_by_address(session: recall.State, card: Card) -> bool:
    """Whether the card has to be turned over, because its lab is open in the address: it was turned over before a refresh."""
    return not session.revealed and st.query_params.get("try") == card.id


def _rate(session: recall.State, card: Card) -> None:
    """A button a rating; on it, when the card would come again."""
    days: Mapping[int, int] = {}
    if session.attempt.counts:
        item = f"{session.attempt.topic}/{card.id}"
        known, day = memory.memories().get(item), memory.today()
        days = intervals(known, item, day if known is None or known.last is None else max(day, known.last))
    with st.container(horizontal=True, key="ratings"):
        for number, (text, rating) in enumerate(settings.rating_buttons(), start=1):
            st.button(
                f"{text} · {spans.short(days[rating])}" if rating in days else text,
                type="primary" if rating == recall.GOT_IT else "secondary",
                width="stretch",
                key=f"rate-{card.id}-{rating}",
                shortcut=keys.digit(number),
                on_click=sitting.act,
                args=(session.attempt.seat, card.id, Rate(rating)),
            )
    if not days:
        st.caption("Practice: this rating does not count, and the card comes again when it would have anyway.")


def undo(seat: Seat, item_id: str | None, last: recall.Rated | None) -> None:
    """The button that takes the last rating back, where there is one; ``item_id`` is the item on the screen, None at the end."""
    if last is not None:
        label = f"Undo “{settings.rating_name(last.rating)}”"
        send = (seat, item_id, Undo())
        key = f"undo-{last.card}"
        st.button(label, type="tertiary", key=key, shortcut=keys.letter(UNDO_KEY), on_click=sitting.act, args=send)
