"""What ``check`` refuses and warns of in a lesson, with its place; what a search finds; what leaves and what does not."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import pytest
import yaml

from quizzes.content.draft import Draft, read_draft
from quizzes.content.lint import lint
from quizzes.content.search import search
from quizzes.exports.items_csv import items_csv
from quizzes.exports.moodle import left_out, moodle_xml

SCREEN: dict[str, Any] = {
    "id": "s-one",
    "says": "A weight is a number.",
    "ask": {
        "question": "What is it?",
        "choices": [
            {"id": "number", "text": "A number", "correct": True, "why": "It is learned."},
            {"id": "word", "text": "A word", "why": "Networks hold none."},
        ],
    },
}
PART: dict[str, Any] = {"id": "part", "title": "Weights", "concepts": ["alpha"], "screens": [SCREEN]}
UNASKED = {**SCREEN["ask"]["choices"][1], "because": {"idea": "text is learned", "phrases": ["learn* word"]}}


def screen(number: int, **fields: Any) -> dict[str, Any]:
    return {**SCREEN, "id": f"s-{number}", **fields}


def drafted(*parts: dict[str, Any]) -> tuple[Draft, list[str]]:
    header = {"format": 1, "id": "track/topic", "title": "T", "track": "T", "subject": "s", "minutes": 5, "summary": "S.", "learn": ["L."]}
    groups = {"groups": [{"id": "g", "name": "G"}], "concepts": [{"id": "alpha", "name": "Alpha", "group": "g"}]}
    text = yaml.safe_dump({**header, **groups, "lesson": list(parts)}, sort_keys=False)
    return read_draft(text, relative=Path("track/topic.yaml"), images=Path(), labs={}), text.splitlines()


def test_a_question_is_known_by_its_screen_and_about_the_first_concept_of_the_part() -> None:
    draft, _ = drafted(PART)
    assert draft.topic is not None
    (asked,) = draft.topic.items()
    assert (asked.id, asked.concept) == ("s-one", "alpha")
    assert [path for path, _ in draft.items()] == [("lesson", 0, "screens", 0, "ask")]


@pytest.mark.parametrize(
    ("change", "where", "wrong"),
    [
        ({"screens": [{"id": "s-one", "says": "A weight."}]}, "lesson[0].screens[0].ask", "this key is missing"),
        ({"screens": [screen(1, ask="What?")]}, "lesson[0].screens[0].ask", "'What?' is not a mapping"),
        ({"screens": [screen(1, ask={"type": "slider"})]}, "lesson[0].screens[0].ask.type", "'slider' is no type of question"),
        ({"screens": [screen(1, ask={**SCREEN["ask"], "choices": []})]}, "lesson[0].screens[0].ask.choices", "the list has 0 entries"),
        ({"screens": [screen(1, ask={**SCREEN["ask"], "hint": "!"})]}, "lesson[0].screens[0].ask.hint", "there is no such key"),
        ({"screens": [screen(1, ask={**SCREEN["ask"], "id": "own"})]}, "lesson[0].screens[0].ask", "the question has 'id' of its own"),
        (
            {"screens": [screen(1, ask={**SCREEN["ask"], "choices": [SCREEN["ask"]["choices"][0], UNASKED]})]},
            "lesson[0].screens[0].ask.choices[1].because",
            "in lesson nobody is asked why they chose",
        ),
        ({"screens": [screen(1, says="")]}, "lesson[0].screens[0].says", "the text is empty"),
        ({"screens": [screen(1), screen(1)]}, "lesson[0].screens[1].id", "'s-1' stands twice, first in line"),
        ({"screens": []}, "lesson[0].screens", "the list has 0 entries"),
        ({"concepts": ["alpha", "beta"]}, "lesson[0].concepts[1]", "'beta' is not known"),
        ({"screens": [screen(1, concept="beta")]}, "lesson[0].screens[0].concept", "'beta' is not known"),
        ({"screens": [screen(1, source=["book"])]}, "lesson[0].screens[0].source[0]", "'book' is not known"),
        (
            {"screens": [screen(1, ask={"type": "estimate", "question": "?", "from": 1, "to": 0, "answer": 1, "within": 1, "why": "."})]},
            "lesson[0].screens[0].ask.to",
            "the scale ends at 0",
        ),
    ],
)  # fmt: skip
def test_what_is_wrong_in_a_lesson_is_refused_with_its_place(change: dict[str, Any], where: str, wrong: str) -> None:
    draft, _ = drafted(PART | change)
    found = [(one.where, one.wrong) for one in draft.problems("f")]
    assert [place for place, _ in found] == [where], found
    assert found[0][1].startswith(wrong)


def test_a_screen_and_an_item_cannot_have_one_id_nor_two_parts() -> None:
    draft, lines = drafted(PART, {**PART, "screens": [screen(2)]})
    (twice,) = draft.problems("f")
    assert (twice.where, twice.code) == ("lesson[1].id", "duplicate-id")
    draft, lines = drafted(PART, {**PART, "id": "other"})
    (twice,) = draft.problems("f")
    assert twice.where == "lesson[1].screens[0].id"
    assert "id: s-one" in lines[twice.line - 1]


def codes(*parts: dict[str, Any]) -> list[tuple[str, str]]:
    draft, _ = drafted(*parts)
    return [(one.code, one.where) for one in lint(draft, file="f") if one.code in ("lesson-length", "wordy-screen", "needless-silence")]


def test_too_few_screens_too_many_and_too_many_words_are_warned_of_and_can_be_silenced() -> None:
    five = [screen(number) for number in range(5)]
    assert codes({**PART, "screens": five}) == []
    assert codes(PART) == [("lesson-length", "lesson[0].screens")]
    assert codes({**PART, "screens": [screen(number) for number in range(8)]}) == [("lesson-length", "lesson[0].screens")]
    assert codes({**PART, "silence": {"lesson-length": "one idea"}}) == []
    assert codes({**PART, "screens": five, "silence": {"lesson-length": "five"}}) == [
        ("needless-silence", "lesson[0].silence.lesson-length")
    ]
    wordy = [*five[1:], screen(0, says="word " * 61)]
    assert codes({**PART, "screens": wordy}) == [("wordy-screen", "lesson[0].screens[4].says")]
    assert codes({**PART, "screens": wordy, "silence": {"wordy-screen": "one long sentence"}}) == []
    assert codes({**PART, "screens": [*five[1:], screen(0, says="```\n" + "word " * 61 + "\n```\nCode is looked at.")]}) == []


def test_a_search_finds_a_screen_by_what_it_says_and_not_by_what_is_correct() -> None:
    draft, _ = drafted(PART)
    assert draft.topic is not None
    (found,) = search("weight number", [draft.topic])
    assert (found.kind, found.id, found.title) == ("lesson", "s-one", "A weight is a number.")
    assert search("learned", [draft.topic]) == []


def test_a_lesson_stays_out_of_tables_and_moodle_which_says_why() -> None:
    draft, _ = drafted(PART)
    assert draft.topic is not None
    assert "s-one" not in items_csv(draft.topic)
    assert b"s-one" not in moodle_xml(draft.topic, folder=Path())
    assert [name for name, _ in left_out(draft.topic)] == ["lesson"]
