"""A question: its choices or fields while it is open, and the reasons once it is answered. Shared by all modes that ask one."""

from __future__ import annotations

import streamlit as st

from quizzes.attempts.actions import GoOn
from quizzes.content.topic import Topic
from quizzes.models import Asked
from quizzes.questions import text_of
from quizzes.questions.answers import Grade
from quizzes.sessions import questions
from views.components import hands
from views.page import keyed, keys
from views.practice import item_menu, leaning, sitting, why_line
from views.practice.answering.answer_fields import Ways
from views.practice.answering.answer_widgets import widgets
from views.shown import prose, proven


def card(session: questions.State, question: Asked, topic: Topic, *, ways: Ways) -> None:
    """The question on its card: open, as the learner is asked why they chose wrongly, or with its reasons."""
    with st.container(border=True, key=keyed.by_id("card", session.attempt.full_id(question))):
        stem(question, topic)
        if session.asks_why:
            why_line.ask(session, question, topic)
        elif session.told:
            result(session, question, topic)
            prose.sources(question.source, topic)
            proven.mark(question, topic)
        else:
            widgets(session.ask(question)).ask(session, question, topic, ways)
    item_menu.say_known(question, session.attempt)
    announce(session, question, focus=keyed.by_id("next", session.attempt.full_id(question)))


def announce(session: questions.State, question: Asked, *, focus: str) -> None:
    """Say the question when it comes and its reason when it is answered; the focus is then on the button with the key ``focus``."""
    name = session.attempt.full_id(question)
    if session.asks_why:
        hands.at(f"{name}-why", says=why_line.says(session, question), focus=keyed.by_id("show-reason", name))
    elif session.told:
        reason, mistake = session.grade(question).reasons[0], session.recognised(question)
        mistake_sentence = f" {mistake.sentence}" if mistake is not None else ""
        hands.at(f"{name}-answered", says=f"{reason.says} {prose.one_line(reason.why)}{mistake_sentence}", focus=focus)
    else:
        hands.at(name, says=prose.one_line(question.question), focus=keyed.by_id("card", name))


def stem(question: Asked, topic: Topic) -> None:
    """The level, the question, its code, and the text with gaps."""
    st.badge(question.level, color="gray")
    prose.headed(question.question, topic, asks=question)
    asked_about(question, topic)


def asked_about(question: Asked, topic: Topic) -> None:
    """What the question is about besides its words: its code, and the text with gaps."""
    if question.snippet is not None:
        st.code(question.snippet.text, language=question.snippet.language, wrap_lines=True)
    text = text_of(question)
    if text is not None:
        prose.prose(text, topic, asks=question)


def in_short(grade: Grade) -> str:
    """What is correct and why, in Markdown: for the end of a session, where the options do not stand beside it."""
    if len(grade.right.choices) < 2:
        return f"**{grade.right_text}** {grade.reasons[-1].why}"
    reasons = [f"- {reason.says} **{reason.about}** {reason.why}" for reason in grade.reasons]
    return "\n".join([f"**{grade.right_text}**", "", *reasons])


def result(session: questions.State, question: Asked, topic: Topic, *, place: str = "", leads_back: bool = True) -> None:
    """What was given beside what is right, and the reasons; after a wrong answer also the way to what it builds on, where it
    ``leads_back``.
    ``place`` tells two of one question on a page apart."""
    grade, shape, full = session.grade(question), session.ask(question), session.attempt.full_id(question)
    suffix = (place,) if place else ()
    with st.container(gap="xsmall", key=keyed.by_id("choices", full, *suffix)):
        widgets(shape).compare(grade, topic, lambda kind, number: keyed.by_id(f"told-{kind}", full, number, *suffix))
    finished = text_of(question, is_filled=True)
    if finished is not None:
        st.caption("Filled in correctly, it reads:")
        prose.prose(finished, topic)
    why_line.said(session, question)
    for number, reason in enumerate(grade.reasons):
        says = reason.says if reason.about is None else f"{reason.says} “{prose.one_line(reason.about)}”."
        with st.container(key=keyed.by_id(f"reason-{reason.kind}", full, number, *suffix)):
            prose.prose(f"**{says}** {reason.why}", topic)
    if grade.score < 1 and leads_back:
        leaning.offer(question, topic, enclosing_mode=session.attempt.within, place=place)


def go_on(session: questions.State, question: Asked, topic: Topic, *, label: str) -> None:
    """The button that leaves an answered question."""
    full = session.attempt.full_id(question)
    send, key = (session.attempt.seat, full, GoOn()), keyed.by_id("next", full)
    st.button(label, type="primary", key=key, shortcut=keys.space(), on_click=sitting.act, args=send)
