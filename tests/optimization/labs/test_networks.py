"""The light register of networks: forms, budgets, words and refusals read it."""

from __future__ import annotations

import pytest
from pydantic import ValidationError

from optimization.errors import BadParameter
from optimization.labs import LABS, in_words
from optimization.labs.networks import NETWORKS, USUAL

WITH_A_NETWORK = {name: lab for name, lab in LABS.items() if "network" in lab.params.model_fields}


def test_a_network_is_called_after_what_it_is_and_reads() -> None:
    assert NETWORKS["lenet"].label == "LeNet-5, handwritten digits (431,080 parameters)"
    assert NETWORKS["signs"].label == "Depthwise-separable network, drawn signs (127,762 parameters)"
    assert {name: network.id for name, network in NETWORKS.items()} == {name: name for name in NETWORKS}


@pytest.mark.parametrize("lab", WITH_A_NETWORK.values(), ids=WITH_A_NETWORK)
def test_every_lab_with_a_network_takes_each_of_them_and_opens_with_the_usual_one(lab) -> None:  # type: ignore[no-untyped-def]
    field = lab.params.model_json_schema()["properties"]["network"]
    assert field["enum"] == list(NETWORKS)
    assert field["default"] == USUAL
    assert field["labels"] == {name: network.label for name, network in NETWORKS.items()}
    assert all(network.about in field["description"] for network in NETWORKS.values())
    for name in NETWORKS:
        assert lab.parameters({"network": name}).model_dump(mode="json")["network"] == name


@pytest.mark.parametrize("network", ["sign", "", 3, None])
def test_another_network_is_refused_with_those_that_there_are(network: object) -> None:
    for lab in WITH_A_NETWORK.values():
        with pytest.raises(BadParameter, match=f"is not allowed; allowed: {', '.join(NETWORKS)}"):
            lab.parameters({"network": network})


def test_content_reads_the_refusal_like_that_of_every_other_choice() -> None:
    with pytest.raises(ValidationError) as found:
        LABS["prune"].params.model_validate({"network": "sign"})
    (fault,) = found.value.errors()
    assert (fault["type"], fault["ctx"]) == ("literal_error", {"expected": " or ".join(map(repr, NETWORKS))})


def test_the_usual_network_is_not_said_and_the_other_one_is() -> None:
    assert "network" not in in_words("prune", {})
    assert in_words("prune", {"network": "signs"}).endswith("the network for signs")
