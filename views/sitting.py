"""Brings the session that a page shows: the one under way, the one its address names, or a new one."""

from __future__ import annotations

import streamlit as st

from quizzes.content.models import Topic
from quizzes.events import EventError
from quizzes.sessions.actions import Action, Reveal
from quizzes.sessions.attempt import Options, Seat
from quizzes.study import Session
from quizzes.variants import template_of
from views import frame, state, try_it, visitor
from views.services import services


def sit_down(mode: str, topic: Topic, options: Options | None = None) -> Session:
    """The session for this page; its id is put into the address, so that a refresh returns to it.

    ``options`` say how a new one begins and, where given, which unfinished one is gone on with.
    """
    wanted = st.query_params.get("session")
    kept = state.load().sessions.get((mode, topic.id))
    session = None
    if wanted is not None:
        session = kept if kept is not None and kept.attempt.session == wanted and _is_current(kept, topic) else None
        session = session or services().study.resume(mode, topic, learner=visitor.learner(), session=wanted)
    if session is None:
        session = services().study.unfinished(mode, topic, learner=visitor.learner(), options=options)
    if session is None:
        return begin(mode, topic, options)
    _keep(session, topic)
    return session


def begin(mode: str, topic: Topic, options: Options | None = None) -> Session:
    """A new session, whatever was under way."""
    session = services().study.begin(mode, topic, learner=visitor.learner(), now=visitor.now(), options=options)
    _keep(session, topic)
    return session


def start_over(mode: str, topic: Topic, options: Options | None = None) -> None:
    """Begin anew, for callbacks."""
    begin(mode, topic, options)


def act(seat: Seat, item_id: str, action: Action) -> None:
    """Do one thing in the session that sits there, for callbacks; ``item_id`` is the item on the screen.

    A press that comes late, for an item that is behind already, does nothing.
    """
    session, topic = state.load().sessions.get(seat), services().shelf.look().topic(seat[1])
    if session is None or topic is None or current_id(session) != item_id:
        return
    try:
        after = services().study.act(session, topic, action, visitor.now())
    except EventError as error:
        detail = str(error) if visitor.is_local() else "Please try again."
        state.change(notice=f"That could not be saved, so nothing was counted. {detail}")
        return
    state.change(sessions={**state.load().sessions, seat: after}, picked=None, fault=None)
    if current_id(after) != item_id:
        try_it.close()


def fresh(mode: str, topic: Topic) -> Session:
    """The session as the last callback left it, for a fragment that runs by itself.

    Where the topic's file was saved meanwhile, the whole page is drawn again with it.
    """
    held = services().shelf.look().topic(topic.id)
    if held is not None and held is not topic:
        st.rerun()
    frame.say_notice()
    return state.load().sessions[(mode, topic.id)]


def current_id(session: Session) -> str | None:
    """The id of the item that a session is at, None at its end."""
    item = next((getattr(session, name) for name in ("card", "question", "prompt", "myth") if hasattr(session, name)), None)
    return item.id if item is not None else None


def _is_current(session: Session, topic: Topic) -> bool:
    """Whether the session's items are those that the topic holds now (an instructor may have saved a change)."""
    held = next(getattr(session, name) for name in ("cards", "questions", "prompts", "myths") if hasattr(session, name))
    now = {id(item) for item in topic.items()}
    return all(id(template_of(item)) in now for item in held)


def _keep(session: Session, topic: Topic) -> None:
    attempt = session.attempt
    app = state.load()
    before = app.sessions.get((attempt.mode, attempt.topic))
    if before is not session:
        same = before is not None and before.attempt.session == attempt.session and current_id(before) == current_id(session)
        if same and getattr(before, "revealed", False):
            session = services().study.act(session, topic, Reveal(), visitor.now())  # the file was saved while the card was turned over
        sessions = {**app.sessions, (attempt.mode, attempt.topic): session}
        state.change(sessions=sessions, picked=app.picked if same else None)
    if st.query_params.get("session") != attempt.session and not _is_empty(session):
        st.query_params["session"] = attempt.session


def _is_empty(session: Session) -> bool:
    return not session.attempt.items
