"""The folder of broken topics gives exactly the lines of ``broken/expected.txt``, each checked by hand against its file."""

from __future__ import annotations

import subprocess
import sys
from pathlib import Path

import pytest

from optimization.labs import LABS
from quizzes.content.reader import Reading, read_folder

REPOSITORY = Path(__file__).resolve().parents[3]
FOLDER = "tests/quizzes/content/broken"


@pytest.fixture(scope="module")
def reading(broken: Path) -> Reading:
    return read_folder(broken, labs=LABS)


def test_the_check_prints_exactly_the_expected_lines_and_exits_1(broken: Path) -> None:
    command = [sys.executable, "-m", "quizzes", "check", FOLDER]
    done = subprocess.run(command, cwd=REPOSITORY, capture_output=True, encoding="utf-8", check=False)
    expected = (broken / "expected.txt").read_text(encoding="utf-8")
    assert done.stdout.splitlines() == expected.splitlines()
    assert done.stderr == ""
    assert done.returncode == 1


def test_every_file_but_the_whole_topic_has_an_expected_line(broken: Path) -> None:
    expected = (broken / "expected.txt").read_text(encoding="utf-8")
    named = {line.split(":")[0] for line in expected.splitlines()}
    files = {f"{FOLDER}/{path.relative_to(broken).as_posix()}" for path in broken.rglob("*.y*ml")}
    assert files - named == {f"{FOLDER}/whole/topic.yaml"}
    assert named <= files
    assert len(named) >= 30


def test_the_whole_topic_beside_the_broken_ones_is_still_served(reading: Reading) -> None:
    assert list(reading.topics) == ["whole/topic"]
    topic = reading.topics["whole/topic"]
    tested = ["test-question", "variant", "several", "number", "output", "order", "blank"]
    assert [item.id for item in topic.items()] == ["card", "question", "prompt", "problem", *tested, "myth", "size-myth", "budget"]
    assert not [problem for problem in reading.problems if "whole/" in problem.file]


def test_the_lines_are_sorted_and_none_stands_twice(reading: Reading) -> None:
    places = [(problem.file, problem.line, problem.column) for problem in reading.problems]
    assert places == sorted(places)
    assert len(set(reading.problems)) == len(reading.problems)


def test_a_faulty_topic_names_everything_that_is_wrong_in_it(reading: Reading) -> None:
    wheres = [problem.where for problem in reading.problems if problem.file.endswith("several/many-faults.yaml")]
    assert wheres == [
        "summary",
        "minutes",
        "sumary",
        "concepts[0].group",
        "recall[0].level",
        "recall[0].levl",
        "recall[1].try.set.amount",
        "recall[2].id",
        "recall[2].concept",
        "recall[2].front",
        "quick_check[0].choices",
    ]
