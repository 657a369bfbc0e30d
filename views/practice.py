"""Worked problems: decide first, then follow the solution one step at a time."""

from typing import cast

import streamlit as st

from quizzes.content.models import Problem
from quizzes.sessions import practice, questions
from quizzes.sessions.actions import ShowHint, ShowStep
from views import frame, keys, prose, question, sitting, try_it

MODE = practice.MODE
topic = frame.topic_of_address()
frame.trail(topic, "practice")


@st.fragment
def draw() -> None:
    session = cast("questions.State", sitting.fresh(MODE, topic))
    one, count = cast("Problem | None", session.question), len(session.questions)
    if one is None:
        summary(session)
        return
    st.progress(session.position / count, text=f"Problem {session.position + 1} / {count}")
    with st.container(border=True, key=f"card-{one.id}"):
        question.stem(one, topic)
        if session.answered:
            question.result(session, one, topic)
        else:
            hint(session, one)
            question.ask(session, one, topic, submit="Decide", unsure=True)
    if session.answered:
        solution(session, one, last=session.position + 1 == count)


def hint(session: questions.State, one: Problem) -> None:
    """The hint once it was asked for, else the button that asks."""
    if session.hint_shown:
        with st.container(key=f"reason-hint-{one.id}"):
            prose.prose(f"**Hint.** {one.hint}", topic)
    else:
        send = ((MODE, topic.id), one.id, ShowHint())
        st.button("Show a hint", type="tertiary", key=f"hint-{one.id}", on_click=sitting.act, args=send)


def solution(session: questions.State, one: Problem, *, last: bool) -> None:
    """The steps that are open, then the answer, the quick check and the common mistakes."""
    st.subheader("Solution", anchor=False)
    for number, step in enumerate(one.steps[: session.steps_shown], start=1):
        st.markdown(f"#### {number}. {step.heading}")
        prose.prose(step.text, topic)
    left = len(one.steps) - session.steps_shown
    if left:
        send = ((MODE, topic.id), one.id, ShowStep())
        label = f"Show step {session.steps_shown + 1} of {len(one.steps)}"
        st.button(label, type="primary", key=f"step-{one.id}", shortcut=keys.space(), on_click=sitting.act, args=send)
        return
    with st.container(border=True, key=f"card-answer-{one.id}"):
        st.markdown("#### Final answer")
        prose.prose(one.answer, topic)
        st.caption("Quick check")
        prose.prose(one.check, topic)
    st.markdown("#### Common mistakes\n\n" + "\n".join(f"- {mistake}" for mistake in one.mistakes))
    prose.sources(one.source, topic)
    question.go_on(session, one, topic, label="Finish" if last else "Next problem")
    try_it.offer(one, topic)


def summary(session: questions.State) -> None:
    """The end: what was decided right before the solution was shown."""
    st.header(f"{session.right} of {len(session.questions)} decided right", anchor=False)
    st.write("What counts here is that you can now say how to get there. Come back to the others in a day or two.")
    for one in session.questions:
        if session.grade(one).score < 1:
            with st.expander(prose.one_line(one.question)):
                prose.prose(cast("Problem", one).answer, topic)
    st.page_link(frame.address("explain"), label="Explain it in your own words", query_params={"topic": topic.id})
    st.button("Once more", key="again", on_click=sitting.start_over, args=(MODE, topic))


if sitting.sit_down(MODE, topic).attempt.items:
    draw()
else:
    st.write("This topic has no worked problems (yet).")
