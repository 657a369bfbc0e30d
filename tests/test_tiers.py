"""Every test is in the quick tier or in one that says why it is not."""

from __future__ import annotations

import re
import tomllib
from argparse import Namespace
from pathlib import Path

import pytest
from tiers import FOLDERS, LEFT_OUT, QUICK, asks_for_quick, is_quick, tier_of, workers_of_quick

TESTS = Path(__file__).resolve().parent
SETTINGS = tomllib.loads((TESTS.parent / "pyproject.toml").read_text(encoding="utf-8"))["tool"]["pytest"]["ini_options"]
OPTIONS = {"markexpr": QUICK, "numprocesses": None, "usepdb": False, "collectonly": False}


def test_a_test_has_the_mark_of_its_folder_wherever_below_it_is() -> None:
    assert tier_of(TESTS / "optimization" / "laboratory" / "pruning" / "test_gradual.py", tests=TESTS) == "lab"
    assert tier_of(TESTS / "optimization" / "laboratory", tests=TESTS) == "lab"
    assert tier_of(TESTS / "optimization" / "laboratory_notes.py", tests=TESTS) is None
    assert tier_of(TESTS / "optimization", tests=TESTS) is tier_of(TESTS, tests=TESTS) is tier_of(TESTS.parent, tests=TESTS) is None


def test_each_test_is_either_quick_or_says_why_not(request: pytest.FixtureRequest) -> None:
    for item in request.session.items:
        marks = {mark.name for mark in item.iter_markers()}
        assert (QUICK in marks) == marks.isdisjoint(LEFT_OUT) == is_quick(marks), item.nodeid


@pytest.mark.parametrize("folder", FOLDERS)
def test_each_folder_of_a_tier_has_tests(folder: str) -> None:
    assert list((TESTS / folder).rglob("test_*.py")) != []


def test_the_markers_that_pytest_knows_are_those_of_the_tiers() -> None:
    assert {line.partition(":")[0] for line in SETTINGS["markers"]} == {QUICK, *LEFT_OUT}


@pytest.mark.parametrize("expression", ["", "not quick", "quick and not slow", "quickly", "slow"])
def test_nothing_is_left_unread_for_another_wish_than_quick(expression: str) -> None:
    assert asks_for_quick(QUICK)
    assert not asks_for_quick(expression)
    assert workers_of_quick(Namespace(**OPTIONS | {"markexpr": expression}), environment={}) == 0


def test_the_whole_quick_tier_has_two_workers_unless_another_number_was_chosen() -> None:
    assert workers_of_quick(Namespace(**OPTIONS), environment={}) in (1, 2)
    for chosen in ({"numprocesses": 0}, {"numprocesses": 4}, {"usepdb": True}, {"collectonly": True}):
        assert workers_of_quick(Namespace(**OPTIONS | chosen), environment={}) == 0


def test_a_worker_starts_no_workers() -> None:
    """Each of its own would start two more."""
    assert workers_of_quick(Namespace(**OPTIONS), environment={"PYTEST_XDIST_WORKER": "gw0"}) == 0


def test_no_property_has_a_time_limit_or_examples_that_the_quick_tier_cannot_make_fewer() -> None:
    own = re.compile(r"^\s*@?settings\(|deadline=", re.MULTILINE)
    files = [path for path in TESTS.rglob("*.py") if own.search(path.read_text(encoding="utf-8")) and path != Path(__file__)]
    assert [path.name for path in files] == ["examples.py"]
