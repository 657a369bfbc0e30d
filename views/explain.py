"""Explain it: write from memory, tick what was covered, compare."""

from typing import cast

import streamlit as st

from quizzes.sessions import explain
from views import explanation, frame, prose, sitting
from views.components import hands

MODE = explain.MODE
topic = frame.topic_of_address()
frame.trail(topic, "explain")


@st.fragment
def draw() -> None:
    session = cast("explain.State", sitting.fresh(MODE, topic))
    prompt, count = session.prompt, len(session.prompts)
    if prompt is None:
        summary(session)
        return
    st.progress(session.position / count, text=f"Prompt {session.position + 1} of {count}")
    explanation.card(session, prompt, topic, last_label="Finish" if session.position + 1 == count else "Next prompt")


def summary(session: explain.State) -> None:
    """The end: coverage of each prompt."""
    st.header("All prompts done", anchor=False)
    hands.at("end", says="All prompts done.", focus="next-mode" if topic.self_test else "again")
    for prompt in session.prompts:
        coverage = session.coverage(prompt)
        st.markdown(f"- {prose.one_line(prompt.prompt)} **{len(coverage.covered)} of {len(coverage.findings)}**")
    if topic.self_test and st.button("Test yourself with 10 questions", type="primary", key="next-mode"):
        st.switch_page(frame.address("self-test"), query_params={"topic": topic.id})
    st.button("Once more", key="again", on_click=sitting.start_over, args=(MODE, topic))
    frame.way_back(topic)


if sitting.sit_down(MODE, topic).attempt.items:
    draw()
else:
    frame.empty_mode("nothing to explain", topic)
