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
    row, columns = events.c, ("kind", "payload", "schema_version")
    query = select(row.id, *(row[name] for name in columns)).where(row.kind == moved.KIND).order_by(row.id).limit(ROWS_AT_ONCE)
    change = update(events).where(row.id == bindparam("which")).values({name: bindparam(f"new_{name}") for name in columns})
    last = ""
    while rows := connection.execute(query.where(row.id > last)).all():
        last = rows[-1].id
        updated = [values for values in (moved.as_now(dict(former._mapping)) for former in rows) if values["kind"] != moved.KIND]
        if updated:
            connection.execute(change, [{"which": values["id"], **{f"new_{name}": values[name] for name in columns}} for values in updated])


def _part_bare(connection: Connection) -> None:
    """Those that say no more than where they went are nearly all, and need not be read."""
    row, payload_text = events.c, cast(events.c.payload, Text)
    bare = {text: moved.as_now({"kind": moved.KIND, "payload": {"to": text}}) for text in moved.KIND_OF_TEXT}
    kinds = {json.dumps({"to": text}): values_now["kind"] for text, values_now in bare.items() if not values_now["payload"]}
    values = {"kind": case(kinds, value=payload_text), "payload": {}, "schema_version": SCHEMA_VERSION}
    connection.execute(update(events).where(row.kind == moved.KIND, payload_text.in_(kinds)).values(values))


MIGRATIONS: Sequence[Callable[[Connection], None]] = (_create_events, _create_item_versions, _create_unfinished, _part_moved)
"""Applied in this order, each once; a published one is never changed, only followed by another."""


def migrate(engine: Engine) -> None:
    """Bring the database to the newest schema; two processes may do it at once."""
    with engine.begin() as connection:
        connection.execute(CreateTable(migrations_done, if_not_exists=True))
    for number, apply in enumerate(MIGRATIONS, start=1):
        with engine.connect() as connection:
            done_row = connection.execute(select(migrations_done.c.number).where(migrations_done.c.number == number)).first()
        if done_row:
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
