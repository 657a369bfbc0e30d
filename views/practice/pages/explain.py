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
    found = {prompt.id: session.coverage(prompt) for prompt in session.prompts}
    covered, of = sum(len(one.covered) for one in found.values()), sum(len(one.findings) for one in found.values())
    said = f"You covered {covered} of {of} ideas"
    st.header(said, anchor=False)
    shares = [(prompt, len(found[prompt.id].covered) / len(found[prompt.id].findings)) for prompt in session.prompts]
    result = after_session.result(topic, shares)
    hands.at("end", says=said, focus=after_session.first_key(result, further=bool(topic.self_test)))
    for prompt in session.prompts:
        coverage = found[prompt.id]
        st.markdown(f"- {prose.one_line(prompt.prompt)} **{len(coverage.covered)} of {len(coverage.findings)}**")
    after_session.draw(topic, result, further=after_session.test(topic))
    st.button("Once more", key="again", on_click=sitting.start_over, args=(EXPLAIN, topic))
    frame.way_back(topic)


if sitting.sit_down(EXPLAIN, topic).attempt.items:
    draw()
else:
    known_items.empty_mode("nothing to explain", topic, topic.explain)
