"""The page of a mode that has none of its own: its items one after another, each asked as everywhere, and the end."""

from collections.abc import Sequence

import streamlit as st

from quizzes.attempts.mode import Mode, Scope
from quizzes.models import Item
from quizzes.sessions import questions
from quizzes.sessions.register import MODES
from views.components import hands
from views.page import away, frame, keys
from views.practice import after_session, asking, known_items, sitting

topic = frame.topic_of_address()
mode: Mode[asking.Asking] = MODES[frame.page_shown()]
frame.trail(topic, mode.id)


@away.fragment
def draw() -> None:
    session = sitting.fresh(mode, Scope.of(topic))
    number, count = session.position, len(session.items)
    if session.finished:
        summary(session)
    else:
        st.progress(number / count, text=f"{mode.noun.capitalize()} {number + 1} of {count}")
        asking.draw(session, topic, last_label="Finish" if number + 1 == count else f"Next {mode.noun}")


def summary(session: asking.Asking) -> None:
    """The end: how many, and what fits what was missed."""
    summary_line = f"{session.right} of {len(session.items)} correct"
    st.header(summary_line, anchor=False)
    result = after_session.result(topic, scored(session))
    hands.at("end", says=summary_line, focus=after_session.first_key(result, has_further=False))
    after_session.draw(topic, result, next_mode=None)
    st.button("Once more", key="again", on_click=sitting.start_over, args=(mode, topic))
    frame.way_back(topic)


def scored(session: asking.Asking) -> Sequence[tuple[Item, float]]:
    """The items with their scores of 0..1."""
    if isinstance(session, questions.State):
        return [(item, session.grade(item).score) for item in session.questions]
    coverages = [(item, session.coverage(item)) for item in session.prompts]
    return [(item, len(coverage.covered) / len(coverage.findings)) for item, coverage in coverages]


if sitting.sit_down(mode, topic).attempt.items:
    draw()
    keys.offer_help(*keys.CHOICE)
else:
    known_items.empty_mode(f"nothing for “{mode.title}”", topic, getattr(topic, mode.section or "recall"))
