"""What concepts and topics need is there, and no need leads back to where it began: each fault at its line, in one file and over files."""

from __future__ import annotations

from pathlib import Path

import pytest

from optimization.labs import LABS
from quizzes.content.reader import read_folder
from quizzes.content.shelf import Shelf
from quizzes.content.starter import starter
from quizzes.shell.check import Checking

CONCEPT = "  - {id: first-idea, name: The first idea, group: basics}\n"


def topic(name: str, *, needs: str = "[]", more: str = "", header: str = "") -> str:
    """The starter as topic ``track/name``, whose first concept has these needs, with these lines more of concepts and of the header."""
    text = starter(f"track/{name}")
    assert CONCEPT in text
    first = f"  - id: first-idea\n    name: The first idea\n    group: basics\n    needs: {needs}\n"
    return text.replace(CONCEPT, f"{first}{more}", 1).replace("learn:\n", f"{header}learn:\n", 1)


def write(folder: Path, **texts: str) -> None:
    (folder / "track").mkdir(exist_ok=True)
    for name, text in texts.items():
        (folder / "track" / f"{name}.yaml").write_text(text, encoding="utf-8")


def said(folder: Path) -> list[str]:
    """The errors of a folder as ``check`` has them, without the folder's path; the reader has the same."""
    files = Checking(folder, labs=LABS).look()
    problems = [problem for one in files for problem in one.problems if problem.severity == "error"]
    assert sorted(read_folder(folder, labs=LABS).problems) == sorted(problems)
    return [str(problem).replace(f"{folder.as_posix()}/track/", "") for problem in sorted(problems)]


def line_of(text: str, words: str) -> int:
    return text[: text.index(words)].count("\n") + 1


def other(name: str, needs: str) -> str:
    return f"  - {{id: {name}, name: Another, group: basics, needs: {needs}}}\n"


@pytest.mark.parametrize("written", ["second", "[second]", "[track/one/second]"])
def test_a_concept_may_name_what_it_needs_in_three_ways(tmp_path: Path, written: str) -> None:
    write(tmp_path, one=topic("one", needs=written, more=other("second", "[]")))
    assert said(tmp_path) == []


def test_an_unknown_need_is_named_with_its_line_and_what_was_meant(tmp_path: Path) -> None:
    text = topic("one", needs="[secnd]", more=other("second", "[]"))
    write(tmp_path, one=text)
    (message,) = said(tmp_path)
    assert message.startswith(
        f"one.yaml:{line_of(text, 'needs: [secnd]')}:13: concepts[0].needs[0]: 'secnd' is not known; did you mean 'second'?"
    )


@pytest.mark.parametrize("written", ["Second", "track/second", "a//b", "track/one/two/three"])
def test_a_need_of_the_wrong_form_is_refused(tmp_path: Path, written: str) -> None:
    write(tmp_path, one=topic("one", needs=f"[{written}]"))
    (message,) = said(tmp_path)
    assert message.endswith("has the wrong form; allowed: the id of a concept of this file, or track/topic/concept")


def test_a_circle_inside_a_file_is_named_with_its_path_and_takes_the_file_down(tmp_path: Path) -> None:
    text = topic("one", needs="[second]", more=other("second", "[third]") + other("third", "[first-idea]"))
    write(tmp_path, one=text)
    (message,) = said(tmp_path)
    assert "first-idea needs second, which needs third, which needs first-idea; take one of these needs out" in message
    assert message.startswith(f"one.yaml:{line_of(text, 'needs: [first-idea]')}:")
    assert read_folder(tmp_path, labs=LABS).topics == {}


def test_a_concept_that_needs_itself_is_a_circle(tmp_path: Path) -> None:
    write(tmp_path, one=topic("one", needs="[first-idea]"))
    (message,) = said(tmp_path)
    assert "first-idea needs first-idea; take" in message


def test_what_no_other_topic_has_is_named_and_the_topic_is_still_served(tmp_path: Path) -> None:
    needs = "[track/two/first-idea, track/two/gone, track/three/idea]"
    text = topic("one", needs=needs, header="needs: [track/two, track/tow]\n")
    write(tmp_path, one=text, two=topic("two"))
    messages = said(tmp_path)
    line = line_of(text, "    needs: [track")
    assert [message.partition("; ")[0] for message in messages] == [
        f"one.yaml:{line_of(text, 'needs: [track/two, track/tow]')}:20: needs[1]: there is no topic 'track/tow'",
        f"one.yaml:{line}:35: concepts[0].needs[1]: track/two has no concept 'gone'",
        f"one.yaml:{line}:51: concepts[0].needs[2]: there is no topic 'track/three'",
    ]
    assert set(read_folder(tmp_path, labs=LABS).topics) == {"track/one", "track/two"}
    assert len(Shelf(tmp_path, labs=LABS).look().topics) == 2


def test_circles_over_files_are_named_once_each_with_the_whole_path(tmp_path: Path) -> None:
    one = topic("one", needs="[track/two/first-idea]", header="needs: track/two\n")
    two = topic("two", needs="[track/one/first-idea]", header="needs: [track/one]\n")
    write(tmp_path, one=one, two=two)
    messages = said(tmp_path)
    assert len(messages) == 2
    assert any("track/one needs track/two, which needs track/one; take" in message for message in messages)
    assert any("track/one/first-idea needs track/two/first-idea, which needs track/one/first-idea; take" in message for message in messages)
    assert all(message.startswith("two.yaml:") for message in messages)


def test_a_need_of_a_topic_that_cannot_be_read_right_now_is_no_fault(tmp_path: Path) -> None:
    write(tmp_path, one=topic("one", needs="[track/two/whatever]", header="needs: [track/two]\n"), two="format: 1\nid: [")
    assert [message for message in said(tmp_path) if message.startswith("one.yaml")] == []


def test_a_need_of_a_concept_that_has_a_fault_of_its_own_is_no_second_fault(tmp_path: Path) -> None:
    write(tmp_path, one=topic("one", needs="[track/two/second]"), two=topic("two", more="  - {id: second, group: basics}\n"))
    (message,) = said(tmp_path)
    assert message.startswith("two.yaml:")
    assert "this key is missing" in message


def test_a_look_that_finds_the_other_file_mended_takes_the_fault_back(tmp_path: Path) -> None:
    write(tmp_path, one=topic("one", needs="[track/two/first-idea]"))
    checking = Checking(tmp_path, labs=LABS)
    assert any(problem.code == "unknown-name" for one in checking.look() for problem in one.problems)
    write(tmp_path, two=topic("two"))
    assert not any(problem.code == "unknown-name" for one in checking.look() for problem in one.problems)
