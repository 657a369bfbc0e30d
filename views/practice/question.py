"""A question: its choices or fields while it is open, and the reasons once it is answered. Shared by all modes that ask one."""

from __future__ import annotations

import streamlit as st

from quizzes.content.topic import Topic
from quizzes.models import Asked
from quizzes.questions import text_of
from quizzes.questions.answers import Grade
from quizzes.sessions import questions
from quizzes.sessions.actions import GoOn
from views.components import hands
from views.page import keyed, keys
from views.practice import item_menu, sitting
from views.practice.answer_fields import Ways
from views.practice.answer_widgets import widgets
from views.shown import prose, proven


def card(session: questions.State, question: Asked, topic: Topic, *, submit: str, unsure: bool = False, ask_sure: bool = False) -> None:
    """The question on its card: open, or with its reasons. ``unsure`` offers "I don't know", ``ask_sure`` two ways to hand in."""
    with st.container(border=True, key=keyed.by_id("card", session.attempt.full_id(question))):
        stem(question, topic)
        if session.answered:
            result(session, question, topic)
            prose.sources(question.source, topic)
            proven.mark(question, topic)
        else:
            widgets(session.ask(question)).ask(session, question, topic, Ways(submit, unsure, ask_sure))
    item_menu.say_known(question, session.attempt)
    announce(session, question, focus=keyed.by_id("next", session.attempt.full_id(question)))


def announce(session: questions.State, question: Asked, *, focus: str) -> None:
    """Say the question when it comes and its reason when it is answered; the focus is then on the button with the key ``focus``."""
    name = session.attempt.full_id(question)
    if session.answered:
        reason = session.grade(question).reasons[0]
        hands.at(f"{name}-answered", says=f"{reason.says} {prose.one_line(reason.why)}", focus=focus)
    else:
        hands.at(name, says=prose.one_line(question.question), focus=keyed.by_id("card", name))


def stem(question: Asked, topic: Topic) -> None:
    """The level, the question, its code, and the text with gaps."""
    st.badge(question.level, color="gray")
    prose.headed(question.question, topic)
    asked_about(question, topic)


def asked_about(question: Asked, topic: Topic) -> None:
    """What the question is about besides its words: its code, and the text with gaps."""
    if question.snippet is not None:
        st.code(question.snippet.text, language=question.snippet.language, wrap_lines=True)
    text = text_of(question)
    if text is not None:
        prose.prose(text, topic)


def in_short(grade: Grade) -> str:
    """What is correct and why, in Markdown: for the end of a session, where the options do not stand beside it."""
    if len(grade.right.choices) < 2:
        return f"**{grade.right_text}** {grade.reasons[-1].why}"
    reasons = [f"- {reason.says} **{reason.about}** {reason.why}" for reason in grade.reasons]
    return "\n".join([f"**{grade.right_text}**", "", *reasons])


def result(session: questions.State, question: Asked, topic: Topic, *, place: str = "") -> None:
    """What was given beside what is right, and the reasons; ``place`` tells two of one question on a page apart."""
    grade, shape, full = session.grade(question), session.ask(question), session.attempt.full_id(question)
    apart = (place,) if place else ()
    with st.container(gap="xsmall", key=keyed.by_id("choices", full, *apart)):
        widgets(shape).compare(grade, topic, lambda kind, number: keyed.by_id(f"told-{kind}", full, number, *apart))
    finished = text_of(question, filled=True)
    if finished is not None:
        st.caption("Filled in correctly, it reads:")
        prose.prose(finished, topic)
    for number, reason in enumerate(grade.reasons):
        says = reason.says if reason.about is None else f"{reason.says} “{prose.one_line(reason.about)}”."
        with st.container(key=keyed.by_id(f"reason-{reason.kind}", full, number, *apart)):
            prose.prose(f"**{says}** {reason.why}", topic)


def go_on(session: questions.State, question: Asked, topic: Topic, *, label: str) -> None:
    """The button that leaves an answered question."""
    full = session.attempt.full_id(question)
    send, key = (session.attempt.seat, full, GoOn()), keyed.by_id("next", full)
    st.button(label, type="primary", key=key, shortcut=keys.space(), on_click=sitting.act, args=send)
