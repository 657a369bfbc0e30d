"""What texts let explore is of the shipped networks as they are: it agrees with the record, with itself, and with a new look at them."""

from __future__ import annotations

import json
import re
from pathlib import Path
from typing import Any

import numpy as np
import pytest

from optimization.labs import LABS, numbers_on_file
from optimization.labs.networks import NETWORKS
from optimization.results.machine import cpu_model
from quizzes.markup.explorables import blocks
from quizzes.models.explorables import KINDS
from quizzes.models.labs import explored
from tests.drawings import measured as looking
from tests.explorables import measure as measuring

LARGEST_SENT = 160_000
README = Path(__file__).resolve().parents[2] / "README.md"
NUMBERS: dict[str, dict[str, Any]] = {name: json.loads(numbers_on_file.numbers(name)) for name in numbers_on_file.on_file()}


@pytest.mark.parametrize("name", NUMBERS)
def test_a_network_on_file_is_one_that_is_known_with_all_its_layers(name: str) -> None:
    numbers = NUMBERS[name]
    assert tuple(layer["layer"] for layer in numbers["layers"]) == NETWORKS[name].layers
    totals = sum(layer["total"] for layer in numbers["layers"])
    assert totals < NETWORKS[name].parameters < 1.1 * totals
    assert len(numbers_on_file.numbers(name)) < LARGEST_SENT


def test_the_block_in_readme_would_be_drawn() -> None:
    text = re.search(r"<!-- something to explore -->\n````markdown\n(.*?)````", README.read_text(encoding="utf-8"), re.DOTALL)
    assert text is not None
    (block,) = blocks(text[1])
    found = block.explorable
    assert found is not None
    assert found.layer in numbers_on_file.shows(str(found.network))[found.kind]


def test_every_kind_can_be_shown_of_the_usual_network() -> None:
    assert set(next(iter(explored(LABS).values()))) == set(KINDS)


@pytest.mark.parametrize("name", NUMBERS)
def test_there_is_a_count_for_every_place_of_every_slider(name: str) -> None:
    numbers = NUMBERS[name]
    correct, shows = numbers["correct"], numbers["shows"]
    places = len(measuring.ZEROS), len(measuring.BITS), len(measuring.COVERS)
    assert {layer: len(counts) for layer, counts in correct["zeros"].items()} == dict.fromkeys(["*", *shows["weights"]], places[0])
    assert {layer: len(counts) for layer, counts in correct["rounded"].items()} == dict.fromkeys(["*", *shows["rounding"]], places[1])
    covered = {(layer, bits): len(counts) for layer, by_bits in correct["covered"].items() for bits, counts in by_bits.items()}
    assert covered == {(layer, str(bits)): places[2] for layer in shows["calibration"] for bits in measuring.BITS}
    for layer in shows["filters"]:
        channels = numbers["channels"][layer]
        units = len(next(one["filters"] for one in numbers["layers"] if one["layer"] == layer))
        assert sorted(channels["order"]) == list(range(units))
        assert len(channels["weights"]) == len(channels["correct"]) == units
        assert channels["weights"] == sorted(channels["weights"], reverse=True)
    whole = correct["zeros"]["*"][0]
    starts = [counts[0] for counts in correct["zeros"].values()] + [one["correct"][0] for one in numbers["channels"].values()]
    assert set(starts) == {whole} == {correct["formats"]["32"]}
    assert 0.9 * numbers["pictures"] < whole <= numbers["pictures"]


def test_the_counts_agree_with_the_figures_on_record() -> None:
    seen, correct = looking.on_record(), NUMBERS["lenet"]["correct"]
    share = 100 / NUMBERS["lenet"]["pictures"]
    assert share * correct["zeros"]["*"][0] == pytest.approx(seen["lenet"], abs=1.0), "trained on another CPU it differs a little"


@pytest.mark.slow
@pytest.mark.parametrize("name", NUMBERS)
def test_looking_again_gives_what_is_on_file(name: str) -> None:
    again, kept = measuring.look(name), NUMBERS[name]
    is_same_cpu = cpu_model() == kept["cpu"]  # another one rounds otherwise in training, and gives a network that is much alike
    if is_same_cpu:
        for before, now in zip(kept["layers"], again.layers, strict=True):
            assert now["magnitudes"] == pytest.approx(before["magnitudes"], rel=0.05, abs=0.002), before["layer"]
            assert np.array(now["filters"]) == pytest.approx(np.array(before["filters"]), abs=0.02), before["layer"]
    near = (0.01 if is_same_cpu else 0.04) * kept["pictures"]
    assert again.reader.zeros("*", 0.9) == pytest.approx(kept["correct"]["zeros"]["*"][90], abs=near)
    assert again.reader.rounded("*", 8) == pytest.approx(kept["correct"]["rounded"]["*"][6], abs=near)
    assert again.reader.rounded("*", 4) == pytest.approx(kept["correct"]["rounded"]["*"][2], abs=3 * near)
