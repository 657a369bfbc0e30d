"""The log under several processes: they may all be the first to open it, and one may be killed at any moment."""

from __future__ import annotations

import random
import sqlite3
import subprocess
import sys
from pathlib import Path

import pytest

from quizzes.events.log import open_log
from quizzes.events.table import MIGRATIONS

ROOT = Path(__file__).resolve().parents[3]

OPENS_MANY = """
import sys
from quizzes.events.log import open_log
folder, count = sys.argv[1], int(sys.argv[2])
print("ready", flush=True)
sys.stdin.readline()
for number in range(count):
    open_log(f"sqlite:///{folder}/{number}/events.db").close()
"""

WRITES_UNTIL_KILLED = """
import sys
from datetime import UTC, datetime
from itertools import count
from quizzes.events.event import Event
from quizzes.events.log import open_log
url, learner = sys.argv[1:]
log = open_log(url)
for number in count():
    pair = [f"{learner}-{number}-{half}" for half in "ab"]
    log.append([Event(id=one, learner=learner, session="s", kind="answered", at=datetime.now(UTC)) for one in pair])
    print(number, flush=True)
"""


def start(code: str, *arguments: str) -> subprocess.Popen[str]:
    command = [sys.executable, "-c", code, *arguments]
    return subprocess.Popen(command, cwd=ROOT, stdin=subprocess.PIPE, stdout=subprocess.PIPE, stderr=subprocess.PIPE, text=True)


def migrations_of(database: Path) -> list[int]:
    with sqlite3.connect(database) as connection:
        rows = connection.execute("SELECT number FROM migrations ORDER BY number").fetchall()
    connection.close()
    return [number for (number,) in rows]


def test_migrations_run_once_however_often_the_log_is_opened(database: Path) -> None:
    for _ in range(3):
        open_log(f"sqlite:///{database}").close()
    assert migrations_of(database) == list(range(1, len(MIGRATIONS) + 1))


@pytest.mark.slow
def test_processes_that_open_new_logs_at_once_all_succeed(tmp_path: Path) -> None:
    count = 25
    processes = [start(OPENS_MANY, str(tmp_path), str(count)) for _ in range(3)]
    for process in processes:
        assert process.stdout is not None
        assert process.stdout.readline() == "ready\n"
    for process in processes:
        assert process.stdin is not None
        process.stdin.write("go\n")
        process.stdin.flush()
    endings = [process.communicate(timeout=60) for process in processes]
    assert [process.returncode for process in processes] == [0] * 3, endings
    for number in range(count):
        assert migrations_of(tmp_path / str(number) / "events.db") == list(range(1, len(MIGRATIONS) + 1))


@pytest.mark.slow
def test_a_process_killed_at_any_moment_loses_no_confirmed_row_and_leaves_no_half_step(database: Path) -> None:
    url, rng = f"sqlite:///{database}", random.Random(5)
    for learner in ("ann", "bob", "cat"):
        process = start(WRITES_UNTIL_KILLED, url, learner)
        assert process.stdout is not None
        confirmed = [int(process.stdout.readline()) for _ in range(rng.randrange(1, 120))]
        process.kill()
        confirmed += [int(line) for line in process.communicate(timeout=30)[0].splitlines() if line]
        log = open_log(url)
        kept = {one.id for one in log.of_learner(learner)}
        log.close()
        assert {f"{learner}-{number}-{half}" for number in confirmed for half in "ab"} <= kept
        assert {one[:-1] for one in kept if one.endswith("a")} == {one[:-1] for one in kept if one.endswith("b")}
    with sqlite3.connect(database) as connection:
        assert connection.execute("PRAGMA integrity_check").fetchone() == ("ok",)
    connection.close()
