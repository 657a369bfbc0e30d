"""Tables in and topics out, from the side of the shell."""

from __future__ import annotations

import re
from pathlib import Path

import pytest

from quizzes.__main__ import main

ROOT = Path(__file__).resolve().parents[3]
Output = pytest.CaptureFixture[str]


@pytest.fixture
def school(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    monkeypatch.setenv("CONTENT_DIR", str(tmp_path / "school"))
    return tmp_path / "school"


def readme_block(language: str, number: int = 0) -> str:
    text = (ROOT / "README.md").read_text(encoding="utf-8")
    return re.findall(rf"```{language}\n(.*?)```", text, re.DOTALL)[number]


def test_the_table_of_the_readme_makes_a_topic_that_passes(school: Path, tmp_path: Path, capsys: Output) -> None:
    table = tmp_path / "list.csv"
    table.write_text(readme_block("csv"), encoding="utf-8")
    assert main(["import", str(table), "my-track/my-topic"]) == 0
    assert capsys.readouterr().out == "list.csv: 2 items added, 0 already there, 0 things to mend\n"
    assert main(["check"]) == 0
    assert "recall 1" in capsys.readouterr().out
    assert main(["import", str(table), "my-track/my-topic"]) == 0
    assert capsys.readouterr().out == "list.csv: 0 items added, 2 already there, 0 things to mend\n"


def test_the_topic_of_the_readme_passes_the_strict_check(school: Path) -> None:
    path = school / "my-track" / "my-topic.yaml"
    path.parent.mkdir(parents=True)
    path.write_text(readme_block("yaml"), encoding="utf-8")
    assert main(["check", "--strict"]) == 0


def test_what_cannot_be_taken_over_is_said_with_row_and_column_and_the_rest_is_taken(school: Path, tmp_path: Path, capsys: Output) -> None:
    table = tmp_path / "list.csv"
    rows = ["concept,front,back,level,section", "a,One?,Yes.,beginner,recall", "a,Two?,,beginner,recall", "a,Three?,Yes.,begginer,recall"]
    table.write_text("\n".join(rows), encoding="utf-8")
    assert main(["import", str(table), "track/topic"]) == 1
    told = capsys.readouterr()
    assert told.out.startswith("list.csv: 1 item added")
    assert [line.split(":")[0] for line in told.err.splitlines()] == ["row 3, back", "row 4, level"]


@pytest.mark.parametrize(
    ("arguments", "said"), [(["nothing.csv", "a/b"], "nothing.csv cannot be read"), (["nothing.csv", "b"], "is not TRACK")]
)
def test_what_is_not_there_is_said(school: Path, capsys: Output, arguments: list[str], said: str) -> None:
    assert main(["import", *arguments]) == 1
    assert said in capsys.readouterr().err


def test_the_columns_are_listed(capsys: Output) -> None:
    assert main(["import", "--columns"]) == 0
    lines = capsys.readouterr().out.splitlines()
    assert any(line.startswith("front: ") for line in lines)
    assert any(line.startswith("choices.N.why: ") for line in lines)


@pytest.mark.parametrize(
    ("what", "start"), [("anki", b"PK"), ("moodle", b"<?xml"), ("csv", b"\xef\xbb\xbfsection,"), ("cheat-sheet", b"<!doctype html>")]
)
def test_every_export_writes_its_file(tmp_path: Path, capsys: Output, what: str, start: bytes) -> None:
    file = tmp_path / "out"
    assert main(["export", what, "computer-vision/model-optimization", "-o", str(file)]) == 0
    assert file.read_bytes().startswith(start)
    assert str(file) in capsys.readouterr().out


def test_a_topic_without_a_cheat_sheet_says_so(school: Path, tmp_path: Path, capsys: Output) -> None:
    assert main(["new", "track/topic"]) == 0
    assert main(["export", "cheat-sheet", "track/topic", "-o", str(tmp_path / "out")]) == 1
    assert "has no cheat sheet" in capsys.readouterr().err
    assert not (tmp_path / "out").exists()


def test_the_cheat_sheet_loads_nothing_and_turns_formulas_into_mathml(tmp_path: Path) -> None:
    file = tmp_path / "sheet.html"
    assert main(["export", "cheat-sheet", "computer-vision/model-optimization", "-o", str(file)]) == 0
    text = file.read_text(encoding="utf-8")
    assert "<math" in text
    assert not re.search(r"<(script|link|iframe)|(src|href)\s*=\s*[\"'](?!data:|#|https://)", text)
    assert not re.search(r"(?<![\w`])\$[^$<>\n]{1,60}\$", re.sub(r"<(pre|code).*?</\1>", "", text, flags=re.DOTALL))
