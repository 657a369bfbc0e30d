"""A session over all topics: the one of this day, a new one of items that were chosen, or one item alone."""

from __future__ import annotations

from collections.abc import Sequence
from functools import partial

import streamlit as st

from quizzes.attempts.attempt import COUNTS, Moment, Options
from quizzes.content.topic import Topic
from quizzes.events.event import EventError
from quizzes.schedule.days import day_of
from quizzes.sessions import today
from quizzes.sessions.register import TODAY
from views.page import away, pages, schedule_now, state, visitor
from views.practice import sitting

LEFT_KEY = "plan"
"""Stands in the address once a session was left: its page then offers a new plan."""

ONLY = "only"
"""Names in the address the one item (full id) that is to be practised alone, whatever its mode: it does not count."""


def sit_down() -> today.State | None:
    """The session that the address names, or this day's unfinished one; None where one has to be begun.

    One of another day that was left unfinished is not gone on with: today has another plan.
    """
    scope = sitting.all_topics()
    session = sitting.named_in_address(TODAY, scope)
    session = session if session is not None and _still_holds(session, visitor.now()) else None
    only = st.query_params.get(ONLY)
    if session is None and only is not None:
        return _practise(only)
    if session is None and LEFT_KEY not in st.query_params:
        session = sitting.unfinished(TODAY, scope)
    if session is not None:
        sitting.keep(session)
    return session


def _still_holds(session: today.State, moment: Moment) -> bool:
    """Whether an address leads back into the session: at its end, as practice, and as the plan of the day on which it began."""
    is_of_today = day_of(session.attempt.started_at, moment.utc_offset_min) == day_of(moment.at, moment.utc_offset_min)
    return session.finished or not session.attempt.counts or is_of_today


def found() -> tuple[Topic, str] | None:
    """The topic of the one item that the address names, and the mode in which it is asked; None where it names none that is there."""
    only = st.query_params.get(ONLY)
    entry = schedule_now.index().entries.get(only) if only is not None else None
    return (sitting.all_topics().topics[entry.topic], entry.mode) if entry is not None else None


def _practise(only: str) -> today.State | None:
    """A session with this item alone, the one that was begun with it or a new one; None where there is no such item.

    The item stays in the address, which so opens it on another day and in another browser, too.
    """
    scope = sitting.all_topics()
    if only not in scope.items():
        return None
    session = sitting.unfinished(TODAY, scope, item_names=[only]) or sitting.new(TODAY, scope, {COUNTS: False}, item_names=[only])
    st.query_params.pop(LEFT_KEY, None)
    sitting.keep(session)
    return session


@away.sends
def begin(items: Sequence[str], options: Options | None = None) -> None:
    """A new session with these items (full ids), for callbacks; the option ``minutes`` says for how long it was planned."""
    scope = sitting.all_topics()
    session = sitting.new(TODAY, scope, options, item_names=items)
    for name in (LEFT_KEY, ONLY):
        st.query_params.pop(name, None)
    sitting.keep(session)


def open_page(items: Sequence[str], options: Options | None = None) -> None:
    """Go to Today's page with a new session of these items (full ids), from another page, whose address stays as it is."""
    query = {}
    try:
        session = sitting.new(TODAY, sitting.all_topics(), options, item_names=items)
        query = {"session": session.attempt.session} if session.attempt.items else {}
    except EventError as error:
        away.not_sent(error, retry=partial(begin, items, options))
    st.switch_page(pages.file("today"), query_params=query)


def leave() -> None:
    """Put the session away, for callbacks: the page then offers what is due now, and after practice what was under way."""
    seat = TODAY.seat(sitting.all_topics())
    left_session = state.load().sessions.get(seat)
    for name in ("session", ONLY):
        st.query_params.pop(name, None)
    if left_session is None or left_session.attempt.counts:
        st.query_params[LEFT_KEY] = "new"
    state.change(sessions={seat_of: session for seat_of, session in state.load().sessions.items() if seat_of != seat})
