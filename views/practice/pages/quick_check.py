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
    one, count = session.question, len(session.questions)
    if one is None:
        summary(session)
        return
    st.progress((session.position + session.answered) / count, text=f"Question {session.position + 1} of {count}")
    question.card(session, one, topic, how=Ways("Check", ask_why=settings.asks_why()))
    if session.told:
        question.go_on(session, one, topic, label="Next question" if session.position + 1 < count else "See how it went")
        item_menu.draw(one, topic, session.attempt)
        try_it.offer(one, topic)


def summary(session: questions.State) -> None:
    """The end: how many, which were missed, what to do next."""
    said = f"{session.right} of {len(session.questions)} correct"
    st.header(said, anchor=False)
    result = after_session.result(topic, [(one, session.grade(one).score) for one in session.questions])
    hands.at("end", says=said, focus=after_session.first_key(result, further=bool(topic.self_test)))
    after_session.draw(topic, result, further=after_session.test(topic))
    for one in session.questions:
        if session.grade(one).score < 1:
            with st.expander(prose.one_line(one.question)):
                grade = session.grade(one)
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
