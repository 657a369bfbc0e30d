"""What SECURITY.md says of names, numbers and files is so."""

from __future__ import annotations

import math
import re
from datetime import UTC, datetime
from pathlib import Path

import pytest

from quizzes.authoring import author_key
from quizzes.environment import read_environment
from quizzes.events.event import Event
from quizzes.events.learners import ALPHABET, COOKIE, LENGTH, new_learner_id, resume_code
from quizzes.exports.events_csv import csv_text
from quizzes.exports.events_json import dump
from views.server import resuming
from views.server.security import policy
from views.server.tries import Tries

ROOT = Path(__file__).resolve().parents[1]
NOTE = (ROOT / "SECURITY.md").read_text(encoding="utf-8")
BITS = int(LENGTH * math.log2(len(ALPHABET)))
NUMBERS = {10: "ten", 1_000: "a\n  thousand"}


def test_what_makes_a_browser_somebody_is_named_as_private() -> None:
    private = NOTE.partition("## What is private")[2].partition("## What is promised")[0]
    names = (COOKIE, Path(read_environment({}).database_url).name, "-wal", "author-token", "backup", "resume code", "link to Author")
    assert [name for name in names if name not in private] == []
    assert author_key.FILE == "author-token"


def test_how_hard_a_code_is_to_guess_is_said_as_it_is() -> None:
    assert f"{BITS} bits" in NOTE
    assert f"{NUMBERS[failures(resuming.OF_A_BROWSER)]} wrong ones from a browser" in NOTE
    assert f"{NUMBERS[failures(resuming.OF_AN_ADDRESS)]} from an address" in NOTE


def failures(tries: Tries) -> int:
    """How many failures of one key make it wait."""
    for count in range(10_000):
        if tries.wait_s("security-note") > 0:
            return count
        tries.fail("security-note")
    raise AssertionError("nobody ever waits")


def test_a_file_that_a_learner_takes_out_says_nobodys_code() -> None:
    learner, now = new_learner_id(), datetime(2026, 11, 30, tzinfo=UTC)
    event = Event(id="token", learner=learner, session="s", kind="rated", at=now, item="track/topic/card", mode="recall", rating=3)
    for text in (dump([event], written_at=now), csv_text([event])):
        assert "track/topic/card" in text
        assert learner not in text
        assert resume_code(learner) not in text


def test_scripts_of_other_servers_are_not_allowed() -> None:
    (scripts,) = re.findall(r"script-src ([^;]+)", policy())
    assert [sign for sign in ("http:", "https:", "*") if sign in scripts] == []
    assert "'self'" in scripts


def test_no_page_of_the_product_is_fetched_from_elsewhere() -> None:
    """An address in a script or a style would be asked by every browser."""
    files = [path for path in (ROOT / "views").rglob("*") if path.suffix in {".js", ".css", ".html"} and path.name != "codemirror.js"]
    asked = re.compile(r"""(?:fetch\(|import\(|from|src=|url\()\s*["'`]?https?://""")
    assert [path.name for path in files if asked.search(path.read_text(encoding="utf-8"))] == []


@pytest.mark.parametrize("file", ["README.md", "docs/running.md"])
def test_where_answers_are_kept_is_as_private_as_passwords_everywhere_it_is_said(file: str) -> None:
    assert re.search(r"file\s+of\s+passwords", (ROOT / file).read_text(encoding="utf-8"))
