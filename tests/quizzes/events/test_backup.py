"""A backup while answers come in, and one put back: nothing is lost either way, and what is none is refused."""

from __future__ import annotations

import shutil
import sqlite3
import stat
import sys
import threading
from collections.abc import Callable
from contextlib import closing
from datetime import UTC, datetime
from pathlib import Path

import pytest

from quizzes.__main__ import main
from quizzes.events.backup import NotDone, back_up, restore
from quizzes.events.event import Event
from quizzes.events.log import EventLog, open_log
from quizzes.events.table import MIGRATIONS

NOW = datetime(2026, 3, 1, 12, tzinfo=UTC)
KEPT = "events.db.before-20260301T120000Z"


def row(number: int, learner: str = "ann") -> Event:
    return Event(id=f"{learner}{number}", learner=learner, session="s", kind="known", at=NOW, payload={"known": True})


def rows_in(file: Path) -> list[str]:
    with closing(sqlite3.connect(file)) as connection:
        return [one for (one,) in connection.execute("SELECT id FROM events ORDER BY id")]


def url(database: Path) -> str:
    return f"sqlite:///{database}"


def test_after_the_log_was_closed_a_copy_of_its_file_alone_holds_everything(log: EventLog, database: Path, tmp_path: Path) -> None:
    log.append([row(1), row(2)])
    other = open_log(url(database))  # another process that has not closed it
    log.close()
    shutil.copy(database, tmp_path / "copy.db")
    other.close()
    assert rows_in(tmp_path / "copy.db") == ["ann1", "ann2"]


def test_a_backup_is_one_private_file_with_all_tables(log: EventLog, database: Path, tmp_path: Path) -> None:
    log.append([row(number) for number in range(300)])
    copy = tmp_path / "kept" / "backup.db"
    assert back_up(url(database), copy) == 300
    assert len(rows_in(copy)) == 300
    with closing(sqlite3.connect(copy)) as connection:
        tables = {name for (name,) in connection.execute("SELECT name FROM sqlite_master WHERE type = 'table'")}
    assert {"events", "item_versions", "unfinished", "migrations"} <= tables
    assert list(copy.parent.iterdir()) == [copy]
    if sys.platform != "win32":
        assert stat.S_IMODE(copy.stat().st_mode) == 0o600


def test_a_backup_while_answers_come_in_is_whole_and_stops_nobody(log: EventLog, database: Path, tmp_path: Path) -> None:
    log.append([row(number) for number in range(3_000)])
    ended, written = threading.Event(), [0]

    def answer() -> None:
        while not ended.is_set():
            written[0] += log.append([row(written[0], "bob")])

    thread = threading.Thread(target=answer)
    thread.start()
    try:
        counts = [back_up(url(database), tmp_path / f"{number}.db") for number in range(5)]
    finally:
        ended.set()
        thread.join()
    assert counts == sorted(counts)
    assert [len(rows_in(tmp_path / f"{number}.db")) for number in range(5)] == counts
    assert len(log.of_learner("bob")) == written[0] > 0


def test_what_is_put_back_replaces_what_is_there_which_is_kept_beside_it(log: EventLog, database: Path, tmp_path: Path) -> None:
    log.append([row(1), row(2)])
    back_up(url(database), tmp_path / "backup.db")
    log.append([row(3)])
    done = restore(url(database), tmp_path / "backup.db", moment=NOW)  # while the log is open
    assert (done.rows, done.kept) == (2, database.with_name(KEPT))
    assert [one.id for one in log.of_learner("ann")] == ["ann1", "ann2"]
    assert rows_in(database.with_name(KEPT)) == ["ann1", "ann2", "ann3"]
    assert log.append([row(4)]) == 1
    restore(url(database), database.with_name(KEPT), moment=NOW.replace(second=1))
    assert [one.id for one in log.of_learner("ann")] == ["ann1", "ann2", "ann3"]
    if sys.platform != "win32":
        assert {stat.S_IMODE(path.stat().st_mode) for path in database.parent.iterdir()} == {0o600}


def test_a_backup_goes_where_nothing_is_yet(log: EventLog, database: Path, tmp_path: Path) -> None:
    log.append([row(1)])
    back_up(url(database), tmp_path / "backup.db")
    elsewhere = tmp_path / "new" / "data" / "events.db"
    done = restore(url(elsewhere), tmp_path / "backup.db", moment=NOW)
    assert (done.rows, done.kept) == (1, None)
    opened = open_log(url(elsewhere))
    assert [one.id for one in opened.of_learner("ann")] == ["ann1"]
    opened.close()


def test_a_database_that_cannot_be_read_is_set_aside_as_it_is(log: EventLog, database: Path, tmp_path: Path) -> None:
    log.append([row(1)])
    back_up(url(database), tmp_path / "backup.db")
    log.close()
    database.write_bytes(b"what is left of a database" * 400)
    done = restore(url(database), tmp_path / "backup.db", moment=NOW)
    assert done.rows == 1
    assert database.with_name(KEPT).read_bytes().startswith(b"what is left")


def no_database(file: Path) -> None:
    file.write_text("Dear diary" * 500)


def another_app(file: Path) -> None:
    with closing(sqlite3.connect(file)) as connection:
        connection.execute("CREATE TABLE events (id, learner)")


def newer(file: Path) -> None:
    open_log(url(file)).close()
    with closing(sqlite3.connect(file)) as connection, connection:
        connection.execute("INSERT INTO migrations VALUES (?)", (len(MIGRATIONS) + 1,))


def damaged(file: Path) -> None:
    log = open_log(url(file))
    log.append([row(number) for number in range(2_000)])
    log.close()
    whole = bytearray(file.read_bytes())
    whole[len(whole) // 2 : len(whole) // 2 + 8_192] = b"\xff" * 8_192
    file.write_bytes(whole)


def missing(file: Path) -> None:
    assert not file.exists()


@pytest.mark.parametrize(
    ("make", "said"),
    [
        (no_database, "no SQLite database"),
        (another_app, "no database of Featherweight"),
        (newer, "newer version"),
        (damaged, "damaged"),
        (missing, "no file"),
    ],
)
def test_what_is_no_backup_is_refused_and_changes_nothing(
    make: Callable[[Path], None], said: str, log: EventLog, database: Path, tmp_path: Path
) -> None:
    log.append([row(1)])
    make(tmp_path / "given.db")
    with pytest.raises(NotDone, match=said):
        restore(url(database), tmp_path / "given.db", moment=NOW)
    assert [one.id for one in log.of_learner("ann")] == ["ann1"]
    assert not list(database.parent.glob("*.before-*"))


def test_a_backup_overwrites_no_file(log: EventLog, database: Path, tmp_path: Path) -> None:
    (tmp_path / "mine.txt").write_text("mine")
    with pytest.raises(NotDone, match="is there already"):
        back_up(url(database), tmp_path / "mine.txt")
    assert (tmp_path / "mine.txt").read_text() == "mine"


@pytest.mark.parametrize("command", ["backup", "restore"])
def test_for_postgresql_the_commands_say_what_to_use_and_no_password(
    command: str, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str], tmp_path: Path
) -> None:
    monkeypatch.setenv("DATABASE_URL", "postgresql+psycopg://ann:secret@db.school/answers")
    (tmp_path / "backup.db").write_text("x")
    assert main([command, str(tmp_path / "new.db")]) == 1
    said = capsys.readouterr().err
    assert "pg_dump --format=custom --file=FILE postgresql://ann@db.school/answers" in said
    assert "pg_restore" in said
    assert "secret" not in said


def test_the_commands_from_the_shell(
    monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str], log: EventLog, database: Path, tmp_path: Path
) -> None:
    monkeypatch.delenv("DATABASE_URL", raising=False)
    monkeypatch.setenv("DATA_DIR", str(database.parent))
    log.append([row(1)])
    assert main(["backup", str(tmp_path / "backup.db")]) == 0
    assert "1 rows" not in capsys.readouterr().out
    assert main(["restore", str(tmp_path / "backup.db")]) == 0
    assert "What was there is kept in" in capsys.readouterr().out
    assert main(["restore", str(tmp_path / "none.db")]) == 1
