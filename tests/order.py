"""The order of the test files, so that several workers are done soon: at any time some wait for a browser while others compute."""

from __future__ import annotations

from collections.abc import Sequence
from itertools import accumulate, groupby

import pytest

SECONDS = {"browser": 6.0, "slow": 5.0, "lab": 0.5, "pages": 0.4}
"""About what a test with this mark takes; any other takes a moment."""
MOMENT_S = 0.1
LONG = {
    "test_history.py": 115,
    "test_accessibility.py": 105,
    "test_coming_back.py": 100,
    "test_every_page.py": 100,
    "test_explorers.py": 85,
    "test_labs_live.py": 80,
    "test_authoring.py": 80,
    "test_script.py": 70,
    "test_runner.py": 70,
    "test_staged_runs.py": 65,
    "test_hands.py": 60,
    "test_nothing_lost.py": 60,
    "test_contributing.py": 60,
    "test_mutations.py": 55,
    "test_pipeline_lab.py": 50,
    "test_found.py": 50,
    "test_quantization_lab.py": 45,
    "test_keys_while_away.py": 45,
    "test_learning.py": 40,
    "test_taking_data_along.py": 35,
    "test_budget.py": 30,
    "test_quantization_snippets.py": 30,
    "test_typing.py": 30,
    "test_signs.py": 25,
    "test_twin.py": 25,
}
"""Seconds on two cores of the files of which their marks tell too little. An old figure costs a minute at most: a file starts late."""


def side_by_side(items: Sequence[pytest.Item]) -> list[pytest.Item]:
    """``items`` file by file, the longest files first; at any place the same share of the browser tests lies behind as of the others."""
    files = [list(of_one) for _, of_one in groupby(items, key=lambda item: item.path)]
    longest_first = sorted(files, key=_seconds, reverse=True)
    browser = [one for one in longest_first if _is_browser(one)]
    others = [one for one in longest_first if not _is_browser(one)]
    placed = sorted([*_with_share(browser), *_with_share(others)], key=lambda one: one[0])
    return [item for _, of_one in placed for item in of_one]


def _is_browser(items: Sequence[pytest.Item]) -> bool:
    return any(item.get_closest_marker("browser") is not None for item in items)


def _seconds(items: Sequence[pytest.Item]) -> float:
    by_marks = sum(max((SECONDS.get(mark.name, MOMENT_S) for mark in item.iter_markers()), default=MOMENT_S) for item in items)
    return LONG.get(items[0].path.name, by_marks)


def _with_share(files: Sequence[list[pytest.Item]]) -> list[tuple[float, list[pytest.Item]]]:
    """Each file with the share of the time of all that lies before it."""
    seconds = [_seconds(one) for one in files]
    before = accumulate(seconds, initial=0.0)
    return [(start / sum(seconds), one) for start, one in zip(before, files, strict=False)]
