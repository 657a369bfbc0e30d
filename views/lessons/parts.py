"""The parts of a lesson: what each teaches, how long it takes, how far one is, and the way into it."""

from __future__ import annotations

from collections.abc import Sequence

import streamlit as st

from quizzes.attempts.mode import Scope
from quizzes.content.lesson import LessonPart
from quizzes.content.topic import Topic
from quizzes.progress.next_thing import part_minutes
from quizzes.sessions import lesson, questions
from quizzes.sessions.lesson import Standing
from quizzes.sessions.register import LESSON
from views.lessons import at
from views.page import away, frame, keyed, visitor
from views.page.services import services
from views.practice import sitting
from views.shown import days


def standings(topic: Topic) -> Sequence[Standing]:
    """How far the visitor is with each part."""
    return lesson.standings(topic, services().log.of_learner(visitor.learner(), kinds=lesson.KINDS, topic=topic.id))


def begin(topic: Topic, part: LessonPart) -> questions.State:
    """Sit down to that part: where one left it, or anew."""
    scope, progress = Scope.of(topic), next(part_progress for part_progress in standings(topic) if part_progress.part.id == part.id)
    begun_session = progress.session
    session = (
        services().study.resume(LESSON, scope, learner=visitor.learner(), session=begun_session) if begun_session is not None else None
    )
    if session is None or session.finished:
        return sitting.begin(LESSON, scope, lesson.options_of(part))
    sitting.keep(session)
    return session


@away.sends
def open_part(topic: Topic, part: LessonPart) -> None:
    """Sit down to that part, for callbacks."""
    at.look(None)
    begin(topic, part)


@away.sends
def open_list(topic: Topic) -> None:
    """Back to the list of parts, for callbacks."""
    at.look(None)
    for name in ("session", lesson.PART):
        st.query_params.pop(name, None)


def draw(topic: Topic) -> None:
    """All parts, in order; the first that is not done is the one to press."""
    st.header("Learn it", anchor=False)
    progress_of_parts = standings(topic)
    next_part = next((progress for progress in progress_of_parts if not progress.is_done), None)
    if next_part is None:
        st.write("You have been through all of it. What you have learned comes again in Today.")
    for progress in progress_of_parts:
        _part(topic, progress, is_next=progress is next_part)
    frame.way_back(topic)


def _part(topic: Topic, standing: Standing, *, is_next: bool) -> None:
    part, full = standing.part, f"{topic.id}/{standing.part.id}"
    with st.container(border=True, key=keyed.by_id("part", full)):
        st.subheader(part.title, anchor=False)
        about = ", ".join(topic.concept(concept).name for concept in part.concepts)
        mark = "✓ " if standing.is_done else ""
        st.caption(
            f"{mark}{standing.said} · {days.counted(standing.of, 'screen')} · about {days.counted(part_minutes(part), 'minute')} · {about}"
        )
        label = "Go on" if standing.is_begun else "Read again" if standing.is_done else "Start"
        kind = "primary" if is_next else "secondary"
        st.button(label, type=kind, key=keyed.by_id("open-part", full), width="stretch", on_click=open_part, args=(topic, part))  # type: ignore[arg-type]
