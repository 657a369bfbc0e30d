"""A problem stands where the fault was put: the place is searched in the text, not taken from the parser."""

from __future__ import annotations

import pytest
from content_folder import ContentFolder

from quizzes.content.source.document import read_document, where

CHOICES = "    choices:\n      - id: one\n        text: This one.\n"

FAULTS = [
    ("minutes: 5", "minutes: ▸five", "minutes"),
    ("subject: ml", "subject: ml\n▸sujbect: ml", "sujbect"),
    ("    level: beginner", "    level: ▸begginer", "recall[0].level"),
    ("    level: beginner", "    level:     ▸begginer   # with a remark", "recall[0].level"),
    ("    was: [first-card]", "    was: [first-card,   ▸'Second Card']", "recall[0].was[1]"),
    ("{amount: 0.9}", "{amount: ▸2}", "recall[0].try.set.amount"),
    ("{amount: 0.9}", "{▸amout: 0.9}", "recall[0].try.set.amout"),
    ("      lab: prune", "      lab: ▸pruen", "recall[0].try.lab"),
    ("    concept: zeros", "    concept: ▸ones", "recall[0].concept"),
    ("    try:\n      lab: prune", "    ▸try:\n      was: prune", "recall[0].try.lab"),
    ("        correct: true\n", "        correct: ▸ja\n", "quick_check[0].choices[0].correct"),
    (CHOICES + "        correct: true\n", "    ▸" + CHOICES.lstrip(), "quick_check[0].choices"),
    ("          - zeros change nothing", "          - ▸[they, are, nothing]", "explain[0].points[0].phrases[0]"),
    (
        "against: dense}\n    outcomes:\n      - {id: faster",
        "against: ▸thin}\n    outcomes:\n      - {id: faster",
        "myths[0].compare.against",
    ),
    ("below: 1.5", "below: 1.5, verdict: ▸slower", "myths[1].outcomes[2].verdict"),
    ("at_least: 0.5, below", "at_least: ▸0.25, below", "myths[1].outcomes[2].at_least"),
    ("least_speed: 2", "least_speed: ▸two", "budgets[0].least_speed"),
    ("![A dot]", "Here it is: ▸![A dot](none.png) ![A dot]", "recall[0].back"),
]


@pytest.mark.parametrize(("old", "new", "path"), FAULTS)
@pytest.mark.parametrize("ends", ["\n", "\r\n"])
def test_the_place_is_where_the_fault_was_put(content_folder: ContentFolder, old: str, new: str, path: str, ends: str) -> None:
    marked = content_folder.changed(old, new)
    before = marked[: marked.index("▸")]
    _, problems = content_folder.read(marked.replace("▸", "").replace("\n", ends))
    place = (before.count("\n") + 1, len(before) - before.rfind("\n"))
    assert (*place, path) in [(problem.line, problem.column, problem.where) for problem in problems]


def test_columns_count_characters_whatever_their_size(content_folder: ContentFolder) -> None:
    _, problems = content_folder.read(content_folder.changed("{amount: 0.9}", "{'ä€🎈': 1, amount: 7}"))
    assert [(problem.where, problem.column) for problem in problems] == [("recall[0].try.set.ä€🎈", 13), ("recall[0].try.set.amount", 31)]


def test_a_byte_order_mark_moves_nothing(content_folder: ContentFolder) -> None:
    text = content_folder.whole.split("\n", 1)[1]
    _, problems = content_folder.read("\ufeff" + text.replace("format: 1", "format: 2"))
    assert [(problem.line, problem.column) for problem in problems] == [(1, 9)]
    _, problems = content_folder.read(b"\xef\xbb\xbfid: \xff")
    assert [(problem.line, problem.column) for problem in problems] == [(1, 5)]


def test_what_is_not_utf_8_is_found_behind_wide_characters(content_folder: ContentFolder) -> None:
    _, problems = content_folder.read("# one\n# ä🎈".encode() + b"\xe4")
    assert [(problem.line, problem.column, problem.where) for problem in problems] == [(2, 5, "file")]


def test_a_fault_in_an_anchored_value_is_found_at_the_anchor(content_folder: ContentFolder) -> None:
    marked = content_folder.changed("front: What is left?", "front: ▸&empty ''").replace("back: |", "back: *empty\n    notes: |", 1)
    before = marked[: marked.index("▸")]
    _, problems = content_folder.read(marked.replace("▸", ""))
    line = before.count("\n") + 1
    assert [(problem.line, problem.where) for problem in problems if problem.wrong == "the text is empty"] == [
        (line, "recall[0].back"),
        (line, "recall[0].front"),
    ]


def test_every_key_and_value_knows_its_place() -> None:
    document = read_document("a: 1\nb:\n  - c: 2\n  - [3, 4]\n")
    assert document.key_places == {("a",): (1, 1), ("b",): (2, 1), ("b", 0, "c"): (3, 5)}
    assert document.value_places[("b", 0, "c")] == (3, 8)
    assert document.value_places[("b", 1, 1)] == (4, 9)
    assert document.place(("b", 0, "missing", 7)) == (3, 5)


@pytest.mark.parametrize(
    ("path", "printed"),
    [
        ((), "topic"),
        (("practice", 2, "choices"), "practice[2].choices"),
        (("",), '""'),
        (("recall", 0, ""), 'recall[0].""'),
        (("größe", ".hidden"), "größe..hidden"),
        (("a\nb\x1b[31m",), "a\\nb\\x1b[31m"),
        (("x" * 50,), "x" * 39 + "…"),
    ],
)
def test_a_path_is_printed_on_one_line(path: tuple[str | int, ...], printed: str) -> None:
    assert where(path) == printed
