"""Brings the session that a page shows: the one under way, the one its address names, or a new one."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from functools import partial
from typing import cast

import streamlit as st

from quizzes.content.topic import Topic
from quizzes.events.log import EventError
from quizzes.models import Item
from quizzes.questions.versions import is_pinned
from quizzes.schedule.days import day_of
from quizzes.sessions import today
from quizzes.sessions.actions import Action, Reveal
from quizzes.sessions.attempt import COUNTS, REHEARSAL, Moment, Options, Seat
from quizzes.sessions.study import MODES, Session
from quizzes.variants import template_of
from views.page import away, frame, pages, schedule_now, state, visitor
from views.page.services import services
from views.practice import try_it

LEFT = "plan"
"""Stands in the address once a session over all topics was left: its page then offers a new plan."""


ONLY = "only"
"""Names in the address the one item (full id) that is to be practised alone, whatever its mode: it does not count."""


def sit_down(mode: str, topic: Topic, options: Options | None = None) -> Session:
    """The session for this page; its id is put into the address, so that a refresh returns to it.

    ``options`` say how a new one begins and, where given, which unfinished one is gone on with.
    """
    wanted = st.query_params.get("session")
    kept = state.load().sessions.get((mode, topic.id))
    session = None
    if wanted is not None:
        session = kept if kept is not None and kept.attempt.session == wanted and _is_current(kept, (topic,)) else None
        session = session or services().study.resume(mode, topic, learner=visitor.learner(), session=wanted)
    if session is None:
        session = services().study.unfinished(mode, topic, learner=visitor.learner(), options=options)
    if session is None:
        return begin(mode, topic, options)
    _keep(session, (topic,))
    return session


def begin(mode: str, topic: Topic, options: Options | None = None) -> Session:
    """A new session, whatever was under way."""
    known = schedule_now.memories()
    session = services().study.begin(mode, topic, learner=visitor.learner(), now=visitor.now(), options=options, memories=known)
    _keep(session, (topic,))
    return session


@away.sends
def start_over(mode: str, topic: Topic, options: Options | None = None) -> None:
    """Begin anew, for callbacks."""
    begin(mode, topic, options)


@away.sends
def go_on(mode: str, topic: Topic, options: Options) -> None:
    """Go on with what was left under these options, or begin anew, for callbacks at the end of what was opened beside it."""
    session = services().study.unfinished(mode, topic, learner=visitor.learner(), options=options)
    if session is None:
        begin(mode, topic, options)
    else:
        _keep(session, (topic,))


def sit_down_today() -> today.State | None:
    """The session over all topics that the address names, or this day's unfinished one; None where one has to be begun.

    One of another day that was left unfinished is not gone on with: today has another plan.
    """
    topics, now = _topics(), visitor.now()
    wanted = st.query_params.get("session")
    session: today.State | None = None
    if wanted is not None:
        kept = state.load().sessions.get(today.SEAT)
        held = kept is not None and kept.attempt.session == wanted and _is_current(kept, tuple(topics.values()))
        session = cast("today.State", kept) if held else None
        session = session or services().study.resume_today(topics, learner=visitor.learner(), session=wanted)
        session = session if session is not None and _still_holds(session, now) else None
    only = st.query_params.get(ONLY)
    if session is None and only is not None:
        return _practise(only)
    if session is None and LEFT not in st.query_params:
        session = services().study.unfinished_today(topics, learner=visitor.learner(), now=now)
    if session is not None:
        _keep(session, tuple(topics.values()))
    return session


def _still_holds(session: today.State, now: Moment) -> bool:
    """Whether an address leads back into the session: at its end, as practice, and as the plan of the day on which it began."""
    is_of_today = day_of(session.attempt.started_at, now.utc_offset_min) == day_of(now.at, now.utc_offset_min)
    return session.finished or not session.attempt.counts or is_of_today


def _practise(only: str) -> today.State | None:
    """A session with this item alone, the one that was begun with it or a new one; None where there is no such item.

    The item stays in the address, which so opens it on another day and in another browser, too.
    """
    topics = _topics()
    if only not in {f"{topic.id}/{item.id}" for topic in topics.values() for item in topic.items()}:
        return None
    session = services().study.unfinished_today(topics, learner=visitor.learner(), now=visitor.now(), only=only)
    session = session or _new_today([only], {COUNTS: False})
    st.query_params.pop(LEFT, None)
    _keep(session, tuple(topics.values()))
    return session


def _new_today(items: Sequence[str], options: Options | None) -> today.State:
    return services().study.begin_today(items, _topics(), learner=visitor.learner(), now=visitor.now(), options=options)


@away.sends
def begin_today(items: Sequence[str], options: Options | None = None) -> None:
    """A new session over all topics with these items (full ids), for callbacks; the option ``minutes`` says for how long it was planned."""
    session = _new_today(items, options)
    for name in (LEFT, ONLY):
        st.query_params.pop(name, None)
    _keep(session, tuple(_topics().values()))


def open_today(items: Sequence[str], options: Options | None = None) -> None:
    """Go to Today's page with a new session of these items (full ids), from another page, whose address stays as it is."""
    query = {}
    try:
        session = _new_today(items, options)
        query = {"session": session.attempt.session} if session.attempt.items else {}
    except EventError as error:
        away.not_sent(error, again=partial(begin_today, items, options))
    st.switch_page(pages.file("today"), query_params=query)


def leave_today() -> None:
    """Put the session over all topics away, for callbacks: the page then offers what is due now, and after practice what was under way."""
    held = state.load().sessions.get(today.SEAT)
    for name in ("session", ONLY):
        st.query_params.pop(name, None)
    if held is None or held.attempt.counts:
        st.query_params[LEFT] = "new"
    state.change(sessions={seat: one for seat, one in state.load().sessions.items() if seat != today.SEAT})


@away.sends
def act(seat: Seat, item: str | None, action: Action) -> None:
    """Do one thing in the session that sits there, for callbacks; ``item`` is the full id of the item on the screen, None at the end.

    A press that comes late, for an item that is behind already, does nothing.
    """
    session = state.load().sessions.get(seat)
    if session is None or current_id(session) != item:
        return
    try:
        after = _step(session, seat, action)
    except EventError:
        state.change(unsaved=item)
        raise
    if after is None:
        return
    state.change(sessions={**state.load().sessions, seat: after}, picked=None, fault=None, unsaved=None)
    if current_id(after) != item:
        try_it.close()


def _step(session: Session, seat: Seat, action: Action) -> Session | None:
    """The session after the action; None where its topic is gone."""
    if isinstance(session, today.State):
        return services().study.act_today(session, _topics(), action, visitor.now())
    if session.attempt.within == REHEARSAL:
        return cast("Session", MODES[session.attempt.mode].step(session, action, visitor.now())[0])
    topic = services().shelf.look().topic(seat[1])
    return services().study.act(session, topic, action, visitor.now()) if topic is not None else None


def fresh(mode: str, topic: Topic) -> Session:
    """The session as the last callback left it, for a fragment that runs by itself.

    Where the topic's file was saved meanwhile, the whole page is drawn again with it.
    """
    held = services().shelf.look().topic(topic.id)
    if held is not None and held is not topic:
        st.rerun()
    frame.say_notice()
    return state.load().sessions[(mode, topic.id)]


def fresh_today(topics: Mapping[str, Topic]) -> today.State:
    """The session over all topics, as ``fresh`` gives that of one."""
    now, session = _topics(), state.load().sessions.get(today.SEAT)
    if session is None or now.keys() != topics.keys() or any(now[name] is not topics[name] for name in topics):
        st.rerun()
    frame.say_notice()
    return cast("today.State", session)


def _topics() -> Mapping[str, Topic]:
    return {topic.id: topic for topic in services().shelf.look().topics}


def current_id(session: Session) -> str | None:
    """The full id of the item that a session is at, None at its end."""
    if isinstance(session, today.State):
        return current_id(session.part) if session.part is not None else None
    item = next((getattr(session, name) for name in ("card", "question", "prompt", "myth") if hasattr(session, name)), None)
    return session.attempt.full_id(item) if item is not None else None


def _is_current(session: Session, topics: Sequence[Topic]) -> bool:
    """Whether the session's items are those that the topics hold now (an instructor may have saved a change), or those it is pinned to."""
    now = {id(item) for topic in topics for item in topic.items()}
    concepts = {concept.id for topic in topics for concept in topic.concepts}
    begun = {(name.rpartition("/")[2], content_hash) for name, content_hash in session.attempt.items}

    def held(item: Item) -> bool:
        return is_pinned(item) and item.concept in concepts and (item.id, item.content_hash) in begun

    return all(id(template_of(item)) in now or held(item) for item in _items(session))


def _items(session: Session) -> Sequence[Item]:
    if isinstance(session, today.State):
        return [today.item_of(part) for part in session.parts]
    return next(getattr(session, name) for name in ("cards", "questions", "prompts", "myths") if hasattr(session, name))


def _is_turned(session: Session) -> bool:
    return bool(getattr(session.part if isinstance(session, today.State) else session, "revealed", False))


def _keep(session: Session, topics: Sequence[Topic]) -> None:
    attempt = session.attempt
    app = state.load()
    before = app.sessions.get(attempt.seat)
    if before is not session:
        same = before is not None and before.attempt.session == attempt.session and current_id(before) == current_id(session)
        if same and before is not None and _is_turned(before):
            session = _step(session, attempt.seat, Reveal()) or session  # the file was saved while the card was turned over
        sessions = {**app.sessions, attempt.seat: session}
        state.change(sessions=sessions, picked=app.picked if same else None)
    if st.query_params.get("session") != attempt.session and attempt.items:
        st.query_params["session"] = attempt.session
