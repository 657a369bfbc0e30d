"""A recall card: its front, its back, and the buttons that rate it. Shared by Recall, Today and Author.

The back and the whole next card are on the page already, hidden: the browser turns the card over and shows the next one by itself
(``views/components/hands.js``), and the server hears of the rating only.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

import streamlit as st

from quizzes.attempts.actions import Rate, Undo
from quizzes.attempts.attempt import Seat
from quizzes.content.topic import Topic
from quizzes.events.rating import Rating
from quizzes.models import Card
from quizzes.schedule.memory import Memory, intervals
from quizzes.sessions import recall
from views.components import hands
from views.page import keyed, keys, schedule_now, settings, state, style
from views.practice import item_menu, sitting, try_it
from views.shown import days, prose, proven

UNDO_KEY = "U"
LEVELS = {"beginner": "easy", "intermediate": "medium", "advanced": "hard"}
"""The three levels have one name for all kinds of items."""
PRACTICE = "practice, does not count"
NO_BREAK = "\N{NO-BREAK SPACE}"


@dataclass(frozen=True, kw_only=True)
class Shown:
    """A card in its session: the ``number``-th (from 0) of ``of``; ``line`` says so; ``of`` is 0 where it stands alone."""

    session: recall.State
    card: Card
    topic: Topic
    number: int = 0
    of: int = 0
    line: str = ""

    @property
    def name(self) -> str:
        """The card's full id."""
        return self.session.attempt.full_id(self.card)

    @property
    def slot(self) -> int:
        """Where it stands while it is the current one.

        Cards take turns in two slots, so that the next one stays where it is when it becomes the current one.
        """
        return self.number % 2

    @property
    def is_turned(self) -> bool:
        """Whether the server knows that it was turned over: by a press before the browser could turn it, or by its lab, which is open in
        the address as it can be only on the back: a refresh keeps that side.
        """
        return st.query_params.get("try") == self.card.id or state.load().turned == self.in_session

    @property
    def in_session(self) -> tuple[str, str]:
        return self.session.attempt.session, self.name


def draw(shown_card: Shown, *, next_shown: Shown | None = None, last: recall.Rated | None) -> bool:
    """The card, what can be done with it, and the one that comes next; ``last`` is the rating that can be taken back.

    Of the first card of a visit only the front is drawn, so that it is there sooner; the browser asks for the rest once it shows that.
    Returns whether all was drawn.
    """
    front_only = not (state.load().has_card or shown_card.is_turned)
    state.change(has_card=True)
    if front_only:
        next_shown = None
        st.empty()  # where the other slot is hidden later
    else:
        style.hide_slot(1 - shown_card.slot)
    memories = schedule_now.memories()
    slots = {shown_card.slot: shown_card} | ({1 - shown_card.slot: next_shown} if next_shown is not None else {})
    for slot in (0, 1):
        with st.container(key=f"slot-{slot}"):
            if slot in slots:
                _slot(slots[slot], slot, memories, front_only=front_only)
    if not front_only:
        _below_card(shown_card, last)
    hands.deck(
        card=shown_card.name,
        slot=shown_card.slot,
        next_card=next_shown.name if next_shown is not None else None,
        turned=shown_card.is_turned,
        keys=settings.shortcuts_on(),
        has_failed=state.load().unsaved == shown_card.name,
        front_only=front_only,
    )
    return not front_only


def _below_card(shown_card: Shown, last: recall.Rated | None) -> None:
    with st.container(horizontal=True, vertical_alignment="center", key="below-card"):
        undo(shown_card.session.attempt.seat, shown_card.name, last)
        with st.container(key=keyed.by_id("flip-after", shown_card.name), width="content"):
            item_menu.draw(shown_card.card, shown_card.topic, shown_card.session.attempt)
    with st.container(key=keyed.by_id("flip-try", shown_card.name)):
        try_it.offer(shown_card.card, shown_card.topic, enclosing_mode=shown_card.session.attempt.within)


def _slot(shown_card: Shown, slot: int, memories: Mapping[str, Memory], *, front_only: bool) -> None:
    """The card with its hidden back, the button that turns it over, and the hidden ones that rate it.

    The browser keeps to itself that the first button was pressed, except where it cannot turn the card yet. That is then kept, and not
    read off the button: the browser asks for the rest of the card at the same time, and the run of the press may end before its page.
    """
    card, session = shown_card.card, shown_card.session
    if shown_card.of:
        with st.container(key=f"line-{slot}"):
            st.progress(shown_card.number / shown_card.of, text=shown_card.line)
    with st.container(border=True, key=keyed.by_id("card", shown_card.name)):
        st.badge(LEVELS[card.level], color="gray")
        prose.headed(card.front, shown_card.topic, asks=card)
        if not front_only:
            _back_of_card(shown_card)
    item_menu.say_known(card, session.attempt)
    with st.container(key=f"reach-{slot}"):
        key = keyed.by_id("turn", shown_card.name)
        st.button("Show the answer", type="primary", width="stretch", key=key, shortcut=keys.space(), on_click=_turn, args=(shown_card,))
        if not front_only:
            with st.container(key=keyed.by_id("flip-ratings", shown_card.name), gap="xsmall"):
                _rate(shown_card, memories)


def _turn(shown_card: Shown) -> None:
    state.change(turned=shown_card.in_session)


def _back_of_card(shown_card: Shown) -> None:
    card, topic = shown_card.card, shown_card.topic
    with st.container(key=keyed.by_id("flip-back", shown_card.name)):
        st.divider()
        prose.prose(card.back, topic)
        prose.sources(card.source, topic)
        proven.mark(card, topic)


def _rate(shown_card: Shown, memories: Mapping[str, Memory]) -> None:
    """A button a rating; on it, its key and when the card would come again, where it does."""
    next_in: Mapping[Rating, int] = {}
    attempt, item, memory = shown_card.session.attempt, shown_card.name, memories.get(shown_card.name)
    is_known = memory is not None and memory.known
    if attempt.counts and not is_known:
        day = schedule_now.today()
        next_in = intervals(memory, item, day if memory is None or memory.last is None else max(day, memory.last))
    with st.container(horizontal=True):
        for number, (text, rating) in enumerate(settings.rating_buttons(never_seen=memory is None or not memory.reviews), start=1):
            label = _in_two(text, days.ahead(next_in[rating])) if rating in next_in else text
            st.button(
                f"{label}{keys.hint(str(number))}",
                type="primary" if rating == Rating.GOOD else "secondary",
                width="stretch",
                key=keyed.by_id("rate", item, rating),
                on_click=sitting.act,
                args=(attempt.seat, item, Rate(rating)),
            )
    if is_known:
        st.caption("However you rate it, it is not asked again.")
    elif not attempt.counts:
        st.caption("Practice: this rating does not count, and the card comes again when it would have anyway.")


def _in_two(text: str, interval: str) -> str:
    """``New to me · tomorrow``, which breaks behind the dot only."""
    return f"{text} ·".replace(" ", NO_BREAK) + " " + interval.replace(" ", NO_BREAK)


def undo(seat: Seat, item: str | None, last: recall.Rated | None) -> None:
    """The button that takes the last rating back, where there is one; ``item`` is the full id of what is on the screen, None at the end."""
    if last is not None:
        label = "Undo the last rating"
        send = (seat, item, Undo())
        key = f"undo-{last.card}"
        st.button(label, type="tertiary", key=key, shortcut=keys.letter(UNDO_KEY), on_click=sitting.act, args=send)
