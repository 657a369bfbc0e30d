"""What the gauges of Beat the budget are estimated from: a whole grid of real runs, which come out the same today."""

from __future__ import annotations

from itertools import product
from typing import Any

import pytest

from optimization.labs.budget import LAB, Params
from optimization.labs.estimates import AXES, recorded, recorded_try
from optimization.labs.networks import USUAL
from optimization.results.budgeting import COUNTED
from optimization.results.machine import cpu_model

FOUND = recorded(USUAL)


def row(way: str, **given: Any) -> dict[str, Any]:
    assert FOUND is not None
    return next(dict(one) for one in FOUND[way] if all(one[name] == value for name, value in given.items()))


@pytest.mark.parametrize("way", AXES)
def test_every_place_of_the_grid_was_recorded_once(way: str) -> None:
    assert FOUND is not None
    places = [tuple(one[name] for name in AXES[way]) for one in FOUND[way]]
    assert sorted(map(str, places)) == sorted(map(str, product(*AXES[way].values())))
    assert all(0 < one["accuracy"] <= 1 and one["bytes"] > 500 for one in FOUND[way])


@pytest.mark.parametrize("way", AXES)
def test_what_is_recorded_lies_within_what_may_be_set(way: str) -> None:
    for name, values in AXES[way].items():
        for value in values:
            Params.model_validate({name: value})


def test_more_zeros_are_fewer_bytes_and_fewer_channels_too() -> None:
    zeros = [row("coded", sparsity=sparsity, coded_epochs=2, shared_values=16)["bytes"] for sparsity in AXES["coded"]["sparsity"]]
    assert zeros == sorted(zeros, reverse=True)
    channels = [row("fast", removed=removed, fast_epochs=2, format="int8")["bytes"] for removed in AXES["fast"]["removed"]]
    assert channels == sorted(channels, reverse=True)


def test_the_recipes_of_the_network_are_there_with_their_rivals() -> None:
    assert FOUND is not None
    names = [name for name, given in LAB.recipes.items() if given.get("network", USUAL) == USUAL]
    assert [(one["recipe"], one["row"]) for one in FOUND["recipes"]] == [(name, way) for name in names for way in COUNTED]
    tries = [recorded_try(one) for one in FOUND["recipes"]]
    assert all(one.speed is None or one.low <= one.speed <= one.high for one in tries)  # type: ignore[operator]


def test_a_network_of_which_nothing_was_recorded_has_no_estimates() -> None:
    assert recorded("no-such-network") is None


@pytest.mark.slow
def test_a_place_of_the_grid_comes_out_today_as_it_was_recorded(trained: Any, pictures: Any, report: Any) -> None:
    from optimization.laboratory.networks.register import NETWORKS
    from optimization.laboratory.pipeline import coded, narrow
    from optimization.laboratory.quantization.runtime import LiteRTNetwork
    from optimization.laboratory.quantization.twin import float_tflite

    network = NETWORKS[USUAL]

    def read(file: bytes) -> float:
        return float((LiteRTNetwork(file).predict(pictures.test.images) == pictures.test.labels).mean())

    assert FOUND is not None
    near = 0.015 if cpu_model() == FOUND["cpu"] else 0.04  # another CPU rounds otherwise in training, and gives another network
    given = {"sparsity": 0.95, "coded_epochs": 2, "shared_values": 16}
    file = coded.compressed(trained, Params(**given), network=network, pictures=pictures, report=report)  # type: ignore[arg-type]
    kept = row("coded", **given)
    assert len(file) == pytest.approx(kept["bytes"], rel=near)
    assert read(float_tflite(coded.decompressed(file, network=network), network=network)) == pytest.approx(kept["accuracy"], abs=near)
    params = Params(removed=0.8, fast_epochs=2, format="int8")
    slim = narrow.narrowed(trained, params, network=network, pictures=pictures, report=report)
    narrow_file = narrow.in_format(float_tflite(slim, network=network), params, pictures=pictures)
    kept = row("fast", removed=0.8, fast_epochs=2, format="int8")
    assert len(narrow_file) == kept["bytes"]
    assert read(narrow_file) == pytest.approx(kept["accuracy"], abs=near)
