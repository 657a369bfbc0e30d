"""Quick check: one question at a time, the reason at once."""

import streamlit as st

from quizzes.attempts.mode import Scope
from quizzes.sessions import questions
from quizzes.sessions.register import QUICK_CHECK
from views.components import hands
from views.page import away, frame, keys, pages, settings
from views.practice import after_session, item_menu, known_items, question, sitting, try_it
from views.practice.answering.answer_fields import Ways
from views.shown import prose

topic = frame.topic_of_address()
frame.trail(topic, "quick-check")


@away.fragment
def draw() -> None:
    session = sitting.fresh(QUICK_CHECK, Scope.of(topic))
    current, count = session.question, len(session.questions)
    if current is None:
        summary(session)
        return
    if session.is_returning:
        st.progress(1.0, text=f"Once more, what you missed: {len(session.returning)} to go · does not count")
    else:
        st.progress((session.position + session.answered) / count, text=f"Question {session.position + 1} of {count}")
    question.card(session, current, topic, ways=Ways("Check", ask_why=settings.asks_why()))
    if session.told:
        question.go_on(session, current, topic, label="See how it went" if session.is_last else "Next question")
        item_menu.draw(current, topic, session.attempt)
        try_it.offer(current, topic)


def summary(session: questions.State) -> None:
    """The end: how many, which were missed, what to do next."""
    summary_line = f"{session.right} of {len(session.questions)} correct"
    st.header(summary_line, anchor=False)
    result = after_session.result(topic, [(item, session.grade(item).score) for item in session.questions])
    hands.at("end", says=summary_line, focus=after_session.first_key(result, has_further=bool(topic.self_test)))
    after_session.draw(topic, result, next_mode=after_session.test(topic))
    for item in session.questions:
        if session.grade(item).score < 1:
            with st.expander(prose.one_line(item.question)):
                grade = session.grade(item)
                prose.prose(question.in_short(grade), topic)
    st.button("Once more", key="again", on_click=sitting.start_over, args=(QUICK_CHECK, topic))
    if not result.missed:
        st.page_link(pages.file("recall"), label="Recall the cards", query_params={"topic": topic.id, "deck": "short"})
    frame.way_back(topic)


if sitting.sit_down(QUICK_CHECK, topic).attempt.items:
    draw()
    keys.offer_help(*keys.CHOICE)
else:
    known_items.empty_mode("no quick check", topic, topic.quick_check)
