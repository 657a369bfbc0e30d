"""Each warning: found at its line, silenced with a reason, and gone where nothing is wrong."""

from __future__ import annotations

from pathlib import Path

import pytest
from shipped_topic import CONTENT

from optimization.labs import LABS
from quizzes.content.draft import read_draft
from quizzes.content.lint import lint
from quizzes.content.problems import WARNINGS, Problem
from quizzes.content.reader import read_draft_file, topic_paths
from quizzes.content.starter import starter

LAB_PARAMETERS = {lab.id: lab.params for lab in LABS.values()}
CLEAN = starter("track/topic")


def warnings_of(text: str) -> tuple[Problem, ...]:
    draft = read_draft(text, relative=Path("track/topic.yaml"), images=Path("nowhere"), labs=LAB_PARAMETERS)
    assert [str(problem) for problem in draft.problems("topic.yaml") if problem.code != "picture"] == []
    return lint(draft, file="topic.yaml")


def changed(old: str, new: str) -> str:
    assert old in CLEAN
    return CLEAN.replace(old, new, 1)


def line_of(text: str, words: str) -> int:
    return text[: text.index(words)].count("\n") + 1


SECOND_CARD = """  - id: card-again
    concept: first-idea
    level: intermediate
    front: How many bits does an int8 weight take up?
    back: 8, a quarter of the 32 bits of a float32 weight.
    source: textbook

quick_check:"""
NINE = "\n".join(
    f"""  - id: qc-{number}
    concept: first-idea
    level: easy
    question: "{words}"
    choices:
      - {{id: a, text: "{words} one", correct: true, why: "Because of reason {number}."}}
      - {{id: b, text: "{words} two", why: "Not for reason {number}."}}
    source: textbook"""
    for number, words in enumerate("alpha bravo charlie delta echo foxtrot golf hotel india".split())
)
FOUND = {
    "why-repeats": (
        changed('why: "8 of 32 bits a weight."', 'why: "It is a quarter as large, so this is right."'),
        "It is a quarter as large, so",
    ),
    "longest-right": (
        changed(
            "text: It is about a quarter as large,",
            "text: It is about a quarter as large because every number needs eight bits in place of thirty-two,",
        ),
        "It is about a quarter as large because",
    ),
    "all-of-the-above": (changed("text: It stays as large", "text: None of the above"), "None of the above"),
    "telling-id": (changed("id: equal", "id: wrong"), "id: wrong"),
    "right-place": (
        CLEAN.replace("quick_check:  ", f"quick_check:\n{NINE}\n#", 1).replace("\n  - id: qc-first", "\n  - id: qc-first", 1),
        "quick_check:",
    ),
    "near-duplicate": (CLEAN.replace("quick_check:", SECOND_CARD, 1), "id: card-again"),
    "no-easy-item": (CLEAN.replace("beginner  ", "advanced").replace("level: easy  ", "level: hard  "), "id: first-idea"),
    "unused-concept": (
        changed(
            "concepts:                        # what there is to know; every item names one",
            "concepts:\n  - {id: lonely, name: Lonely, group: basics}",
        ),
        "id: lonely",
    ),
    "unused-source": (changed("  - {id: textbook,", "  - {id: lonely, title: Lonely}\n  - {id: textbook,"), "id: lonely"),
    "no-source": (changed("    source: textbook\n\nquick_check", "\nquick_check"), "id: card-first"),
    "no-alt-text": (changed("back: 8, a quarter", 'back: "8.\\n\\n![](images/bits.png)"\n    notes: a quarter'), "back: "),
    "cut-off": (
        changed("front: How many bits does an int8 weight take?", "front: How wide is layer #3 in this network?"),
        "front: How wide",
    ),
    "needless-silence": (
        changed("    level: beginner  ", "    silence: {near-duplicate: asks the opposite}\n    level: beginner  "),
        "near-duplicate",
    ),
}


def test_the_starter_gives_no_warning() -> None:
    assert warnings_of(CLEAN) == ()


def test_every_warning_is_tried_here() -> None:
    assert FOUND.keys() == WARNINGS.keys()


@pytest.mark.parametrize("code", FOUND)
def test_a_warning_is_found_at_its_line_and_alone(code: str) -> None:
    text, words = FOUND[code]
    found = warnings_of(text)
    assert [problem.code for problem in found] == [code], [str(problem) for problem in found]
    assert found[0].line == line_of(text, words)
    assert found[0].severity == "warning"
    assert str(found[0]).endswith(f"[{code}]")


@pytest.mark.parametrize(
    "code", sorted(WARNINGS.keys() - {"needless-silence", "cut-off", "right-place", "unused-concept", "unused-source"})
)
def test_a_warning_about_an_item_is_silenced_there_with_a_reason(code: str) -> None:
    text, words = FOUND[code]
    lines = text.split("\n")
    start = line_of(text, words) - 1
    while not lines[start].startswith("  - "):
        start -= 1
    first = lines[start]
    if first.endswith("}"):
        lines[start] = first[:-1] + f", silence: {{{code}: known and meant}}}}"
    else:
        lines.insert(start + 1, f"    silence: {{{code}: known and meant}}")
    assert warnings_of("\n".join(lines)) == ()


@pytest.mark.parametrize("code", ["cut-off", "right-place", "unused-source", "no-source", "no-easy-item"])
def test_a_warning_about_the_file_is_silenced_at_its_top(code: str) -> None:
    text = FOUND[code][0].replace("minutes: 5", f"minutes: 5\nsilence: {{{code}: known and meant}}", 1)
    assert warnings_of(text) == ()


def test_a_silence_without_a_reason_or_for_no_warning_is_refused() -> None:
    for silence, wrong in (("{near-duplicate: ''}", "the text is empty"), ("{near-duplicat: meant}", "'near-duplicat' is no warning")):
        text = changed("    level: beginner  ", f"    silence: {silence}\n    level: beginner  ")
        draft = read_draft(text, relative=Path("track/topic.yaml"), images=Path("nowhere"), labs={})
        (problem,) = draft.problems("topic.yaml")
        assert problem.wrong == wrong
        assert problem.line == line_of(text, "silence:")


def test_the_shipped_topics_give_no_warning() -> None:
    for path in topic_paths(CONTENT):
        draft = read_draft_file(path, folder=CONTENT, labs=LAB_PARAMETERS)
        assert [str(one) for one in lint(draft, file=path.name)] == []
