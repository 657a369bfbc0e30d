"""The picture of a bet: its band covers exactly the values that make the bet true, and nothing falls outside the axis."""

from __future__ import annotations

from typing import Any

import pytest
from lab_double import SAME, measured, result

from optimization.results.figures import Figure, figure
from quizzes.models import Myth
from quizzes.questions.bet import outcome_of
from views.charts.bet_chart import TITLES, bet_and_measurement
from views.charts.sizes_chart import before_and_after

RANGES = [
    {"id": "low", "text": "LOW", "below": 1.5, "why": "So."},
    {"id": "middle", "text": "MIDDLE", "at_least": 1.5, "below": 3, "why": "So."},
    {"id": "high", "text": "HIGH", "at_least": 3, "why": "So."},
]
VERDICTS = [{"id": word.split()[-1], "text": word, "verdict": word, "why": "So."} for word in ("slower", "no difference", "faster")]


def claim(figure: str) -> Myth:
    compared = {"figure": figure, "of": "pruned", "against": "dense"}
    given = {"id": "m", "concept": "c", "level": "easy", "claim": "So.", "question": "So?", "lab": "prune", "compare": compared}
    return Myth.model_validate(given | {"outcomes": VERDICTS if figure == "speed" else RANGES})


def drawn(myth: Myth, found: Figure, bet: str | None) -> tuple[list[dict[str, Any]], list[float]]:
    """The rows of data in the picture, and the ends of its axis."""
    spec = bet_and_measurement(myth, found, myth.outcome(bet) if bet is not None else None).to_dict()
    domains = [layer["encoding"]["x"]["scale"]["domain"] for layer in spec["layer"] if "scale" in layer["encoding"]["x"]]
    assert all(one == domains[0] for one in domains)
    return [row for rows in spec["datasets"].values() for row in rows], domains[0]


def band(rows: list[dict[str, Any]]) -> tuple[float, float]:
    (row,) = [one for one in rows if "end" in one]
    return row["value"], row["end"]


@pytest.mark.parametrize(("bet", "low", "high"), [("low", None, 1.5), ("middle", 1.5, 3), ("high", 3, None)])
def test_the_band_is_the_range_of_the_bet_and_an_open_end_reaches_the_edge(bet: str, low: float | None, high: float | None) -> None:
    rows, (left, right) = drawn(claim("file"), Figure(value=2.0, text="2.00× smaller"), bet)
    assert band(rows) == (left if low is None else low, right if high is None else high)
    assert left < 1.5 < 3 < right


@pytest.mark.parametrize(("bet", "low", "high"), [("slower", None, 0.95), ("difference", 0.95, 1.05), ("faster", 1.05, None)])
def test_for_speed_the_band_is_where_the_whole_interval_has_to_lie(bet: str, low: float | None, high: float | None) -> None:
    found = Figure(value=2.0, text="2.00× as fast", verdict="faster", low=1.9, high=2.2)
    rows, (left, right) = drawn(claim("speed"), found, bet)
    assert band(rows) == (left if low is None else low, right if high is None else high)
    assert left <= 0.95
    assert right > 2.2


MEASURED = [(name, value) for name in TITLES if name != "speed" for value in (0.0, 0.04, 2.0, 450.0)] + [("accuracy", -88.0)]


@pytest.mark.parametrize(("figure", "value"), MEASURED)
def test_the_measurement_lies_inside_the_axis_and_is_named(figure: str, value: float) -> None:
    rows, (left, right) = drawn(claim(figure), Figure(value=value, text="TEXT"), "low")
    (point,) = [row for row in rows if row.get("text") == "TEXT"]
    assert point["value"] == value
    assert left <= value <= right


def test_every_end_of_an_outcome_is_marked_once() -> None:
    rows, _ = drawn(claim("file"), Figure(value=2.0, text="2.00× smaller"), "low")
    assert sorted(row["value"] for row in rows if set(row) == {"value"}) == [1.5, 3]


def test_without_a_bet_there_is_no_band() -> None:
    rows, _ = drawn(claim("file"), Figure(value=2.0, text="2.00× smaller"), None)
    assert [row for row in rows if "end" in row] == []


def bytes_drawn(before: int, after: int, bet: str | None) -> tuple[list[dict[str, Any]], list[float]]:
    found = Figure(value=before / after, text="TEXT", before_bytes=before, after_bytes=after)
    myth = claim("file")
    own = myth.outcome(bet) if bet is not None else None
    spec = before_and_after(found, judged="pruned", reference="dense", outcomes=myth.outcomes, bet=own).to_dict()
    domains = [layer["encoding"]["x"]["scale"]["domain"] for layer in spec["layer"] if "scale" in layer["encoding"]["x"]]
    assert all(one == domains[0] for one in domains)
    return [row for rows in spec["datasets"].values() for row in rows], domains[0]


@pytest.mark.parametrize(("before", "after"), [(1_730_000, 3_460_000), (1_730_000, 1_730_000), (1_730_000, 430_000)])
def test_a_file_that_got_larger_has_the_longer_bar(before: int, after: int) -> None:
    rows, (left, right) = bytes_drawn(before, after, "low")
    drawn = {row["row"]: row["value"] for row in rows if row.get("kind") in ("before", "measured")}
    assert drawn == {"dense": before / 1000, "pruned": after / 1000}
    assert left == 0 < max(before, after) / 1000 < right


@pytest.mark.parametrize(("bet", "low", "high"), [("low", 1730 / 1.5, None), ("middle", 1730 / 3, 1730 / 1.5), ("high", 0.0, 1730 / 3)])
def test_the_band_of_a_bet_on_bytes_holds_exactly_the_sizes_that_make_it_true(bet: str, low: float, high: float | None) -> None:
    rows, (_, right) = bytes_drawn(1_730_000, 430_000, bet)
    assert band(rows) == (low, right if high is None else high)
    outcome = next(one for one in claim("file").outcomes if one.id == bet)
    size = (low + (right if high is None else high)) / 2
    assert outcome_of(claim("file"), value=1730 / size) == outcome
    assert [row["value"] for row in rows if set(row) == {"value"}] == [1730 / 3, 1730 / 1.5]


def test_two_equal_files_are_said_to_be_the_same_size() -> None:
    rows = [measured(name, SAME, raw_bytes=1_730_000 + more) for name, more in (("dense", 0), ("pruned", 100))]
    assert figure(result("prune", tuple(rows)), "file", of="pruned", against="dense").text == "the same size"


def of_a_program(*outcomes: dict[str, Any], unit: str = " times") -> Myth:
    given = {"id": "m", "concept": "c", "level": "easy", "claim": "So.", "question": "So?", "measure": {"code": "print(1)", "unit": unit}}
    return Myth.model_validate(given | {"outcomes": outcomes or RANGES})


def test_what_a_program_printed_is_counted_in_its_unit_and_shown_in_steps_of_ten_where_it_lies_far_off() -> None:
    near, far = Figure(value=2.0, text="2 times"), Figure(value=900.0, text="900 times", low=700.0, high=1000.0, repeats=7)
    for found, kind in ((near, None), (far, "log")):
        myth = of_a_program()
        spec = bet_and_measurement(myth, found, myth.outcome("low")).to_dict()
        axes = [layer["encoding"]["x"] for layer in spec["layer"] if "scale" in layer["encoding"]["x"]]
        assert {axis["title"] for axis in axes} == {"times"}
        assert {axis["scale"]["type"] for axis in axes} == {kind or "linear"}
        rows, (left, right) = drawn(myth, found, "low")
        assert 0 <= left < 1.5
        assert right > (found.high or found.value)
        assert left > 0 or kind is None
        assert band(rows) == (left, 1.5)
    below = {"id": "low", "text": "LOW", "below": -1, "why": "So."}, {"id": "high", "text": "HIGH", "at_least": -1, "why": "So."}
    _, (left, _) = drawn(of_a_program(*below, unit=""), Figure(value=-200.0, text="-200"), None)
    assert left < -200, "what is printed may lie below 0"
