"""What there is to go on with: the attempt that was left before its end, on this day or the one before."""

from __future__ import annotations

from collections.abc import Collection, Iterator, Mapping
from dataclasses import dataclass
from datetime import timedelta

import streamlit as st

from quizzes.attempts.asides import is_aside
from quizzes.attempts.attempt import COUNTS
from quizzes.attempts.mode import AnyMode, Scope, Session
from quizzes.content.topic import Topic
from quizzes.events.event import Event
from quizzes.schedule.days import day_of
from quizzes.sessions.register import MODES
from views.page import pages, schedule_now, visitor
from views.page.services import services

ATTEMPTS = 200
"""Newest attempts that are looked at."""

DAYS = 1
"""Older than that, what is due by now is worth more."""


@dataclass(frozen=True)
class Left:
    """An attempt that was left at item ``number`` (from 1) of ``of``; ``topic`` is None for Today, which runs over all of them.

    ``aside`` says that it stands beside the one with which its mode goes on: the cards of a concept.
    """

    mode: str
    topic: Topic | None
    session: str
    number: int
    of: int
    aside: bool = False

    @property
    def place(self) -> str:
        """``question 4 of 10``, or, once all were asked, ``what you missed``"""
        return f"{MODES[self.mode].noun} {self.number} of {self.of}" if self.number <= self.of else "what you missed"

    @property
    def where(self) -> str:
        """``Self-test, question 4 of 10``"""
        return f"{pages.title(self.mode)}, {self.place}"

    @property
    def said(self) -> str:
        """``**You stopped at** Self-test, question 4 of 10 · Model optimization``"""
        return f"**You stopped at** {self.where}" + (f" · {self.topic.title.partition(':')[0]}" if self.topic is not None else "")

    @property
    def query(self) -> dict[str, str]:
        """What leads back to it on its page."""
        topic = {"topic": self.topic.id} if self.topic is not None else {}
        return {**topic, "session": self.session}

    def go_on(self) -> None:
        """Go to its page."""
        st.switch_page(pages.file(self.mode), query_params=self.query)


def left(topics: Mapping[str, Topic], *, with_today: bool) -> Iterator[Left]:
    """The attempts in these topics that are past their first item, or in which something is typed, and not at their end, the newest first.

    Of each mode only the newest counts, and of each choice of cards that stands beside it. Practice is not gone on with.
    """
    places: set[tuple[str, str, str]] = set()
    earliest = schedule_now.today() - timedelta(days=DAYS)
    log, learner, since = services().log, visitor.learner(), visitor.now().at - timedelta(days=DAYS + 1)
    typed_sessions = {text.session for text in log.all_unfinished(learner) if not text.is_blank}
    ended_sessions = {event.session for event in log.latest(learner, kinds=("finished",), count=ATTEMPTS, since=since)}
    for start in reversed(log.latest(learner, kinds=("started",), count=ATTEMPTS, since=since)):
        options = start.payload["options"]
        place = (start.mode or "", start.item or "", str(options) if is_aside(options) else "")
        is_early = day_of(start.at, start.utc_offset_min) < earliest
        if place in places or is_early or options.get(COUNTS) is False:
            continue
        places.add(place)
        if start.session in ended_sessions:  # and where its end was taken back, the page itself goes on with it
            continue
        step_left = _left_at(start, topics, with_today=with_today, typed_sessions=typed_sessions)
        if step_left is not None:
            yield step_left


def _left_at(start: Event, topics: Mapping[str, Topic], *, with_today: bool, typed_sessions: Collection[str]) -> Left | None:
    mode, topic = MODES.get(start.mode or ""), topics.get(start.item or "")
    session = _session(start, mode, topic, topics, with_today=with_today) if mode is not None else None
    if mode is None or session is None or session.finished:
        return None
    number = session.position + 1
    aside = is_aside(session.attempt.options)
    is_begun = number > 1 or start.session in typed_sessions
    return Left(mode.id, topic, session.attempt.session, number, len(session.items), aside=aside) if is_begun else None


def _session(start: Event, mode: AnyMode, topic: Topic | None, topics: Mapping[str, Topic], *, with_today: bool) -> Session | None:
    """The session that was started, as it was left; of those over all topics the one that is gone on with today."""
    study, learner = services().study, visitor.learner()
    session: Session | None = None
    if mode.section is None and with_today:
        session = study.unfinished(mode, Scope.all(topics), learner=learner, moment=visitor.now())
    elif mode.section is not None and topic is not None:
        session = study.resume(mode, Scope.of(topic), learner=learner, session=start.session)
    return session
