from dataclasses import fields, replace
from typing import Any

import pytest

pytest.importorskip("torch")

import torch

from optimization.laboratory.networks import register
from optimization.laboratory.networks.classifier import as_input, count_weights
from optimization.laboratory.networks.network import Network
from optimization.laboratory.networks.register import AVERAGING, LENET, NETWORKS, SIGNS
from optimization.laboratory.networks.small import count_parameters, full_widths
from optimization.laboratory.networks.training import network_key
from optimization.labs.networks import NETWORKS as KNOWN
from optimization.labs.networks import KnownNetwork

every_network = pytest.mark.parametrize("network", NETWORKS.values(), ids=NETWORKS)


def test_every_network_is_found_under_its_own_id() -> None:
    assert {name: network.id for name, network in NETWORKS.items()} == {name: name for name in NETWORKS}
    assert len({network.file_name for network in NETWORKS.values()}) == len(NETWORKS)


def test_both_sides_name_the_same_networks_in_the_same_order() -> None:
    assert list(NETWORKS) == list(AVERAGING) == list(KNOWN)


@pytest.mark.parametrize("known", KNOWN.values(), ids=KNOWN)
def test_what_the_light_side_says_of_a_network_is_true_of_it(known: KnownNetwork) -> None:
    network = NETWORKS[known.id]
    assert known.parameters == count_parameters(network, full_widths(network))
    assert known.epochs == network.recipe.epochs
    assert known.layers == network.layers
    assert getattr(register, known.in_code) is network
    assert getattr(register, f"AVERAGE_{known.in_code}") is AVERAGING[known.id]


@every_network
def test_a_network_reads_its_own_pictures_and_scores_each_of_their_classes(network: Network) -> None:
    pictures = network.pictures()
    images = as_input(pictures.test.images[:2])
    assert images.shape[1:] == network.input_shape
    state = network.architecture().state_dict()
    assert network.from_state(state)(images).shape == (2, len(pictures.classes))


@every_network
def test_a_network_of_other_widths_comes_back_from_its_state(network: Network) -> None:
    narrow = narrowed(network)
    state = network.architecture(narrow).state_dict()
    assert network.widths_of(state) == narrow
    assert sum(tensor.numel() for tensor in network.from_state(state).state_dict().values()) == sum(t.numel() for t in state.values())


def narrowed(network: Network) -> Any:
    """Widths of which no two are equal: 2, 3, 4 and so on."""
    full = full_widths(network)
    return replace(full, **{field.name: width for width, field in enumerate(fields(full), start=2)})


def test_layers_are_named_from_the_first_to_the_one_that_scores() -> None:
    assert LENET.layers == ("conv1", "conv2", "fc1", "fc2")
    assert SIGNS.layers[:3] == ("stem", "block1.depthwise", "block1.pointwise")
    assert SIGNS.layers[-2:] == ("block5.pointwise", "classifier")


def test_asking_for_the_layers_takes_no_random_number() -> None:
    torch.manual_seed(1)
    expected = torch.rand(3)
    torch.manual_seed(1)
    assert SIGNS.layers
    assert torch.equal(torch.rand(3), expected)


def test_fine_tuning_is_the_same_recipe_with_smaller_steps() -> None:
    assert LENET.finetuning(epochs=2, seed=3) == replace(LENET.recipe, epochs=2, seed=3, learning_rate=0.02)
    for network in NETWORKS.values():
        assert network.finetuning(epochs=2, seed=3).learning_rate < network.training(seed=3).learning_rate


def test_networks_seeds_and_recipes_have_files_of_their_own() -> None:
    keys: list[Any] = [network_key(network, recipe=network.training(seed=seed)) for network in NETWORKS.values() for seed in (0, 1)]
    keys.append(network_key(SIGNS, recipe=SIGNS.finetuning(epochs=1, seed=0)))
    assert len(set(keys)) == len(keys)


def test_weights_are_counted_as_a_reader_of_the_architecture_would() -> None:
    """By hand: outputs times inputs times the places of the filter, and a depthwise filter reads one channel."""
    lenet = {count.layer: (count.shape, count.total_weights) for count in count_weights(LENET.architecture().state_dict())}
    assert lenet["conv2"] == ((50, 20, 5, 5), 50 * 20 * 25)
    signs = {count.layer: (count.shape, count.total_weights) for count in count_weights(SIGNS.architecture().state_dict())}
    assert signs["block3.depthwise"] == ((96, 1, 3, 3), 96 * 9)
    assert signs["block3.pointwise"] == ((128, 96, 1, 1), 128 * 96)


@pytest.mark.parametrize("id", NETWORKS)
def test_the_averaging_twin_differs_in_how_it_pools_and_in_nothing_else(id: str) -> None:
    network, twin = NETWORKS[id], AVERAGING[id]
    state = network.architecture().state_dict()
    images = as_input(network.pictures().test.images[:4])
    assert twin.architecture().state_dict().keys() == state.keys()
    with torch.inference_mode():
        assert not torch.equal(network.from_state(state)(images), twin.from_state(state)(images))
    assert twin.layers == network.layers
    assert (twin.pictures, twin.recipe) == (network.pictures, network.recipe)
    assert network_key(twin, recipe=twin.recipe) == network_key(network, recipe=network.recipe), "so its file needs another name"
    assert twin.file_name != network.file_name


@every_network
def test_pooling_by_average_of_equal_pixels_is_pooling_by_maximum(network: Network) -> None:
    """Where every pixel of a picture of ones meets the same surroundings, mean and maximum are the same."""
    flat = torch.full((1, 3, 8, 8), 0.7)
    with torch.inference_mode():
        pooled = [one.architecture().pooled(flat) for one in (network, AVERAGING[network.id])]  # type: ignore[operator]
    assert torch.allclose(pooled[0], pooled[1])
    assert pooled[0].shape == (1, 3, 4, 4)


def test_other_widths_have_files_of_their_own() -> None:
    assert network_key(LENET, recipe=LENET.recipe) != network_key(LENET, recipe=LENET.recipe, widths=narrowed(LENET))
