"""An instructor saves a file while students learn from it."""

from __future__ import annotations

import shutil
from collections.abc import Callable, Iterator
from pathlib import Path
from urllib.request import urlopen

import pytest
from app_server import ROOT, AppServer
from playwright.sync_api import Browser, expect
from student import TOPIC, Student


@pytest.fixture
def file(tmp_path: Path) -> Path:
    """The topic's file in a folder of this test."""
    shutil.copytree(ROOT / "content", tmp_path / "content")
    return tmp_path / "content" / f"{TOPIC}.yaml"


@pytest.fixture
def reader(browser: Browser, file: Path, start_server: Callable[..., AppServer]) -> Iterator[Student]:
    """A student at the first card of that folder's topic."""
    server = start_server(content=file.parents[1])
    student = Student(browser, server)
    student.come_by_link()
    student.open("recall", topic=TOPIC, deck="short")
    yield student
    problem, log = student.traceback(), server.log()
    student.close()
    assert problem == ""
    assert "Traceback" not in log


def is_read(server: AppServer) -> None:
    """Wait until the server has read its files again, as it has long before somebody saves a file and presses a key."""
    for _ in range(3):
        urlopen(f"{server.url}/health", timeout=10).read()


def edit(file: Path, old: str, new: str) -> None:
    text = file.read_text(encoding="utf-8")
    assert old in text
    file.write_text(text.replace(old, new, 1), encoding="utf-8")


def test_a_broken_file_harms_nobody_and_a_mended_one_is_shown_at_the_next_key(reader: Student, file: Path) -> None:
    good = file.read_text(encoding="utf-8")
    second, third = reader.items("recall")[1:3]
    edit(file, "level: beginner", "level: begginer")
    edit(file, second.front.strip(), "THIS MUST NOT BE SHOWN")
    reader.press("Space")
    reader.press_when_seen("Got it", "2")
    expect(reader.of("turn", second)).to_be_visible()
    reader.sees(second.front.strip())
    reader.settle()
    assert not reader.was_sent("THIS MUST NOT BE SHOWN")
    reader.refresh()
    reader.sees("1 problem in the content files; the last good version is shown")
    reader.page.get_by_text("1 problem in the content files").click()
    reader.sees("recall[0].level: 'begginer' is not known")
    reader.page.evaluate("document.activeElement.blur()")  # Space would close what has the focus
    reader.sees(second.front.strip())

    # The card that comes next lies in the browser already, as it was; the rating brings it as it is now.
    file.write_text(good.replace(third.front.strip(), "A FRONT AS IT WAS MENDED"), encoding="utf-8")
    is_read(reader.server)
    reader.press("Space")
    reader.press_when_seen("Got it", "2")
    reader.sees("A FRONT AS IT WAS MENDED")
    reader.sees("Card 3 of 12")
    expect(reader.page.get_by_text("problem in the content files")).to_have_count(0)
    reader.settle()
    assert len(reader.server.events(reader.learner, kind="rated")) == 2
