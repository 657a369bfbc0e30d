"""A choice question: its choices while it is open, and the reasons once it is answered. Shared by all modes that ask one."""

from __future__ import annotations

import streamlit as st

from quizzes.content.models import Choice, Question, Topic
from quizzes.sessions import questions
from quizzes.sessions.actions import Choose, GoOn
from views import keys, prose, sitting, state


def stem(question: Question, topic: Topic) -> None:
    """The level, the question and its code."""
    st.badge(question.level, color="gray")
    prose.headed(question.question, topic)
    if question.snippet is not None:
        st.code(question.snippet.text, language=question.snippet.language, wrap_lines=True)


def ask(session: questions.State, question: Question, topic: Topic, *, submit: str, unsure: bool = False) -> None:
    """The numbered choices and the button that hands one in; with ``unsure`` also "I don't know"."""
    mode = session.attempt.mode
    picked = _picked(question)
    for number, choice in enumerate(session.choices(question), start=1):
        _choice(question, choice, number, picked=picked == choice.id, topic=topic)
    with st.container(horizontal=True):
        send = (mode, topic, question.id, Choose(picked))
        can = picked is not None
        key = f"submit-{question.id}"
        st.button(
            submit, type="primary", disabled=not can, key=key, shortcut=keys.space() if can else None, on_click=sitting.act, args=send
        )
        if unsure:
            nothing = (mode, topic, question.id, Choose(None))
            st.button("I don't know", key=f"unsure-{question.id}", on_click=sitting.act, args=nothing)


def _picked(question: Question) -> str | None:
    picked = state.load().picked
    return picked[1] if picked is not None and picked[0] == question.id else None


def _pick(question_id: str, choice_id: str) -> None:
    state.change(picked=(question_id, choice_id))


def _choice(question: Question, choice: Choice, number: int, *, picked: bool, topic: Topic) -> None:
    """One choice as a button; one that holds a block of code stands above its button, because a button holds one line."""
    key = f"choice-{question.id}-{number}"  # never the choice's id, which could tell
    block = "```" in choice.text or "$$" in choice.text
    if block:
        prose.prose(choice.text, topic)
    text = f"Choice {number}" if block else prose.one_line(choice.text)
    st.button(
        text,
        key=key,
        icon=":material/radio_button_checked:" if picked else ":material/radio_button_unchecked:",
        type="secondary",
        width="stretch",
        shortcut=keys.digit(number),
        on_click=_pick,
        args=(question.id, choice.id),
    )


def result(session: questions.State, question: Question, topic: Topic) -> None:
    """The choices with what is right and what was picked, and the reasons of both."""
    grade = session.grade(question)
    with st.container(gap="xsmall", key=f"choices-{question.id}"):
        for number, choice in enumerate(session.choices(question), start=1):
            is_right, is_picked = choice == grade.right, choice == grade.picked
            mark = "✓" if is_right else "✗" if is_picked else "·"
            prose.prose(f"**{mark} {number}.** {choice.text}" if is_right or is_picked else f"{mark} {number}. {choice.text}", topic)
    if grade.score == 1.0:
        _reason("right", "Right.", grade.right.why, question, topic)
        return
    if grade.picked is not None:
        _reason("wrong", "Not this one.", grade.picked.why, question, topic)
    _reason("right", f"Right is “{prose.one_line(grade.right.text)}”.", grade.right.why, question, topic)


def _reason(kind: str, says: str, why: str, question: Question, topic: Topic) -> None:
    with st.container(key=f"reason-{kind}-{question.id}"):
        prose.prose(f"**{says}** {why}", topic)


def go_on(session: questions.State, question: Question, topic: Topic, *, label: str) -> None:
    """The button that leaves an answered question."""
    send = (session.attempt.mode, topic, question.id, GoOn())
    st.button(label, type="primary", key=f"next-{question.id}", shortcut=keys.space(), on_click=sitting.act, args=send)
