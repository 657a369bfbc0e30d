"""What all sessions share: who practises which items in which order, and how an event of it is made."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from datetime import datetime
from typing import Any, TypeVar

from quizzes.content.models import Item, Topic
from quizzes.events import Event

Kept = TypeVar("Kept", bound=Item)
Options = Mapping[str, str | int | bool]


@dataclass(frozen=True)
class Moment:
    """When something was done: UTC, and the learner's clock against it in minutes."""

    at: datetime
    utc_offset_min: int = 0


@dataclass(frozen=True, kw_only=True)
class Attempt:
    """One session of one learner. ``items`` are ids with the content hash they had at the start, in order."""

    learner: str
    session: str
    mode: str
    topic: str
    seed: int
    items: tuple[tuple[str, str], ...]
    started_at: datetime
    options: Options = field(default_factory=dict)

    def event(self, kind: str, item: Item | None, now: Moment, *, token: str, **values: Any) -> Event:
        """An event of this session. The token names what was done to which item, so doing it twice gives the same id."""
        return Event(
            id=f"{self.session}:{item.id if item else 'session'}:{token}",
            learner=self.learner,
            session=self.session,
            kind=kind,
            at=now.at,
            utc_offset_min=now.utc_offset_min,
            item=f"{self.topic}/{item.id}" if item else self.topic,
            content_hash=item.content_hash if item else None,
            mode=self.mode,
            **values,
        )

    def started(self, now: Moment) -> Event:
        """The event that opens the session."""
        items = [{"id": item_id, "hash": content_hash} for item_id, content_hash in self.items]
        payload = {"topic": self.topic, "seed": self.seed, "items": items, "options": dict(self.options)}
        return self.event("started", None, now, token="started", payload=payload)

    def finished(self, now: Moment, *, right: int) -> Event:
        """The event that closes the session."""
        return self.event("finished", None, now, token="finished", payload={"right": right, "of": len(self.items)})

    def item_of(self, event: Event) -> str:
        """The id, inside the topic, of the item that an event is about."""
        return (event.item or "").removeprefix(f"{self.topic}/")


def attempt_of(started: Event) -> Attempt:
    """The attempt that a ``started`` event opened."""
    payload = started.payload
    return Attempt(
        learner=started.learner,
        session=started.session,
        mode=started.mode or "",
        topic=payload["topic"],
        seed=payload["seed"],
        items=tuple((item["id"], item["hash"]) for item in payload["items"]),
        started_at=started.at,
        options=payload["options"],
    )


def still_there(attempt: Attempt, items: Sequence[Kept]) -> tuple[Kept, ...]:
    """The attempt's items as the topic holds them now, in the attempt's order; one that was renamed is found by ``was``."""
    by_id = {old: item for item in items for old in item.was} | {item.id: item for item in items}
    return tuple(by_id[item_id] for item_id, _ in attempt.items if item_id in by_id)


def elapsed_ms(since: datetime, now: Moment) -> int:
    """Whole milliseconds from showing to answering, never below zero (clocks are set back)."""
    return max(0, round((now.at - since).total_seconds() * 1000))


def concepts_by_group(topic: Topic) -> dict[str, str]:
    """Concept id -> the name of its group."""
    names = {group.id: group.name for group in topic.groups}
    return {concept.id: names[concept.group] for concept in topic.concepts}
