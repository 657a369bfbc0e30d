"""Brings the session that a page shows: the one under way, the one its address names, or a new one."""

from __future__ import annotations

from collections.abc import Mapping, Sequence

import streamlit as st

from quizzes.attempts.actions import Action
from quizzes.attempts.attempt import REHEARSAL, Options, Seat
from quizzes.attempts.mode import Mode, Scope, Session, State
from quizzes.content.topic import Topic
from quizzes.events.event import EventError
from quizzes.models import Item
from quizzes.questions.versions import is_pinned
from quizzes.sessions.study import mode_of
from quizzes.variants import template_of
from views.page import away, frame, schedule_now, state, visitor
from views.page.services import services


def all_topics() -> Scope:
    """All topics, as they are now."""
    return Scope.all({topic.id: topic for topic in services().shelf.look().topics})


def sit_down(mode: Mode[State], topic: Topic, options: Options | None = None) -> State:
    """The session for this page; its id is put into the address, so that a refresh returns to it.

    ``options`` say how a new one begins and, where given, which unfinished one is gone on with.
    """
    scope = Scope.of(topic)
    session = named_in_address(mode, scope) or unfinished(mode, scope, options)
    if session is None:
        return begin(mode, scope, options)
    keep(session)
    return session


def named_in_address(mode: Mode[State], scope: Scope) -> State | None:
    """The session that the address names; None where it names none, or none of this visitor's in this mode and scope."""
    session_id = st.query_params.get("session")
    if session_id is None:
        return None
    seated = state.load().sessions.get(mode.seat(scope))
    if seated is not None and seated.attempt.session == session_id and _is_current(seated, scope):
        return mode.own(seated)
    return services().study.resume(mode, scope, learner=visitor.learner(), session=session_id)


def unfinished(mode: Mode[State], scope: Scope, options: Options | None = None, *, item_names: Sequence[str] | None = None) -> State | None:
    """The visitor's session that is gone on with, as ``Study.unfinished`` has it."""
    return services().study.unfinished(mode, scope, learner=visitor.learner(), moment=visitor.now(), options=options, item_names=item_names)


def new(mode: Mode[State], scope: Scope, options: Options | None = None, *, item_names: Sequence[str] = ()) -> State:
    """A new session, which is not sat down to yet."""
    memories = schedule_now.memories()
    learner, moment = visitor.learner(), visitor.now()
    return services().study.begin(mode, scope, learner=learner, moment=moment, options=options, memories=memories, item_names=item_names)


def begin(mode: Mode[State], scope: Scope, options: Options | None = None, *, item_names: Sequence[str] = ()) -> State:
    """Sit down to a new session, whatever was under way."""
    session = new(mode, scope, options, item_names=item_names)
    keep(session)
    return session


@away.sends
def start_over(mode: Mode[State], topic: Topic, options: Options | None = None) -> None:
    """Begin anew, for callbacks."""
    begin(mode, Scope.of(topic), options)


@away.sends
def go_on(mode: Mode[State], topic: Topic, options: Options) -> None:
    """Go on with what was left under these options, or begin anew, for callbacks at the end of what was opened beside it."""
    scope = Scope.of(topic)
    session = unfinished(mode, scope, options)
    if session is None:
        begin(mode, scope, options)
    else:
        keep(session)


@away.sends
def act(seat: Seat, item: str | None, action: Action) -> None:
    """Do one thing in the session that sits there, for callbacks; ``item`` is the full id of the item on the screen, None at the end.

    A press that comes late, for an item that is behind already, does nothing.
    """
    session = state.load().sessions.get(seat)
    if session is None or session.current_id != item:
        return
    try:
        next_session = _step(session, seat, action)
    except EventError:
        state.change(unsaved=item)
        raise
    if next_session is None:
        return
    state.change(sessions={**state.load().sessions, seat: next_session}, picked=None, fault=None, unsaved=None, turned=None)
    if next_session.current_id != item:
        close_lab()


def close_lab() -> None:
    """Close the lab that an item invited to: the address alone says which one is open, so that a refresh keeps it."""
    for name in ("try", "job"):
        st.query_params.pop(name, None)


def _step(session: State, seat: Seat, action: Action) -> State | None:
    """The session after the action; None where its topic is gone."""
    if session.attempt.within == REHEARSAL:
        return mode_of(session).step(session, action, visitor.now())[0]
    scope = _scope_at(seat)
    return services().study.act(session, scope, action, visitor.now()) if scope is not None else None


def _scope_at(seat: Seat) -> Scope | None:
    """What a session that sits there runs over, as it is now; None where its topic is gone."""
    _, name = seat
    if not name:
        return all_topics()
    topic = services().shelf.look().topic(name)
    return Scope.of(topic) if topic is not None else None


def fresh(mode: Mode[State], scope: Scope) -> State:
    """The session as the last callback left it, for a fragment that runs by itself.

    Where the file of a topic was saved meanwhile, the whole page is drawn again with it.
    """
    seat = mode.seat(scope)
    session, seated_scope = state.load().sessions.get(seat), _scope_at(seat)
    if session is None or (seated_scope is not None and not _is_same(seated_scope.topics, scope.topics)):
        st.rerun()
    frame.say_notice()
    return mode.own(session)


def _is_same(topics: Mapping[str, Topic], other_topics: Mapping[str, Topic]) -> bool:
    return topics.keys() == other_topics.keys() and all(topics[name] is other_topics[name] for name in topics)


def _is_current(session: Session, scope: Scope) -> bool:
    """Whether the session's items are those that the topics hold now (an instructor may have saved a change), or those it is pinned to."""
    current_ids = {id(item) for topic in scope.topics.values() for item in topic.items()}
    concepts = {concept.id for topic in scope.topics.values() for concept in topic.concepts}
    begun_hashes = {(name.rpartition("/")[2], content_hash) for name, content_hash in session.attempt.items}

    def held(item: Item) -> bool:
        return is_pinned(item) and item.concept in concepts and (item.id, item.content_hash) in begun_hashes

    return all(id(template_of(item)) in current_ids or held(item) for item in session.items)


def keep(session: Session) -> None:
    """Sit down to that session: the page shows it, and its address names it."""
    attempt = session.attempt
    app = state.load()
    seat = attempt.seat
    seated = app.sessions.get(seat)
    if seated is not session:
        same = seated is not None and seated.attempt.session == attempt.session and seated.current_id == session.current_id
        sessions = {**app.sessions, seat: session}
        state.change(sessions=sessions, picked=app.picked if same else None)
    if st.query_params.get("session") != attempt.session and attempt.items:
        st.query_params["session"] = attempt.session
