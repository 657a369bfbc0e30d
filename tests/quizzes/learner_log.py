"""Events of an imagined learner, and the small index they are about."""

from __future__ import annotations

from datetime import UTC, datetime
from typing import Any

from quizzes.events.log import Event
from quizzes.schedule.index import Entry, Index

MODES = ("recall", "quick-check", "self-test", "practice", "explain", "myths")
TOPIC = "track/topic"


def entry(name: str, mode: str, concept: str = "alpha", *, topic: str = TOPIC, points: int = 0) -> Entry:
    return Entry(
        f"{topic}/{name}", topic, concept, mode, guessable=mode in ("quick-check", "practice", "self-test", "myths"), points=points
    )


def index_of(*entries: Entry, renamed: dict[str, str] | None = None) -> Index:
    current = {one.item: one.item for one in entries}
    return Index({one.item: one for one in entries}, current | (renamed or {}))


def moment(day: int, hour: float = 12.0, *, month: int = 1) -> datetime:
    return datetime(2026, month, day, int(hour), int(hour % 1 * 60), tzinfo=UTC)


def event(number: int, kind: str, one: Entry, at: datetime, **values: Any) -> Event:
    """An event about an item; ``number`` makes its id."""
    mode, session = values.pop("mode", one.mode), values.pop("session", f"s{number}")
    return Event(id=f"e{number:05}", learner="ann", session=session, kind=kind, at=at, item=one.item, mode=mode, **values)
