from typing import Any

import numpy as np
import pytest

pytest.importorskip("torch")
pytest.importorskip("torch_pruning")

import torch

from optimization.laboratory.networks.classifier import as_input, count_weights, state_bytes
from optimization.laboratory.networks.lenet import lenet_from
from optimization.laboratory.networks.register import LENET, SIGNS
from optimization.laboratory.networks.signs import sign_net_from
from optimization.laboratory.pruning.unstructured import bake_masks, effective, mask_weights, rebuilt

LAYERS = ("conv1", "conv2", "fc1", "fc2")


def smallest(weight: Any, amount: float) -> Any:
    """Where the smallest weights are, found by sorting in numpy: the oracle."""
    values = np.abs(weight.numpy()).ravel()
    places = np.zeros(values.size, dtype=bool)
    places[np.argsort(values)[: round(amount * values.size)]] = True
    return places.reshape(weight.shape)


def pruned_state(state: Any, *, amount: float, random: bool = False, seed: int = 0, across_layers: bool = False) -> Any:
    model = lenet_from(state)
    mask_weights(model, amount=amount, random=random, seed=seed, across_layers=across_layers)
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


def test_one_threshold_leaves_exactly_the_largest_weights_of_the_whole_network(untrained: Any) -> None:
    state = pruned_state(untrained, amount=0.95, across_layers=True)
    before = np.concatenate([untrained[f"{layer}.weight"].numpy().ravel() for layer in LAYERS])
    after = np.concatenate([state[f"{layer}.weight"].numpy().ravel() for layer in LAYERS])
    largest = np.argsort(np.abs(before))[-21_525:]
    assert round(0.05 * 430_500) == 21_525
    assert sorted(np.flatnonzero(after)) == sorted(largest)
    assert np.array_equal(after[largest], before[largest])
    kept = [count.nonzero_weights / count.total_weights for count in count_weights(state)]
    assert max(kept) > 3 * min(kept), "one threshold is not one share a layer"


def test_one_draw_over_all_layers_leaves_the_same_number_of_others(untrained: Any) -> None:
    chance, ranked = (pruned_state(untrained, amount=0.95, across_layers=True, random=random) for random in (True, False))
    assert sum(count.nonzero_weights for count in count_weights(chance)) == 21_525
    same = ((chance["fc1.weight"] != 0) & (ranked["fc1.weight"] != 0)).float().mean()
    assert same < 0.01


@pytest.mark.parametrize("across_layers", [False, True])
def test_a_state_with_its_masks_still_in_it_is_twice_as_large_and_computes_the_same(
    untrained: Any, pictures: Any, across_layers: bool
) -> None:
    model = lenet_from(untrained)
    mask_weights(model, amount=0.8, random=False, seed=0, across_layers=across_layers)
    masked = {name: tensor.detach().clone() for name, tensor in model.state_dict().items()}
    bake_masks(model)
    assert {name.rpartition(".")[2] for name in masked} == {"weight_orig", "weight_mask", "bias"}
    assert torch.equal(masked["fc1.weight_orig"], untrained["fc1.weight"])
    assert all(torch.equal(effective(masked)[name], tensor) for name, tensor in model.state_dict().items())
    copy = rebuilt(LENET, masked)
    assert copy.state_dict().keys() == masked.keys()
    assert len(state_bytes(copy.state_dict())) / len(state_bytes(untrained)) == pytest.approx(2, abs=0.01)
    images = as_input(pictures.test.images[:20])
    with torch.inference_mode():
        assert torch.equal(copy(images), model(images))


def test_a_rebuilt_network_keeps_what_its_masks_hide_and_has_memory_of_its_own(briefly_trained: Any) -> None:
    model = sign_net_from(briefly_trained)
    mask_weights(model, amount=0.5, random=True, seed=1)
    first, second = (rebuilt(SIGNS, model.state_dict()) for _ in range(2))
    for name, tensor in model.state_dict().items():
        assert torch.equal(first.state_dict()[name], tensor), name
    with torch.no_grad():
        first.state_dict()["stem.weight_orig"].zero_()
    assert torch.equal(second.state_dict()["stem.weight_orig"], briefly_trained["stem.weight"])
    assert not first.training


def test_a_state_without_masks_comes_back_as_it_is(untrained: Any) -> None:
    assert all(torch.equal(effective(untrained)[name], tensor) for name, tensor in untrained.items())
    assert rebuilt(LENET, untrained).state_dict().keys() == untrained.keys()
