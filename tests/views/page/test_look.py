"""What holds for everything that the views draw: charts are told in words, nothing of ours moves for those who asked for stillness."""

from __future__ import annotations

import ast
import re
from collections.abc import Iterator
from pathlib import Path

import pytest

from views.page import style

VIEWS = Path(style.__file__).parents[1]
SHEETS = {path.name: path.read_text(encoding="utf-8") for path in sorted(VIEWS.rglob("*.css"))}
SCRIPTS = sorted(VIEWS.glob("components/*.js"))
STILL = re.compile(r"@media \(prefers-reduced-motion: no-preference\) \{")
MOVES = re.compile(r"\b(animation|transition)(-[a-z]+)?\s*:|@keyframes|scroll-behavior")


def chart_calls() -> Iterator[tuple[str, ast.Call]]:
    for path in sorted(VIEWS.rglob("*.py")):
        for node in ast.walk(ast.parse(path.read_text(encoding="utf-8"))):
            if isinstance(node, ast.Call) and ast.unparse(node.func) in ("st.altair_chart", "chart.show"):
                yield f"{path.name}:{node.lineno}", node


def outside_of_motion(css: str) -> str:
    """The style without its blocks for those who do not mind motion."""
    while found := STILL.search(css):
        depth, end = 1, found.end()
        while depth:
            depth += {"{": 1, "}": -1}.get(css[end], 0)
            end += 1
        css = css[: found.start()] + css[end:]
    return css


def test_every_chart_is_told_in_words_too() -> None:
    calls = dict(chart_calls())
    assert len(calls) > 8
    told = {where: {keyword.arg for keyword in call.keywords} & {"says", "alt"} for where, call in calls.items()}
    assert [where for where, words in told.items() if not words] == []
    assert [where.partition(":")[0] for where, words in told.items() if "alt" in words] == ["chart.py"], "the one that sets the colours"


@pytest.mark.parametrize("name", SHEETS)
def test_nothing_moves_for_those_who_asked_for_stillness(name: str) -> None:
    assert MOVES.findall(outside_of_motion(SHEETS[name])) == []


def test_motion_is_found_where_nobody_was_asked() -> None:
    kept = "@media (prefers-reduced-motion: no-preference) {a {animation: turn 1s} @keyframes turn {from {opacity: 0}}}"
    assert MOVES.findall(outside_of_motion(f"{kept} b {{color: red}}")) == []
    assert MOVES.findall(outside_of_motion(f"{kept} b {{transition: color .2s}}"))


@pytest.mark.parametrize("script", SCRIPTS, ids=lambda path: path.name)
def test_no_script_moves_anything_by_itself(script: Path) -> None:
    text = script.read_text(encoding="utf-8")
    assert not re.search(r"\.animate\(|behavior: *[\"']smooth", text) or "prefers-reduced-motion" in text
