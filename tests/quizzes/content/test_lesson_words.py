"""Words on the screens of a lesson: jargon, and terms that come before the screen, the concept or the topic that brings them."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from pathlib import Path
from typing import Any

import pytest
import yaml

from quizzes.content.lint.order import Order
from quizzes.shell.check import Checking

CODES = ("jargon", "term-too-early", "unused-plain", "needless-silence")
TERMS = {
    "format": 1,
    "terms": [
        {"term": "mask", "says": "A block of ones and zeros.", "concept": "track/first/masks"},
        {"term": "grid", "says": "The numbers that can be stored.", "concept": "track/first/grids"},
        {"term": "control", "says": "A second copy.", "concept": "track/second/noise"},
        {"term": "weight", "says": "A number.", "concept": "track/zeroth/weights"},
    ],
    "jargon": ["im2col"],
}
CHOICES = [
    {"id": "number", "text": "A number", "correct": True, "why": "It is learned."},
    {"id": "word", "text": "A word", "why": "Networks hold none."},
]


def screen(concept: str, says: str = "Plain.", **ask: Any) -> dict[str, Any]:
    return {"concept": concept, "says": says, "ask": {"question": "What is it?", "choices": CHOICES, **ask}}


def topic(
    name: str, concepts: Mapping[str, Sequence[str]], screens: Sequence[dict[str, Any]] = (), needs: Sequence[str] = ()
) -> dict[str, Any]:
    numbered = [{"id": f"s-{number}", **one} for number, one in enumerate(screens)]
    part = {"id": "part", "title": "T", "concepts": list(concepts), "screens": numbered, "silence": {"lesson-length": "short"}}
    card = {"id": "c", "concept": next(iter(concepts)), "level": "beginner", "front": "F?", "back": "B."}
    return {
        "format": 1, "id": f"track/{name}", "title": "T", "track": "T", "subject": "s", "minutes": 5, "summary": "S.", "learn": ["L."],
        "needs": list(needs), "groups": [{"id": "g", "name": "G"}],
        "concepts": [{"id": one, "name": one, "group": "g", "needs": list(of)} for one, of in concepts.items()],
        "recall": [card], **({"lesson": [part]} if screens else {}),
    }  # fmt: skip


ZEROTH = topic("zeroth", {"weights": ()})
SECOND = topic("second", {"noise": ()}, needs=["track/first"])
FIRST = {"masks": (), "grids": ()}


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    (tmp_path / "track").mkdir()
    return tmp_path


def write(folder: Path, *topics: dict[str, Any]) -> None:
    (folder / "terms.yaml").write_text(yaml.safe_dump(TERMS), encoding="utf-8")
    for one in topics:
        path = folder / f"{one['id']}.yaml"
        path.write_text(yaml.safe_dump(one, sort_keys=False), encoding="utf-8")


def warned(folder: Path, *screens: dict[str, Any], concepts: Mapping[str, Sequence[str]] = FIRST) -> list[str]:
    write(folder, ZEROTH, topic("first", concepts, screens), SECOND)
    found = [one for file in Checking(folder, labs={}).look() for one in file.problems]
    assert [str(one) for one in found if one.severity == "error"] == []
    return [f"{one.code} {one.where}" for one in found if one.code in CODES]


def test_jargon_on_a_screen_and_in_its_question_is_named(folder: Path) -> None:
    assert warned(folder, screen("masks", "With `im2col`."), screen("grids")) == []
    assert warned(folder, screen("masks", "With im2col."), screen("grids")) == ["jargon lesson[0].screens[0].says"]
    asks = screen("grids", question="What does im2col do?")
    assert warned(folder, screen("masks"), asks) == ["jargon lesson[0].screens[1].ask.question"]


def test_a_term_that_a_later_screen_teaches_is_named_and_one_of_this_or_an_earlier_screen_is_not(folder: Path) -> None:
    assert warned(folder, screen("masks", "A mask, then."), screen("grids", "A grid and a mask.")) == []
    early = screen("masks", "A mask on a grid, a grid.")
    assert warned(folder, early, screen("grids")) == ["term-too-early lesson[0].screens[0].says"]
    early = screen("masks", question="Is a grid a mask?")
    assert warned(folder, early, screen("grids")) == ["term-too-early lesson[0].screens[0].ask.question"]
    assert warned(folder, screen("masks", "On a grid."), concepts={"masks": ()} | {"grids": ()}) == []  # no screen teaches it
    assert warned(folder, screen("masks", "On a grid."), concepts={"masks": (), "grids": ["masks"]}) == [
        "term-too-early lesson[0].screens[0].says"
    ]


def test_a_term_of_a_topic_that_builds_on_this_one_is_too_early_and_one_of_an_earlier_topic_is_not(folder: Path) -> None:
    assert warned(folder, screen("masks", "A weight."), screen("grids")) == []
    assert warned(folder, screen("masks", "With a control."), screen("grids")) == ["term-too-early lesson[0].screens[0].says"]


def test_it_is_silenced_where_it_stands_and_the_silence_is_needless_elsewhere(folder: Path) -> None:
    silent = {"silence": {"term-too-early": "it is explained here"}}
    assert warned(folder, screen("masks", "With a control.", **silent), screen("grids")) == []
    assert warned(folder, screen("masks", **silent), screen("grids")) == [
        "needless-silence lesson[0].screens[0].ask.silence.term-too-early"
    ]


def test_what_another_topic_needs_is_looked_at_anew_when_it_changes(folder: Path) -> None:
    write(folder, ZEROTH, topic("first", FIRST, [screen("masks", "With a control."), screen("grids")]), SECOND | {"needs": []})
    checking = Checking(folder, labs={})
    assert "term-too-early" not in [one.code for file in checking.look() for one in file.problems]
    write(folder, SECOND)
    assert "term-too-early" in [one.code for file in checking.look() for one in file.problems]


def test_what_comes_after_is_found_over_topics_and_by_a_way_round() -> None:
    order = Order([
        (("a", "y"), ("a", "x")),
        (("b", ""), ("a", "")),
        (("c", "q"), ("b", "p")),
        (("d", "r"), ("a", "y")),
    ])  # fmt: skip
    assert order.comes_after(("a", "y"), ("a", "x"))
    assert not order.comes_after(("a", "x"), ("a", "y"))
    assert not order.comes_after(("a", "z"), ("a", "x"))
    assert order.comes_after(("b", "p"), ("a", "z"))
    assert order.comes_after(("c", "q"), ("a", "z"))
    assert not order.comes_after(("c", "other"), ("a", "z"))
    assert order.comes_after(("d", "r"), ("a", "x"))
    assert not order.comes_after(("d", "r"), ("a", "z"))
