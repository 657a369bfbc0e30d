"""The JSON Schema that editors use: current, whole, and of one mind with the reader."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

import pytest
from content_folder import BROKEN
from jsonschema import Draft202012Validator
from shipped_topic import CONTENT, shipped_paths

from optimization.labs import LABS
from quizzes.__main__ import main
from quizzes.content.reader import topic_paths
from quizzes.content.schema import EDITOR_LINE, FILE_NAME, schema_text, topic_schema
from quizzes.content.source.document import Unreadable, read_document
from quizzes.content.starter import starter
from quizzes.models.fields import core_values
from quizzes.models.labs import offered

SCHEMA = topic_schema(LABS)
VALIDATOR = Draft202012Validator(SCHEMA)


def as_an_editor_reads(text: str) -> Any:
    """Plain values by the YAML 1.2 core schema, as language servers read them."""
    return core_values(read_document(text).value)


def with_labs(topic_id: str) -> str:
    """The starter with the line about labs as an author would uncomment it."""
    text = starter(topic_id, lab_ids=offered(LABS))
    assert f"\n# labs: [{', '.join(offered(LABS))}]" in text
    return text.replace("\n# labs:", "\nlabs:")


def faults(text: str) -> list[str]:
    return [f"{list(error.absolute_path)}: {error.message[:200]}" for error in VALIDATOR.iter_errors(as_an_editor_reads(text))]


def test_the_file_beside_the_content_is_current() -> None:
    assert (CONTENT / FILE_NAME).read_text(encoding="utf-8") == schema_text(LABS), (
        "run: python -m quizzes schema -o content/topic.schema.json"
    )


def test_the_command_prints_it(capfdbinary: pytest.CaptureFixture[bytes]) -> None:
    assert main(["schema"]) == 0
    assert json.loads(capfdbinary.readouterr().out) == SCHEMA


def test_it_is_a_schema() -> None:
    Draft202012Validator.check_schema(SCHEMA)


def test_every_field_has_a_description_and_an_example_that_the_schema_allows() -> None:
    parts = {"": SCHEMA, **SCHEMA["$defs"]}
    fields = [
        (name, field, one) for name, part in parts.items() if not name.startswith("set-") for field, one in part["properties"].items()
    ]
    assert len(fields) > 90
    for name, field, one in fields:
        assert one.get("description"), (name, field)
        assert one.get("examples"), (name, field)
        if field in (
            "format",
            "id",
            "level",
            "minutes",
            "exam",
            "url",
            "tolerance",
            "at_least",
            "needs",
            "was",
            "source",
            "type",
            "verdict",
        ):
            allowed = Draft202012Validator({**one, "$defs": SCHEMA["$defs"]})
            assert all(allowed.is_valid(example) for example in one["examples"]), (name, field)


@pytest.mark.parametrize("path", shipped_paths(), ids=lambda path: path.stem)
def test_shipped_files_are_valid_and_start_with_the_editor_line(path: Path) -> None:
    text = path.read_text(encoding="utf-8")
    assert text.split("\n")[0] == EDITOR_LINE
    assert (path.parent / EDITOR_LINE.partition("$schema=")[2]).resolve() == (CONTENT / FILE_NAME).resolve()
    assert faults(text) == []


def test_the_starter_and_the_whole_topic_of_the_tests_are_valid() -> None:
    assert faults(starter("track/topic")) == []
    assert faults(with_labs("track/topic")) == []
    text = (BROKEN / "whole" / "topic.yaml").read_text(encoding="utf-8")
    assert [fault for fault in faults(text) if "'prune'" not in fault and "set" not in fault] == []


SEEN_BY_THE_READER_ONLY = {
    "fields/duplicate-keys.yaml",
    "fields/list-as-key.yaml",
    "fields/nothing-to-practise.yaml",
    "fields/wrong-escape.yaml",
    "questions/cannot-compute.yaml",
    "questions/draws-alike.yaml",
    "questions/exam-day.yaml",
    "questions/unknown-names.yaml",
    "topic-beside-the-tracks.yaml",
    "whole/topic.yaml",
}
"""Besides those whose fault shows only between parts: in the folders ids, myths, places, references and syntax."""


def test_what_a_field_cannot_hold_is_refused_by_the_schema_too() -> None:
    accepted: list[str] = []
    for path in topic_paths(BROKEN):
        try:
            read = as_an_editor_reads(path.read_text(encoding="utf-8"))
        except (Unreadable, UnicodeDecodeError, OSError):
            continue
        if VALIDATOR.is_valid(read):
            accepted.append(path.relative_to(BROKEN).as_posix())
    beyond = ("ids/", "myths/", "places/", "references/", "syntax/")
    assert {name for name in accepted if not name.startswith(beyond)} == SEEN_BY_THE_READER_ONLY


@pytest.mark.parametrize(
    ("old", "new"),
    [
        ("level: beginner", "level: begginer"),
        ("correct: true, ", ""),
        ("{id: equal,", "{id: equal, correct: true,"),
        ("type: numeric", "type: number"),
        ("minutes: 5", "minutes: soon"),
        ("front: How", "frnt: How"),
        ("    unit: bytes", "    unit: bytes\n    try: {lab: prune, set: {amont: 0.9}, say: See it}"),
        ("    unit: bytes", "    unit: bytes\n    try: {lab: prune, set: {amount: 2}, say: See it}"),
        ("    unit: bytes", "    unit: bytes\n    try: {lab: prun, say: See it}"),
        ("minutes: 5", "minutes: 5\nlabs: [prun]"),
        ("minutes: 5", "minutes: 5\nlabs: [inside]"),
        ("minutes: 5", "minutes: 5\nlabs: [prune, prune]"),
    ],
)
def test_a_slip_is_refused_while_one_types(old: str, new: str) -> None:
    text = starter("track/topic")
    assert old in text
    assert faults(text.replace(old, new, 1))
