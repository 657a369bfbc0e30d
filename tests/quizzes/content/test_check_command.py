"""``python -m quizzes check`` from the side of the shell."""

from __future__ import annotations

import os
from pathlib import Path

import pytest
from content_folder import ContentFolder

from quizzes.__main__ import main

Output = pytest.CaptureFixture[str]


def test_a_good_folder_prints_what_it_found_and_gives_0(content_folder: ContentFolder, capsys: Output) -> None:
    assert main(["check", str(content_folder.root)]) == 0
    *warnings, counted, summed = capsys.readouterr().out.splitlines()
    assert (
        counted == "whole/topic: lesson 0, recall 1, quick_check 1, explain 1, practice 1, self_test 7, myths 2, budgets 1, cheat_sheet 1"
    )
    assert summed == f"1 topic, {len(warnings)} warnings found"
    assert all(line.endswith("]") for line in warnings)


def test_a_problem_gives_1_and_nothing_but_problems(content_folder: ContentFolder, capsys: Output) -> None:
    content_folder.add_topic("good")
    content_folder.write(content_folder.changed("minutes: 5", "minutes: soon"))
    assert main(["check", str(content_folder.root)]) == 1
    lines = capsys.readouterr().out.splitlines()
    assert len(lines) == 1
    assert lines[0].endswith("topic.yaml:7:10: minutes: 'soon' is not a whole number; write a whole number, without quotes")


def test_the_folder_of_the_environment_is_checked_by_default(
    content_folder: ContentFolder, capsys: Output, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("CONTENT_DIR", str(content_folder.root))
    assert main(["check"]) == 0
    assert "whole/topic" in capsys.readouterr().out


@pytest.mark.parametrize(
    ("name", "wrong"),
    [("nowhere", "there is no such folder"), ("whole/topic.yaml", "this is a file"), ("nul\0byte", "there is no such folder")],
)
def test_what_is_no_folder_gives_1_and_one_line(content_folder: ContentFolder, capsys: Output, name: str, wrong: str) -> None:
    assert main(["check", f"{content_folder.root}/{name}"]) == 1
    (line,) = capsys.readouterr().out.splitlines()
    assert f": folder: {wrong}; " in line


def test_a_folder_without_topics_gives_1(tmp_path: Path, capsys: Output) -> None:
    (tmp_path / ".git").mkdir()
    (tmp_path / ".git" / "config.yaml").write_text("not: a topic", encoding="utf-8")
    assert main(["check", str(tmp_path)]) == 1
    assert "folder: no topic file found; put one at TRACK/TOPIC.yaml" in capsys.readouterr().out


def test_names_with_spaces_are_no_trouble_for_the_folder_itself(content_folder: ContentFolder, capsys: Output) -> None:
    spaced = content_folder.root.rename(content_folder.root.parent / "my school's content")
    assert main(["check", str(spaced)]) == 0
    (spaced / "whole").rename(spaced / "two words")
    assert main(["check", str(spaced)]) == 1
    assert "/two words/topic.yaml:1:1: file: the path is not TRACK/TOPIC.yaml; " in capsys.readouterr().out


def test_paths_are_printed_as_seen_from_here(content_folder: ContentFolder, capsys: Output, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.chdir(content_folder.root.parent)
    content_folder.write("")
    assert main(["check", str(content_folder.root)]) == 1
    assert capsys.readouterr().out.startswith("content/whole/topic.yaml:1:1: file: the file is empty; ")


@pytest.mark.skipif(os.name == "nt", reason="links need rights on Windows")
def test_a_file_that_cannot_be_opened_is_named_and_the_others_are_read(content_folder: ContentFolder, capsys: Output) -> None:
    (content_folder.root / "whole" / "gone.yaml").symlink_to(content_folder.root / "nowhere")
    content_folder.write(content_folder.changed("minutes: 5", "minutes: 0"))
    assert main(["check", str(content_folder.root)]) == 1
    unreadable, other = capsys.readouterr().out.splitlines()
    assert "gone.yaml:1:1: file: cannot be read (No such file or directory); " in unreadable
    assert "topic.yaml:7:10: minutes: " in other


@pytest.mark.parametrize("name", ["whole/topic.yaml", "whole"])
def test_a_file_or_folder_without_the_right_to_read_is_named(content_folder: ContentFolder, capsys: Output, name: str) -> None:
    closed = content_folder.root / name
    closed.chmod(0)
    try:
        if os.access(closed, os.R_OK):
            pytest.skip("rights do not bind this user")
        assert main(["check", str(content_folder.root)]) == 1
    finally:
        closed.chmod(0o700)
    assert f"{name}:1:1: file: cannot be read (" in capsys.readouterr().out
