"""The key of Author: its file, its passes, and what neither admits."""

from __future__ import annotations

import sys
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path

import pytest

from quizzes.authoring.author_key import DAY_S, DAYS, FILE, AuthorKey, kept_key

NOW_S = 1_800_000_000.0


def test_the_token_is_kept_and_is_another_in_each_data_folder(tmp_path: Path) -> None:
    first = kept_key(tmp_path / "one" / "data")
    assert len(first.token) >= 32
    assert kept_key(tmp_path / "one" / "data").token == first.token
    assert kept_key(tmp_path / "two").token != first.token
    assert kept_key(tmp_path / "two").cookie != first.cookie
    assert [file.name for file in (tmp_path / "two").iterdir()] == [FILE]


@pytest.mark.skipif(sys.platform == "win32", reason="Windows knows no modes")
def test_only_the_owner_can_read_the_token_whatever_mode_the_file_was_given(tmp_path: Path) -> None:
    key = kept_key(tmp_path)
    assert (tmp_path / FILE).stat().st_mode & 0o777 == 0o600
    (tmp_path / FILE).chmod(0o644)
    assert kept_key(tmp_path).token == key.token
    assert (tmp_path / FILE).stat().st_mode & 0o777 == 0o600


def test_processes_that_start_at_once_take_one_token(tmp_path: Path) -> None:
    with ThreadPoolExecutor(16) as pool:
        tokens = list(pool.map(lambda _: kept_key(tmp_path).token, range(64)))
    assert len(set(tokens)) == 1


@pytest.mark.parametrize("held", ["", "\n", "short", "ä" * 40, "two words of forty characters in one line"])
def test_a_file_that_holds_no_token_opens_nothing(tmp_path: Path, held: str) -> None:
    (tmp_path / FILE).write_text(held, encoding="utf-8")
    key = kept_key(tmp_path)
    assert not key.fits(held)
    assert not key.fits(held.strip())
    assert len(key.token) >= 32


def test_where_no_file_can_be_written_the_key_is_good_for_this_start(tmp_path: Path, caplog: pytest.LogCaptureFixture) -> None:
    (tmp_path / "file").write_text("in the way")
    first, second = kept_key(tmp_path / "file"), kept_key(tmp_path / "file")
    assert first.token != second.token
    assert "is not kept" in caplog.text
    assert first.token not in caplog.text


def test_a_pass_is_good_for_its_days_and_for_its_token_alone() -> None:
    key = AuthorKey("a" * 43)
    given = key.new_pass(NOW_S)
    assert key.admits(given, NOW_S)
    assert key.admits(given, NOW_S + DAYS * DAY_S - 1)
    assert not key.admits(given, NOW_S + DAYS * DAY_S)
    assert not AuthorKey("b" * 43).admits(given, NOW_S)
    assert key.token not in given


@pytest.mark.parametrize("made_up", ["", ".", "9999999999.", "9999999999." + "0" * 64, "a" * 43, "-1." + "0" * 64, "٣." + "0" * 64])
def test_a_pass_that_was_made_up_is_none(made_up: str) -> None:
    assert not AuthorKey("a" * 43).admits(made_up, NOW_S)


def test_a_pass_cannot_be_prolonged() -> None:
    key = AuthorKey("a" * 43)
    until, _, signed = key.new_pass(NOW_S).partition(".")
    assert not key.admits(f"{int(until) + 1}.{signed}", NOW_S)
