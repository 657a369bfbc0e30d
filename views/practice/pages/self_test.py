"""Self-test: ten questions, then what they can tell."""

import streamlit as st

from quizzes.attempts.mode import Scope
from quizzes.content.topic import Topic
from quizzes.sessions import questions, self_test
from quizzes.sessions.register import SELF_TEST
from views.components import hands
from views.page import away, frame, keyed, keys, pages
from views.practice import after_session, item_menu, known_items, question, sitting, try_it
from views.practice.answering.answer_fields import Ways
from views.shown import prose, proven

topic = frame.topic_of_address()
frame.trail(topic, "self-test")


def again(feedback: bool) -> None:
    sitting.start_over(SELF_TEST, topic, {"feedback": True} if feedback else {})


@away.fragment
def draw() -> None:
    session = sitting.fresh(SELF_TEST, Scope.of(topic))
    current, count = session.question, len(session.questions)
    if current is None:
        summary(session, topic)
        return
    st.progress((session.position + session.answered) / count, text=f"Question {session.position + 1} of {count}")
    question.card(session, current, topic, ways=Ways("Hand in", unsure=True, ask_sure=True))
    if session.answered:
        question.go_on(session, current, topic, label="Next question" if session.position + 1 < count else "See the verdict")
        item_menu.draw(current, topic, session.attempt)
    elif session.position == 0 and not session.answers:
        switch_label = "Keep the reasons for the end" if session.feedback else "Show the reason after each question"
        st.button(switch_label, type="tertiary", key="feedback", on_click=again, args=(not session.feedback,))


def summary(session: questions.State, topic: Topic) -> None:
    """The verdict, the breakdown, what to review, and every question with its reasons."""
    verdict = self_test.verdict(session.right, len(session.questions))
    with st.container(border=True, key="card-verdict"):
        st.caption("Verdict")
        summary_line = f"{verdict.title}: {session.right} of {len(session.questions)} correct"
        st.header(summary_line, anchor=False)
        st.write(verdict.sentence)
        with st.popover("How is this decided?"):
            st.markdown(self_test.RULE)
    hands.at("end", says=f"{summary_line}. {verdict.sentence}", focus="card-verdict")
    sure_and_wrong(session, topic)
    missed_questions = self_test.missed(session)
    review = {
        "topic": topic.id,
        "deck": "concepts:" + "+".join(dict.fromkeys(missed_question.concept for missed_question in missed_questions)),
    }
    with st.container(horizontal=True):
        if missed_questions and st.button("Review what you missed", type="primary", key="review"):
            st.switch_page(pages.file("recall"), query_params=review)
        if missed_questions:
            after_session.missed(topic, missed_questions, kind="secondary")
        st.button(
            "Another test", key="again", type="secondary" if missed_questions else "primary", on_click=again, args=(session.feedback,)
        )
    st.subheader("By part of the topic", anchor=False)
    rows = [f"| {score.name} | {score.right} of {score.of} |" for score in self_test.breakdown(session, topic)]
    st.markdown("\n".join(["| Part | Correct |", "|:--|--:|", *rows]))
    st.subheader("Your answers", anchor=False)
    for number, item in enumerate(session.questions, start=1):
        right = session.grade(item).score == 1
        with st.expander(f"{'✓' if right else '✗'} {number}. {prose.one_line(item.question)}"):
            question.asked_about(item, topic)
            question.result(session, item, topic)
            prose.sources(item.source, topic)
            proven.mark(item, topic)
            if not right:
                cards = {"topic": topic.id, "deck": f"concepts:{item.concept}"}
                st.page_link(pages.file("recall"), label=f"Review: {topic.concept(item.concept).name}", query_params=cards)
            try_it.offer(item, topic)


def sure_and_wrong(session: questions.State, topic: Topic) -> None:
    """The surprises, which are remembered best once they are seen; and how often not being sure was needless."""
    surprises = [item for item in session.questions if session.sure.get(item.id) and not session.grade(item).is_right]
    modest = sum(session.sure.get(item.id) is False and session.grade(item).is_right for item in session.questions)
    if surprises:
        st.subheader(f"Sure and wrong on {len(surprises)}: here {'it is' if len(surprises) == 1 else 'they are'}", anchor=False)
        for surprise in surprises:
            with st.container(border=True, key=keyed.by_id("card-surprise", session.attempt.full_id(surprise))):
                st.markdown(f"**{prose.one_line(surprise.question)}**")
                question.asked_about(surprise, topic)
                question.result(session, surprise, topic, place="surprise")
    if modest:
        st.caption(f"You were not sure of {modest} that you got right.")


if sitting.sit_down(SELF_TEST, topic).attempt.items:
    draw()
    keys.offer_help(*keys.CHOICE, *keys.SURE)
else:
    known_items.empty_mode("no self-test", topic, topic.self_test)
