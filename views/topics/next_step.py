"""What there is to go on with: the attempt that was left before its end, on this day or the one before."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import timedelta
from typing import Any

import streamlit as st

from quizzes.events.log import Event
from quizzes.models import Topic
from quizzes.schedule.days import day_of
from quizzes.sessions import today
from quizzes.sessions.study import MODES
from views.page import frame, schedule_now, visitor
from views.page.services import services

ATTEMPTS = 12
"""Newest attempts that are looked at."""

DAYS = 1
"""Older than that, what is due by now is worth more."""

WORDS = {"recall": "card", "explain": "prompt", "practice": "problem", "myths": "claim", today.MODE: "item"}
SHOWN = (("card", "cards"), ("question", "questions"), ("prompt", "prompts"), ("myth", "myths"), ("part", "parts"))


@dataclass(frozen=True)
class Left:
    """An attempt that was left at item ``number`` (from 1) of ``of``; ``topic`` is None for Today, which runs over all of them."""

    mode: str
    topic: Topic | None
    session: str
    number: int
    of: int

    @property
    def where(self) -> str:
        """``Self-test, question 4 of 10``"""
        return f"{frame.title(self.mode)}, {WORDS.get(self.mode, 'question')} {self.number} of {self.of}"

    def go_on(self) -> None:
        """Go to its page."""
        topic = {"topic": self.topic.id} if self.topic is not None else {}
        st.switch_page(frame.address(self.mode), query_params={**topic, "session": self.session})


def left(topics: Mapping[str, Topic], *, with_today: bool) -> Left | None:
    """The newest attempt in these topics that is past its first item and not at its end; of each mode only the newest counts."""
    seen: set[tuple[str, str]] = set()
    earliest = schedule_now.today() - timedelta(days=DAYS)
    log, learner = services().log, visitor.learner()
    ended = {one.session for one in log.latest(learner, kinds=("finished",), count=ATTEMPTS)}
    for started in reversed(log.latest(learner, kinds=("started",), count=ATTEMPTS)):
        place = (started.mode or "", started.item or "")
        if place in seen or day_of(started.at, started.utc_offset_min) < earliest:
            continue
        seen.add(place)
        if started.session in ended:  # and where its end was taken back, the page itself goes on with it
            continue
        found = _left_at(started, topics, with_today=with_today)
        if found is not None:
            return found
    return None


def _left_at(started: Event, topics: Mapping[str, Topic], *, with_today: bool) -> Left | None:
    mode, topic, study, learner = started.mode or "", topics.get(started.item or ""), services().study, visitor.learner()
    session: Any = None
    if mode == today.MODE and with_today:
        session = study.unfinished_today(topics, learner=learner, now=visitor.now())
    elif mode in MODES and topic is not None:
        session = study.resume(mode, topic, learner=learner, session=started.session)
    if session is None or session.finished:
        return None
    one, every = next((getattr(session, one), getattr(session, every)) for one, every in SHOWN if hasattr(session, one))
    number = every.index(one) + 1 if one is not None else 0
    return Left(mode, topic, session.attempt.session, number, len(every)) if number > 1 else None
