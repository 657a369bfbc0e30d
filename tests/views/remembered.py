"""A past for the learner of a page test: rows that are written behind the page's back."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import UTC, datetime, timedelta
from pathlib import Path

from visiting import TINY, Browser

from quizzes.events.event import Event
from quizzes.events.learners import COOKIE
from quizzes.events.log import EventLog, open_log


def log_of(own_data: Path) -> EventLog:
    """The log that the pages of this test write to."""
    return open_log(f"sqlite:///{own_data / 'events.db'}")


def events_of(own_data: Path, browser: Browser, *kinds: str) -> Sequence[Event]:
    """What the browser's learner did, in order."""
    return log_of(own_data).of_learner(browser.cookies[COOKIE], kinds=kinds)


def remember(own_data: Path, browser: Browser, *done: Event) -> None:
    """Write rows as the browser's learner's own."""
    log_of(own_data).append(done)


def rated(browser: Browser, item: str, rating: int, *, days_ago: float, topic: str = TINY) -> Event:
    """A card that was rated so many days ago."""
    return _event(browser, "rated", item, "recall", days_ago, topic, rating=rating, score=float(rating > 1), ms=4000)


def answered(
    browser: Browser, item: str, mode: str, *, days_ago: float, topic: str = TINY, score: float = 0.0, sure: bool | None = None
) -> Event:
    """A question that was answered so many days ago."""
    return _event(browser, "answered", item, mode, days_ago, topic, score=score, sure=sure, ms=4000)


def _event(browser: Browser, kind: str, item: str, mode: str, days_ago: float, topic: str, **values: object) -> Event:
    at = datetime.now(UTC) - timedelta(days=days_ago)
    learner = browser.cookies[COOKIE]
    fields = {"learner": learner, "session": f"past-{learner}", "kind": kind, "at": at, "item": f"{topic}/{item}", "mode": mode}
    return Event(id=f"past:{learner}:{topic}/{item}:{kind}:{days_ago}", **{**fields, **values})  # type: ignore[arg-type]
