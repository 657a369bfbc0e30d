"""Events of an imagined learner, and the small index they are about."""

from __future__ import annotations

from datetime import UTC, datetime
from typing import Any

from quizzes.events.event import Event
from quizzes.schedule.index import Entry, Index
from quizzes.sessions.register import MODES

TOPIC = "track/topic"


def entry(name: str, mode: str, concept: str = "alpha", *, topic: str = TOPIC, points: int = 0) -> Entry:
    asked = MODES[mode]
    return Entry(
        f"{topic}/{name}",
        topic,
        concept,
        mode,
        guessable=mode in ("quick-check", "practice", "self-test", "myths"),
        seconds=asked.seconds,
        planned=asked.planned,
        comes_due=asked.comes_due,
        points=points,
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
