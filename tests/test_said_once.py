"""What two places would say or count alike stands once; where two packages may not know each other, both say the same."""

from __future__ import annotations

import ast
from collections import Counter
from pathlib import Path

import pytest

from optimization.measuring.accuracy import wilson_interval
from quizzes.sessions.self_test import wilson

ROOT = Path(__file__).resolve().parents[1]
LONG = 60
"""Letters from which on the same sentence twice is a copy and not a coincidence."""


@pytest.mark.parametrize(("right", "of"), [(0, 1), (1, 1), (0, 10), (3, 10), (10, 10), (177, 180), (12_345, 99_999)])
def test_the_two_wilson_intervals_are_one_rule(right: int, of: int) -> None:
    """``quizzes`` and ``optimization`` know neither each other nor anything below both."""
    assert wilson(right, of) == pytest.approx(wilson_interval(right, of), abs=1e-12)


def sentences(paths: list[Path]) -> Counter[str]:
    """Each long text of the files, without docstrings, and how often it is written; the fixed parts of f-strings by themselves."""
    found: Counter[str] = Counter()
    for path in paths:
        found.update(text.strip() for text in texts_of(path) if len(text.strip()) >= LONG)
    return found


def texts_of(path: Path) -> list[str]:
    """Every text of the file but its docstrings, the fixed parts of f-strings by themselves."""
    tree = ast.parse(path.read_text(encoding="utf-8"))
    told = {id(node.value) for node in ast.walk(tree) if isinstance(node, ast.Expr)}
    return [
        node.value for node in ast.walk(tree) if isinstance(node, ast.Constant) and isinstance(node.value, str) and id(node) not in told
    ]


@pytest.mark.parametrize("package", ["quizzes", "views"])
def test_no_long_sentence_is_written_twice(package: str) -> None:
    written = sentences(sorted((ROOT / package).rglob("*.py")))
    assert sum(written.values()) > 20
    assert {text: times for text, times in written.items() if times > 1} == {}


def test_a_sentence_that_is_written_twice_is_found(tmp_path: Path) -> None:
    text = "This lab needs libraries that are not installed here. Everything else works."
    for name in ("one", "two"):
        (tmp_path / f"{name}.py").write_text(f'"""{text}"""\n\nst.warning("{text}")\nst.write("short")\n', encoding="utf-8")
    assert sentences(sorted(tmp_path.iterdir())) == {text: 2}


@pytest.mark.parametrize("words", ["not installed", "cannot be started", "could not be saved", "ended without a result"])
def test_what_a_page_says_of_a_run_or_an_answer_that_it_cannot_have_stands_once(words: str) -> None:
    texts = [text for path in sorted((ROOT / "views").rglob("*.py")) for text in texts_of(path)]
    assert sum(words in text for text in texts) == 1
