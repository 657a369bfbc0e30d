"""The one append-only table in which everything a learner does is kept.

An event's id is a token made when the item was shown, so writing the same step twice does nothing. Order is (``at``, ``id``).
Schedules, unfinished tests, statistics and exports are computed from the rows and never stored as truth.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from contextlib import suppress
from dataclasses import dataclass
from datetime import datetime, timedelta
from pathlib import Path
from typing import Any, NamedTuple

from sqlalchemy import ColumnElement, Engine, Row, Select, delete, func, select, update
from sqlalchemy.exc import SQLAlchemyError

from quizzes.events import moved
from quizzes.events.database import open_engine, unavailable_named
from quizzes.events.event import Event, LogUnavailable, check_event, microseconds, of_row, row_of
from quizzes.events.table import events, insert_new, migrate
from quizzes.events.unfinished import EPOCH, Place, Text, Unfinished, forget_all, forget_handed_in
from quizzes.events.versions import VersionLog
from quizzes.models import Item

HAND_IN = ("answered", "rated", "stepped", "said_why")
"""The kinds of events that hand in what was marked or typed: an answer, ticks, a step of a solution, a line about why."""
BLEND = 2_147_483_647
"""The sum of the times modulo this fits into every database's integers."""


@dataclass(frozen=True)
class Extent:
    """Rows of a learner, and when the newest happened (microseconds since 1970)."""

    rows: int
    newest: int | None


class Mark(NamedTuple):
    """What tells a learner's rows from those of another time, wherever in time rows were added: how many they are, and sums of when."""

    rows: int
    newest: int
    blend: int


class EventLog:
    """The event table of one database. Safe to share between threads; every method is one transaction."""

    def __init__(self, engine: Engine) -> None:
        self._engine = engine
        with unavailable_named(engine):
            migrate(engine)
        self._versions = VersionLog(engine)
        self._unfinished = Unfinished(engine)

    def keep_versions(self, items: Iterable[Item]) -> None:
        """Keep the items that an attempt begins with. Raises LogUnavailable."""
        with unavailable_named(self._engine):
            self._versions.keep(items)

    def versions(self, hashes: Iterable[str]) -> Mapping[str, Item]:
        """The items of these content hashes, of those that are known. Raises LogUnavailable."""
        with unavailable_named(self._engine):
            return self._versions.items(hashes)

    def unfinished(self, place: Place) -> Mapping[str, str]:
        """What is marked or typed there and not handed in, by the names of the fields. Raises LogUnavailable."""
        with unavailable_named(self._engine):
            return self._unfinished.of(place)

    def keep_unfinished(self, place: Place, texts: Mapping[str, str]) -> None:
        """Keep what stands in these fields there, until it is handed in. Raises LogUnavailable."""
        with unavailable_named(self._engine):
            self._unfinished.keep(place, texts)

    def all_unfinished(self, learner: str) -> tuple[Text, ...]:
        """Every text of that learner that is not handed in. Raises LogUnavailable."""
        with unavailable_named(self._engine):
            return self._unfinished.of_learner(learner)

    def add_unfinished(self, learner: str, texts: Sequence[Text]) -> tuple[Text, ...]:
        """Keep texts that were typed elsewhere, never in place of newer ones; those that were kept. Raises LogUnavailable."""
        with unavailable_named(self._engine):
            return self._unfinished.add(learner, texts)

    def forget_unfinished(self, place: Place) -> None:
        """Forget what stands there, which no event of that id will hand in. Raises LogUnavailable."""
        with unavailable_named(self._engine):
            self._unfinished.forget(place)

    def append(self, new: Sequence[Event]) -> int:
        """Write the events whose ids are not there yet, all or none, and return how many that were.

        What they hand in is unfinished no more.

        Raises BadEvent before anything is written, LogUnavailable where the database refuses.
        """
        rows = [row_of(check_event(event)) for event in new]
        if not rows:
            return 0
        with unavailable_named(self._engine), self._engine.begin() as connection:
            forget_handed_in(connection, (Place(event.learner, event.id) for event in new if event.kind in HAND_IN))
            statement = insert_new(events, self._engine).on_conflict_do_nothing(index_elements=["id"])
            if self._engine.dialect.name == "sqlite":  # its driver counts over all of them, PostgreSQL's do not all do
                return connection.execute(statement, rows).rowcount
            return sum(connection.execute(statement, row).rowcount for row in rows)

    def session(self, learner: str, session: str) -> tuple[Event, ...]:
        """The events of one session of that learner, in order; empty where it is not theirs."""
        return self._events_of(select(events).where(events.c.learner == learner, events.c.session == session))

    def last_started(self, learner: str, *, mode: str, topic: str, count: int = 1) -> tuple[Event, ...]:
        """The newest sessions of that mode and topic, at most ``count``, the newest first."""
        query = select(events).where(events.c.learner == learner, events.c.kind == "started", events.c.mode == mode, events.c.item == topic)
        return self._events_of(query, newest=count)

    def of_learner(
        self, learner: str, *, kinds: Sequence[str] = (), until: Extent | None = None, topic: str | None = None
    ) -> tuple[Event, ...]:
        """Every event of that learner, in order, of the given kinds or of all; with ``until`` none that is newer than that extent, with
        ``topic`` only those about that topic or an item of it."""
        query = select(events).where(events.c.learner == learner)
        query = query if until is None else query.where(events.c.at <= until.newest)
        if topic is not None:
            query = query.where((events.c.item == topic) | events.c.item.startswith(f"{topic}/", autoescape=True))
        return self._events_of(query.where(_is_of(kinds)) if kinds else query)

    def latest(self, learner: str, *, kinds: Sequence[str], count: int, since: datetime = EPOCH) -> tuple[Event, ...]:
        """The learner's newest events of these kinds, none before ``since``, at most ``count``, in order."""
        query = select(events).where(events.c.learner == learner, _is_of(kinds), events.c.at >= microseconds(since))
        return self._events_of(query, newest=count)[::-1]

    def extent(self, learner: str | None = None) -> Extent:
        """How much there is of that learner, or of all: enough to see that something was added."""
        query = select(func.count(), func.max(events.c.at))
        query = query if learner is None else query.where(events.c.learner == learner)
        with unavailable_named(self._engine), self._engine.connect() as connection:
            rows, newest = connection.execute(query).one()
        return Extent(rows, newest)

    def newest(self, learner: str) -> datetime | None:
        """When the learner's newest event happened; None where there is none."""
        query = select(func.max(events.c.at)).where(events.c.learner == learner)
        with unavailable_named(self._engine), self._engine.connect() as connection:
            at = connection.execute(query).scalar_one()
        return None if at is None else EPOCH + timedelta(microseconds=at)

    def newer(self, learner: str, than: Extent) -> tuple[Event, ...]:
        """The learner's events that happened after all of that extent, in order."""
        return self._events_of(select(events).where(events.c.learner == learner, events.c.at > than.newest))

    def marks(self) -> Mapping[str, Mark]:
        """The mark of every learner. It is another after anything was added, of older times too, or taken away.

        Read from the index of learners and times alone, so it costs a small part of reading the rows.
        """
        query = select(events.c.learner, func.count(), func.max(events.c.at), func.sum(events.c.at % BLEND)).group_by(events.c.learner)
        with unavailable_named(self._engine), self._engine.connect() as connection:
            return {learner: Mark(rows, newest, int(blend)) for learner, rows, newest, blend in connection.execute(query)}

    def of_learners(self, columns: Sequence[str], learners: Sequence[str], *, kinds: Sequence[str]) -> Sequence[tuple[Any, ...]]:
        """These columns, ``kind`` and ``payload`` among them, of these learners' events of these kinds, in no order. For figures over a
        whole class, so no more than some hundred learners at once.

        ``at`` is in microseconds since 1970; ``payload`` is as it was kept, without what is default.
        """
        query = select(*(events.c[name] for name in columns)).where(events.c.learner.in_(learners), _is_of(kinds))
        with unavailable_named(self._engine), self._engine.connect() as connection:
            return [tuple(row) if row.kind != moved.KIND else _as_now(row, columns) for row in connection.execute(query)]

    def _events_of(self, query: Select[Any], newest: int | None = None) -> tuple[Event, ...]:
        order = (events.c.at.desc(), events.c.id.desc()) if newest else (events.c.at, events.c.id)
        with unavailable_named(self._engine), self._engine.connect() as connection:
            return tuple(of_row(row) for row in connection.execute(query.order_by(*order).limit(newest)))

    def holders(self, ids: Sequence[str]) -> Mapping[str, str]:
        """Which of these ids are there, with the learner whose events they are."""
        learner_by_id: dict[str, str] = {}
        with unavailable_named(self._engine), self._engine.connect() as connection:
            for start in range(0, len(ids), 500):  # a statement takes a limited number of values
                query = select(events.c.id, events.c.learner).where(events.c.id.in_(ids[start : start + 500]))
                learner_by_id |= {row.id: row.learner for row in connection.execute(query)}
        return learner_by_id

    def delete(self, learner: str) -> int:
        """Delete every event of that learner, and what is unfinished, for good, and return how many events there were."""
        with unavailable_named(self._engine), self._engine.begin() as connection:
            forget_all(connection, learner)
            return connection.execute(delete(events).where(events.c.learner == learner)).rowcount

    def check(self) -> None:
        """Raises LogUnavailable where the log cannot be read and written now. Writes nothing, but waits for its turn to write."""
        name, file = self._engine.dialect.name, self._engine.url.database
        if name == "sqlite" and file and not Path(file).exists():  # what is open would go on in a file that nobody sees any more
            raise LogUnavailable(f"The database {file} is gone.")
        with unavailable_named(self._engine), self._engine.begin() as connection:
            connection.execute(update(events).where(events.c.id == "").values(hints=events.c.hints))

    def close(self) -> None:
        """Close every connection. The file of SQLite then holds everything, so that a copy of it alone does, too."""
        if self._engine.dialect.name == "sqlite":
            with suppress(SQLAlchemyError), self._engine.connect() as connection:
                connection.exec_driver_sql("PRAGMA wal_checkpoint(TRUNCATE)")
        self._engine.dispose()


def open_log(url: str) -> EventLog:
    """The log at a SQLAlchemy URL. A SQLite file and its folder are made where they are missing; SQLite runs in WAL mode.

    Raises LogUnavailable where it cannot be opened.
    """
    return EventLog(open_engine(url))


def _as_now(row: Row[Any], columns: Sequence[str]) -> tuple[Any, ...]:
    values = moved.as_now(dict(row._mapping))
    return tuple(values[name] for name in columns)


def _is_of(kinds: Sequence[str]) -> ColumnElement[bool]:
    """The rows of these kinds, also where an older version has written them as ``moved``."""
    texts = [text for text, kind in moved.KIND_OF_TEXT.items() if kind in kinds]
    is_kind = events.c.kind.in_(kinds)
    return is_kind | ((events.c.kind == moved.KIND) & events.c.payload["to"].as_string().in_(texts)) if texts else is_kind
