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
    held = services().ledger.recollection(visitor.learner(), schedule_now.index())
    this_morning = advance.then(held.reviews, held.memories, day=schedule_now.today() - timedelta(days=1))
    for topic in (topics[one] for one in sorted({topic for topic, _ in concepts}) if one in topics):
        for name in _mastered(topic, {concept for one, concept in concepts if one == topic.id}, this_morning, held.memories):
            st.markdown(f"**You have mastered “{name}”.**")
        for said in _forecast(topic, this_morning, held.memories):
            st.markdown(said)


def _mastered(topic: Topic, concepts: Collection[str], before: Mapping[str, Memory], now: Mapping[str, Memory]) -> Iterator[str]:
    index, today = schedule_now.index(), schedule_now.today()
    then, after = (mastery(memories, index, topic=topic.id, day=today) for memories in (before, now))
    yield from (topic.concept(one).name for one in advance.newly_mastered(then, after) if one in concepts)


def _forecast(topic: Topic, before: Mapping[str, Memory], now: Mapping[str, Memory]) -> Iterator[str]:
    """What one would know on the day of the topic's exam, where that is more than it was this morning."""
    exam, today = schedule_now.exams().get(topic.id), schedule_now.today()
    if exam is None or exam < today:
        return
    index = schedule_now.index()
    then, after = (forecast.expected_recall(memories, index, topic=topic.id, day=exam) for memories in (before, now))
    if then is not None and after is not None and after.low + after.high > then.low + then.high:
        yield f"On {days.day_name(exam, today=today)} you would know **{after.sentence}**; this morning it was {then.span}."
