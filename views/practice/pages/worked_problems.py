"""Worked problems: decide first, then follow the solution one step at a time."""

import streamlit as st

from quizzes.attempts.mode import Scope
from quizzes.questions import Problem
from quizzes.sessions import questions
from quizzes.sessions.register import PRACTICE
from views.components import hands
from views.page import away, frame, keys
from views.practice import after_session, asking, known_items, sitting
from views.shown import prose

topic = frame.topic_of_address()
frame.trail(topic, "practice")


@away.fragment
def draw() -> None:
    session = sitting.fresh(PRACTICE, Scope.of(topic))
    count = len(session.questions)
    if session.finished:
        summary(session)
        return
    st.progress(session.position / count, text=f"Problem {session.position + 1} of {count}")
    asking.draw(session, topic, last_label="Finish" if session.position + 1 == count else "Next problem")


def summary(session: questions.State) -> None:
    """The end: what was decided right before the solution was shown."""
    summary_line = f"{session.right} of {len(session.questions)} decided correctly"
    st.header(summary_line, anchor=False)
    result = after_session.result(topic, [(item, session.grade(item).score) for item in session.questions])
    hands.at("end", says=summary_line, focus=after_session.first_key(result, has_further=bool(topic.explain)))
    st.write("What counts is that you can now explain the way. Come back to the others in a day or two.")
    after_session.draw(topic, result, next_mode=("explain", "Explain it in your own words") if topic.explain else None)
    for item in session.questions:
        if isinstance(item, Problem) and session.grade(item).score < 1:
            with st.expander(prose.one_line(item.question)):
                prose.prose(item.answer, topic)
    st.button("Once more", key="again", on_click=sitting.start_over, args=(PRACTICE, topic))
    frame.way_back(topic)


if sitting.sit_down(PRACTICE, topic).attempt.items:
    draw()
    keys.offer_help(*keys.CHOICE, *keys.STEPS)
else:
    known_items.empty_mode("no worked problems", topic, topic.practice)
