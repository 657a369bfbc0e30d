"""Learn it: the parts of a topic's lesson with how far one is, or the screen of the part that is open."""

import streamlit as st

from quizzes.attempts.mode import Scope
from quizzes.content.lesson import LessonPart
from quizzes.sessions import lesson, questions
from quizzes.sessions.register import LESSON
from views.lessons import at, ending, parts, screen
from views.page import away, frame, keys
from views.practice import sitting

topic = frame.topic_of_address()
frame.trail(topic, LESSON.id)


def wanted() -> LessonPart | None:
    """The part that the address asks for, itself or by one of its screens; the only one where there is but one."""
    named_part = topic.lesson_part(st.query_params.get(lesson.PART, "")) or topic.part_with(at.looked_at() or "")
    return named_part or (topic.lesson[0] if len(topic.lesson) == 1 else None)


def sit_down() -> questions.State | None:
    """The session that the address names, or the one of the part that it asks for; None where it asks for none."""
    session = sitting.named_in_address(LESSON, Scope.of(topic))
    if session is not None:
        sitting.keep(session)
        return session
    part = wanted()
    return parts.begin(topic, part) if part is not None else None


@away.fragment
def draw() -> None:
    session = sitting.fresh(LESSON, Scope.of(topic))
    part = topic.part_with(session.questions[0].id) if session.questions else None
    if part is None:
        st.rerun()
    looked = part.screen(at.looked_at() or "")
    shown_screen = looked or (part.screen(session.question.id) if session.question is not None else None)
    if shown_screen is None:
        ending.draw(part, topic, session)
    elif session.question is not None and shown_screen.id == session.question.id:
        screen.current(shown_screen, part, topic, session)
    else:
        screen.former(shown_screen, part, topic, session)


sitting_part = sit_down() if topic.lesson else None
if not topic.lesson:
    frame.empty_mode("no lesson", topic)
elif sitting_part is not None and sitting_part.questions:
    draw()
    keys.offer_help(*keys.LESSON)
else:
    parts.draw(topic)
