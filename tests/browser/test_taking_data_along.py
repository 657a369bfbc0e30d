"""Everything taken along, deleted, and brought back: each row, each schedule and each figure as before."""

from __future__ import annotations

import csv
import json
import os
import re
import shutil
import sqlite3
import stat
import subprocess
import sys
import zipfile
from collections.abc import Callable
from pathlib import Path
from typing import Any

from app_server import ROOT, AppServer
from past import remember_weeks
from playwright.sync_api import Browser, expect
from student import DESK, TOPIC, Student, shipped_topic

from quizzes.events.log import open_log
from quizzes.schedule.ledger import Ledger
from quizzes.sessions.register import index

A_DAY_OF_A_TERM = 105
JSON = "Everything (JSON)"
SENT_BY_MS = 1500
TOO_WIDE = """() => { const main = document.querySelector('[data-testid="stMain"]'); return main.scrollWidth - main.clientWidth }"""


def taken(student: Student, button: str | re.Pattern[str], folder: Path) -> Path:
    """The file that a button gives."""
    with student.page.expect_download() as waiting:
        student.button(button).click()
    file = folder / waiting.value.suggested_filename
    waiting.value.save_as(file)
    return file


def schedule(student: Student) -> Any:
    """What the learner remembers, computed from the log anew."""
    log = open_log(f"sqlite:///{student.server.folder / 'data' / 'events.db'}")
    recollection = Ledger(log).recollection(student.learner, index((shipped_topic(),)))
    log.close()
    return dict(recollection.memories), list(recollection.reviews)


def figures(student: Student) -> str:
    student.open("progress")
    expect(student.page.locator('[data-testid="stVegaLiteChart"]').first).to_be_visible()
    student.settle()
    return student.page.locator("body").inner_text()


def notes(deck: Path, folder: Path) -> int:
    with zipfile.ZipFile(deck) as archive:
        archive.extract("collection.anki2", folder)
    connection = sqlite3.connect(folder / "collection.anki2")
    count = int(connection.execute("SELECT count(*) FROM notes").fetchone()[0])
    connection.close()
    return count


def give(student: Student, file: Path) -> None:
    student.page.locator('[class*="st-key-take-over"] input[type="file"]').set_input_files(file)


def test_a_term_is_taken_along_deleted_and_brought_back_as_it_was(student: Student, tmp_path: Path) -> None:
    student.open("you")
    remember_weeks(student, a_day=A_DAY_OF_A_TERM)
    rows, remembered, shown = student.server.events(student.learner), schedule(student), figures(student)
    assert len(rows) >= 6_700
    student.page.set_viewport_size({"width": 320, "height": 700})
    assert student.page.evaluate(TOO_WIDE) == 0, "a term's calendar of days is scrolled, not the page"
    student.page.set_viewport_size({"width": DESK[0], "height": DESK[1]})
    student.open("you")
    said = f"{len(rows):,} rows"
    student.sees(re.compile(said))

    everything = taken(student, JSON, tmp_path)
    assert [one["id"] for one in json.loads(everything.read_bytes())["events"]] == [row["id"] for row in rows]
    assert everything.stat().st_size > 1024 * 1024
    table = taken(student, "Everything (CSV)", tmp_path)
    assert [line["id"] for line in csv.DictReader(table.read_text(encoding="utf-8").splitlines())] == [row["id"] for row in rows]
    assert notes(taken(student, re.compile("^Anki: "), tmp_path), tmp_path) > 20

    student.button("Delete everything…").click()
    student.sees(re.compile(f"This deletes {said} at once"))
    (tmp_path / "kept").mkdir()
    kept = taken(student, f"Save {said} (JSON)", tmp_path / "kept")
    assert json.loads(kept.read_bytes())["events"] == json.loads(everything.read_bytes())["events"]
    student.button(f"Delete {said}").click()
    student.sees("Nothing of yours is here yet.")
    assert student.server.events(student.learner) == []

    give(student, kept)
    student.sees(re.compile(f"{said} imported"))
    student.sees(re.compile(f"Everything you did here is {said}"))
    assert student.server.events(student.learner) == rows
    assert schedule(student) == remembered
    assert figures(student) == shown


def test_a_text_that_is_not_handed_in_is_taken_along_and_brought_back(student: Student, tmp_path: Path) -> None:
    student.open("explain", topic=TOPIC)
    field, address = student.page.locator('[class*="st-key-text-"] textarea'), student.page.url
    field.fill("Half a sentence about")
    student.page.wait_for_timeout(SENT_BY_MS)
    student.open("you")
    everything = taken(student, JSON, tmp_path)
    assert "Half a sentence about" in taken(student, "Everything (CSV)", tmp_path).read_text(encoding="utf-8")
    student.button("Delete everything…").click()
    student.button(re.compile(r"^Delete \d+ row")).click()
    student.sees("Nothing of yours is here yet.")
    student.open("explain", topic=TOPIC)  # a session of its own, newer than the one that comes in
    student.open("you")
    give(student, everything)
    student.sees(re.compile("1 answer that you have not handed in yet"))
    student.page.get_by_role("link", name="Explain it: go on with what you typed").click()
    expect(field).to_have_value("Half a sentence about")
    assert student.page.url == address


def test_what_was_deleted_stays_so_and_a_file_that_is_none_or_too_large_gets_a_sentence(student: Student, tmp_path: Path) -> None:
    student.open("you")
    remember_weeks(student)
    rows = student.server.events(student.learner)
    student.refresh()
    everything = taken(student, JSON, tmp_path)
    give(student, everything)
    student.sees(re.compile(f"nothing new in this file; {len(rows):,} were here already"))
    student.button("Delete everything…").click()
    student.button(re.compile("^Delete .* rows$")).click()
    student.sees("Nothing of yours is here yet.")
    student.page.get_by_text("Keys press buttons").click()
    student.sees("Everything you did here is 1 row in a table")
    assert len(student.server.events(student.learner)) == 1

    (tmp_path / "none.json").write_text("[1, 2")
    give(student, tmp_path / "none.json")
    student.sees(re.compile("This is no JSON file"))
    (tmp_path / "large.json").write_bytes(b" " * (33 * 1024 * 1024))
    give(student, tmp_path / "large.json")
    said = student.page.get_by_text(re.compile("File must be 32.0 ?MB or smaller"))
    expect(said).to_be_visible()
    box = said.bounding_box()
    assert box is not None
    assert box["width"] > 100, "it is said to those who see, too"
    assert not student.holds("AxiosError")


def test_a_backup_of_a_running_server_and_a_copy_of_one_that_was_stopped_hold_everything_and_only_its_user_reads_them(
    browser: Browser, start_server: Callable[..., AppServer], tmp_path: Path
) -> None:
    server = start_server()
    student = Student(browser, server)
    student.open("you")
    student.page.get_by_text("Keys press buttons").click()
    student.sees("Everything you did here is 1 row in a table")
    data = server.folder / "data"
    environ = {**os.environ, "DATA_DIR": str(data)}
    environ.pop("DATABASE_URL", None)
    for command in (["backup", str(tmp_path / "backup.db")], ["restore", str(tmp_path / "backup.db")]):
        subprocess.run([sys.executable, "-m", "quizzes", *command], cwd=ROOT, env=environ, check=True, timeout=60)
    student.refresh()
    student.sees("Everything you did here is 1 row in a table")
    student.page.get_by_text("Keys press buttons").click()
    student.sees("Everything you did here is 2 rows in a table")
    if sys.platform != "win32":
        assert stat.S_IMODE(data.stat().st_mode) == 0o700
        assert {stat.S_IMODE(path.stat().st_mode) & 0o077 for path in data.rglob("*")} == {0}
    learner = student.learner
    student.close()
    server.stop()
    shutil.copy(data / "events.db", tmp_path / "copy.db")
    for file, rows in (("backup.db", 1), ("copy.db", 2)):
        connection = sqlite3.connect(tmp_path / file)
        assert connection.execute("SELECT count(*) FROM events WHERE learner = ?", (learner,)).fetchone() == (rows,)
        connection.close()
    assert learner not in server.log()
