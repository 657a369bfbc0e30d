"""After a wrong choice and before the reason: one line about why the learner thinks so, or straight on. It counts nowhere."""

from __future__ import annotations

import streamlit as st

from quizzes.attempts.actions import SayWhy
from quizzes.attempts.attempt import Seat
from quizzes.content.topic import Topic
from quizzes.models import Asked
from quizzes.questions.answers import PickOne, PickSeveral
from quizzes.sessions import questions
from quizzes.settings import ASK_WHY
from views.page import keyed, keys, settings, state
from views.practice import pending, sitting
from views.practice.answering import comparison

ASK = "Before you read the reason: why do you think so?"
ABOUT = "A line, or nothing: it never counts. Whoever teaches this can read it, but not who wrote it."

SWITCH_ON_AGAIN = "The page You switches it on again."


def ask(session: questions.State, question: Asked, topic: Topic) -> None:
    """What was chosen, the field, and the button to the reason, which Enter and Space press."""
    seat, full, shape = session.attempt.seat, session.attempt.full_id(question), session.ask(question)
    if isinstance(shape, PickOne | PickSeveral):
        with st.container(gap="xsmall", key=keyed.by_id("choices", full)):
            comparison.chosen(
                session.answers[question.id].choices, topic, lambda kind, number: keyed.by_id(f"told-{kind}", full, number), shape
            )
    st.markdown(f"**{_verdict(session, question)}** {ASK}")
    place, key = pending.place(session.attempt, question, "why"), keyed.by_id("why", full)
    with st.form(keyed.by_id("form-why", full), border=False, enter_to_submit=True):
        value = pending.texts(place).get("text", "")
        st.text_input(ASK, value, key=key, max_chars=questions.LONGEST_TEXT, placeholder="I thought that …", label_visibility="collapsed")
        st.caption(ABOUT)
        with st.container(horizontal=True):
            show, send = keyed.by_id("show-reason", full), (seat, full, key)
            st.form_submit_button("Show the reason", type="primary", key=show, shortcut=keys.space(), on_click=_say, args=send)
            stop = keyed.by_id("stop-why", full)
            st.form_submit_button("Don't ask me why again", type="tertiary", key=stop, help=SWITCH_ON_AGAIN, on_click=_stop, args=send)
    pending.listen(place, {"text": key})


def says(session: questions.State, question: Asked) -> str:
    """What a screen reader says when it is asked."""
    return f"{_verdict(session, question)} {ASK}"


def said(session: questions.State, question: Asked) -> None:
    """What the learner said, and the mistaken idea that is recognised in it; nothing where they went straight on."""
    text = session.whys.get(question.id, "")
    if not text:
        return
    mistake = session.recognised(question)
    with st.container(gap=None, key=keyed.by_id("said-why", session.attempt.full_id(question))):
        st.text(f"You wrote: “{text}”")
        if mistake is not None:
            st.markdown(mistake.sentence)
            st.caption("Words are compared, so this can be mistaken. It counts nowhere.")


def _verdict(session: questions.State, question: Asked) -> str:
    return "Not this one." if isinstance(session.ask(question), PickOne) else "Not exactly these."


def _say(seat: Seat, full: str, key: str) -> None:
    sitting.act(seat, full, SayWhy(str(state.widget_value(key) or "")))


def _stop(seat: Seat, full: str, key: str) -> None:
    """Show the reason, and ask no more; what stands in the field is kept."""
    settings.change(ASK_WHY, False)
    _say(seat, full, key)
