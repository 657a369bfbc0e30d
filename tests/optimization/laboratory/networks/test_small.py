from dataclasses import replace
from typing import Any

import pytest

pytest.importorskip("torch")

import torch

from optimization.laboratory.networks import small, training
from optimization.laboratory.networks.lenet import LeNet5
from optimization.laboratory.networks.lenet import Widths as LenetWidths
from optimization.laboratory.networks.network import Network, Recipe
from optimization.laboratory.networks.register import LENET, NETWORKS, SIGNS
from optimization.laboratory.networks.signs import Widths as SignWidths
from optimization.laboratory.networks.small import count_parameters, full_widths, small_dense, widths_for

every_network = pytest.mark.parametrize("network", NETWORKS.values(), ids=NETWORKS)


def test_parameters_are_counted_without_building_the_network() -> None:
    narrow = LenetWidths(conv1=6, conv2=15, fc1=154)
    by_hand = (25 * 6 + 6) + (6 * 25 * 15 + 15) + (15 * 16 * 154 + 154) + (154 * 10 + 10)
    assert count_parameters(LENET, narrow) == by_hand == 41_085
    assert count_parameters(SIGNS, SignWidths()) == 127_762


@every_network
@pytest.mark.parametrize("share", [0.05, 0.1, 0.3, 0.5, 0.9])
def test_the_widths_are_the_largest_that_have_no_more_parameters_and_come_close(network: Network, share: float) -> None:
    full = full_widths(network)
    wanted = round(share * count_parameters(network, full))
    found = count_parameters(network, widths_for(network, parameters=wanted))
    assert 0.85 * wanted < found <= wanted


@every_network
def test_all_layers_keep_their_proportions(network: Network) -> None:
    full = vars(full_widths(network))
    half = vars(widths_for(network, parameters=count_parameters(network, full_widths(network)) // 4))
    shares = [half[name] / full[name] for name in full]
    assert max(shares) - min(shares) < 0.06


@every_network
def test_as_many_parameters_as_the_full_network_has_give_the_full_network(network: Network) -> None:
    full = full_widths(network)
    assert widths_for(network, parameters=count_parameters(network, full)) == full
    assert widths_for(network, parameters=10**9) == full


@every_network
def test_however_few_are_wanted_a_unit_stays_in_every_layer(network: Network) -> None:
    assert set(vars(widths_for(network, parameters=1)).values()) == {1}


@pytest.fixture
def trainings(monkeypatch: pytest.MonkeyPatch) -> list[tuple[Any, Recipe, str]]:
    """Replaces the training itself: the networks and recipes that it was asked for."""
    asked: list[tuple[Any, Recipe, str]] = []
    monkeypatch.setattr(training, "train", lambda model, _, recipe, *, report, title: asked.append((model, recipe, title)))
    return asked


@pytest.fixture
def empty_cache(monkeypatch: pytest.MonkeyPatch, tmp_path: Any) -> None:
    monkeypatch.setenv("XDG_CACHE_HOME", str(tmp_path))


def test_it_is_trained_from_nothing_with_the_recipe_of_the_full_one_for_as_many_epochs_as_asked(
    trainings: Any, empty_cache: None, report: Any, pictures: Any
) -> None:
    state = small_dense(LENET, parameters=43_630, epochs=11, seed=4, report=report)
    ((model, recipe, title),) = trainings
    assert recipe == replace(LENET.recipe, epochs=11, seed=4)
    assert title == "Training a small dense network"
    with torch.random.fork_rng(devices=[]):
        torch.manual_seed(4)
        start = LeNet5(LenetWidths(conv1=6, conv2=15, fc1=154))
    assert all(torch.equal(state[name], tensor) for name, tensor in start.state_dict().items())
    assert sum(parameter.numel() for parameter in model.parameters()) == 41_085


def test_the_full_network_is_not_trained_a_second_time_as_a_small_one(
    trainings: Any, empty_cache: None, report: Any, pictures: Any
) -> None:
    full = training.trained(LENET, seed=4, report=report)
    again = small.small_dense(LENET, parameters=431_080, epochs=LENET.recipe.epochs, seed=4, report=report)
    assert len(trainings) == 1
    assert all(torch.equal(full[name], again[name]) for name in full)
