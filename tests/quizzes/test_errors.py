"""Every error of the package has one base, says in a sentence what is wrong, and is there once."""

from __future__ import annotations

import ast
import builtins
from collections import Counter
from functools import cache
from pathlib import Path

from quizzes.authoring.desk import AuthoringError, NotWritten
from quizzes.environment import BadEnvironment
from quizzes.errors import QuizError
from quizzes.events.learners import NoCode
from quizzes.shell import new

PACKAGE = Path(new.__file__).resolve().parents[1]
BUILT_IN = {name for name, one in vars(builtins).items() if isinstance(one, type) and issubclass(one, BaseException)}


@cache
def classes() -> list[tuple[str, ast.ClassDef]]:
    """Each class of the package with its file."""
    return [
        (path.relative_to(PACKAGE.parent).as_posix(), node)
        for path in sorted(PACKAGE.rglob("*.py"))
        for node in ast.walk(ast.parse(path.read_text(encoding="utf-8")))
        if isinstance(node, ast.ClassDef)
    ]


def errors() -> dict[str, list[str]]:
    """Name of each error of the package -> its bases."""
    bases = {node.name: [base.id for base in node.bases if isinstance(base, ast.Name)] for _, node in classes()}

    def is_error(name: str) -> bool:
        return name in BUILT_IN or any(is_error(base) for base in bases.get(name, ()))

    return {name: own for name, own in bases.items() if is_error(name)}


def test_every_error_is_a_quiz_error() -> None:
    found = errors()
    assert {"QuizError", "BadEnvironment", "EventError", "NotWritten"} <= found.keys()

    def has_the_base(name: str) -> bool:
        return name == "QuizError" or any(has_the_base(base) for base in found.get(name, ()))

    assert sorted(name for name in found if not has_the_base(name)) == []


def test_no_two_errors_have_one_name() -> None:
    named = Counter(node.name for _, node in classes() if node.name in errors())
    assert [name for name, times in named.items() if times > 1] == []


def test_every_error_says_what_it_is() -> None:
    assert [f"{file}: {node.name}" for file, node in classes() if node.name in errors() and not ast.get_docstring(node)] == []


def test_what_was_caught_before_is_caught_as_before() -> None:
    assert issubclass(NoCode, ValueError)
    assert issubclass(NotWritten, AuthoringError)
    assert issubclass(BadEnvironment, QuizError)
