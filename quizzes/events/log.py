"""The one append-only table in which everything a learner does is kept.

An event's id is a token made when the item was shown, so writing the same step twice does nothing. Order is (``at``, ``id``).
Schedules, unfinished tests, statistics and exports are computed from the rows and never stored as truth.
"""

from __future__ import annotations

import sqlite3
import time
from collections.abc import Iterable, Mapping, Sequence
from contextlib import suppress
from dataclasses import dataclass, field
from datetime import datetime, timedelta
from pathlib import Path
from typing import Any, NamedTuple

from pydantic import ValidationError
from sqlalchemy import Engine, Row, Select, create_engine, delete, event, func, make_url, select, update
from sqlalchemy.exc import SQLAlchemyError

from quizzes import private
from quizzes.errors import QuizError
from quizzes.events.payloads import PAYLOADS
from quizzes.events.table import SCHEMA_VERSION, events, insert_new, migrate
from quizzes.events.unfinished import EPOCH, Place, Text, Unfinished, forget_all, forget_handed_in
from quizzes.events.versions import VersionLog
from quizzes.models import Item

DATABASES = ("sqlite", "postgresql")
HAND_IN = ("answered", "rated", "moved")
"""The kinds of events that hand in what was marked or typed: an answer, ticks, a step of a solution."""
BLEND = 2_147_483_647
"""The sum of the times modulo this fits into every database's integers."""
BUSY_MS = 10_000
"""How long SQLite waits for its turn to write. It gives turns in no order, so that one of twenty writers may wait long."""


class EventError(QuizError):
    """Base of the errors of the event log; the text is a full sentence."""


class BadEvent(EventError):
    """An event was refused before it was written: unknown kind, or a payload that its kind does not allow."""


class LogUnavailable(EventError):
    """The database cannot be read or written; the text says which and why. Nothing was written."""


@dataclass(frozen=True, kw_only=True)
class Event:
    """One thing a learner did.

    ``at`` is UTC; ``utc_offset_min`` is the learner's clock against it; ``score`` is 0..1; ``rating`` is 1 (Again) to 4 (Easy);
    ``ms`` is the time from showing to answering. ``payload`` is checked by ``kind``.
    """

    id: str
    learner: str
    session: str
    kind: str
    at: datetime
    item: str | None = None
    content_hash: str | None = None
    mode: str | None = None
    utc_offset_min: int = 0
    score: float | None = None
    rating: int | None = None
    sure: bool | None = None
    hints: int = 0
    ms: int | None = None
    payload: Mapping[str, Any] = field(default_factory=dict)
    schema_version: int = SCHEMA_VERSION


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


def check_event(one: Event) -> Event:
    """The event itself; raises BadEvent where its kind, payload, rating, score or time is not allowed."""
    if one.kind not in PAYLOADS:
        raise BadEvent(f"{one.kind!r} is no kind of event; there are: {', '.join(PAYLOADS)}.")
    try:
        PAYLOADS[one.kind].model_validate(dict(one.payload))
    except ValidationError as error:
        first = error.errors()[0]
        raise BadEvent(f"The payload of {one.kind!r} is refused at {'.'.join(map(str, first['loc']))}: {first['msg']}.") from None
    if one.at.tzinfo is None:
        raise BadEvent("An event's time needs a time zone.")
    if one.rating is not None and one.rating not in (1, 2, 3, 4):
        raise BadEvent(f"The rating {one.rating} is not allowed; allowed: 1 to 4.")
    if one.score is not None and not 0.0 <= one.score <= 1.0:
        raise BadEvent(f"The score {one.score} is not allowed; allowed: 0 to 1.")
    return one


class EventLog:
    """The event table of one database. Safe to share between threads; every method is one transaction."""

    def __init__(self, engine: Engine) -> None:
        self._engine = engine
        with _unavailable_named(engine):
            migrate(engine)
        self._versions = VersionLog(engine)
        self._unfinished = Unfinished(engine)

    def keep_versions(self, items: Iterable[Item]) -> None:
        """Keep the items that an attempt begins with. Raises LogUnavailable."""
        with _unavailable_named(self._engine):
            self._versions.keep(items)

    def versions(self, hashes: Iterable[str]) -> Mapping[str, Item]:
        """The items of these content hashes, of those that are known. Raises LogUnavailable."""
        with _unavailable_named(self._engine):
            return self._versions.items(hashes)

    def unfinished(self, place: Place) -> Mapping[str, str]:
        """What is marked or typed there and not handed in, by the names of the fields. Raises LogUnavailable."""
        with _unavailable_named(self._engine):
            return self._unfinished.of(place)

    def keep_unfinished(self, place: Place, texts: Mapping[str, str]) -> None:
        """Keep what stands in these fields there, until it is handed in. Raises LogUnavailable."""
        with _unavailable_named(self._engine):
            self._unfinished.keep(place, texts)

    def all_unfinished(self, learner: str) -> tuple[Text, ...]:
        """Every text of that learner that is not handed in. Raises LogUnavailable."""
        with _unavailable_named(self._engine):
            return self._unfinished.of_learner(learner)

    def add_unfinished(self, learner: str, texts: Sequence[Text]) -> tuple[Text, ...]:
        """Keep texts that were typed elsewhere, never in place of newer ones; those that were kept. Raises LogUnavailable."""
        with _unavailable_named(self._engine):
            return self._unfinished.add(learner, texts)

    def forget_unfinished(self, place: Place) -> None:
        """Forget what stands there, which no event of that id will hand in. Raises LogUnavailable."""
        with _unavailable_named(self._engine):
            self._unfinished.forget(place)

    def append(self, new: Sequence[Event]) -> int:
        """Write the events whose ids are not there yet, all or none, and return how many that were.

        What they hand in is unfinished no more.

        Raises BadEvent before anything is written, LogUnavailable where the database refuses.
        """
        rows = [_row(check_event(one)) for one in new]
        if not rows:
            return 0
        with _unavailable_named(self._engine), self._engine.begin() as connection:
            forget_handed_in(connection, (Place(one.learner, one.id) for one in new if one.kind in HAND_IN))
            statement = insert_new(events, self._engine).on_conflict_do_nothing(index_elements=["id"])
            if self._engine.dialect.name == "sqlite":  # its driver counts over all of them, PostgreSQL's do not all do
                return connection.execute(statement, rows).rowcount
            return sum(connection.execute(statement, row).rowcount for row in rows)

    def session(self, learner: str, session: str) -> tuple[Event, ...]:
        """The events of one session of that learner, in order; empty where it is not theirs."""
        return self._read(select(events).where(events.c.learner == learner, events.c.session == session))

    def last_started(self, learner: str, *, mode: str, topic: str, count: int = 1) -> tuple[Event, ...]:
        """The newest sessions of that mode and topic, at most ``count``, the newest first."""
        query = select(events).where(events.c.learner == learner, events.c.kind == "started", events.c.mode == mode, events.c.item == topic)
        return self._read(query, newest=count)

    def of_learner(
        self, learner: str, *, kinds: Sequence[str] = (), until: Extent | None = None, topic: str | None = None
    ) -> tuple[Event, ...]:
        """Every event of that learner, in order, of the given kinds or of all; with ``until`` none that is newer than that extent, with
        ``topic`` only those about that topic or an item of it."""
        query = select(events).where(events.c.learner == learner)
        query = query if until is None else query.where(events.c.at <= until.newest)
        if topic is not None:
            query = query.where((events.c.item == topic) | events.c.item.startswith(f"{topic}/", autoescape=True))
        return self._read(query.where(events.c.kind.in_(kinds)) if kinds else query)

    def latest(self, learner: str, *, kinds: Sequence[str], count: int, since: datetime = EPOCH) -> tuple[Event, ...]:
        """The learner's newest events of these kinds, none before ``since``, at most ``count``, in order."""
        query = select(events).where(events.c.learner == learner, events.c.kind.in_(kinds), events.c.at >= _microseconds(since))
        return self._read(query, newest=count)[::-1]

    def extent(self, learner: str | None = None) -> Extent:
        """How much there is of that learner, or of all: enough to see that something was added."""
        query = select(func.count(), func.max(events.c.at))
        query = query if learner is None else query.where(events.c.learner == learner)
        with _unavailable_named(self._engine), self._engine.connect() as connection:
            rows, newest = connection.execute(query).one()
        return Extent(rows, newest)

    def newest(self, learner: str) -> datetime | None:
        """When the learner's newest event happened; None where there is none."""
        query = select(func.max(events.c.at)).where(events.c.learner == learner)
        with _unavailable_named(self._engine), self._engine.connect() as connection:
            at = connection.execute(query).scalar_one()
        return None if at is None else EPOCH + timedelta(microseconds=at)

    def newer(self, learner: str, than: Extent) -> tuple[Event, ...]:
        """The learner's events that happened after all of that extent, in order."""
        return self._read(select(events).where(events.c.learner == learner, events.c.at > than.newest))

    def marks(self) -> Mapping[str, Mark]:
        """The mark of every learner. It is another after anything was added, of older times too, or taken away.

        Read from the index of learners and times alone, so it costs a small part of reading the rows.
        """
        query = select(events.c.learner, func.count(), func.max(events.c.at), func.sum(events.c.at % BLEND)).group_by(events.c.learner)
        with _unavailable_named(self._engine), self._engine.connect() as connection:
            return {learner: Mark(rows, newest, int(blend)) for learner, rows, newest, blend in connection.execute(query)}

    def of_learners(
        self, columns: Sequence[str], learners: Sequence[str], *, kinds: Sequence[str], explained: Sequence[str] = ()
    ) -> Sequence[tuple[Any, ...]]:
        """These columns of these learners' events of these kinds, and of the ``explained`` ones where an explanation was written; in no
        order. For figures over a whole class, so no more than some hundred learners at once.

        ``at`` is in microseconds since 1970; ``payload`` is as it was kept, without what is default.
        """
        wanted = events.c.kind.in_(kinds) | (events.c.kind.in_(explained) & (events.c.mode == "explain"))
        query = select(*(events.c[name] for name in columns)).where(events.c.learner.in_(learners), wanted)
        with _unavailable_named(self._engine), self._engine.connect() as connection:
            return [tuple(row) for row in connection.execute(query)]

    def _read(self, query: Select[Any], newest: int | None = None) -> tuple[Event, ...]:
        order = (events.c.at.desc(), events.c.id.desc()) if newest else (events.c.at, events.c.id)
        with _unavailable_named(self._engine), self._engine.connect() as connection:
            return tuple(_event(row) for row in connection.execute(query.order_by(*order).limit(newest)))

    def holders(self, ids: Sequence[str]) -> Mapping[str, str]:
        """Which of these ids are there, with the learner whose events they are."""
        found: dict[str, str] = {}
        with _unavailable_named(self._engine), self._engine.connect() as connection:
            for start in range(0, len(ids), 500):  # a statement takes a limited number of values
                query = select(events.c.id, events.c.learner).where(events.c.id.in_(ids[start : start + 500]))
                found |= {row.id: row.learner for row in connection.execute(query)}
        return found

    def delete(self, learner: str) -> int:
        """Delete every event of that learner, and what is unfinished, for good, and return how many events there were."""
        with _unavailable_named(self._engine), self._engine.begin() as connection:
            forget_all(connection, learner)
            return connection.execute(delete(events).where(events.c.learner == learner)).rowcount

    def check(self) -> None:
        """Raises LogUnavailable where the log cannot be read and written now. Writes nothing, but waits for its turn to write."""
        name, file = self._engine.dialect.name, self._engine.url.database
        if name == "sqlite" and file and not Path(file).exists():  # what is open would go on in a file that nobody sees any more
            raise LogUnavailable(f"The database {file} is gone.")
        with _unavailable_named(self._engine), self._engine.begin() as connection:
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
    engine = _engine(url)
    if engine.dialect.name == "sqlite":
        if engine.url.database and engine.url.database != ":memory:":
            _make_private(Path(engine.url.database))
        event.listen(engine, "connect", _tune_sqlite)
    return EventLog(engine)


def _make_private(file: Path) -> None:
    """The files that SQLite makes beside it take its mode."""
    try:
        private.make_folder(file.parent)
    except OSError as error:
        raise LogUnavailable(f"The data folder {file.parent} cannot be made: {error.strerror}.") from error
    try:
        private.make_file(file)
    except OSError as error:
        raise LogUnavailable(f"The database {file} cannot be made: {error.strerror}.") from error


def _engine(url: str) -> Engine:
    try:
        address = make_url(url)
    except (SQLAlchemyError, ValueError):  # the driver's words may quote a part of the password
        allowed = "sqlite:///FILE or postgresql://USER:PASSWORD@HOST/NAME"
        raise LogUnavailable(f"DATABASE_URL cannot be used: it is no URL; allowed: {allowed}.") from None
    if address.get_backend_name() not in DATABASES:
        raise LogUnavailable(f"DATABASE_URL cannot be used: {address.drivername!r} is not allowed; allowed: {', '.join(DATABASES)}.")
    try:
        is_remote = address.get_backend_name() != "sqlite"
        return create_engine(address, pool_pre_ping=is_remote, hide_parameters=True)  # a learner's id is a credential: none in a log
    except (SQLAlchemyError, ImportError) as error:
        raise LogUnavailable(f"DATABASE_URL cannot be used: {error}.") from error


def _tune_sqlite(connection: Any, _record: Any) -> None:
    """WAL with full sync: a confirmed row survives SIGKILL and, with FULL, a power cut."""
    cursor = connection.cursor()
    for pragma in (f"busy_timeout={BUSY_MS}", "synchronous=FULL", "foreign_keys=ON"):
        cursor.execute(f"PRAGMA {pragma}")
    _switch_to_wal(cursor, patience_s=5.0)
    cursor.close()


def _switch_to_wal(cursor: sqlite3.Cursor, *, patience_s: float) -> None:
    """SQLite does not wait where several processes switch a new file at once; this tries again."""
    until = time.monotonic() + patience_s
    while True:
        try:
            cursor.execute("PRAGMA journal_mode=WAL")
            return
        except sqlite3.OperationalError as error:
            if error.sqlite_errorcode & 0xFF != sqlite3.SQLITE_BUSY or time.monotonic() > until:
                raise
            time.sleep(0.02)


class _unavailable_named:
    """Turns the driver's errors into LogUnavailable with the database's name (never its password)."""

    def __init__(self, engine: Engine) -> None:
        self._name = engine.url.render_as_string(hide_password=True)

    def __enter__(self) -> None:
        return None

    def __exit__(self, _kind: object, error: BaseException | None, _trace: object) -> None:
        if isinstance(error, SQLAlchemyError):
            reason = getattr(error, "orig", None) or error
            raise LogUnavailable(f"The database {self._name} cannot be used: {reason}.") from error


def _row(one: Event) -> dict[str, Any]:
    payload = PAYLOADS[one.kind].model_validate(dict(one.payload)).model_dump(mode="json", exclude_defaults=True)
    row = {column.name: getattr(one, column.name) for column in events.columns}
    return row | {"payload": payload, "at": _microseconds(one.at)}


def _event(row: Row[Any]) -> Event:
    values = dict(row._mapping)
    payload = PAYLOADS[values["kind"]].model_validate(values["payload"]).model_dump() if values["kind"] in PAYLOADS else values["payload"]
    return Event(**(values | {"payload": payload, "at": EPOCH + timedelta(microseconds=values["at"])}))


def _microseconds(moment: datetime) -> int:
    """Whole microseconds since 1970: exact, sortable, and the same in every database."""
    return (moment - EPOCH) // timedelta(microseconds=1)
