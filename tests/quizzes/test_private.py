"""What holds learners' rows, and so their ids, can be opened by the user of the app alone, from the first moment."""

from __future__ import annotations

import os
import stat
import sys
from collections.abc import Iterator
from datetime import UTC, datetime
from pathlib import Path

import pytest

from optimization.running.run_store import RunStore
from quizzes.atomic import replace_file
from quizzes.events.event import Event
from quizzes.events.log import open_log
from quizzes.private import keep_private, make_file, make_folder

pytestmark = pytest.mark.skipif(sys.platform == "win32", reason="modes mean nothing there")


@pytest.fixture(autouse=True)
def open_by_default() -> Iterator[None]:
    """As most systems are set: what a program makes, everybody may read."""
    before = os.umask(0o022)
    yield
    os.umask(before)


def mode(path: Path) -> int:
    return stat.S_IMODE(path.stat().st_mode)


def row(number: int) -> Event:
    return Event(id=f"e{number}", learner="ann", session="s", kind="known", at=datetime.now(UTC), payload={"known": True})


def test_a_new_log_and_what_sqlite_keeps_beside_it_are_private(tmp_path: Path) -> None:
    log = open_log(f"sqlite:///{tmp_path / 'data' / 'events.db'}")
    log.append([row(1)])
    modes = {path.name: mode(path) for path in (tmp_path / "data").iterdir()}
    log.close()
    assert modes == dict.fromkeys(("events.db", "events.db-wal", "events.db-shm"), 0o600)
    assert mode(tmp_path / "data") == 0o700


def test_the_file_is_private_before_sqlite_has_opened_it(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    seen: list[int] = []
    file = tmp_path / "data" / "events.db"
    monkeypatch.setattr("quizzes.events.database._tune_sqlite", lambda *_: seen.append(mode(file)))
    open_log(f"sqlite:///{file}").close()
    assert seen
    assert set(seen) == {0o600}


def test_what_an_older_version_left_open_is_corrected_and_what_is_not_ours_is_left_alone(tmp_path: Path) -> None:
    data, elsewhere = tmp_path / "data", tmp_path / "elsewhere.json"
    for folder in (data, data / "runs", data / "drafts" / "abc" / "track", data / "photos"):
        folder.mkdir(parents=True)
    ours = [data / "events.db", data / "events.db-wal", data / "runs" / "run-1.json", data / "drafts" / "abc" / "track" / "topic.yaml"]
    for file in (*ours, data / "photos" / "cat.jpg", elsewhere):
        file.write_text("x")
    (data / "runs" / "link.json").symlink_to(elsewhere)
    keep_private(data)
    assert {mode(file) for file in ours} == {0o600}
    assert {mode(folder) for folder in (data, data / "runs", data / "drafts", data / "drafts" / "abc" / "track")} == {0o700}
    assert (mode(data / "photos"), mode(data / "photos" / "cat.jpg"), mode(elsewhere)) == (0o755, 0o644, 0o644)


def test_a_folder_that_belongs_to_everybody_stays_so(tmp_path: Path) -> None:
    shared = tmp_path / "tmp"
    shared.mkdir()
    shared.chmod(0o1777)
    (shared / "events.db").write_text("")
    keep_private(shared)
    assert mode(shared) == 0o1777
    assert mode(shared / "events.db") == 0o600


def test_a_folder_that_is_named_as_the_database_keeps_its_mode(tmp_path: Path) -> None:
    (tmp_path / "folder").mkdir(mode=0o755)
    make_file(tmp_path / "folder")
    assert mode(tmp_path / "folder") == 0o755


def test_results_of_runs_and_drafts_are_private_and_the_mode_of_a_saved_topic_is_kept(tmp_path: Path) -> None:
    store = RunStore(tmp_path / "runs")
    store._make_folder()
    store._write(tmp_path / "runs" / "run-1.json", "{}")
    assert (mode(tmp_path / "runs"), mode(tmp_path / "runs" / "run-1.json")) == (0o700, 0o600)
    replace_file(tmp_path / "draft.yaml", b"", mode=0o600)
    replace_file(tmp_path / "topic.yaml", b"")
    assert (mode(tmp_path / "draft.yaml"), mode(tmp_path / "topic.yaml")) == (0o600, 0o644)
    (tmp_path / "topic.yaml").chmod(0o664)
    replace_file(tmp_path / "topic.yaml", b"more")
    assert mode(tmp_path / "topic.yaml") == 0o664


def test_a_folder_is_made_for_its_owner_and_those_above_it_as_usual(tmp_path: Path) -> None:
    make_folder(tmp_path / "share" / "featherweight")
    assert (mode(tmp_path / "share"), mode(tmp_path / "share" / "featherweight")) == (0o755, 0o700)
