"""The database as one file, written while the app runs, and such a file put back without losing what was there.

Both use SQLite's own copying of a database that is in use (https://www.sqlite.org/backup.html): a copy of the file alone lacks what is
still in the write-ahead log beside it. A file holds all tables: events, answers that are not handed in, and the versions of items that
attempts began with.
"""

from __future__ import annotations

import os
import shutil
import sqlite3
import tempfile
from collections.abc import Iterator
from contextlib import closing, contextmanager
from dataclasses import dataclass
from datetime import UTC, datetime
from pathlib import Path

from sqlalchemy import URL, make_url
from sqlalchemy.exc import ArgumentError

from quizzes import private
from quizzes.errors import QuizError
from quizzes.events.event import EventError
from quizzes.events.log import open_log
from quizzes.events.table import MIGRATIONS, events

WAIT_S = 30.0
"""How long another process may be writing."""


class NotDone(QuizError):
    """A backup that was not written, or not put back; the text says why. Nothing was changed."""


@dataclass(frozen=True)
class Restored:
    """How much was put back, and where is now what was there before; None where there was nothing."""

    rows: int
    kept: Path | None


def back_up(url: str, to: Path) -> int:
    """Write everything that the database of this URL holds to a new file, which only its owner can read; the number of events.

    Raises NotDone.
    """
    file = _file_of(url)
    if not file.is_file():
        raise NotDone(f"There is no database yet: {file}.")
    if to.exists():
        raise NotDone(f"{to} is there already; give another name.")
    try:
        to.parent.mkdir(parents=True, exist_ok=True)
        with _new_file_beside(to) as new:
            _copy(file, new)
            rows = _rows(new)
            os.replace(new, to)
    except (sqlite3.Error, OSError) as error:
        raise NotDone(f"The backup was not written to {to}: {error}.") from error
    return rows


def restore(url: str, backup: Path, *, moment: datetime) -> Restored:
    """Put a backup, or a copy of another database file of the app, in the place of what the database of this URL holds.

    What was there is kept in a file beside it. Raises NotDone.
    """
    file = _file_of(url)
    with _checked_copy(backup) as copy:
        try:
            private.make_folder(file.parent)
            aside = _set_aside(file, moment) if file.is_file() else None
            private.make_file(file)
            _copy(copy, file)
            if aside is not None:
                _keep_versions(aside, file)
            open_log(url).close()  # a backup of an older version is brought to the newest schema
            return Restored(_rows(file), aside)
        except (sqlite3.Error, OSError, EventError) as error:
            raise NotDone(f"The backup was not put back: {error}.") from error


def _file_of(url: str) -> Path:
    try:
        address = make_url(url)
    except ArgumentError:
        raise NotDone("DATABASE_URL is no URL; allowed: sqlite:///FILE.") from None
    if address.get_backend_name() == "postgresql":
        server = URL.create("postgresql", username=address.username, host=address.host, port=address.port, database=address.database)
        raise NotDone(
            f"The answers are in PostgreSQL, which has its own commands: pg_dump --format=custom --file=FILE {server}, "
            f"and pg_restore --clean --if-exists --dbname={server} FILE."
        )
    if address.get_backend_name() != "sqlite" or not address.database or address.database == ":memory:":
        raise NotDone("DATABASE_URL names no file; allowed: sqlite:///FILE.")
    return Path(address.database)


@contextmanager
def _new_file_beside(to: Path) -> Iterator[Path]:
    """A new empty file beside another, for its owner alone; gone at the end unless it was renamed."""
    handle, name = tempfile.mkstemp(dir=to.parent, prefix=f".{to.name}-")  # mode 600
    os.close(handle)
    try:
        yield Path(name)
    finally:
        for leftover in Path(name).parent.glob(f"{Path(name).name}*"):
            leftover.unlink()


def _copy(source_path: Path, target_path: Path) -> None:
    """All at once, so that it is as the database was at one moment; others may go on reading and writing the one."""
    with closing(_open(source_path)) as source, closing(_open(target_path)) as target:
        source.backup(target)
        is_live = target.execute("PRAGMA journal_mode").fetchone() == ("wal",) and target_path.with_name(f"{target_path.name}-shm").exists()
        if not is_live:
            target.execute("PRAGMA journal_mode=DELETE")  # one file, without others beside it


def _open(file: Path) -> sqlite3.Connection:
    connection = sqlite3.connect(file, timeout=WAIT_S, isolation_level=None)
    connection.execute("PRAGMA synchronous=FULL")
    return connection


def _rows(file: Path) -> int:
    with closing(_open(file)) as connection:
        return int(connection.execute("SELECT count(*) FROM events").fetchone()[0])


def _set_aside(file: Path, moment: datetime) -> Path:
    """A copy of what is there now; where it cannot even be read, the files themselves under another name."""
    aside = file.with_name(f"{file.name}.before-{moment.astimezone(UTC):%Y%m%dT%H%M%SZ}")
    if aside.exists():
        raise NotDone(f"{aside} is there already; wait a second.")
    try:
        with _new_file_beside(aside) as new:
            _copy(file, new)
            _rows(new)
            os.replace(new, aside)
    except sqlite3.DatabaseError as error:
        if not _is_broken(error):
            raise
        for suffix in ("", "-wal", "-shm"):
            part = file.with_name(file.name + suffix)
            if part.exists():
                part.rename(aside.with_name(aside.name + suffix))
    return aside


def _is_broken(error: sqlite3.DatabaseError) -> bool:
    """Whether the file itself is at fault; else it may be locked, or the disk full."""
    return error.sqlite_errorcode & 0xFF in (sqlite3.SQLITE_CORRUPT, sqlite3.SQLITE_NOTADB)


def _keep_versions(aside: Path, file: Path) -> None:
    """A running app believes that the versions of items which it has kept are there."""
    with closing(_open(file)) as connection:
        try:
            connection.execute("ATTACH ? AS kept", (str(aside),))
        except sqlite3.DatabaseError as error:
            if _is_broken(error):
                return
            raise
        has_versions = connection.execute("SELECT count(*) FROM kept.sqlite_master WHERE name = 'item_versions'").fetchone()[0]
        if has_versions and connection.execute("SELECT count(*) FROM main.sqlite_master WHERE name = 'item_versions'").fetchone()[0]:
            connection.execute("INSERT OR IGNORE INTO main.item_versions SELECT * FROM kept.item_versions")


@contextmanager
def _checked_copy(backup: Path) -> Iterator[Path]:
    """A copy of the file to read from, once it is known to be a database of this app and whole. Raises NotDone."""
    if not backup.is_file():
        raise NotDone(f"There is no file {backup}.")
    with tempfile.TemporaryDirectory() as folder:
        copy = Path(folder) / "backup.db"
        try:
            for suffix in ("", "-wal"):
                part = backup.with_name(backup.name + suffix)
                if part.is_file():
                    shutil.copyfile(part, copy.with_name(copy.name + suffix))
            with closing(_open(copy)) as connection:
                wrong = _wrong(connection)
        except sqlite3.DatabaseError as error:
            raise NotDone(f"{backup} is no SQLite database, or it is damaged: {error}.") from error
        except OSError as error:
            raise NotDone(f"{backup} cannot be read: {error.strerror}.") from error
        if wrong:
            raise NotDone(f"{backup} {wrong}.")
        yield copy


def _wrong(connection: sqlite3.Connection) -> str:
    """What is wrong with a database, as the end of a sentence; empty where nothing is."""
    columns = {row[1] for row in connection.execute("PRAGMA table_info(events)")}
    has_migrations = connection.execute("SELECT count(*) FROM sqlite_master WHERE name = 'migrations'").fetchone()[0]
    if not columns >= {column.name for column in events.columns} or not has_migrations:
        return "is no database of Featherweight: it has no table of events"
    newest = connection.execute("SELECT max(number) FROM migrations").fetchone()[0] or 0
    if newest > len(MIGRATIONS):
        return "was written by a newer version of Featherweight; put it back with that one"
    (verdict,) = connection.execute("PRAGMA quick_check(1)").fetchone()
    return "" if verdict == "ok" else f"is damaged: {verdict}"
