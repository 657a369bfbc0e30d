"""The order of the test files loses no test, takes no file apart and leaves no kind of test for the end."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import pytest
from order import LONG, side_by_side


class Item:
    """As much of a test as its order depends on."""

    def __init__(self, file: str, mark: str = "") -> None:
        self.path = Path(file)
        self._marks = [pytest.mark.browser.mark] if mark == "browser" else [pytest.mark.slow.mark] if mark == "slow" else []

    def iter_markers(self) -> Any:
        return iter(self._marks)

    def get_closest_marker(self, name: str) -> Any:
        return next((mark for mark in self._marks if mark.name == name), None)


FILES = {
    "browser/a": ("browser", 4),
    "browser/b": ("browser", 12),
    "lab": ("slow", 9),
    "quick": ("", 200),
    "short": ("", 2),
    "other": ("slow", 9),
}


def items() -> list[Any]:
    return [Item(file, mark) for file, (mark, count) in FILES.items() for _ in range(count)]


def test_every_test_is_there_once_and_each_file_is_whole_and_in_its_order() -> None:
    before = items()
    after = side_by_side(before)
    assert sorted(map(id, after)) == sorted(map(id, before))
    for file in FILES:
        places = [place for place, item in enumerate(after) if str(item.path) == file]
        assert places == list(range(places[0], places[0] + len(places)))
        assert [after[place] for place in places] == [item for item in before if str(item.path) == file]


def test_the_longest_of_each_kind_come_first_and_browsers_stand_between_the_others() -> None:
    files = list(dict.fromkeys(str(item.path) for item in side_by_side(items())))
    assert files == ["browser/b", "lab", "other", "browser/a", "quick", "short"]


def test_without_a_browser_there_is_an_order_too() -> None:
    one = Item("lab", "slow")
    assert side_by_side([one]) == [one]  # type: ignore[list-item,comparison-overlap]
    assert side_by_side([]) == []


def test_a_file_that_is_known_to_take_long_comes_before_one_with_more_tests() -> None:
    few, many = [Item("test_script.py")], [Item("quick") for _ in range(200)]
    assert side_by_side([*many, *few])[:1] == few  # type: ignore[list-item,comparison-overlap]


def test_each_file_that_is_known_to_take_long_is_there() -> None:
    assert LONG.keys() <= {path.name for path in Path(__file__).parent.rglob("test_*.py")}
