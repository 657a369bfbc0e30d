"""``site.yaml``: what stands above the topics. It is no topic anywhere, and broken it takes nothing else down."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

import pytest
from content_folder import ContentFolder
from jsonschema import Draft202012Validator
from shipped_topic import CONTENT

from optimization.labs import LABS
from quizzes.__main__ import main
from quizzes.authoring.desk import Desk
from quizzes.content.reader import read_folder, topic_paths
from quizzes.content.schema import SITE_FILE_NAME, site_schema_text
from quizzes.content.site import FILE, Site
from quizzes.content.source.document import read_document
from quizzes.models.fields import core_values
from quizzes.shell.check import Checking
from quizzes.shell.prove import tasks_of

GOOD = "format: 1\ntitle: Rome\nsummary: From the first kings to the last emperor.\n"
ROME = Site(format=1, title="Rome", summary="From the first kings to the last emperor.")
BROKEN = {
    "an unknown key": (GOOD + "heading: Rome\n", "4:1: heading: there is no such key; allowed: format, title, summary"),
    "no title": ("format: 1\nsummary: So.\n", "1:1: title: this key is missing; add “title:” here"),
    "no format": ("title: Rome\n", "1:1: format: this key is missing; add “format:” here"),
    "another format": (GOOD.replace("1", "2"), "1:9: format: 2 is not a known format; allowed: 1"),
    "a list for a title": (
        GOOD.replace("Rome", "[Rome]"),
        "2:8: title: a list is not text; write text, in quotes",
    ),
    "an empty title": (GOOD.replace("Rome", '" "'), "2:8: title: the text is empty; write at least one word"),
    "a key twice": (GOOD + "title: Athens\n", "4:1: title: this key stands twice, first in line 2; keep one"),
    "a list": ("- format: 1\n", "1:1: site: a list is not a mapping; a site file starts with “format: 1”"),
    "nothing": ("", "1:1: file: the file is empty; "),
    "no YAML": ("title: [", "1:9: syntax: "),
    "a picture": (
        GOOD.replace("summary: From", "summary: See ![the Forum](images/forum.png) from"),
        "3:14: summary: a picture has no place above the topics; put it into a topic",
    ),
    "a picture from elsewhere": (GOOD.replace("From the", '<img src="https://example.org/x.png"> From'), "3:10: summary: the picture "),
    "a program as a link": (
        GOOD.replace("From the", "See [it](javascript:alert(1)) the"),
        "3:17: summary: a link with the scheme 'javascript'; allowed: http, https, mailto",
    ),
}


def put(folder: ContentFolder, text: str) -> Path:
    path = folder.root / FILE
    path.write_text(text, encoding="utf-8")
    return path


def test_a_folder_does_without_it(content_folder: ContentFolder) -> None:
    assert read_folder(content_folder.root, labs=content_folder.labs).site is None
    offer = content_folder.shelf().look()
    assert (offer.site, offer.problems) == (None, ())


def test_what_it_says_is_read_and_a_change_is_seen_at_the_next_look(content_folder: ContentFolder) -> None:
    shelf = content_folder.shelf()
    assert shelf.look().site is None
    path = put(content_folder, GOOD)
    assert read_folder(content_folder.root, labs=content_folder.labs).site == ROME
    assert shelf.look().site == ROME
    put(content_folder, "format: 1\ntitle: Athens\n")
    assert shelf.look().site == Site(format=1, title="Athens")
    path.unlink()
    offer = shelf.look()
    assert (offer.site, offer.problems) == (None, ())


@pytest.mark.parametrize("name", BROKEN)
def test_a_broken_one_is_named_with_its_place_and_takes_nothing_else_down(name: str, content_folder: ContentFolder) -> None:
    text, said = BROKEN[name]
    shelf = content_folder.shelf()
    put(content_folder, GOOD)
    before = shelf.look()
    path = put(content_folder, text)
    offer = shelf.look()
    assert [str(one).startswith(f"{path.as_posix()}:{said}") for one in offer.problems] == [True], [str(one) for one in offer.problems]
    assert offer.site == before.site == ROME, "the last good version stays"
    assert offer.topics == before.topics
    reading = read_folder(content_folder.root, labs=content_folder.labs)
    assert (reading.site, list(reading.topics), reading.problems) == (None, ["whole/topic"], offer.problems)
    checked = Checking(content_folder.root, labs=content_folder.labs).look()
    assert [problem for one in checked for problem in one.problems if problem.severity == "error"] == list(offer.problems)


@pytest.mark.parametrize("kind", ["latin-1", "a folder", "a link to nothing", "too long"])
def test_what_cannot_be_read_is_a_problem_too(kind: str, content_folder: ContentFolder) -> None:
    path = content_folder.root / FILE
    if kind == "latin-1":
        path.write_bytes("title: Café".encode("latin-1"))
    elif kind == "a folder":
        path.mkdir()
    elif kind == "a link to nothing":
        path.symlink_to(content_folder.root / "nothing.yaml")
    else:
        path.write_bytes(b"# " + b"x" * 1_100_000)
    offer = content_folder.shelf().look()
    assert [(one.file, one.severity) for one in offer.problems] == [(path.as_posix(), "error")]
    assert [topic.id for topic in offer.topics] == ["whole/topic"]


def test_it_is_no_topic_anywhere(content_folder: ContentFolder, tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    put(content_folder, GOOD)
    assert [path.name for path in topic_paths(content_folder.root)] == ["topic.yaml"]
    assert Desk(content_folder.root, tmp_path / "drafts", labs=LABS).topics() == ["whole/topic"]
    tasks, problems = tasks_of(content_folder.root, labs=LABS)
    assert {task.topic_id for task in tasks} <= {"whole/topic"}
    assert not [problem for problem in problems if FILE in problem.file]
    assert main(["check", str(content_folder.root)]) == 0
    assert "1 topic" in capsys.readouterr().out


def test_one_in_a_track_is_a_topic_like_any_other(content_folder: ContentFolder) -> None:
    content_folder.add_topic("site")
    assert set(read_folder(content_folder.root, labs=content_folder.labs).topics) == {"whole/topic", "whole/site"}


def test_a_folder_that_holds_it_alone_has_no_topic_yet(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    (tmp_path / FILE).write_text(GOOD, encoding="utf-8")
    assert main(["check", str(tmp_path)]) == 1
    assert "no topic file found" in capsys.readouterr().out
    assert read_folder(tmp_path, labs={}).site == ROME


def test_check_says_what_is_wrong_in_every_format(content_folder: ContentFolder, capsys: pytest.CaptureFixture[str]) -> None:
    put(content_folder, GOOD + "heading: Rome\n")
    for form, words in (("text", "site.yaml:4:1: heading: "), ("github", "site.yaml,line=4,col=1"), ("json", '"code": "unknown-key"')):
        assert main(["check", str(content_folder.root), "--format", form]) == 1
        assert words in capsys.readouterr().out


def test_the_schema_beside_the_content_is_current_and_the_command_prints_it(capfdbinary: pytest.CaptureFixture[bytes]) -> None:
    assert (CONTENT / SITE_FILE_NAME).read_text(encoding="utf-8") == site_schema_text(), (
        "run: python -m quizzes schema site -o content/site.schema.json"
    )
    assert main(["schema", "site"]) == 0
    assert capfdbinary.readouterr().out.decode() == site_schema_text()


def test_the_schema_allows_what_the_reader_does_and_refuses_slips() -> None:
    Draft202012Validator.check_schema(json.loads(site_schema_text()))
    validator = Draft202012Validator(json.loads(site_schema_text()))

    def as_an_editor_reads(text: str) -> Any:
        return core_values(read_document(text).value)

    shipped = (CONTENT / FILE).read_text(encoding="utf-8")
    assert shipped.startswith(f"# yaml-language-server: $schema={SITE_FILE_NAME}\n")
    for text in (shipped, GOOD, "format: 1\ntitle: 1984\n"):
        assert validator.is_valid(as_an_editor_reads(text))
    for name in ("an unknown key", "no title", "no format", "another format", "a list for a title", "an empty title", "a list"):
        assert not validator.is_valid(as_an_editor_reads(BROKEN[name][0])), name
