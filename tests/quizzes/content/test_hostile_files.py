"""Files that would hurt a careless reader give one line each, and nothing else happens."""

from __future__ import annotations

import os
from pathlib import Path

import pytest
from content_folder import ContentFolder

from quizzes.content.reader import read_folder
from quizzes.content.source.document import NODE_LIMIT, SIZE_LIMIT_BYTES
from quizzes.content.source.problems import Problem

LEVELS = 100_000
TOO_DEEP = "nested too deeply"
TOO_MANY = f"more than {NODE_LIMIT:,} values once aliases are written out"


def _only(content_folder: ContentFolder, data: str | bytes) -> Problem:
    topic, problems = content_folder.read(data)
    assert topic is None
    assert len(problems) == 1
    return problems[0]


def test_a_file_over_the_size_limit_is_refused_unread(content_folder: ContentFolder) -> None:
    filler = "#" * (SIZE_LIMIT_BYTES - len(content_folder.whole.encode()))
    topic, problems = content_folder.read(content_folder.whole + filler)
    assert topic is not None
    assert problems == ()
    problem = _only(content_folder, content_folder.whole + filler + "#")
    assert str(problem).endswith("1:1: file: the file is larger than 1,048,576 bytes; split the topic; pictures go into files beside it")


@pytest.mark.parametrize(
    "data",
    ["[" * LEVELS, "{a: " * LEVELS, "- " * LEVELS, "[" * LEVELS + "]" * LEVELS, "a: " + "[" * LEVELS, "? " * LEVELS],
    ids=["lists", "mappings", "entries", "closed lists", "in a key", "keys"],
)
def test_a_hundred_thousand_levels_do_not_overflow_the_stack(content_folder: ContentFolder, data: str) -> None:
    assert _only(content_folder, data).wrong == TOO_DEEP


def test_twenty_levels_are_allowed_and_one_more_is_not(content_folder: ContentFolder) -> None:
    _, problems = content_folder.read("notes: " + "[" * 19 + "]" * 19)
    assert TOO_DEEP not in [problem.wrong for problem in problems]
    problem = _only(content_folder, "notes: " + "[" * 20 + "]" * 20)
    assert (problem.wrong, problem.line, problem.column) == (TOO_DEEP, 1, 27)


def test_levels_that_grow_only_through_aliases_are_counted(content_folder: ContentFolder) -> None:
    chain = "- &a0 [x]\n" + "".join(f"- &a{number} [*a{number - 1}]\n" for number in range(1, 300))
    problem = _only(content_folder, chain)
    assert (problem.wrong, problem.line) == (TOO_DEEP, 21)


def test_an_alias_bomb_is_measured_and_not_exploded(content_folder: ContentFolder) -> None:
    bomb = "- &a0 [x, x]\n" + "".join(f"- &a{number} [*a{number - 1}, *a{number - 1}]\n" for number in range(1, 19))
    assert _only(content_folder, bomb).wrong == TOO_MANY


def test_too_many_values_are_refused_also_without_aliases(content_folder: ContentFolder) -> None:
    problem = _only(content_folder, "- x\n" * NODE_LIMIT)
    assert (problem.wrong, problem.line) == (TOO_MANY, NODE_LIMIT)
    assert _only(content_folder, "- x\n" * (NODE_LIMIT - 1)).wrong == "a list is not a mapping"


@pytest.mark.parametrize("text", ["&a [*a]", "&a {b: *a}", "&a {*a : b}", "x: &a\n- [[*a]]\n"])
def test_an_alias_inside_its_own_anchor_is_refused(content_folder: ContentFolder, text: str) -> None:
    assert _only(content_folder, text).wrong == "an alias stands inside its own anchor"


@pytest.mark.parametrize(
    "data",
    [b"\0" * 100, b"\x7fELF\x02\x01\x01" + bytes(range(256)), b"\x89PNG\r\n\x1a\n" * 50, "format: 1\n".encode("utf-16"), b"\xed\xa0\x80"],
    ids=["zeros", "program", "picture", "utf-16", "surrogate"],
)
def test_binary_files_give_one_line(content_folder: ContentFolder, data: bytes) -> None:
    assert _only(content_folder, data).where in ("file", "syntax")


@pytest.mark.parametrize(
    "text",
    ["!!python/object/apply:os.system ['true']", "!!python/name:os.system", "!local x", "! x", "!!str x", "!!binary aGk=", "!!set {a}"],
)
def test_no_tag_is_followed(content_folder: ContentFolder, text: str) -> None:
    problem = _only(content_folder, content_folder.changed("What is left?", text))
    assert problem.wrong == f"the tag {text.split()[0]}"


@pytest.mark.parametrize("line", ["%YAML 1.2", "%YAML 3.0", "%TAG ! tag:example.org,2000:", "%OTHER", "%YAML 1.2\n%YAML 1.2"])
def test_no_directive_is_followed(content_folder: ContentFolder, line: str) -> None:
    problem = _only(content_folder, f"{line}\n---\n{content_folder.whole}")
    assert problem.wrong == "a directive (a line that starts with %)"


@pytest.mark.parametrize("text", ["format: 1\n---\nformat: 1\n", "format: 1\n---\n", "---\n---\n", "--- a\n--- b\n"])
def test_a_second_document_is_refused(content_folder: ContentFolder, text: str) -> None:
    assert _only(content_folder, text).wrong == "a second document (---)"


@pytest.mark.parametrize("text", ["", "\n\n", "   ", "# nothing\n", "\ufeff"])
def test_an_empty_file_is_called_empty(content_folder: ContentFolder, text: str) -> None:
    problem = _only(content_folder, text)
    assert (problem.line, problem.column, problem.wrong) == (1, 1, "the file is empty")


@pytest.mark.parametrize("text", ["word", "- a list", "---", "12", "''", "null"])
def test_a_file_that_is_no_mapping_says_how_one_starts(content_folder: ContentFolder, text: str) -> None:
    problem = _only(content_folder, text)
    assert problem.wrong.endswith("is not a mapping")
    assert problem.allowed == "a topic file starts with “format: 1”"


@pytest.mark.parametrize("value", ["true", "1.0", "'1'", "2", "", "[1]", "{a: 1}", "null"])
def test_only_the_whole_number_1_is_a_known_format(content_folder: ContentFolder, value: str) -> None:
    problem = _only(content_folder, content_folder.changed("format: 1", f"format: {value}"))
    assert (problem.where, problem.allowed) == ("format", "allowed: 1")


def test_many_openings_of_pictures_take_no_time_to_search(content_folder: ContentFolder) -> None:
    openings = "![](" * 4_999
    problem = _only(content_folder, content_folder.changed("What is left?", f"'{openings}'"))
    assert problem.wrong == "there are 14997 signs of Markdown in one text"


@pytest.mark.parametrize(
    "target",
    ["../whole/dot.svg", "/dot.svg", "C:/dot.svg", "a\\dot.svg", "http://x/dot.svg", "x" * 5000 + ".png", "", ".", "dot", "\0.png"],
)
def test_a_picture_that_is_not_a_file_of_the_track_is_refused(content_folder: ContentFolder, target: str) -> None:
    _, problems = content_folder.read(content_folder.changed("(dot.svg)", f"({target})").replace("\0", "%00"))
    assert [problem.where for problem in problems] == ["recall[0].back"]


@pytest.mark.skipif(os.name == "nt", reason="links and pipes need rights on Windows")
def test_links_pipes_and_folders_do_no_harm(content_folder: ContentFolder, tmp_path: Path) -> None:
    track = content_folder.root / "whole"
    (tmp_path / "secret.png").write_bytes(b"secret")
    (track / "linked.png").symlink_to(tmp_path / "secret.png")
    content_folder.write(content_folder.changed("(dot.svg)", "(linked.png)"))
    os.mkfifo(track / "pipe.yaml")
    (track / "folder.yaml").mkdir()
    (track / "loop.yaml").symlink_to(track / "loop.yaml")
    reading = read_folder(content_folder.root, labs=content_folder.labs)
    assert [(Path(problem.file).name, problem.wrong) for problem in reading.problems] == [
        ("loop.yaml", "cannot be read (Too many levels of symbolic links)"),
        ("pipe.yaml", "cannot be read (it is no file)"),
        ("topic.yaml", "the image 'linked.png' is not inside the track's folder"),
    ]


@pytest.mark.skipif(os.name == "nt", reason="Windows has no such names")
def test_a_strange_file_name_is_printed_on_one_line(content_folder: ContentFolder) -> None:
    for name in (b"two\nlines.yaml", b"not-utf-8-\xff.yaml"):
        Path(os.fsdecode(os.fsencode(content_folder.root / "whole") + b"/" + name)).write_text("", encoding="utf-8")
    reading = read_folder(content_folder.root, labs=content_folder.labs)
    lines = "\n".join(map(str, reading.problems)).encode().decode().splitlines()
    assert [line.rpartition("/whole/")[2].split(":")[0] for line in lines] == ["not-utf-8-\\udcff.yaml", "two\\nlines.yaml"]
    assert list(reading.topics) == ["whole/topic"]


def test_keys_cannot_forge_a_line_of_the_output(content_folder: ContentFolder) -> None:
    forged = '"x\\nelsewhere.yaml:1:1: topic: forged; line": 1\n'
    _, problems = content_folder.read(content_folder.whole + forged)
    assert len("\n".join(map(str, problems)).splitlines()) == len(problems) == 1
