"""How one item follows another: what the modes share that ask the items of a topic one by one.

A mode's state is a Flow that says which items are behind; its ``apply`` says what one event changes. Where one stands, the same state again
from the events, and the end of a session follow from these, here.
"""

from __future__ import annotations

from abc import ABC, abstractmethod
from collections.abc import Callable, Sequence
from collections.abc import Set as AbstractSet
from dataclasses import dataclass, field, replace
from datetime import datetime
from functools import reduce
from typing import Any, Generic, TypeVar

from quizzes.attempts.attempt import AnyItem, Attempt, Moment, as_now
from quizzes.events.event import Event
from quizzes.models import Item


@dataclass(frozen=True)
class Flow(ABC, Generic[AnyItem]):
    """Where a learner stands among the ``items`` of an attempt, which are in order; ``shown_at`` is when the current one was shown."""

    attempt: Attempt
    items: tuple[AnyItem, ...]
    shown_at: datetime

    @property
    @abstractmethod
    def behind(self) -> AbstractSet[str]:
        """The ids of the items that are behind."""

    @property
    @abstractmethod
    def right(self) -> int:
        """How many items were remembered, answered right, explained in full, or bet on rightly."""

    @property
    def judged(self) -> int:
        """How many items ``right`` is out of."""
        return len(self.items)

    @property
    def closings(self) -> int:
        """How often the session was closed; it may have been opened again."""
        return 0

    @property
    def position(self) -> int:
        """Index of the current item; equals ``len(items)`` at the end."""
        behind = self.behind
        return next((index for index, item in enumerate(self.items) if item.id not in behind), len(self.items))

    @property
    def returning(self) -> Sequence[AnyItem]:
        """The items that were missed and come again until they are right once, the next one first; none before all were asked once."""
        return ()

    @property
    def is_returning(self) -> bool:
        """Whether all were asked once, and something that was missed is asked again, which does not count."""
        return bool(self.returning)

    @property
    def current(self) -> AnyItem | None:
        """The item that is asked now, None at the end."""
        position = self.position
        return self.items[position] if position < len(self.items) else next(iter(self.returning), None)

    @property
    def current_id(self) -> str | None:
        """Its full id, None at the end."""
        current = self.current
        return self.attempt.full_id(current) if current is not None else None

    @property
    def finished(self) -> bool:
        return self.current is None

    def seen_until(self, event: Event) -> datetime:
        """When the item that comes after this event was shown: never before the one that is current."""
        return max(self.shown_at, event.at)


@dataclass(frozen=True)
class Path(Flow[AnyItem]):
    """A flow whose items are left by going on; ``left`` are the ids of those that were."""

    left: frozenset[str] = field(default=frozenset(), kw_only=True)

    @property
    def behind(self) -> AbstractSet[str]:
        return self.left


AFlow = TypeVar("AFlow", bound=Flow[Any])
APath = TypeVar("APath", bound=Path[Any])
Apply = Callable[[AFlow, Event], AFlow]
"""The state once an event has happened; the order in which events are applied does not matter."""


def restore(begun: AFlow, pool: Sequence[Item], events: Sequence[Event], apply: Apply[AFlow]) -> AFlow:
    """The state after ``events``, in any order; ``pool`` are the items as the topic holds them now."""
    return reduce(apply, as_now(begun.attempt, pool, events), begun)


def step(state: AFlow, made: Sequence[Event], apply: Apply[AFlow], now: Moment) -> tuple[AFlow, tuple[Event, ...]]:
    """The state once these events have happened, and all that is to be recorded: they, and the end of the session where they led there.

    A part of another session has no end of its own.
    """
    after = reduce(apply, made, state)
    if not made or not after.finished or after.attempt.within is not None:
        return after, tuple(made)
    end = after.attempt.finished(now, right=after.right, of=after.judged, closings_before=after.closings)
    return apply(after, end), (*made, end)


def go_on(state: Path[Any], item: Item, now: Moment, *, token: str = "next") -> Event:
    """The event by which that item is left; ``token`` tells it from leaving the item before."""
    return state.attempt.event("went_on", item, now, token=token)


def gone_on(state: APath, event: Event) -> APath:
    """The state once the event's item was left."""
    return replace(state, left=state.left | {state.attempt.item_of(event)}, shown_at=state.seen_until(event))


def number_of(event: Event) -> int:
    """Which one of its kind the event is, as the end of its id says (``draft-3``); 0 where an id of another maker does not say."""
    number = event.id.rpartition("-")[2]
    return int(number) if number.isdecimal() else 0
