"""A measurement makes exactly one outcome true, or, where it is not decided, none."""

from __future__ import annotations

from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st
from sample_topic import myth

from quizzes.models import Myth
from quizzes.questions.bet import NOT_DECIDED, outcome_of

RANGES = [
    {"id": "half", "text": "half", "below": 0.5, "why": "So."},
    {"id": "same", "text": "same", "at_least": 0.5, "below": 2, "why": "So."},
    {"id": "more", "text": "more", "at_least": 2, "why": "So."},
]


def claim(figure: str, outcomes: list[dict[str, Any]]) -> Myth:
    return myth("m", compare={"figure": figure, "of": "pruned", "against": "dense"}, outcomes=outcomes)


@pytest.mark.parametrize(
    ("value", "expected"), [(-3, "half"), (0.4999, "half"), (0.5, "same"), (1.9999, "same"), (2, "more"), (9e9, "more")]
)
def test_a_range_holds_its_lower_bound_and_not_its_upper_one(value: float, expected: str) -> None:
    found = outcome_of(claim("file", RANGES), value=value)
    assert found is not None
    assert found.id == expected


@pytest.mark.parametrize(("verdict", "expected"), [("faster", "faster"), ("no difference", "same"), ("slower", "slower")])
def test_speed_is_decided_by_its_verdict_whatever_the_ratio_is(verdict: str, expected: str) -> None:
    for value in (0.2, 1.0, 5.0):
        found = outcome_of(myth("m"), value=value, verdict=verdict)
        assert found is not None
        assert found.id == expected


def test_what_is_not_decided_decides_no_outcome() -> None:
    assert outcome_of(myth("m"), value=3.0, verdict=NOT_DECIDED) is None
    assert outcome_of(myth("m"), value=3.0) is None


@pytest.mark.parametrize(
    ("interval", "expected"),
    [((0.3, 0.49), "half"), ((0.5, 1.9), "same"), ((2.0, 2.1), "more"), ((0.49, 0.5), None), ((1.9, 2.0), None), ((0.1, 9.0), None)],
)
def test_ranges_of_a_speed_are_decided_by_the_whole_interval_and_a_border_within_it_leaves_them_open(
    interval: tuple[float, float], expected: str | None
) -> None:
    for verdict in (None, "faster", NOT_DECIDED):
        found = outcome_of(claim("speed", RANGES), value=1.0, verdict=verdict, interval=interval)
        assert (found.id if found is not None else None) == expected


def test_ranges_of_a_speed_are_not_decided_without_an_interval() -> None:
    assert outcome_of(claim("speed", RANGES), value=1.0, verdict="no difference") is None


def test_a_value_that_no_outcome_holds_decides_nothing() -> None:
    assert outcome_of(claim("file", [RANGES[0], RANGES[2]]), value=1.0) is None


@given(st.floats(allow_nan=False))
def test_every_number_is_in_exactly_one_of_outcomes_that_tile(value: float) -> None:
    holding = [one["id"] for one in RANGES if value >= one.get("at_least", float("-inf")) and value < one.get("below", float("inf"))]
    found = outcome_of(claim("accuracy", RANGES), value=value)
    assert ([found.id] if found else []) == (holding if value != float("inf") else ["more"])
