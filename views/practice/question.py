"""A question: its choices or fields while it is open, and the reasons once it is answered. Shared by all modes that ask one."""

from __future__ import annotations

from collections.abc import Callable

import streamlit as st

from quizzes.content.topic import Topic
from quizzes.models import Asked
from quizzes.questions import FillBlank
from quizzes.questions.answers import Grade, PickOne, PickSeveral, PutInOrder, Shape, TypeIn
from quizzes.questions.fill_blank import grading as fill_blank
from quizzes.sessions import questions
from quizzes.sessions.actions import GoOn
from views.components import hands
from views.page import keyed, keys
from views.practice import answer_fields, item_menu, sitting
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
            answer_fields.ask(session, question, topic, submit=submit, unsure=unsure, ask_sure=ask_sure)
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
    if isinstance(question, FillBlank):
        prose.prose(fill_blank.with_numbers(question), topic)


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
        _compared(grade, shape, topic, named=lambda kind, number: keyed.by_id(f"told-{kind}", full, number, *apart))
    if isinstance(question, FillBlank):
        st.caption("Filled in correctly, it reads:")
        prose.prose(fill_blank.finished(question), topic)
    for number, reason in enumerate(grade.reasons):
        says = reason.says if reason.about is None else f"{reason.says} “{prose.one_line(reason.about)}”."
        with st.container(key=keyed.by_id(f"reason-{reason.kind}", full, number, *apart)):
            prose.prose(f"**{says}** {reason.why}", topic)


def _compared(grade: Grade, shape: Shape, topic: Topic, *, named: Callable[[str, int], str]) -> None:
    """Each option in its box, right or wrong by sign and colour; ``named`` gives the key of a box."""
    if isinstance(shape, PickOne | PickSeveral):
        for number, option in enumerate(shape.options, start=1):
            is_right, is_picked = option.id in grade.right.choices, option.id in grade.given.choices
            several = isinstance(shape, PickSeveral)
            mark = "✓" if is_right else "✗" if is_picked else "·"
            yours = " *(your choice)*" if several and is_picked else ""
            told = is_right or is_picked
            with st.container(key=named("right" if is_right else "wrong" if is_picked else "other", number)):
                prose.prose(f"**{mark} {number}.** {option.text}{yours}" if told else f"{mark} {number}. {option.text}", topic)
    elif isinstance(shape, PutInOrder):
        texts = {option.id: option.text for option in shape.options}
        given = grade.given.choices
        for number, step in enumerate(grade.right.choices, start=1):
            place = given.index(step) + 1 if step in given else None
            note = "" if place == number or place is None else f" *(you put it {_ordinal(place)})*"
            with st.container(key=named("right" if place == number else "wrong", number)):
                prose.prose(f"**{'✓' if place == number else '✗'} {number}.** {texts.get(step, step)}{note}", topic)
    elif isinstance(shape, TypeIn) and not grade.given.is_empty:
        _typed(grade, shape)


def _typed(grade: Grade, shape: TypeIn) -> None:
    mark = "✓" if grade.is_right else "✗"
    if shape.kind == "output":
        st.markdown(f"**{mark}** You typed")
        st.code(grade.given.texts[0], language=None, wrap_lines=True)
        return
    for label, text in zip(shape.labels, grade.given.texts, strict=False):
        wrong_here = any(reason.says.startswith(f"{label} ") for reason in grade.reasons)
        one = "✗" if wrong_here or (len(shape.labels) == 1 and not grade.is_right) else "✓"
        name = "You typed" if len(shape.labels) == 1 else f"{label}, you typed"
        st.markdown(f"**{one}** {name} {prose.as_code(text)}{' ' + shape.unit if shape.unit else ''}")


def _ordinal(number: int) -> str:
    return {1: "1st", 2: "2nd", 3: "3rd"}.get(number, f"{number}th")


def go_on(session: questions.State, question: Asked, topic: Topic, *, label: str) -> None:
    """The button that leaves an answered question."""
    full = session.attempt.full_id(question)
    send, key = (session.attempt.seat, full, GoOn()), keyed.by_id("next", full)
    st.button(label, type="primary", key=key, shortcut=keys.space(), on_click=sitting.act, args=send)
