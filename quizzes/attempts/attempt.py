"""What all sessions share: who practises which items in which order, and how an event of it is made."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field, replace
from datetime import datetime
from typing import Any, TypeVar

from quizzes.content.topic import Topic
from quizzes.events.event import Event
from quizzes.models import Item

AnyItem = TypeVar("AnyItem", bound=Item)
Seat = tuple[str, str]
"""Where a session under way sits: its mode and topic. Today's, which runs over all topics, sits at ("today", "")."""

Options = Mapping[str, str | int | bool]

COUNTS = "counts"
"""The option of a session whose ratings are practice only (False)."""

REHEARSAL = "rehearsal"
"""``within`` of an attempt by which an author tries an item out: nothing of it is recorded."""

LONGEST_MS = 3_600_000
"""Whoever takes longer than an hour was away; the session was gone on with later."""


@dataclass(frozen=True)
class Moment:
    """When something was done: UTC, and the learner's clock against it in minutes."""

    at: datetime
    utc_offset_min: int = 0


@dataclass(frozen=True, kw_only=True)
class Attempt:
    """One session of one learner. ``items`` are ids with the content hash they had at the start, in order.

    A part of another session (``within``: Today, which asks items of many topics) shares that session's id and seat; its ``place`` keeps
    the ids of its events apart from those of the other parts.
    """

    learner: str
    session: str
    mode: str
    topic: str
    seed: int
    items: tuple[tuple[str, str], ...]
    started_at: datetime
    options: Options = field(default_factory=dict)
    within: str | None = None
    place: str = ""

    @property
    def seat(self) -> Seat:
        return (self.mode, self.topic) if self.within is None else (self.within, "")

    @property
    def counts(self) -> bool:
        """Whether what is rated here enters the schedule; practice that was marked as such does not."""
        return self.options.get(COUNTS, True) is not False

    @property
    def practice(self) -> Mapping[str, bool]:
        """What the payload of an answer says of that, where it does not count."""
        return {} if self.counts else {"practice": True}

    def event_id(self, item: Item | None, token: str) -> str:
        """The id of the event that does ``token`` to that item."""
        return f"{self.session}:{self.place}{item.id if item else 'session'}:{token}"

    def full_id(self, item: Item) -> str:
        """``track/topic/item`` of one of the items."""
        return f"{self.topic}/{item.id}"

    def event(self, kind: str, item: Item | None, moment: Moment, *, token: str, **values: Any) -> Event:
        """An event of this session. The token names what was done to which item, so doing it twice gives the same id."""
        return Event(
            id=self.event_id(item, token),
            learner=self.learner,
            session=self.session,
            kind=kind,
            at=moment.at,
            utc_offset_min=moment.utc_offset_min,
            item=self.full_id(item) if item else self.topic,
            content_hash=item.content_hash if item else None,
            mode=self.mode,
            **values,
        )

    def started(self, moment: Moment) -> Event:
        """The event that opens the session."""
        items = [{"id": item_id, "hash": content_hash} for item_id, content_hash in self.items]
        payload = {"topic": self.topic, "seed": self.seed, "items": items, "options": dict(self.options)}
        return self.event("started", None, moment, token="started", payload=payload)

    def finished(self, moment: Moment, *, right: int, of: int, closings_before: int = 0) -> Event:
        """The event that closes the session; ``of`` leaves out items that were taken out of the topic meanwhile.

        ``closings_before`` says how often it was closed before and opened again by taking the last rating back.
        """
        token = f"finished-{closings_before + 1}" if closings_before else "finished"
        return self.event("finished", None, moment, token=token, payload={"right": right, "of": of})

    def item_of(self, event: Event) -> str:
        """The id, inside the topic, of the item that an event is about."""
        return (event.item or "").removeprefix(f"{self.topic}/")


def attempt_of(start: Event) -> Attempt:
    """The attempt that a ``start`` event opened."""
    payload = start.payload
    return Attempt(
        learner=start.learner,
        session=start.session,
        mode=start.mode or "",
        topic=payload["topic"],
        seed=payload["seed"],
        items=tuple((item["id"], item["hash"]) for item in payload["items"]),
        started_at=start.at,
        options=payload["options"],
    )


def still_there(attempt: Attempt, items: Sequence[AnyItem]) -> tuple[AnyItem, ...]:
    """The attempt's items as the topic holds them now, each once, in the attempt's order; one that was renamed is found by ``was``."""
    by_id = {item.id: item for item in items}
    moment = current_ids(items)
    return tuple(by_id[item_id] for item_id in dict.fromkeys(moment[old] for old, _ in attempt.items if old in moment))


def current_ids(items: Sequence[Item]) -> dict[str, str]:
    """Every id that an item has or had -> the id that it has now."""
    return {old: item.id for item in items for old in item.was} | {item.id: item.id for item in items}


def as_now(attempt: Attempt, items: Sequence[Item], events: Sequence[Event]) -> Iterator[Event]:
    """The events with the ids that their items have now, so that a rename loses nothing."""
    moment = current_ids(items)
    for event in events:
        item = attempt.item_of(event)
        yield event if moment.get(item, item) == item else replace(event, item=f"{attempt.topic}/{moment[item]}")


def elapsed_ms(since: datetime, moment: Moment) -> int:
    """Whole milliseconds from showing to answering: at least zero (clocks are set back), at most LONGEST_MS."""
    return min(max(0, round((moment.at - since).total_seconds() * 1000)), LONGEST_MS)


def concepts_by_group(topic: Topic) -> dict[str, str]:
    """Concept id -> the name of its group."""
    names = {group.id: group.name for group in topic.groups}
    return {concept.id: names[concept.group] for concept in topic.concepts}
