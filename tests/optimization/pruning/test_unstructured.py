from typing import Any

import numpy as np
import pytest

pytest.importorskip("torch")
pytest.importorskip("torch_pruning")

import torch

from optimization.labs.prune import Params
from optimization.networks.classifier import count_weights, state_bytes
from optimization.networks.lenet import lenet_from
from optimization.networks.signs import sign_net_from
from optimization.pruning.lab import prune_network
from optimization.pruning.unstructured import bake_masks, mask_weights

LAYERS = ("conv1", "conv2", "fc1", "fc2")


def smallest(weight: Any, amount: float) -> Any:
    """Where the smallest weights are, found by sorting in numpy: the oracle."""
    values = np.abs(weight.numpy()).ravel()
    places = np.zeros(values.size, dtype=bool)
    places[np.argsort(values)[: round(amount * values.size)]] = True
    return places.reshape(weight.shape)


def pruned_state(state: Any, *, amount: float, random: bool = False, seed: int = 0) -> Any:
    model = lenet_from(state)
    mask_weights(model, amount=amount, random=random, seed=seed)
    bake_masks(model)
    return model.state_dict()


@pytest.mark.parametrize("random", [False, True])
def test_at_90_percent_exactly_10_percent_of_the_weights_of_each_layer_stay(untrained: Any, random: bool) -> None:
    counts = {count.layer: count.nonzero_weights for count in count_weights(pruned_state(untrained, amount=0.9, random=random))}
    assert counts == {"conv1": 50, "conv2": 2_500, "fc1": 40_000, "fc2": 500}
    assert sum(counts.values()) == 43_050


def test_the_zeros_are_the_smallest_weights_and_all_others_are_untouched(untrained: Any) -> None:
    state = pruned_state(untrained, amount=0.9)
    for layer in LAYERS:
        before, after = untrained[f"{layer}.weight"], state[f"{layer}.weight"]
        zeros = torch.tensor(smallest(before, 0.9))
        assert (after[zeros] == 0).all()
        assert torch.equal(after[~zeros], before[~zeros])
        assert torch.equal(state[f"{layer}.bias"], untrained[f"{layer}.bias"])


def test_a_random_mask_is_the_same_for_the_same_seed_and_another_for_another(untrained: Any) -> None:
    first, again, other = (pruned_state(untrained, amount=0.5, random=True, seed=seed)["fc1.weight"] for seed in (1, 1, 2))
    assert torch.equal(first, again)
    assert not torch.equal(first, other)


def test_removing_nothing_changes_nothing(untrained: Any) -> None:
    state = pruned_state(untrained, amount=0.0)
    assert all(torch.equal(state[name], untrained[name]) for name in untrained)


def test_the_baked_state_is_as_large_as_the_dense_one(untrained: Any) -> None:
    rebuilt = lenet_from(pruned_state(untrained, amount=0.9)).state_dict()
    assert len(state_bytes(rebuilt)) == len(state_bytes(untrained))


def test_in_the_convolutional_network_too_every_layer_keeps_its_share_and_batch_norms_keep_everything(briefly_trained: Any) -> None:
    model = sign_net_from(briefly_trained)
    mask_weights(model, amount=0.9, random=False, seed=0)
    bake_masks(model)
    state = model.state_dict()
    for count in count_weights(state):
        assert count.nonzero_weights == count.total_weights - round(0.9 * count.total_weights), count.layer
    untouched = [name for name in state if "norm" in name or name.endswith("bias")]
    assert len(untouched) == 11 * 5 + 1
    assert all(torch.equal(state[name], briefly_trained[name]) for name in untouched)


@pytest.mark.slow
def test_masked_weights_stay_zero_through_fine_tuning_and_the_others_move(untrained: Any, pictures: Any, report: Any) -> None:
    state = prune_network(untrained, Params(amount=0.9, finetune_epochs=1), pictures, report=report)
    for layer in LAYERS:
        zeros = torch.tensor(smallest(untrained[f"{layer}.weight"], 0.9))
        after = state[f"{layer}.weight"]
        assert (after[zeros] == 0).all()
        assert (after[~zeros] != untrained[f"{layer}.weight"][~zeros]).float().mean() > 0.9
    assert any("Fine-tuning: epoch 1 of 1" in name and "% of the validation pictures right" in name for name, _ in report.steps)
