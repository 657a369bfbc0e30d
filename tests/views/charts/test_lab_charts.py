"""The pictures of results: what is drawn where, and that no colour stands alone."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

import pytest
from lab_double import SAME, budget_result, measured, prune_result, quantize_result, speed

from optimization.results.budgeting import Limits, Try, pareto_front
from optimization.results.scan import ScanPoint
from views.charts import lab_charts

SCAN = tuple(
    ScanPoint(layer=layer, amount=amount, accuracy=0.98 - slope * amount)
    for layer, slope in (("conv1", 0.5), ("conv2", 0.2), ("fc1", 0.1))
    for amount in (0.0, 0.5, 0.9)
)
LIMITS = Limits(most_bytes=60_000, least_accuracy=0.97, least_speed=2.0)
TRIES = [
    Try(run="a", variant="coded", size_bytes=15_000, accuracy=0.975, speed=1.0),
    Try(run="a", variant="fast", size_bytes=33_000, accuracy=0.969, speed=5.6),
    Try(run="b", variant="coded", size_bytes=20_000, accuracy=0.970, speed=1.0),
    Try(run="b", variant="small dense", size_bytes=42_000, accuracy=0.951, speed=None),
]


def drawn_tries() -> dict[str, Any]:
    front = pareto_front(TRIES, with_speed=False)
    unbeaten = pareto_front(TRIES, with_speed=True)
    return spec(lab_charts.tries(TRIES, limits=LIMITS, front=front, unbeaten=unbeaten, named=TRIES[:2], latest="a"))


def spec(picture: Any) -> dict[str, Any]:
    """The picture as Vega-Lite gets it, checked against its schema by Altair."""
    return dict(picture.to_dict())


def parts(node: Any, mark: str) -> list[dict[str, Any]]:
    """The layers of a picture that draw this kind of mark."""
    return [layer for layer in _layers(node) if layer["mark"]["type"] == mark]


def _layers(node: dict[str, Any]) -> Iterator[dict[str, Any]]:
    for layer in node.get("layer", [node]):
        yield from _layers(layer) if "layer" in layer else [layer]


def data(picture: dict[str, Any], layer: dict[str, Any]) -> list[dict[str, Any]]:
    """The rows that a layer draws."""
    named = (layer.get("data") or picture["data"])["name"]
    return list(picture["datasets"][named])


EVERY = {
    "speed": lambda: lab_charts.speed(quantize_result().variants),
    "sizes": lambda: lab_charts.sizes(prune_result().variants),
    "size and accuracy": lambda: lab_charts.size_against_accuracy(quantize_result().variants),
    "sensitivity": lambda: lab_charts.sensitivity(SCAN, shown=["conv1", "conv2"]),
    "tries": lambda: lab_charts.tries(TRIES, limits=LIMITS, front=TRIES[:1], unbeaten=TRIES[:1], named=[], latest=None),
}


@pytest.mark.parametrize("name", EVERY)
def test_whatever_a_colour_says_is_said_by_a_shape_too(name: str) -> None:
    points = parts(spec(EVERY[name]()), "point")
    assert points
    for point in points:
        colour, shape = point["encoding"].get("color"), point["encoding"].get("shape")
        if colour is not None:
            assert shape is not None
            assert shape["field"] == colour["field"]
            assert shape["scale"]["domain"] == colour["scale"]["domain"]
            assert len(set(shape["scale"]["range"])) == len(shape["scale"]["range"]) >= len(shape["scale"]["domain"])


@pytest.mark.parametrize("name", EVERY)
def test_no_picture_names_a_colour_of_a_category_that_the_theme_should_choose(name: str) -> None:
    for point in parts(spec(EVERY[name]()), "point"):
        assert "range" not in point["encoding"].get("color", {}).get("scale", {})


def test_every_timed_network_has_its_speed_interval_and_verdict() -> None:
    picture = spec(
        lab_charts.speed((measured("dense", SAME), measured("pruned", speed(2.5)), measured("signs", speed(1.2, "not decided"))))
    )
    (points,) = parts(picture, "point")
    rows = data(picture, points)
    assert [(row["network"], row["ratio"], row["verdict"]) for row in rows] == [
        ("dense", 1.0, "no difference of 5 % or more"),
        ("pruned", 2.5, "faster"),
        ("signs", 1.2, "not decided"),
    ]
    assert (rows[1]["low"], rows[1]["high"]) == pytest.approx((2.425, 2.575))
    (line,) = parts(picture, "rule")
    assert data(picture, line) == [{"ratio": 1.0}]


def test_a_file_is_shown_as_it_is_packed_and_without_its_zeros_where_that_was_counted() -> None:
    picture = spec(lab_charts.sizes(prune_result().variants))
    (points,) = parts(picture, "point")
    rows = [(row["network"], row["file"], row["kB"]) for row in data(picture, points)]
    assert ("pruned", "as it is", 4.0) in rows
    assert ("pruned", "after gzip", 0.7) in rows
    assert ("pruned", "zeros left out", 0.9) in rows
    assert not [row for row in rows if row[:2] == ("dense", "zeros left out")]


def test_size_against_accuracy_is_logarithmic_and_every_network_is_in_it() -> None:
    picture = spec(lab_charts.size_against_accuracy(budget_result().variants))
    (points,) = parts(picture, "point")
    scale = points["encoding"]["x"]["scale"]
    assert scale["type"] == "log"
    rows = {row["network"]: (row["kB"], round(row["accuracy"], 1), row["kind"]) for row in data(picture, points)}
    assert rows["coded"] == (15.3, 97.5, "other")
    assert rows["float"] == (1725.0, 97.8, "first")
    assert len(rows) == 5
    assert scale["domain"][0] < 15.3
    assert scale["domain"][1] > 1725


def test_layers_that_are_not_named_are_thin_lines_and_none_is_lost() -> None:
    picture = spec(lab_charts.sensitivity(SCAN, shown=["conv1", "conv2"]))
    lines = parts(picture, "line")
    drawn = [{row["layer"] for row in data(picture, line)} for line in lines]
    assert sorted(map(sorted, drawn)) == [["conv1", "conv2"], ["fc1"]]
    thin = next(line for line in lines if {row["layer"] for row in data(picture, line)} == {"fc1"})
    assert thin["mark"]["strokeWidth"] < 2


def test_the_region_of_a_budget_reaches_from_its_limits_to_the_corner() -> None:
    picture = drawn_tries()
    (region,) = parts(picture, "rect")
    (row,) = data(picture, region)
    assert (row["to_kB"], row["accuracy"]) == (60.0, 97.0)
    x, y = (region["encoding"][axis]["scale"]["domain"] for axis in ("x", "y"))
    assert row["kB"] == x[0]
    assert row["top"] == y[1]
    assert x[0] < 15
    assert x[1] > 60


def test_the_line_joins_the_front_and_faint_marks_are_the_beaten_ones() -> None:
    picture = drawn_tries()
    (line,) = parts(picture, "line")
    assert [row["kB"] for row in data(picture, line)] == [15.0]
    (points,) = parts(picture, "point")
    marks = [(row["way"], row["kB"], row["run"], row["beaten"]) for row in data(picture, points)]
    assert marks == [
        ("small file", 15.0, "last run", "no"),
        ("fast network", 33.0, "last run", "no"),
        ("small file", 20.0, "earlier", "by another try"),
        ("small dense", 42.0, "earlier", "no"),  # its speed is not known
    ]
    assert points["encoding"]["opacity"]["scale"] == {"domain": ["no", "by another try"], "range": [1, 0.35]}


def test_named_tries_say_how_fast_they_are() -> None:
    picture = drawn_tries()
    said = [row["label"] for text in parts(picture, "text") for row in data(picture, text)]
    assert sorted(said) == ["1.0×", "5.6×"]


def test_a_speed_that_is_not_decided_is_drawn_as_its_interval_and_not_as_beaten_by_one_that_is() -> None:
    wide = Try(run="a", variant="small dense", size_bytes=42_000, accuracy=0.975, speed=None, low=2.0, high=9.0)
    coded = Try(run="a", variant="coded", size_bytes=15_000, accuracy=0.975, speed=1.02, low=1.0, high=1.04)
    own = [wide, coded]
    unbeaten = pareto_front(own, with_speed=True)
    assert wide in unbeaten, "a wide interval is beaten by nothing that it may be faster than"
    front = pareto_front(own, with_speed=False)
    picture = spec(lab_charts.tries(own, limits=LIMITS, front=front, unbeaten=unbeaten, named=own, latest="a"))
    (points,) = parts(picture, "point")
    rows = {row["way"]: (row["speed"], row["beaten"]) for row in data(picture, points)}
    assert rows == {"small dense": ("2.0–9.0×", "no"), "small file": ("1.0×", "no")}
    labels = {row["label"] for text in parts(picture, "text") for row in data(picture, text)}
    assert {"2.0–9.0×", "1.0×"} <= labels
