from typing import Any

import pytest

pytest.importorskip("torch")

import torch

from optimization.laboratory.networks.classifier import state_bytes
from optimization.laboratory.networks.counting import counted, nonzero_parameters
from optimization.laboratory.networks.lenet import LeNet5, Widths, lenet_from
from optimization.laboratory.networks.signs import SignNet
from optimization.measuring.sizes import gzip_bytes


def test_a_row_counts_weights_and_weighs_the_file_that_it_was_given(untrained: Any) -> None:
    state = lenet_from(untrained).state_dict()
    with torch.no_grad():
        state["fc1.weight"][:, 300:] = 0.0
    row = counted("dense", state, label="Dense", note="a note")
    assert (row.nonzero_weights, row.total_weights) == (430_500 - 500 * 500, 430_500)
    assert {layer.layer: layer.nonzero_weights for layer in row.layers}["fc1"] == 150_000
    assert (row.raw_bytes, row.gzip_bytes) == (len(state_bytes(state)), gzip_bytes(state_bytes(state)))
    assert row.ideal_bytes == 4 * row.nonzero_weights
    assert row.sparse_bytes is not None
    assert 8 * row.nonzero_weights < row.sparse_bytes < row.raw_bytes
    assert row.note == "a note"


def test_what_is_computed_with_is_counted_and_what_is_kept_is_weighed(untrained: Any) -> None:
    kept = {**untrained, "more": torch.ones(100_000)}
    row = counted("pruned", kept, weights=untrained, label="Pruned")
    assert row.total_weights == 430_500
    assert row.raw_bytes > len(state_bytes(untrained)) + 400_000


def test_biases_and_the_factors_of_batch_norms_are_parameters_too() -> None:
    model = LeNet5(Widths(conv1=2, conv2=3, fc1=4))
    with torch.no_grad():
        for parameter in model.parameters():
            parameter.fill_(1.0)
        model.conv1.weight[0] = 0.0
        model.fc2.bias[:4] = 0.0
    assert nonzero_parameters(model) == (25 + 2) + (150 + 3) + (192 + 4) + (40 + 6)
    signs = SignNet()
    with torch.no_grad():
        for parameter in signs.parameters():
            parameter.fill_(1.0)
    assert nonzero_parameters(signs) == 127_762
