"""What an open question offers to answer with: buttons for choices and orders, fields for what is typed, and the ways to hand in."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Literal

import streamlit as st

from quizzes.attempts.actions import HandIn
from quizzes.attempts.attempt import Attempt, Seat
from quizzes.content.topic import Topic
from quizzes.events.unfinished import Place
from quizzes.models import Asked
from quizzes.questions import fault
from quizzes.questions.answers import Answer, Option, Slide, TypeIn
from quizzes.sessions import questions
from views.page import keyed, keys, state, style
from views.practice import pending, sitting
from views.shown import prose

SURE_KEY, NOT_SURE_KEY = "S", "N"
EMPTY = "Type an answer first."


@dataclass(frozen=True)
class Ways:
    """How an answer may be handed in: the label of the button, whether "I don't know" is offered, whether one says how sure one is, and
    whether one is asked why one chose wrongly."""

    submit: str
    unsure: bool = False
    ask_sure: bool = False
    ask_why: bool = False


@dataclass(frozen=True)
class Marking:
    """How options are marked: what is said above them, the icons of one that is marked and of one that is not, ``one_only`` where a mark
    takes the one before it away, ``in_order`` where all are marked and their order counts."""

    icon_on: str
    icon_off: str
    says: str | None = None
    one_only: bool = False
    in_order: bool = False


ONE_MARKING = Marking(":material/radio_button_checked:", ":material/radio_button_unchecked:", one_only=True)
SEVERAL = Marking(":material/check_box:", ":material/check_box_outline_blank:", says="Pick every correct one.")
ORDER = Marking(
    ":material/check:",
    ":material/more_horiz:",
    says="Press the steps in their order; press one again to take it back.",
    in_order=True,
)


def mark(
    session: questions.State, question: Asked, topic: Topic, ways_of_asking: Ways, *, options: Sequence[Option], marking: Marking
) -> None:
    """A button for each option, and the buttons that hand in."""
    picked_ids = _picked_ids(session, question)
    if marking.says is not None:
        st.caption(marking.says)
    full = session.attempt.full_id(question)
    style.marked([keyed.by_id("choice", full, number) for number, option in enumerate(options, start=1) if option.id in picked_ids])
    with st.container(key=keyed.by_id("order" if marking.in_order else "options", full)):
        for number, option in enumerate(options, start=1):
            _option(session, question, option, number, marking, picked_ids, topic)
    whole = len(picked_ids) == len(options) if marking.in_order else bool(picked_ids)
    _hand_in(session.attempt, question, Answer(choices=picked_ids), ways_of_asking, whole=whole)


def _picked_ids(session: questions.State, question: Asked) -> tuple[str, ...]:
    """The choices that are marked: in this browser session, or in one before a refresh."""
    picked_choice = state.load().picked
    is_here = picked_choice is not None and picked_choice[0] == session.attempt.full_id(question)
    return picked_choice[1] if is_here and picked_choice is not None else pending.marked(_place(session, question))


def _place(session: questions.State, question: Asked) -> Place | None:
    return pending.place(session.attempt, question, session.token("answered"))


def _pick(session: questions.State, question: Asked, option_id: str, one_only: bool) -> None:
    picked_before = _picked_ids(session, question)
    without = tuple(picked_id for picked_id in picked_before if picked_id != option_id)
    picked_after = (option_id,) if one_only else without if option_id in picked_before else (*picked_before, option_id)
    state.change(picked=(session.attempt.full_id(question), picked_after))
    pending.mark(_place(session, question), picked_after)


def _option(
    session: questions.State,
    question: Asked,
    option: Option,
    number: int,
    marking: Marking,
    picked_ids: tuple[str, ...],
    topic: Topic,
) -> None:
    """One option as a button; one that holds a block of code stands above its button, because a button holds one line."""
    key = keyed.by_id("choice", session.attempt.full_id(question), number)  # never the option's id, which could tell
    block = "```" in option.text or "$$" in option.text
    if block:
        prose.unexplained(option.text, topic)
    text = f"Choice {number}" if block else prose.on_button(option.text, topic)
    is_picked = option.id in picked_ids
    if marking.in_order and is_picked:
        text = f"**{picked_ids.index(option.id) + 1}.** {text}"
    icon = marking.icon_on if is_picked else marking.icon_off
    send = (session, question, option.id, marking.one_only)
    st.button(text, key=key, icon=icon, type="secondary", width="stretch", shortcut=keys.digit(number), on_click=_pick, args=send)


SURE = "How sure are you? Both buttons submit."


def _hand_in(attempt: Attempt, question: Asked, answer: Answer, ways_of_asking: Ways, *, whole: bool) -> None:
    seat, full = attempt.seat, attempt.full_id(question)
    if ways_of_asking.ask_sure:
        st.caption(SURE)
    with st.container(horizontal=True):
        for label, sure, key, shortcut in ways(ways_of_asking.submit, ask_sure=ways_of_asking.ask_sure):
            st.button(
                label,
                type="primary" if sure is None else "secondary",  # neither way of being sure is urged
                disabled=not whole,
                key=keyed.by_id(key, full),
                shortcut=shortcut if whole else None,
                on_click=sitting.act,
                args=(seat, full, HandIn(answer, sure, ways_of_asking.ask_why)),
            )
        if ways_of_asking.unsure:
            _unsure(seat, full)


def ways(submit: str, *, ask_sure: bool) -> tuple[tuple[str, bool | None, str, str | None], ...]:
    """Label, how sure, key and shortcut of each button that hands in."""
    if not ask_sure:
        return ((submit, None, "submit", keys.space()),)
    return ("Sure", True, "sure", keys.letter(SURE_KEY)), ("Not sure", False, "not-sure", keys.letter(NOT_SURE_KEY))


def type_in(session: questions.State, question: Asked, topic: Topic, ways_of_asking: Ways, *, shape: TypeIn) -> None:
    """The fields in a form, so that Enter hands in, unless one has to say how sure one is."""
    seat, full = session.attempt.seat, session.attempt.full_id(question)
    place = _place(session, question)
    typed_texts = pending.texts(place)
    with st.form(keyed.by_id("form", full), border=False, enter_to_submit=not ways_of_asking.ask_sure):
        for number, label in enumerate(shape.labels):
            _text_field(label, shape, key=_field(full, number), value=typed_texts.get(str(number), ""))
        fault = state.load().fault
        if fault is not None and fault[0] == full:
            st.warning(fault[1])
        if ways_of_asking.ask_sure:
            st.caption(SURE)
        with st.container(horizontal=True):
            for label, sure, key, _ in ways(ways_of_asking.submit, ask_sure=ways_of_asking.ask_sure):
                send = (seat, full, question, len(shape.labels), sure)
                kind: Literal["primary", "secondary"] = "primary" if sure is None else "secondary"
                st.form_submit_button(label, type=kind, key=keyed.by_id(key, full), on_click=_hand_in_typed, args=send)
    if ways_of_asking.unsure:
        _unsure(seat, full)
    fields = {str(number): _field(full, number) for number in range(len(shape.labels))}
    pending.listen(place, fields, enter=keyed.by_id("sure", full) if ways_of_asking.ask_sure else None)


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


def slide(session: questions.State, question: Asked, topic: Topic, ways_of_asking: Ways, *, shape: Slide) -> None:
    """A slider that has to be moved before it can be handed in, so that nobody hands in where it happens to start."""
    place, key = _place(session, question), _field(session.attempt.full_id(question), 0)
    kept_text = pending.texts(place).get("0")
    if kept_text and state.widget_value(key) is None:
        state.set_widget(key, _number(float(kept_text), shape))  # not as its value, by which Streamlit would take it for another slider
    low, high, step = (_number(bound, shape) for bound in (shape.lowest, shape.highest, shape.step))
    number_format = f"%{'d' if isinstance(low, int) else 'g'} {(shape.unit or '').replace('%', '%%')}".strip()
    value = st.slider("Your estimate", low, high, step=step, format=number_format, key=key, on_change=_slid, args=(place, key))
    _hand_in(session.attempt, question, Answer(texts=(str(value),)), ways_of_asking, whole=value != low)


def _number(value: float, shape: Slide) -> int | float:
    """The number as the slider wants it: whole where the whole scale is."""
    is_whole = all(float(bound).is_integer() for bound in (shape.lowest, shape.highest, shape.step))
    return round(value) if is_whole else value


def _slid(place: Place | None, key: str) -> None:
    pending.keep(place, {"0": str(state.widget_value(key))})


def _unsure(seat: Seat, full: str) -> None:
    arguments = (seat, full, HandIn(Answer()))
    st.button("I don't know", type="tertiary", key=keyed.by_id("unsure", full), on_click=sitting.act, args=arguments)


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
