"""A question: its choices or fields while it is open, and the reasons once it is answered. Shared by all modes that ask one."""

from __future__ import annotations

import streamlit as st

from quizzes.content.models import Asked, Topic
from quizzes.questions.answers import Option, PickOne, Reason
from quizzes.sessions import questions
from quizzes.sessions.actions import GoOn, choose
from views import keys, prose, sitting, state


def stem(question: Asked, topic: Topic) -> None:
    """The level, the question and its code."""
    st.badge(question.level, color="gray")
    prose.headed(question.question, topic)
    if question.snippet is not None:
        st.code(question.snippet.text, language=question.snippet.language, wrap_lines=True)


def ask(session: questions.State, question: Asked, topic: Topic, *, submit: str, unsure: bool = False) -> None:
    """The numbered choices and the button that hands one in; with ``unsure`` also "I don't know"."""
    seat = session.attempt.seat
    picked = _picked(question)
    shape = session.ask(question)
    assert isinstance(shape, PickOne)
    for number, option in enumerate(shape.options, start=1):
        _choice(question, option, number, picked=picked == option.id, topic=topic)
    with st.container(horizontal=True):
        send = (seat, question.id, choose(picked))
        can = picked is not None
        key = f"submit-{question.id}"
        st.button(
            submit, type="primary", disabled=not can, key=key, shortcut=keys.space() if can else None, on_click=sitting.act, args=send
        )
        if unsure:
            nothing = (seat, question.id, choose(None))
            st.button("I don't know", key=f"unsure-{question.id}", on_click=sitting.act, args=nothing)


def _picked(question: Asked) -> str | None:
    picked = state.load().picked
    return picked[1] if picked is not None and picked[0] == question.id else None


def _pick(question_id: str, choice_id: str) -> None:
    state.change(picked=(question_id, choice_id))


def _choice(question: Asked, choice: Option, number: int, *, picked: bool, topic: Topic) -> None:
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


def result(session: questions.State, question: Asked, topic: Topic) -> None:
    """The choices with what is right and what was picked, and the reasons of both."""
    grade, shape = session.grade(question), session.ask(question)
    assert isinstance(shape, PickOne)
    with st.container(gap="xsmall", key=f"choices-{question.id}"):
        for number, option in enumerate(shape.options, start=1):
            is_right, is_picked = option.id in grade.right.choices, option.id in grade.given.choices
            mark = "✓" if is_right else "✗" if is_picked else "·"
            prose.prose(f"**{mark} {number}.** {option.text}" if is_right or is_picked else f"{mark} {number}. {option.text}", topic)
    for number, reason in enumerate(grade.reasons):
        _reason(number, reason, question, topic)


def _reason(number: int, reason: Reason, question: Asked, topic: Topic) -> None:
    says = reason.says if reason.about is None else f"{reason.says} “{prose.one_line(reason.about)}”."
    with st.container(key=f"reason-{reason.kind}-{question.id}-{number}"):
        prose.prose(f"**{says}** {reason.why}", topic)


def go_on(session: questions.State, question: Asked, topic: Topic, *, label: str) -> None:
    """The button that leaves an answered question."""
    send = (session.attempt.seat, question.id, GoOn())
    st.button(label, type="primary", key=f"next-{question.id}", shortcut=keys.space(), on_click=sitting.act, args=send)
