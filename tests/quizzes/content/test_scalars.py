"""What is written without quotes: text in text fields as it stands, YAML 1.2 in number and truth fields."""

from __future__ import annotations

from typing import Any

import pytest
from content_folder import ContentFolder

from quizzes.models.fields import Plain, core_value

WORDS = [
    "no",
    "Yes",
    "on",
    "4:1",
    "12:30:45",
    "012",
    "0o17",
    "0x1F",
    "0.10",
    "1_000",
    "1e3",
    ".inf",
    "2024-01-31",
    "null",
    "true",
    "<<",
    "=",
]


@pytest.mark.parametrize("word", WORDS)
def test_plain_text_stays_as_it_was_written(content_folder: ContentFolder, word: str) -> None:
    topic = content_folder.read_whole("What is left?", word)
    assert topic.recall[0].front == word
    assert type(topic.recall[0].front) is str


@pytest.mark.parametrize("word", WORDS)
def test_a_plain_key_stays_as_it_was_written(content_folder: ContentFolder, word: str) -> None:
    _, problems = content_folder.read(content_folder.changed("say: See it.", f"say: See it.\n      {word}: 1"))
    assert [problem.where for problem in problems] == [f"recall[0].try.{word}"]


@pytest.mark.parametrize(("written", "minutes"), [("012", 12), ("0x10", 16), ("0o17", 15), ("+5", 5), ("600", 600)])
def test_a_number_field_reads_whole_numbers_of_yaml_1_2(content_folder: ContentFolder, written: str, minutes: int) -> None:
    assert content_folder.read_whole("minutes: 5", f"minutes: {written}").minutes == minutes


@pytest.mark.parametrize("written", ["'5'", '"5"', "5.0", "5.5", "1:30", "1_0", "five", "true", "null", "", "[5]", "99999999999999999999"])
def test_a_number_field_refuses_everything_else(content_folder: ContentFolder, written: str) -> None:
    _, problems = content_folder.read(content_folder.changed("minutes: 5", f"minutes: {written}"))
    assert [(problem.line, problem.where) for problem in problems] == [(7, "minutes")]


@pytest.mark.parametrize("written", ["true", "True", "TRUE"])
def test_truth_is_written_as_in_yaml_1_2(content_folder: ContentFolder, written: str) -> None:
    topic = content_folder.read_whole("correct: true", f"correct: {written}")
    assert topic.quick_check[0].right_choice.id == "one"


@pytest.mark.parametrize("written", ["yes", "on", "y", "1", "'true'", "tRUE"])
def test_nothing_else_is_truth(content_folder: ContentFolder, written: str) -> None:
    _, problems = content_folder.read(content_folder.changed("correct: true", f"correct: {written}"))
    assert [problem.allowed for problem in problems] == ["write true or false, without quotes"]


@pytest.mark.parametrize(
    ("written", "meant"),
    [
        ("0.5", 0.5),
        (".5", 0.5),
        ("5e-1", 0.5),
        ("1", 1),
        ("-0x1", "-0x1"),
        ("false", False),
        ("~", None),
        ("", None),
        ("no", "no"),
        (".nan", ".nan"),
        ("-.inf", "-.inf"),
        ("1e999", "1e999"),
        ("1.2.3", "1.2.3"),
        ("०", "०"),
    ],
)
def test_the_core_schema_reads_plain_scalars(written: str, meant: Any) -> None:
    read = core_value(Plain(written))
    assert read == meant
    assert type(read) is type(meant)


def test_a_quoted_scalar_is_never_read_as_anything_but_text() -> None:
    assert [core_value(text) for text in ("1", "true", "null", "")] == ["1", "true", "null", ""]


def test_the_parameters_of_a_lab_are_values_and_not_text(content_folder: ContentFolder) -> None:
    topic = content_folder.read_whole("{amount: 0.9}", "{amount: 0.25, seed: 0x10, keep: true, layers: [no, 'true']}")
    preset = topic.recall[0].try_
    assert preset is not None
    assert preset.set == {"amount": 0.25, "seed": 16, "keep": True, "layers": ["no", "true"]}


@pytest.mark.parametrize("given", ["amount: '0.5'", "amount: true", "seed: 1.0", "seed: false", "keep: 1", "layers: one", "amount: .nan"])
def test_a_parameter_of_the_wrong_type_is_not_bent_into_the_right_one(content_folder: ContentFolder, given: str) -> None:
    _, problems = content_folder.read(content_folder.changed("amount: 0.9", given))
    assert [problem.where for problem in problems] == [f"recall[0].try.set.{given.split(':')[0]}"]


def test_folded_and_literal_blocks_keep_what_markdown_needs(content_folder: ContentFolder) -> None:
    block = "|\n      A line.\n\n          code\n\n      $\\theta$ # no comment"
    assert content_folder.read_whole("What is left?", block).recall[0].front == "A line.\n\n    code\n\n$\\theta$ # no comment"
