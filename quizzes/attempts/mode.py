"""What a mode of practice is: how a session of it begins, is brought back and goes on, and what the rest of the app reads of it."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date
from types import MappingProxyType
from typing import Any, Generic, Protocol, TypeVar

from quizzes.attempts.actions import Action
from quizzes.attempts.attempt import Attempt, Moment, Options, Seat
from quizzes.content.topic import Topic
from quizzes.events.event import Event
from quizzes.models import Item
from quizzes.schedule.memory import Memory


class Session(Protocol):
    """What the state of every mode offers."""

    @property
    def attempt(self) -> Attempt: ...

    @property
    def items(self) -> Sequence[Item]:
        """What is asked, in order; without what was taken out meanwhile."""
        ...

    @property
    def current(self) -> Item | None:
        """The item that is asked now; None at the end."""
        ...

    @property
    def current_id(self) -> str | None:
        """``track/topic/item`` of the item that is asked now; None at the end."""
        ...

    @property
    def position(self) -> int:
        """Index of the current item; equals ``len(items)`` at the end."""
        ...

    @property
    def finished(self) -> bool: ...

    @property
    def right(self) -> int:
        """How many items were remembered, answered right, explained in full, or bet on rightly."""
        ...


State = TypeVar("State", bound=Session)
NO_PACE: Mapping[str, float] = MappingProxyType({})


@dataclass(frozen=True)
class Scope:
    """The topics, by id, that a session runs over: one, or all of them, and then its ``id`` is empty."""

    id: str
    topics: Mapping[str, Topic]

    @classmethod
    def of(cls, topic: Topic) -> Scope:
        """That topic alone."""
        return cls(topic.id, {topic.id: topic})

    @classmethod
    def all(cls, topics: Mapping[str, Topic]) -> Scope:
        """All topics, as they are by id."""
        return cls("", topics)

    @property
    def topic(self) -> Topic:
        """The one topic; KeyError where the scope is all of them."""
        return self.topics[self.id]

    def items(self) -> dict[str, Item]:
        """Every item by its full id."""
        return {f"{topic.id}/{item.id}": item for topic in self.topics.values() for item in topic.items()}


@dataclass(frozen=True, kw_only=True)
class Beginning:
    """What the items of a new session in one topic may depend on.

    ``earlier`` are the learner's rows of this mode about the topic, and every lab run on it, in order; ``rows`` those of all modes;
    ``memories`` what the learner remembers by full id, as of ``day``.
    """

    options: Options = field(default_factory=dict)
    seed: int = 0
    earlier: Sequence[Event] = ()
    rows: Sequence[Event] = ()
    memories: Mapping[str, Memory] = field(default_factory=dict)
    day: date | None = None


@dataclass(frozen=True, kw_only=True)
class Wanted:
    """What was asked for, with what a new session may be made of.

    ``asked`` are full ids that were chosen already, in order: a day's plan. ``rows`` reads the learner's rows about a topic that a new
    session may depend on, ``memories`` what they remember.
    """

    options: Options
    seed: int
    day: date
    rows: Callable[[Topic], Sequence[Event]]
    memories: Callable[[], Mapping[str, Memory]]
    asked: Sequence[str] = ()


@dataclass(frozen=True)
class Begun:
    """The items of a new session by the names that its attempt keeps, in order, and the options that it begins with."""

    items: Sequence[tuple[str, Item]]
    options: Options


@dataclass(frozen=True, kw_only=True)
class Mode(Generic[State]):
    """A way to practise.

    ``id`` stands in every row and address. ``section`` is the one of a topic file whose items it asks, None where it asks those of all.
    ``noun`` is what one item of it is called (``card 4 of 12``), ``found`` what a search calls it. ``seconds`` an item usually takes, and
    ``first_seconds`` in a first visit to the mode. ``planned`` says that its new items are brought in day by day; others enter once they
    were met in their own mode. ``comes_due`` is False where an item is never asked again by itself, because it needs a lab run; ``teaches``
    where an answer is a first meeting and no rating (``quizzes/schedule/lessons.py``).

    ``named_by`` is the option of a session that names the very items it asks, as the address of its page has it, and what stands before
    an item's id there; None where an item is opened alone in Today, as practice. ``pool`` are the items of a topic that it may ask, where
    these are not all of its section; ``asks`` says how many of them a session asks.

    ``group`` and ``when`` are how a topic's page lists it: under which heading, and when to pick it, with the ``{count}`` of its items.

    ``asks_sure`` says that a learner hands in how sure they are, and reads the reason where the mode gives it.

    ``in_today`` says that Today asks its items; ``alone`` what a session of one such item begins with. ``is_pinned`` says that an attempt
    ends on the version of its items that it began with. ``lasts_a_day`` says that one left unfinished is not gone on with on another day.
    """

    id: str
    title: str
    noun: str
    state: type[State]
    begin: Callable[[Scope, Wanted], Begun]
    restore: Callable[[Attempt, Scope, Sequence[Event]], State]
    step: Callable[[State, Action, Moment], tuple[State, tuple[Event, ...]]]
    section: str | None = None
    found: str = ""
    seconds: float = 60
    first_seconds: float = 60
    named_by: tuple[str, str] | None = None
    pool: Callable[[Topic], Sequence[Item]] | None = None
    asks: Callable[[Topic], int] | None = None
    group: str = ""
    when: str = ""
    planned: bool = False
    comes_due: bool = True
    teaches: bool = False
    asks_sure: bool = False
    in_today: bool = True
    alone: Options = field(default_factory=dict)
    is_pinned: bool = True
    lasts_a_day: bool = False

    @property
    def called(self) -> str:
        """What one found item of it is called."""
        return self.found or self.title

    def count(self, topic: Topic) -> int:
        """How many items of a topic it has to ask."""
        if self.pool is not None:
            return len(self.pool(topic))
        return len(topic.items_of(self.section)) if self.section is not None else 0

    def asked(self, topic: Topic) -> int:
        """How many items of a topic a session of it asks."""
        return self.asks(topic) if self.asks is not None else self.count(topic)

    def minutes(self, topic: Topic, *, pace: Mapping[str, float] = NO_PACE) -> int:
        """How long a session takes in that topic: at the learner's own ``pace``, seconds an item by mode, where that is known, else as long
        as a first visit; 0 where there is nothing to ask."""
        count = self.asked(topic)
        return max(1, round(count * pace.get(self.id, self.first_seconds) / 60)) if count else 0

    def own(self, session: Session) -> State:
        """The session as one of this mode. Raises TypeError where it is one of another."""
        if not isinstance(session, self.state):
            raise TypeError(f"A session of the mode {session.attempt.mode!r} was taken for one of {self.id!r}.")
        return session

    def seat(self, scope: Scope) -> Seat:
        """Where its session under way over that scope sits."""
        return (self.id, scope.id)


AnyMode = Mode[Any]
