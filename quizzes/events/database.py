"""Opening the database: which URLs are allowed, how SQLite is set, and what an error of a driver becomes."""

from __future__ import annotations

import sqlite3
import time
from pathlib import Path
from typing import Any

from sqlalchemy import Engine, create_engine, event, make_url
from sqlalchemy.exc import SQLAlchemyError

from quizzes import private
from quizzes.events.event import LogUnavailable

DATABASES = ("sqlite", "postgresql")
BUSY_MS = 10_000
"""How long SQLite waits for its turn to write. It gives turns in no order, so that one of twenty writers may wait long."""


def open_engine(url: str) -> Engine:
    """The engine at a SQLAlchemy URL. A SQLite file and its folder are made where they are missing; SQLite runs in WAL mode.

    Raises LogUnavailable where it cannot be opened.
    """
    engine = _engine(url)
    if engine.dialect.name == "sqlite":
        if engine.url.database and engine.url.database != ":memory:":
            _make_private(Path(engine.url.database))
        event.listen(engine, "connect", _tune_sqlite)
    return engine


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


class unavailable_named:
    """Turns the driver's errors into LogUnavailable with the database's name (never its password)."""

    def __init__(self, engine: Engine) -> None:
        self._name = engine.url.render_as_string(hide_password=True)

    def __enter__(self) -> None:
        return None

    def __exit__(self, _kind: object, error: BaseException | None, _trace: object) -> None:
        if isinstance(error, SQLAlchemyError):
            reason = getattr(error, "orig", None) or error
            raise LogUnavailable(f"The database {self._name} cannot be used: {reason}.") from error
