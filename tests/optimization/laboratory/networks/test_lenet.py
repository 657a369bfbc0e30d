from typing import Any

import pytest

pytest.importorskip("torch")

import torch

from optimization.laboratory.networks.classifier import count_weights, state_bytes
from optimization.laboratory.networks.lenet import LeNet5, Widths, lenet_from, widths_of


def test_it_has_431080_parameters_of_which_430500_are_weights(untrained: Any) -> None:
    assert sum(parameter.numel() for parameter in LeNet5().parameters()) == 431_080
    counts = {count.layer: count.total_weights for count in count_weights(untrained)}
    assert counts == {"conv1": 20 * 1 * 25, "conv2": 50 * 20 * 25, "fc1": 500 * 800, "fc2": 10 * 500}
    assert sum(counts.values()) == 430_500


def test_non_zero_weights_are_counted_by_layer(untrained: Any) -> None:
    state = {name: tensor.clone() for name, tensor in untrained.items()}
    state["conv1.weight"][3] = 0.0
    state["fc2.bias"].zero_()
    counts = {count.layer: count.nonzero_weights for count in count_weights(state)}
    assert counts == {"conv1": 475, "conv2": 25_000, "fc1": 400_000, "fc2": 5_000}


def test_a_network_built_from_a_state_has_memory_of_its_own(untrained: Any) -> None:
    first, second = lenet_from(untrained), lenet_from(untrained)
    with torch.no_grad():
        first.conv1.weight.zero_()
    assert torch.equal(second.conv1.weight, untrained["conv1.weight"])
    assert not first.training


def test_a_narrower_state_gives_a_narrower_network() -> None:
    narrow = LeNet5(Widths(conv1=3, conv2=4, fc1=5))
    assert widths_of(narrow.state_dict()) == Widths(conv1=3, conv2=4, fc1=5)
    assert lenet_from(narrow.state_dict())(torch.zeros(2, 1, 28, 28)).shape == (2, 10)


def test_equal_states_give_files_of_equal_size(untrained: Any) -> None:
    zeros = {name: torch.zeros_like(tensor) for name, tensor in untrained.items()}
    assert len(state_bytes(zeros)) == len(state_bytes(untrained))
