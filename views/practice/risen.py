"""What today's answers have raised: concepts that are mastered now, and what one would know on an exam day."""

from __future__ import annotations

from collections.abc import Collection, Iterator, Mapping
from datetime import timedelta

import streamlit as st

from quizzes.content.topic import Topic
from quizzes.progress import advance
from quizzes.schedule import forecast
from quizzes.schedule.mastery import mastery
from quizzes.schedule.memory import Memory
from quizzes.schedule.needs import Key
from views.page import schedule_now, visitor
from views.page.services import services
from views.shown import days


def draw(concepts: Collection[Key], topics: Mapping[str, Topic]) -> None:
    """A line for each thing that has risen since this morning among these concepts and their topics; nothing where none has."""
    recollection = services().ledger.recollection(visitor.learner(), schedule_now.index())
    this_morning = advance.then(recollection.reviews, recollection.memories, day=schedule_now.today() - timedelta(days=1))
    for topic in (topics[topic_id] for topic_id in sorted({topic for topic, _ in concepts}) if topic_id in topics):
        for name in _mastered(
            topic, {concept for topic_id, concept in concepts if topic_id == topic.id}, this_morning, recollection.memories
        ):
            st.markdown(f"**You have mastered “{name}”.**")
        for sentence in _forecast(topic, this_morning, recollection.memories):
            st.markdown(sentence)


def _mastered(
    topic: Topic, concepts: Collection[str], memories_before: Mapping[str, Memory], memories_now: Mapping[str, Memory]
) -> Iterator[str]:
    index, today = schedule_now.index(), schedule_now.today()
    mastery_before, mastery_now = (mastery(memories, index, topic=topic.id, day=today) for memories in (memories_before, memories_now))
    yield from (topic.concept(concept).name for concept in advance.newly_mastered(mastery_before, mastery_now) if concept in concepts)


def _forecast(topic: Topic, memories_before: Mapping[str, Memory], memories_now: Mapping[str, Memory]) -> Iterator[str]:
    """What one would know on the day of the topic's exam, where that is more than it was this morning."""
    exam, today = schedule_now.exams().get(topic.id), schedule_now.today()
    if exam is None or exam < today:
        return
    index = schedule_now.index()
    expected_before, expected_now = (
        forecast.expected_recall(memories, index, topic=topic.id, day=exam) for memories in (memories_before, memories_now)
    )
    if (
        expected_before is not None
        and expected_now is not None
        and expected_now.low + expected_now.high > expected_before.low + expected_before.high
    ):
        exam_day = days.day_name(exam, today=today)
        yield f"On {exam_day} you would know **{expected_now.sentence}**; this morning it was {expected_before.span}."
