from typing import Any

import pytest

pytest.importorskip("torch")

import torch
from hypothesis import given
from hypothesis import strategies as st
from hypothesis.extra.numpy import array_shapes, arrays

from optimization.laboratory.networks.classifier import state_bytes
from optimization.laboratory.networks.lenet import lenet_from
from optimization.laboratory.networks.sparse_file import sparse_file, state_from_sparse
from optimization.laboratory.pruning.unstructured import bake_masks, mask_weights


def zeroed(state: Any, amount: float) -> Any:
    model = lenet_from(state)
    mask_weights(model, amount=amount, random=False, seed=0)
    bake_masks(model)
    return model.state_dict()


@pytest.mark.parametrize("amount", [0.0, 0.5, 0.9, 0.99])
def test_what_was_written_is_read_back_bit_for_bit(untrained: Any, amount: float) -> None:
    state = zeroed(untrained, amount)
    again = state_from_sparse(sparse_file(state))
    assert again.keys() == state.keys()
    assert all(torch.equal(again[name], state[name]) and again[name].dtype == state[name].dtype for name in state)


def test_batch_norms_survive_as_they_are(briefly_trained: Any) -> None:
    again = state_from_sparse(sparse_file(briefly_trained))
    assert list(again) == list(briefly_trained)
    assert all(torch.equal(again[name], briefly_trained[name]) for name in again)


@given(arrays("float32", array_shapes(min_dims=2, max_dims=4, max_side=5), elements=st.sampled_from([0.0, 1.5, -2.0, 1e-30])))
def test_a_layer_of_any_shape_and_any_zeros_survives(weights: Any) -> None:
    state = {"layer.weight": torch.tensor(weights), "layer.bias": torch.zeros(3)}
    again = state_from_sparse(sparse_file(state))
    assert torch.equal(again["layer.weight"], state["layer.weight"])
    assert torch.equal(again["layer.bias"], state["layer.bias"])


def test_eight_bytes_a_weight_that_is_not_zero_is_what_it_costs(untrained: Any) -> None:
    dense = len(state_bytes(untrained))
    sizes = {amount: len(sparse_file(zeroed(untrained, amount))) for amount in (0.0, 0.5, 0.9)}
    assert sizes[0.9] == pytest.approx(8 * 43_050 + 4 * 580, rel=0.03)
    assert sizes[0.0] / dense == pytest.approx(2, rel=0.01)
    assert sizes[0.5] / dense == pytest.approx(1, rel=0.01), "at one half the places take what the zeros save"


def test_a_file_without_the_places_of_a_layer_is_refused() -> None:
    with pytest.raises(KeyError, match="places"):
        state_from_sparse(state_bytes({"layer.weight.values": torch.ones(2), "layer.weight.shape": torch.tensor([2, 2])}))
