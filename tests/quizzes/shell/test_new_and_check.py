"""``new``, and ``check`` for programs, for CI and while one writes."""

from __future__ import annotations

import json
import os
import re
from collections.abc import Callable
from pathlib import Path

import pytest
from shipped_topic import CONTENT

from optimization.labs import LABS
from quizzes.__main__ import main
from quizzes.content.schema import FILE_NAME
from quizzes.content.starter import starter
from quizzes.shell.check import Checking, annotation, watch

Output = pytest.CaptureFixture[str]


@pytest.fixture
def school(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """The content folder of a school, empty."""
    monkeypatch.setenv("CONTENT_DIR", str(tmp_path / "school"))
    return tmp_path / "school"


def broken(folder: Path) -> Path:
    """A topic with one error, in line 24, and one warning."""
    path = folder / "track" / "topic.yaml"
    path.parent.mkdir(parents=True)
    text = starter("track/topic").replace("level: beginner", "level: begginer", 1)
    path.write_text(text.replace("id: equal", "id: wrong"), encoding="utf-8")
    return path


def test_a_new_topic_passes_the_strict_check_and_brings_the_schema(school: Path, capsys: Output) -> None:
    assert main(["new", "my-track/my-topic"]) == 0
    assert main(["check", "--strict"]) == 0
    assert "my-track/my-topic: lesson 1, recall 1, quick_check 1" in capsys.readouterr().out
    assert (school / FILE_NAME).read_bytes() == (CONTENT / FILE_NAME).read_bytes()
    assert "# labs: [prune, quantize, budget, digit" in (school / "my-track" / "my-topic.yaml").read_text(encoding="utf-8")
    assert "My topic" in (school / "my-track" / "my-topic.yaml").read_text(encoding="utf-8")


def test_check_tells_precision_and_recall_of_each_prompt_on_its_examples(school: Path, capsys: Output) -> None:
    assert main(["new", "track/topic"]) == 0
    path = school / "track" / "topic.yaml"
    more = "      - {text: it is stored compactly, has: fewer-bits}\n      - {text: one byte is left out, not: fewer-bits}\n"
    path.write_text(path.read_text(encoding="utf-8").replace("    examples:  ", f"    examples:\n{more}#", 1), encoding="utf-8")
    capsys.readouterr()
    assert main(["check"]) == 0
    assert "\n  ex-first: on 4 examples precision 0.500, recall 0.500\n" in capsys.readouterr().out
    assert main(["check", "--format", "json"]) == 0
    found = json.loads(capsys.readouterr().out)
    assert found["prompts"] == {"track/topic/ex-first": {"examples": 4, "precision": 0.5, "recall": 0.5}}
    assert [problem["code"] for problem in found["problems"]] == ["example", "example"]


def test_a_topic_that_is_there_is_never_overwritten(school: Path, capsys: Output) -> None:
    assert main(["new", "track/topic"]) == 0
    path = school / "track" / "topic.yaml"
    path.write_text("mine", encoding="utf-8")
    assert main(["new", "track/topic"]) == 1
    assert path.read_text(encoding="utf-8") == "mine"
    assert "is already there; nothing was changed" in capsys.readouterr().err


@pytest.mark.parametrize("name", ["topic", "Track/topic", "track/topic/deeper", "track/two words", "../track/topic", "track/"])
def test_a_name_that_is_no_topic_writes_nothing(school: Path, capsys: Output, name: str) -> None:
    assert main(["new", name]) == 1
    assert "is not TRACK/TOPIC" in capsys.readouterr().err
    assert not school.exists()


def test_json_names_every_field_of_a_problem(school: Path, capsys: Output) -> None:
    path = broken(school)
    assert main(["check", "--format", "json"]) == 1
    told = json.loads(capsys.readouterr().out)
    error, warning = told["problems"]
    assert {key: error[key] for key in ("line", "column", "code", "severity", "where")} == {
        "line": path.read_text(encoding="utf-8").split("\n").index("    level: begginer              # beginner, intermediate, advanced")
        + 1,
        "column": 12,
        "code": "value",
        "severity": "error",
        "where": "recall[0].level",
    }
    assert (warning["code"], warning["severity"]) == ("telling-id", "warning")
    assert all(one["why"] and one["allowed"] and one["file"].endswith("track/topic.yaml") for one in told["problems"])
    assert told["topics"] == {}


def test_annotations_stand_beside_the_lines(school: Path, capsys: Output) -> None:
    broken(school)
    assert main(["check", "--format", "github"]) == 1
    error, warning, summed = capsys.readouterr().out.splitlines()
    assert re.match(r"::error file=.*track/topic\.yaml,line=54,col=12,title=value::recall\[0\]\.level: 'begginer' is not known; ", error)
    assert warning.startswith("::warning file=")
    assert summed == "0 topics, 1 error and 1 warning found"


def test_what_means_something_in_an_annotation_is_escaped(school: Path) -> None:
    path = broken(school)
    (checked,) = Checking(school, labs={}).look()
    assert checked.topic is None
    strange = annotation(checked.problems[0].__class__("a,b:c%.yaml", 1, 2, "x", "50 % and\nmore", "less", "value"))
    assert strange == "::error file=a%2Cb%3Ac%25.yaml,line=1,col=2,title=value::x: 50 %25 and%0Amore; less"
    assert path.exists()


def test_warnings_fail_only_where_they_are_asked_to(school: Path, capsys: Output) -> None:
    path = broken(school)
    path.write_text(path.read_text(encoding="utf-8").replace("begginer", "beginner"), encoding="utf-8")
    assert main(["check"]) == 0
    assert main(["check", "--strict"]) == 1
    assert "[telling-id]" in capsys.readouterr().out


def test_only_what_was_saved_is_read_again(school: Path) -> None:
    for name in ("one", "two"):
        assert main(["new", f"track/{name}"]) == 0
    checking = Checking(school, labs=LABS)
    one, two = checking.look()
    beside = school / "track" / ".two.new"
    beside.write_text((school / "track" / "two.yaml").read_text(encoding="utf-8").replace("minutes: 5", "minutes: 0"), encoding="utf-8")
    os.replace(beside, school / "track" / "two.yaml")  # as editors save
    one_again, two_again = checking.look()
    assert one_again is one
    assert two_again is not two
    assert [problem.where for problem in two_again.problems] == ["minutes"]


def test_watching_says_each_change_once(school: Path, capsys: Output) -> None:
    path = broken(school)
    steps: list[Callable[[], object]] = [
        lambda: None,
        lambda: path.write_text(path.read_text(encoding="utf-8").replace("begginer", "beginner"), encoding="utf-8"),
        lambda: None,
        lambda: path.write_text(path.read_text(encoding="utf-8").replace("id: wrong", "id: equal"), encoding="utf-8"),
    ]

    def wait(_: float) -> None:
        if not steps:
            raise KeyboardInterrupt
        steps.pop(0)()

    with pytest.raises(KeyboardInterrupt):
        watch(school, labs=LABS, wait=wait)
    told = [line for line in capsys.readouterr().out.splitlines() if "; watching," in line]
    assert [line.split(" ", 1)[1].rpartition(" (")[0] for line in told] == [
        "0 topics, 1 error and 1 warning found",
        "1 topic, 1 warning found",
        "1 topic, no problem found",
    ]
