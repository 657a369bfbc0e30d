"""The tiers of the tests: a mark by the folder of the file, and ``quick`` on whatever is in no other tier."""

from __future__ import annotations

import os
from argparse import Namespace
from collections.abc import Collection, Mapping
from functools import cache
from pathlib import Path

QUICK = "quick"
FOLDERS = {
    "browser": "browser",
    "optimization/laboratory": "lab",
    "shipped": "content",
    "views/claims": "pages",
    "views/instructor": "pages",
    "views/labs": "pages",
    "views/learner": "pages",
    "views/lessons": "pages",
    "views/page": "pages",
    "views/practice": "pages",
}
"""Folder below ``tests`` -> the mark of its tests."""

LEFT_OUT = frozenset({"slow", *FOLDERS.values()})
"""The quick tier has no test with one of these marks."""

WORKERS = 2
"""Of the whole quick tier, which computes all the time; a part of it is done before a second process has come up."""
EXAMPLES_LEFT = 10
"""The quick tier looks at one in so many of the examples that a property is tried on."""


@cache
def tier_of(path: Path, *, tests: Path) -> str | None:
    """The mark of a folder's or file's tests by its place below ``tests``; None where the place alone gives none."""
    place = path.relative_to(tests) if tests in path.parents else Path()
    return next((mark for folder, mark in FOLDERS.items() if Path(folder) in (place, *place.parents)), None)


def is_quick(marks: Collection[str]) -> bool:
    """Whether a test with these marks belongs to the quick tier."""
    return LEFT_OUT.isdisjoint(marks)


def asks_for_quick(expression: str) -> bool:
    """Whether ``-m expression`` asks for the quick tier and nothing else."""
    return expression.strip() == QUICK


def workers_of_quick(chosen: Namespace, *, environment: Mapping[str, str]) -> int:
    """On how many cores the whole quick tier runs, by the options of pytest; 0 where that is not asked for or was chosen by hand.

    A worker of pytest-xdist, which is told so by its environment, starts no workers of its own.
    """
    in_one = chosen.usepdb or chosen.collectonly or "PYTEST_XDIST_WORKER" in environment
    free = getattr(chosen, "numprocesses", 0) is None
    return min(WORKERS, os.cpu_count() or 1) if asks_for_quick(chosen.markexpr) and free and not in_one else 0
