from typing import Any

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st
from hypothesis.extra.numpy import arrays

pytest.importorskip("torch")

import torch

from optimization.laboratory.networks.classifier import as_input, weight_layers
from optimization.laboratory.networks.lenet import LeNet5, Widths, lenet_from
from optimization.laboratory.networks.network import Recipe
from optimization.laboratory.networks.training import train
from optimization.laboratory.pipeline.sharing import bake_shared_weights, share_weights, shared_values
from optimization.laboratory.pruning.unstructured import bake_masks, mask_weights


def pruned(state: Any) -> Any:
    model = lenet_from(state)
    mask_weights(model, amount=0.9, random=False, seed=0, across_layers=True)
    bake_masks(model)
    return model


def test_the_values_are_those_of_another_k_means_with_the_same_start() -> None:
    cluster = pytest.importorskip("sklearn.cluster")
    numbers = np.random.default_rng(1).normal(size=3_000).astype(np.float32)
    values, choice = shared_values(numbers, limit=16)
    start = np.linspace(numbers.min(), numbers.max(), 16).reshape(-1, 1)
    other = cluster.KMeans(16, init=start, n_init=1, max_iter=100, tol=0).fit(numbers.reshape(-1, 1))
    assert values == pytest.approx(np.sort(other.cluster_centers_[:, 0]), abs=1e-4)
    assert np.abs(numbers - values[choice]).sum() == pytest.approx(
        np.abs(numbers - other.cluster_centers_[other.labels_, 0]).sum(), rel=1e-3
    )


@given(arrays(np.float32, st.integers(0, 60), elements=st.floats(-10, 10, width=32)), st.integers(2, 20))
def test_every_number_gets_its_nearest_value_and_no_value_is_idle(numbers: Any, most: int) -> None:
    values, choice = shared_values(numbers, limit=most)
    assert len(values) <= most
    assert choice.shape == numbers.shape
    assert sorted(set(choice.tolist())) == list(range(len(values)))
    if len(numbers):
        nearest = np.abs(numbers[:, None].astype(np.float64) - values).min(axis=1)
        assert np.abs(numbers - values[choice]) == pytest.approx(nearest, abs=1e-4)


@pytest.mark.parametrize("most", [2, 16, 256])
def test_each_layer_keeps_its_zeros_and_has_few_values(untrained: Any, most: int) -> None:
    before = {name: layer.weight.detach().clone() for name, layer in weight_layers(pruned(untrained)).items()}
    model = pruned(untrained)
    share_weights(model, limit=most)
    bake_shared_weights(model)
    for name, layer in weight_layers(model).items():
        assert torch.equal(layer.weight != 0, before[name] != 0)
        assert len(layer.weight.unique()) <= most + 1


def test_training_moves_the_values_and_keeps_zeros_and_sharing(untrained: Any, some_digits: Any, report: Any) -> None:
    model = pruned(untrained)
    share_weights(model, limit=8)
    before = {name: layer.weight.detach().clone() for name, layer in weight_layers(model).items()}
    train(model, some_digits, Recipe(epochs=1, seed=0, learning_rate=0.001), report=report, title="Training")
    bake_shared_weights(model)
    for name, layer in weight_layers(model).items():
        weight = layer.weight.detach()
        assert not torch.equal(weight, before[name])
        assert torch.equal(weight == 0, before[name] == 0)
        for value in before[name].unique():
            assert len(weight[before[name] == value].unique()) == 1


def test_a_shared_value_gets_the_sum_of_the_gradients_of_its_weights(untrained: Any, pictures: Any) -> None:
    plain, shared = pruned(untrained), pruned(untrained)
    share_weights(shared, limit=4)
    with torch.no_grad():
        plain.fc2.weight.copy_(shared.fc2.weight)
        for name in ("conv1", "conv2", "fc1"):
            plain.get_submodule(name).weight.copy_(shared.get_submodule(name).weight)
    for model in (plain, shared):
        model(as_input(pictures.test.images[:20])).square().sum().backward()
    values = shared.fc2.parametrizations.weight.original
    expected = [plain.fc2.weight.grad[plain.fc2.weight == value].sum().item() for value in values]
    assert values.grad.tolist() == pytest.approx(expected, rel=1e-3)


def test_a_layer_without_weights_shares_nothing_and_stays_empty() -> None:
    model = LeNet5(Widths(conv1=1, conv2=1, fc1=1))
    with torch.no_grad():
        model.conv2.weight.zero_()
    share_weights(model, limit=4)
    bake_shared_weights(model)
    assert not model.conv2.weight.any()
    assert model(torch.zeros(1, 1, 28, 28)).shape == (1, 10)
