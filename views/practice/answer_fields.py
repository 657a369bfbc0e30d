"""What an open question offers to answer with: buttons for choices and orders, fields for what is typed, and the ways to hand in."""

from __future__ import annotations

from typing import Literal

import streamlit as st

from quizzes.content.topic import Topic
from quizzes.events.unfinished import Place
from quizzes.models import Asked
from quizzes.questions import fault
from quizzes.questions.answers import Answer, Option, PickOne, PickSeveral, PutInOrder, TypeIn
from quizzes.sessions import questions
from quizzes.sessions.actions import HandIn
from quizzes.sessions.attempt import Attempt, Seat
from views.page import keyed, keys, state, style
from views.practice import pending, sitting
from views.shown import prose

SURE_KEY, NOT_SURE_KEY = "S", "N"
EMPTY = "Type an answer first."


def ask(session: questions.State, question: Asked, topic: Topic, *, submit: str, unsure: bool, ask_sure: bool) -> None:
    """The fields of the question's shape and the buttons that hand in."""
    shape = session.ask(question)
    if isinstance(shape, TypeIn):
        _type_in(session, question, shape, submit=submit, unsure=unsure, ask_sure=ask_sure)
        return
    picked = _picked(session.attempt, question)
    if isinstance(shape, PickSeveral):
        st.caption("Pick every correct one.")
    elif isinstance(shape, PutInOrder):
        st.caption("Press the steps in their order; press one again to take it back.")
    full = session.attempt.full_id(question)
    style.marked([keyed.by_id("choice", full, number) for number, one in enumerate(shape.options, start=1) if one.id in picked])
    with st.container(key=keyed.by_id("order" if isinstance(shape, PutInOrder) else "options", full)):
        for number, option in enumerate(shape.options, start=1):
            _option(session.attempt, question, option, number, shape, picked, topic)
    whole = len(picked) == len(shape.options) if isinstance(shape, PutInOrder) else bool(picked)
    _hand_in(session.attempt, question, Answer(choices=picked), whole=whole, submit=submit, unsure=unsure, ask_sure=ask_sure)


def _picked(attempt: Attempt, question: Asked) -> tuple[str, ...]:
    """The choices that are marked: in this browser session, or in one before a refresh."""
    picked = state.load().picked
    is_here = picked is not None and picked[0] == attempt.full_id(question)
    return picked[1] if is_here and picked is not None else pending.marked(_place(attempt, question))


def _place(attempt: Attempt, question: Asked) -> Place | None:
    return pending.place(attempt, question, "answered")


def _pick(attempt: Attempt, question: Asked, option_id: str, one_only: bool) -> None:
    before = _picked(attempt, question)
    without = tuple(one for one in before if one != option_id)
    after = (option_id,) if one_only else without if option_id in before else (*before, option_id)
    state.change(picked=(attempt.full_id(question), after))
    pending.mark(_place(attempt, question), after)


def _option(
    attempt: Attempt,
    question: Asked,
    option: Option,
    number: int,
    shape: PickOne | PickSeveral | PutInOrder,
    picked: tuple[str, ...],
    topic: Topic,
) -> None:
    """One option as a button; one that holds a block of code stands above its button, because a button holds one line."""
    key = keyed.by_id("choice", attempt.full_id(question), number)  # never the option's id, which could tell
    block = "```" in option.text or "$$" in option.text
    if block:
        prose.prose(option.text, topic)
    text = f"Choice {number}" if block else prose.one_line(option.text)
    is_picked = option.id in picked
    if isinstance(shape, PutInOrder):
        text = f"**{picked.index(option.id) + 1}.** {text}" if is_picked else text
        icon = ":material/check:" if is_picked else ":material/more_horiz:"
    elif isinstance(shape, PickSeveral):
        icon = ":material/check_box:" if is_picked else ":material/check_box_outline_blank:"
    else:
        icon = ":material/radio_button_checked:" if is_picked else ":material/radio_button_unchecked:"
    send = (attempt, question, option.id, isinstance(shape, PickOne))
    st.button(text, key=key, icon=icon, type="secondary", width="stretch", shortcut=keys.digit(number), on_click=_pick, args=send)


SURE = "How sure are you? Both buttons submit."


def _hand_in(attempt: Attempt, question: Asked, answer: Answer, *, whole: bool, submit: str, unsure: bool, ask_sure: bool) -> None:
    seat, full = attempt.seat, attempt.full_id(question)
    if ask_sure:
        st.caption(SURE)
    with st.container(horizontal=True):
        for label, sure, key, shortcut in ways(submit, ask_sure=ask_sure):
            st.button(
                label,
                type="primary" if sure is None else "secondary",  # neither way of being sure is urged
                disabled=not whole,
                key=keyed.by_id(key, full),
                shortcut=shortcut if whole else None,
                on_click=sitting.act,
                args=(seat, full, HandIn(answer, sure)),
            )
        if unsure:
            _unsure(seat, full)


def ways(submit: str, *, ask_sure: bool) -> tuple[tuple[str, bool | None, str, str | None], ...]:
    """Label, how sure, key and shortcut of each button that hands in."""
    if not ask_sure:
        return ((submit, None, "submit", keys.space()),)
    return ("Sure", True, "sure", keys.letter(SURE_KEY)), ("Not sure", False, "not-sure", keys.letter(NOT_SURE_KEY))


def _type_in(session: questions.State, question: Asked, shape: TypeIn, *, submit: str, unsure: bool, ask_sure: bool) -> None:
    """The fields in a form, so that Enter hands in, unless one has to say how sure one is."""
    seat, full = session.attempt.seat, session.attempt.full_id(question)
    place = _place(session.attempt, question)
    typed = pending.texts(place)
    with st.form(keyed.by_id("form", full), border=False, enter_to_submit=not ask_sure):
        for number, label in enumerate(shape.labels):
            _text_field(label, shape, key=_field(full, number), value=typed.get(str(number), ""))
        found = state.load().fault
        if found is not None and found[0] == full:
            st.warning(found[1])
        if ask_sure:
            st.caption(SURE)
        with st.container(horizontal=True):
            for label, sure, key, _ in ways(submit, ask_sure=ask_sure):
                send = (seat, full, question, len(shape.labels), sure)
                kind: Literal["primary", "secondary"] = "primary" if sure is None else "secondary"
                st.form_submit_button(label, type=kind, key=keyed.by_id(key, full), on_click=_hand_in_typed, args=send)
    if unsure:
        _unsure(seat, full)
    fields = {str(number): _field(full, number) for number in range(len(shape.labels))}
    pending.listen(place, fields, enter=keyed.by_id("sure", full) if ask_sure else None)


def _text_field(label: str, shape: TypeIn, *, key: str, value: str) -> None:
    longest = questions.LONGEST_TEXT
    if shape.kind == "output":
        st.text_area(label, value, key=key, height=96, max_chars=longest)
    elif shape.unit:
        with st.container(horizontal=True, vertical_alignment="bottom", gap="small"):
            st.text_input(label, value, key=key, max_chars=longest, width=220)
            st.markdown(shape.unit, width="content")
    else:
        st.text_input(label, value, key=key, max_chars=longest, width=340)


def _unsure(seat: Seat, full: str) -> None:
    nothing = (seat, full, HandIn(Answer()))
    st.button("I don't know", type="tertiary", key=keyed.by_id("unsure", full), on_click=sitting.act, args=nothing)


def _field(full: str, number: int) -> str:
    return keyed.by_id("typed", full, number)


def _hand_in_typed(seat: Seat, full: str, question: Asked, fields: int, sure: bool | None) -> None:
    texts = tuple(str(state.widget_value(_field(full, number)) or "") for number in range(fields))
    answer = Answer(texts=texts)
    wrong = EMPTY if answer.is_empty else fault(question, answer)
    if wrong is not None:
        state.change(fault=(full, wrong))
        return
    sitting.act(seat, full, HandIn(answer, sure))
