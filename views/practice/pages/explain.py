"""Explain it: write from memory, tick what was covered, compare."""

import streamlit as st

from quizzes.attempts.mode import Scope
from quizzes.sessions import explain
from quizzes.sessions.register import EXPLAIN
from views.components import hands
from views.page import away, frame
from views.practice import after_session, explanation, known_items, sitting
from views.shown import prose

topic = frame.topic_of_address()
frame.trail(topic, "explain")


@away.fragment
def draw() -> None:
    session = sitting.fresh(EXPLAIN, Scope.of(topic))
    prompt, count = session.prompt, len(session.prompts)
    if prompt is None:
        summary(session)
        return
    st.progress(session.position / count, text=f"Prompt {session.position + 1} of {count}")
    explanation.card(session, prompt, topic, last_label="Finish" if session.position + 1 == count else "Next prompt")


def summary(session: explain.State) -> None:
    """The end: coverage of each prompt."""
    coverage_of = {prompt.id: session.coverage(prompt) for prompt in session.prompts}
    covered_count, of = (
        sum(len(coverage.covered) for coverage in coverage_of.values()),
        sum(len(coverage.findings) for coverage in coverage_of.values()),
    )
    summary_line = f"You covered {covered_count} of {of} ideas"
    st.header(summary_line, anchor=False)
    shares = [(prompt, len(coverage_of[prompt.id].covered) / len(coverage_of[prompt.id].findings)) for prompt in session.prompts]
    result = after_session.result(topic, shares)
    hands.at("end", says=summary_line, focus=after_session.first_key(result, has_further=bool(topic.self_test)))
    for prompt in session.prompts:
        coverage = coverage_of[prompt.id]
        st.markdown(f"- {prose.one_line(prompt.prompt)} **{len(coverage.covered)} of {len(coverage.findings)}**")
    after_session.draw(topic, result, next_mode=after_session.test(topic))
    st.button("Once more", key="again", on_click=sitting.start_over, args=(EXPLAIN, topic))
    frame.way_back(topic)


if sitting.sit_down(EXPLAIN, topic).attempt.items:
    draw()
else:
    known_items.empty_mode("nothing to explain", topic, topic.explain)
