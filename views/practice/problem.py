"""A worked problem: the decision, then the solution step by step, some steps to be filled in. Shared by its own mode and Today."""

from __future__ import annotations

import streamlit as st

from quizzes.attempts.actions import FillStep, ShowHint, ShowStep
from quizzes.attempts.attempt import Seat
from quizzes.content.topic import Topic
from quizzes.questions import Problem, StepBlank
from quizzes.sessions import fading, questions
from views.components import hands
from views.page import keyed, keys, state
from views.practice import item_menu, pending, question, sitting, try_it
from views.practice.answering.answer_fields import Ways
from views.practice.answering.answer_widgets import widgets
from views.shown import prose, proven


def card(session: questions.State, item: Problem, topic: Topic, *, last_label: str) -> None:
    """The problem with what is open of it; ``last_label`` stands on the button that leaves it."""
    with st.container(border=True, key=keyed.by_id("card", session.attempt.full_id(item))):
        question.stem(item, topic)
        if session.answered:
            question.result(session, item, topic)
        else:
            _hint(session, item, topic)
            widgets(session.ask(item)).ask(session, item, topic, Ways("Decide", unsure=True))
    item_menu.say_known(item, session.attempt)
    if session.answered:
        _solution(session, item, topic, last_label=last_label)
    _announce(session, item)


def _announce(session: questions.State, item: Problem) -> None:
    """Say the step that was opened last, or as for any question."""
    step_count = session.steps_shown if session.answered else 0
    full = session.attempt.full_id(item)
    focus = keyed.by_id("step" if step_count < len(item.steps) else "next", full)
    if step_count:
        hands.at(
            f"{full}-step-{step_count}",
            says=f"{item.steps[step_count - 1].heading}. {prose.one_line(item.steps[step_count - 1].text)}",
            focus=focus,
            sight=keyed.by_id("shown-step", full, step_count - 1),
        )
    else:
        question.announce(session, item, focus=focus)


def _hint(session: questions.State, item: Problem, topic: Topic) -> None:
    """The hint once it was asked for, else the button that asks."""
    full = session.attempt.full_id(item)
    if session.hint_shown:
        with st.container(key=keyed.by_id("reason-hint", full)):
            prose.prose(f"**Hint.** {item.hint}", topic, asks=item)
    else:
        send = (session.attempt.seat, full, ShowHint())
        st.button("Show a hint", type="tertiary", key=keyed.by_id("hint", full), on_click=sitting.act, args=send)


def _solution(session: questions.State, item: Problem, topic: Topic, *, last_label: str) -> None:
    """The steps that are open, then the answer, the quick check and the common mistakes."""
    with st.container(horizontal=True, horizontal_alignment="distribute", vertical_alignment="center"):
        st.subheader("Solution", anchor=False, width="content")
        if fading.blank_steps(item, session.attempt.options):
            with st.popover("Why blanks?", type="tertiary"):
                st.markdown(fading.RULE)
    for index, step in enumerate(item.steps[: session.steps_shown]):
        full = session.attempt.full_id(item)
        with st.container(key=keyed.by_id("shown-step", full, index)):
            st.markdown(f"#### {index + 1}. {step.heading}")
            filled_blank = session.filled.get((item.id, index))
            if filled_blank is not None and step.blank is not None:
                _say_filled(keyed.by_id("filled", full, index), filled_blank, step.blank, topic)
            prose.prose(step.text, topic)
    if session.steps_shown < len(item.steps):
        _next_step(session, item, topic)
        return
    with st.container(border=True, key=keyed.by_id("card-answer", session.attempt.full_id(item))):
        st.markdown("#### Final answer")
        prose.prose(item.answer, topic)
        st.caption("In short")
        prose.prose(item.check, topic)
    prose.prose("#### Common mistakes\n\n" + "\n".join(f"- {mistake}" for mistake in item.mistakes), topic)
    prose.sources(item.source, topic)
    proven.mark(item, topic)
    question.go_on(session, item, topic, label=last_label)
    item_menu.draw(item, topic, session.attempt)
    try_it.offer(item, topic, enclosing_mode=session.attempt.within)


def _say_filled(key: str, filled_blank: questions.Filled, blank: StepBlank, topic: Topic) -> None:
    """Whether the blank was filled rightly, and why not."""
    with st.container(key=f"reason-{'right' if filled_blank.right else 'wrong'}-{key}"):
        if filled_blank.right:
            st.markdown(f"**Correct:** {prose.as_code(filled_blank.text)}")
        else:
            prose.prose(f"**You filled in** {prose.as_code(filled_blank.text)}**; it is {blank.answer}.** {blank.why}", topic)


def _next_step(session: questions.State, item: Problem, topic: Topic) -> None:
    seat, full, number = session.attempt.seat, session.attempt.full_id(item), session.steps_shown + 1
    show, step = (seat, full, ShowStep()), keyed.by_id("step", full)
    blank = session.next_blank
    if blank is None:
        label = f"Show step {number} of {len(item.steps)}"
        st.button(label, type="primary", key=step, shortcut=keys.space(), on_click=sitting.act, args=show)
        return
    st.markdown(f"#### {number}. {item.steps[number - 1].heading}")
    place = pending.place(session.attempt, item, f"step-{number}")
    with st.form(keyed.by_id("form-step", full, number), border=False, enter_to_submit=True):
        key = keyed.by_id("typed-step", full, number)
        value = pending.texts(place).get("blank", "")
        st.text_input(blank.ask, value, key=key, max_chars=questions.LONGEST_TEXT, width=340)
        with st.container(horizontal=True):
            send = (seat, full, key)
            st.form_submit_button("Check the step", type="primary", key=keyed.by_id("fill", full, number), on_click=_fill, args=send)
    st.button("Show me the step", type="tertiary", key=step, on_click=sitting.act, args=show)
    pending.listen(place, {"blank": key})


def _fill(seat: Seat, full: str, key: str) -> None:
    sitting.act(seat, full, FillStep(str(state.widget_value(key) or "")))
