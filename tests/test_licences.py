"""Code, topics and what others wrote each have their licence beside them, and whoever reads README or the project file is told of all."""

from __future__ import annotations

import re
import tomllib
from pathlib import Path

import pytest

from quizzes.content.reader import read_folder
from quizzes.content.starter import starter

ROOT = Path(__file__).resolve().parents[1]
PROJECT = tomllib.loads((ROOT / "pyproject.toml").read_text(encoding="utf-8"))["project"]
README = (ROOT / "README.md").read_text(encoding="utf-8")
LICENCES = {
    "LICENSE": "MIT License",
    "content/LICENSE": "SPDX-License-Identifier: CC-BY-4.0",
    "views/components/codemirror/LICENSE": "MIT License",
}
"""Each file that holds a licence, with the words that say which."""
OURS = ("LICENSE", "content/LICENSE")
TAUGHT = {".yaml", ".json", ".png", ".jpg", ".svg", ".webp", ".gif"}
FROM_ELSEWHERE = re.compile(r"Copyright \(c\)|@license\b|\(C\) \d{4}", re.IGNORECASE)


@pytest.mark.parametrize("file", LICENCES)
def test_a_licence_says_which_it_is_and_who_holds_the_rights(file: str) -> None:
    text = (ROOT / file).read_text(encoding="utf-8")
    assert LICENCES[file] in text
    holder = "The Featherweight authors" if file in OURS else "Marijn Haverbeke"
    assert re.search(rf"^Copyright \(c\) [\d-]+ (by )?{holder}", text, re.MULTILINE | re.IGNORECASE)


def test_the_licence_of_the_topics_has_its_whole_text() -> None:
    text = (ROOT / "content" / "LICENSE").read_text(encoding="utf-8")
    assert [int(number) for number in re.findall(r"^Section (\d) --", text, re.MULTILINE)] == list(range(1, 9))
    assert "https://creativecommons.org/licenses/by/4.0/legalcode" in text


def test_readme_and_the_project_file_name_every_licence() -> None:
    assert [file for file in LICENCES if f"]({file})" not in README] == []
    assert sorted(PROJECT["license-files"]) == sorted(LICENCES)
    assert PROJECT["license"] == "MIT AND CC-BY-4.0"


def test_code_that_others_wrote_lies_beside_its_licence() -> None:
    """A file of the product that names an author of its own stands in a folder with a licence."""
    product = [path for package in ("quizzes", "optimization", "views") for path in (ROOT / package).rglob("*")]
    foreign = [path for path in product if path.suffix in {".js", ".css", ".py", ".html"} and _names_an_author(path)]
    assert foreign, "codemirror.js at least is not ours"
    assert [path for path in foreign if not (path.parent / "LICENSE").is_file()] == []


def _names_an_author(path: Path) -> bool:
    text = path.read_text(encoding="utf-8")
    return FROM_ELSEWHERE.search(text) is not None or max(map(len, text.splitlines()), default=0) > 10_000


def test_the_content_folder_holds_what_is_taught_and_its_licence_and_no_program() -> None:
    files = [path for path in (ROOT / "content").rglob("*") if path.is_file()]
    assert {path.relative_to(ROOT / "content").as_posix() for path in files if path.suffix not in TAUGHT} == {"LICENSE"}


def test_a_licence_in_the_content_folder_is_no_topic_and_no_problem(tmp_path: Path) -> None:
    """At the top, as ours, and in a track of its own, as a school may have it."""
    topic = tmp_path / "my-track" / "my-topic.yaml"
    topic.parent.mkdir()
    topic.write_text(starter("my-track/my-topic"), encoding="utf-8")
    for folder in (tmp_path, topic.parent):
        (folder / "LICENSE").write_bytes((ROOT / "content" / "LICENSE").read_bytes())
    reading = read_folder(tmp_path, labs={})
    assert (list(reading.topics), reading.problems, reading.files) == (["my-track/my-topic"], (), 1)
