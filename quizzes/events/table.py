"""The tables of the database and its numbered migrations."""

from __future__ import annotations

import json
from collections.abc import Callable, Sequence
from typing import TYPE_CHECKING

from sqlalchemy import (
    JSON,
    BigInteger,
    Boolean,
    Column,
    Connection,
    Engine,
    Float,
    Index,
    Integer,
    MetaData,
    String,
    Table,
    Text,
    bindparam,
    case,
    cast,
    insert,
    select,
    update,
)
from sqlalchemy.exc import IntegrityError
from sqlalchemy.schema import CreateTable

from quizzes.events import moved
from quizzes.events.payloads import SCHEMA_VERSION

if TYPE_CHECKING:
    from sqlalchemy.dialects import postgresql, sqlite

ROWS_AT_ONCE = 10_000
"""Rows that a migration holds in memory."""

metadata = MetaData()

events = Table(
    "events",
    metadata,
    Column("id", String(200), primary_key=True),
    Column("schema_version", Integer, nullable=False),
    Column("learner", String(64), nullable=False),
    Column("session", String(64), nullable=False),
    Column("kind", String(20), nullable=False),
    Column("item", String(200)),
    Column("content_hash", String(16)),
    Column("mode", String(20)),
    Column("at", BigInteger, nullable=False),  # microseconds since 1970, UTC
    Column("utc_offset_min", Integer, nullable=False),
    Column("score", Float),
    Column("rating", Integer),
    Column("sure", Boolean),
    Column("hints", Integer, nullable=False),
    Column("ms", Integer),
    Column("payload", JSON, nullable=False),
    Index("events_by_learner", "learner", "at"),
    Index("events_by_session", "session", "at"),
)

item_versions = Table(
    "item_versions",
    metadata,
    Column("content_hash", String(16), primary_key=True),
    Column("item", Text, nullable=False),
)

unfinished = Table(
    "unfinished",
    metadata,
    Column("learner", String(64), primary_key=True),
    Column("answer", String(200), primary_key=True),  # the id of the event that will hand it in
    Column("field", String(40), primary_key=True),
    Column("text", Text, nullable=False),
    Column("at", BigInteger, nullable=False),  # microseconds since 1970, UTC
)

migrations_done = Table("migrations", metadata, Column("number", Integer, primary_key=True, autoincrement=False))


def _create_events(connection: Connection) -> None:
    events.create(connection, checkfirst=True)


def _create_item_versions(connection: Connection) -> None:
    item_versions.create(connection, checkfirst=True)


def _create_unfinished(connection: Connection) -> None:
    unfinished.create(connection, checkfirst=True)


def _part_moved(connection: Connection) -> None:
    """Rows of the kind ``moved`` become rows of the kinds that they mean, where that can be told."""
    _part_bare(connection)
    row, changed = events.c, ("kind", "payload", "schema_version")
    query = select(row.id, *(row[name] for name in changed)).where(row.kind == moved.KIND).order_by(row.id).limit(ROWS_AT_ONCE)
    change = update(events).where(row.id == bindparam("which")).values({name: bindparam(f"new_{name}") for name in changed})
    last = ""
    while found := connection.execute(query.where(row.id > last)).all():
        last = found[-1].id
        now = [one for one in (moved.as_now(dict(known._mapping)) for known in found) if one["kind"] != moved.KIND]
        if now:
            connection.execute(change, [{"which": one["id"], **{f"new_{name}": one[name] for name in changed}} for one in now])


def _part_bare(connection: Connection) -> None:
    """Those that say no more than where they went are nearly all, and need not be read."""
    row, written = events.c, cast(events.c.payload, Text)
    bare = {text: moved.as_now({"kind": moved.KIND, "payload": {"to": text}}) for text in moved.MEANT}
    kinds = {json.dumps({"to": text}): now["kind"] for text, now in bare.items() if not now["payload"]}
    values = {"kind": case(kinds, value=written), "payload": {}, "schema_version": SCHEMA_VERSION}
    connection.execute(update(events).where(row.kind == moved.KIND, written.in_(kinds)).values(values))


MIGRATIONS: Sequence[Callable[[Connection], None]] = (_create_events, _create_item_versions, _create_unfinished, _part_moved)
"""Applied in this order, each once; a published one is never changed, only followed by another."""


def migrate(engine: Engine) -> None:
    """Bring the database to the newest schema; two processes may do it at once."""
    with engine.begin() as connection:
        connection.execute(CreateTable(migrations_done, if_not_exists=True))
    for number, apply in enumerate(MIGRATIONS, start=1):
        with engine.connect() as connection:
            done = connection.execute(select(migrations_done.c.number).where(migrations_done.c.number == number)).first()
        if done:
            continue
        try:
            with engine.begin() as connection:
                connection.execute(insert(migrations_done).values(number=number))
                apply(connection)
        except IntegrityError:
            continue  # another process was faster; its transaction made the same change


def insert_new(table: Table, engine: Engine) -> sqlite.Insert | postgresql.Insert:
    """The INSERT of the engine's own dialect, which can leave out rows that are there; only the dialect in use is imported."""
    if engine.dialect.name == "postgresql":
        from sqlalchemy.dialects import postgresql

        return postgresql.insert(table)
    from sqlalchemy.dialects import sqlite

    return sqlite.insert(table)
