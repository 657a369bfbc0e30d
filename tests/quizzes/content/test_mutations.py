"""Whatever is done to a topic file, the reader answers with problems inside the file, never with a traceback."""

from __future__ import annotations

import random
import re
import shutil
from collections.abc import Callable
from pathlib import Path

import pytest
from content_folder import ContentFolder
from examples import examples, tried
from hypothesis import given
from hypothesis import strategies as st
from shipped_topic import shipped_paths

from optimization.labs import LABS
from quizzes.content.lint import lint
from quizzes.content.reader import read_draft_file
from quizzes.content.source.problems import CODES, WARNINGS
from quizzes.content.topic import SECTIONS
from quizzes.figures.record import read_record, record_path, write_record
from quizzes.models.labs import Labs

MUTATIONS = 1400
MUTATED_BYTES = 200
MUTATED_PIECES = 2500
SCRAPS = [*"\t\n\r :-[]{}'\"|>&*!%@`#,?~\\.", "- ", ": ", "  ", "---\n", "...\n", "&a ", "*a", "!!x ", "<<: ", "null", "1e999"]
SCRAPS += ["\u2028", "\x85", "\ufeff", "\x07", "é", "🎈"]
KEYS = ["format: 1", "id: whole/topic", "recall:", "  - id: a", "    try:", "choices: []", "concepts: {}", "set: {amount: 1}"]


def _delete_line(lines: list[str], dice: random.Random) -> None:
    if len(lines) == 1:
        return  # cut off in its first line already
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


def _assert_answered(content_folder: ContentFolder, data: bytes, labs: Labs | None = None) -> bool:
    """Read the bytes as the topic's file; True where the topic was still whole."""
    content_folder.write(data)
    draft = read_draft_file(content_folder.topic_file, folder=content_folder.root, labs=labs or content_folder.labs)
    topic, problems = draft.topic, draft.problems("topic.yaml")
    assert (topic is None) == bool(problems)
    problems += lint(draft, file="topic.yaml")
    lines = data.decode("utf-8-sig", "replace").splitlines() or [""]
    for problem in problems:
        assert 1 <= problem.line <= len(lines), problem
        assert 1 <= problem.column <= len(lines[problem.line - 1]) + 1, problem
        assert problem.where, problem
        assert problem.wrong, problem
        assert problem.allowed, problem
        assert problem.code in CODES | WARNINGS, problem
        assert len(str(problem).splitlines()) == 1
    return topic is not None


def test_mutated_topics_are_answered_with_problems_inside_the_file(mutated_folder: ContentFolder) -> None:
    dice = random.Random(2)
    whole = 0
    for _ in range(tried(MUTATIONS)):
        lines = mutated_folder.whole.split("\n")
        for _ in range(dice.choice([1, 1, 1, 2, 5])):
            dice.choice(CHANGES)(lines, dice)
        whole += _assert_answered(mutated_folder, "\n".join(lines).encode())
    assert 0 < whole < tried(MUTATIONS) / 2


def _pieces(path: Path) -> tuple[str, dict[str, list[str]]]:
    """The header of a shipped file, and the texts of its figures and of its entries by section; a number stands where they cite a figure,
    which may not be among them."""
    text = re.sub(r"\{\{figure\.[^}]*\}\}", "7", path.read_text(encoding="utf-8"))
    header, *rest = re.split(rf"^({'|'.join(['figures', *SECTIONS])}):.*$", text, flags=re.MULTILINE)
    return header, {name: re.split(r"^(?=  - )", body, flags=re.MULTILINE)[1:] for name, body in zip(rest[::2], rest[1::2], strict=True)}


@pytest.mark.slow
def test_mutated_pieces_of_the_shipped_files_are_answered_with_problems_inside_the_file(mutated_folder: ContentFolder) -> None:
    """A few figures and entries of each shipped topic under its own header: whole files would take a quarter of a second each."""
    dice = random.Random(5)
    files = [(_pieces(path), read_record(record_path(path))) for path in sorted(shipped_paths())]
    for track in {path.parent for path in shipped_paths()}:
        shutil.copytree(track / "pictures", mutated_folder.topic_file.parent / "pictures", dirs_exist_ok=True)
    whole = 0
    for number in range(MUTATED_PIECES):
        (header, sections), record = files[number % len(files)]
        names = ["figures", *dice.sample(sorted(sections.keys() - {"figures"}), 3)]
        text = re.sub(r"^id: .*$", "id: whole/topic", header, count=1, flags=re.MULTILINE)
        text += "\n".join(f"{name}:\n{''.join(dice.sample(sections[name], min(2, len(sections[name]))))}" for name in names)
        cited = set(re.findall(r"^  - (?:\{)?id: ([\w-]+)", text, re.MULTILINE))
        write_record(record_path(mutated_folder.topic_file), {name: one for name, one in record.items() if name in cited})
        lines = text.split("\n")
        for _ in range(dice.choice([0, 1, 1, 2, 4])):
            dice.choice(CHANGES)(lines, dice)
        whole += _assert_answered(mutated_folder, "\n".join(lines).encode(), LABS)
    assert MUTATED_PIECES / 5 < whole < MUTATED_PIECES / 1.5


def test_mutated_bytes_are_answered_with_problems_inside_the_file(mutated_folder: ContentFolder) -> None:
    dice = random.Random(3)
    for _ in range(tried(MUTATED_BYTES)):
        data = bytearray(mutated_folder.whole.encode())
        for _ in range(dice.randrange(1, 4)):
            data[dice.randrange(len(data))] = dice.randrange(256)
        _assert_answered(mutated_folder, bytes(data))


@examples(150, always_the_same=True)
@given(st.one_of(st.binary(max_size=200), st.text(max_size=200).map(lambda text: text.encode("utf-8", "replace"))))
def test_any_bytes_are_answered_with_problems_inside_the_file(mutated_folder: ContentFolder, data: bytes) -> None:
    assert not _assert_answered(mutated_folder, data)


@examples(800, always_the_same=True)
@given(st.lists(st.sampled_from([*SCRAPS, *KEYS, *(f"\n{key}" for key in KEYS)]), max_size=40).map("".join))
def test_any_pile_of_yaml_is_answered_with_problems_inside_the_file(mutated_folder: ContentFolder, text: str) -> None:
    assert not _assert_answered(mutated_folder, text.encode())


@pytest.mark.parametrize(
    "text", ["a:\n-\n?\n", "format: 1\nrecall:\n-", "a: &x\nb: *x\n", "- - -\n", "? \n: \n", "a: |\n", "'", "[", "a: [\n\n"]
)
def test_what_ends_early_is_found_inside_the_file(mutated_folder: ContentFolder, text: str) -> None:
    assert not _assert_answered(mutated_folder, text.encode())
