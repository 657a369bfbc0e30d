"""Whatever is done to a topic file, the reader answers with problems inside the file, never with a traceback."""

from __future__ import annotations

import random
from collections.abc import Callable

import pytest
from content_folder import ContentFolder
from hypothesis import given, settings
from hypothesis import strategies as st

from quizzes.content.reader import read_file

MUTATIONS = 800
SCRAPS = [*"\t\n\r :-[]{}'\"|>&*!%@`#,?~\\.", "- ", ": ", "  ", "---\n", "...\n", "&a ", "*a", "!!x ", "<<: ", "null", "1e999"]
SCRAPS += ["\u2028", "\x85", "\ufeff", "\x07", "é", "🎈"]
KEYS = ["format: 1", "id: whole/topic", "recall:", "  - id: a", "    try:", "choices: []", "concepts: {}", "set: {amount: 1}"]


def _delete_line(lines: list[str], dice: random.Random) -> None:
    del lines[dice.randrange(len(lines))]


def _repeat_line(lines: list[str], dice: random.Random) -> None:
    lines.insert(dice.randrange(len(lines)), dice.choice(lines))


def _indent_line(lines: list[str], dice: random.Random) -> None:
    at = dice.randrange(len(lines))
    lines[at] = dice.choice([" ", "  ", "\t", "- ", "      "]) + lines[at]


def _dedent_line(lines: list[str], dice: random.Random) -> None:
    at = dice.randrange(len(lines))
    lines[at] = lines[at][dice.randrange(1, 4) :]


def _insert_scrap(lines: list[str], dice: random.Random) -> None:
    at = dice.randrange(len(lines))
    column = dice.randrange(len(lines[at]) + 1)
    lines[at] = lines[at][:column] + dice.choice(SCRAPS) + lines[at][column:]


def _replace_value(lines: list[str], dice: random.Random) -> None:
    at = dice.randrange(len(lines))
    key, colon, _ = lines[at].partition(":")
    lines[at] = key + (colon or ":") + " " + dice.choice([*SCRAPS, "", "[]", "{}", "[a, b]", "{a: b}", "true", "-1", "word", "''"])


def _truncate(lines: list[str], dice: random.Random) -> None:
    del lines[dice.randrange(len(lines)) + 1 :]
    lines[-1] = lines[-1][: dice.randrange(len(lines[-1]) + 1)]


CHANGES: list[Callable[[list[str], random.Random], None]] = [
    _delete_line,
    _repeat_line,
    _indent_line,
    _dedent_line,
    _insert_scrap,
    _replace_value,
    _truncate,
]


def _assert_answered(content_folder: ContentFolder, data: bytes) -> bool:
    """Read the bytes as the topic's file; True where the topic was still whole."""
    content_folder.write(data)
    topic, problems = read_file(content_folder.topic_file, folder=content_folder.root, labs=content_folder.labs)
    assert (topic is None) == bool(problems)
    lines = data.decode("utf-8-sig", "replace").splitlines() or [""]
    for problem in problems:
        assert 1 <= problem.line <= len(lines), problem
        assert 1 <= problem.column <= len(lines[problem.line - 1]) + 1, problem
        assert problem.where, problem
        assert problem.wrong, problem
        assert problem.allowed, problem
        assert len(str(problem).splitlines()) == 1
    return topic is not None


def test_mutated_topics_are_answered_with_problems_inside_the_file(mutated_folder: ContentFolder) -> None:
    dice = random.Random(2)
    whole = 0
    for _ in range(MUTATIONS):
        lines = mutated_folder.whole.split("\n")
        for _ in range(dice.choice([1, 1, 1, 2, 5])):
            dice.choice(CHANGES)(lines, dice)
        whole += _assert_answered(mutated_folder, "\n".join(lines).encode())
    assert 0 < whole < MUTATIONS / 2


def test_mutated_bytes_are_answered_with_problems_inside_the_file(mutated_folder: ContentFolder) -> None:
    dice = random.Random(3)
    for _ in range(200):
        data = bytearray(mutated_folder.whole.encode())
        for _ in range(dice.randrange(1, 4)):
            data[dice.randrange(len(data))] = dice.randrange(256)
        _assert_answered(mutated_folder, bytes(data))


@settings(max_examples=150, deadline=None, derandomize=True, database=None)
@given(st.one_of(st.binary(max_size=200), st.text(max_size=200).map(lambda text: text.encode("utf-8", "replace"))))
def test_any_bytes_are_answered_with_problems_inside_the_file(mutated_folder: ContentFolder, data: bytes) -> None:
    assert not _assert_answered(mutated_folder, data)


@settings(max_examples=500, deadline=None, derandomize=True, database=None)
@given(st.lists(st.sampled_from([*SCRAPS, *KEYS, *(f"\n{key}" for key in KEYS)]), max_size=40).map("".join))
def test_any_pile_of_yaml_is_answered_with_problems_inside_the_file(mutated_folder: ContentFolder, text: str) -> None:
    assert not _assert_answered(mutated_folder, text.encode())


@pytest.mark.parametrize(
    "text", ["a:\n-\n?\n", "format: 1\nrecall:\n-", "a: &x\nb: *x\n", "- - -\n", "? \n: \n", "a: |\n", "'", "[", "a: [\n\n"]
)
def test_what_ends_early_is_found_inside_the_file(mutated_folder: ContentFolder, text: str) -> None:
    assert not _assert_answered(mutated_folder, text.encode())
