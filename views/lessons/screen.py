"""A screen of a lesson: what it says, its small question, and the ways to the screens before and behind."""

from __future__ import annotations

import streamlit as st

from quizzes.content.lesson import LessonPart, Screen
from quizzes.content.topic import Topic
from quizzes.models import Asked
from quizzes.sessions import questions
from views.components import hands
from views.lessons import at
from views.page import keyed, keys
from views.practice import item_menu, question, try_it
from views.practice.answering.answer_fields import Ways
from views.practice.answering.answer_widgets import widgets
from views.shown import prose, proven

BACK_KEY = "B"


def current(screen: Screen, part: LessonPart, topic: Topic, session: questions.State) -> None:
    """The screen that one has come to: its question is open, or its reason is read."""
    question_asked = _as_drawn(screen, session)
    full, number = session.attempt.full_id(question_asked), session.position
    _line(part, number, is_behind=session.answered)
    with st.container(border=True, key=keyed.by_id("card", full)):
        read(screen, topic)
        ask(screen, topic, session)
    announce(screen, session)
    with st.container(horizontal=True, vertical_alignment="center", key="reach-screen" if session.answered else "below-screen"):
        _back(part, number, full)
        if session.answered:
            question.go_on(session, question_asked, topic, label="Next screen" if number + 1 < len(session.questions) else "Finish")
    if session.answered:
        item_menu.draw(question_asked, topic, session.attempt)
        try_it.offer(question_asked, topic)


def former(screen: Screen, part: LessonPart, topic: Topic, session: questions.State) -> None:
    """A screen that one goes back to, with what one answered; or one that a search has found before it was come to."""
    number, question_asked = part.screens.index(screen), _as_drawn(screen, session)
    full = session.attempt.full_id(question_asked)
    _line(part, number, is_behind=True)
    with st.container(border=True, key=keyed.by_id("card", full)):
        read(screen, topic)
        if screen.id in session.answers:
            _asked(screen, topic, session)
            question.result(session, question_asked, topic, leads_back=False)
            prose.sources(screen.source, topic)
        else:
            st.caption("You come to its question when you get here.")
    hands.at(f"{full}-again", says=prose.one_line(screen.says), focus=keyed.by_id("card", full))
    with st.container(horizontal=True, vertical_alignment="center", key="reach-screen"):
        _back(part, number, full)
        label, to = _forward(part, number, session)
        st.button(label, type="primary", key=keyed.by_id("forward", full), shortcut=keys.space(), on_click=at.look, args=(to,))


def _forward(part: LessonPart, number: int, session: questions.State) -> tuple[str, str | None]:
    """Label and screen of the button that leaves a former screen; None is where one has come to."""
    current_id = session.question.id if session.question is not None else None
    next_screen = part.screens[number + 1] if number + 1 < len(part.screens) else None
    if part.screens[number].id not in session.answers:
        return ("Go on where you are" if current_id is not None else "Finish"), None
    if next_screen is None:
        return "Finish", None
    return "Next screen", None if next_screen.id == current_id else next_screen.id


def _back(part: LessonPart, number: int, full: str) -> None:
    if number > 0:
        previous_id = part.screens[number - 1].id
        key, icon = keyed.by_id("back", full), ":material/arrow_back:"
        st.button("Back", type="secondary", icon=icon, key=key, shortcut=keys.letter(BACK_KEY), on_click=at.look, args=(previous_id,))


def _line(part: LessonPart, number: int, *, is_behind: bool) -> None:
    count = len(part.screens)
    st.progress((number + is_behind) / count, text=f"{part.title} · screen {number + 1} of {count}")


def read(screen: Screen, topic: Topic) -> None:
    """What the screen says, with its pictures."""
    with st.container(key=keyed.by_id("says", f"{topic.id}/{screen.id}")):
        prose.prose(screen.says, topic)


def ask(screen: Screen, topic: Topic, session: questions.State) -> None:
    """Its question, open or with its reasons."""
    question_asked = _as_drawn(screen, session)
    _asked(screen, topic, session)
    if screen.id in session.answers:
        question.result(session, question_asked, topic, leads_back=False)  # which would lead out of the lesson that teaches it
        prose.sources(screen.source, topic)
        proven.mark(question_asked, topic)
    else:
        widgets(session.ask(question_asked)).ask(session, question_asked, topic, Ways("Check"))


def _asked(screen: Screen, topic: Topic, session: questions.State) -> None:
    question_asked = _as_drawn(screen, session)
    st.divider()
    prose.headed(question_asked.question, topic, asks=question_asked)
    question.asked_about(question_asked, topic)


def _as_drawn(screen: Screen, session: questions.State) -> Asked:
    """The question as this session asks it: a variant's figures are drawn."""
    return next((drawn_question for drawn_question in session.questions if drawn_question.id == screen.id), screen.ask)


def announce(screen: Screen, session: questions.State) -> None:
    """Say the screen when it comes, and the reason when its question is answered."""
    question_asked = _as_drawn(screen, session)
    name = session.attempt.full_id(question_asked)
    if session.answered:
        question.announce(session, question_asked, focus=keyed.by_id("next", name))
    else:
        hands.at(name, says=f"{prose.one_line(screen.says)} {prose.one_line(question_asked.question)}", focus=keyed.by_id("card", name))
