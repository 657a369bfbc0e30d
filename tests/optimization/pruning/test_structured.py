from typing import Any

import pytest

pytest.importorskip("torch")
pytest.importorskip("torch_pruning")

import torch

from optimization.networks.lenet import LeNet5, Widths, as_input, count_weights, lenet_from, state_bytes, widths_of
from optimization.pruning.structured import remove_units


def narrowed(state: Any, *, amount: float, random: bool = False, seed: int = 0) -> LeNet5:
    model = lenet_from(state)
    remove_units(model, amount=amount, random=random, seed=seed)
    return model


def surviving(before: Any, after: Any) -> list[int]:
    """Which units of ``before`` are the rows of ``after``, found by comparing the rows themselves."""
    rows = [next(j for j in range(len(before)) if torch.equal(before[j], row)) for row in after]
    assert len(set(rows)) == len(rows)
    return rows


def survivors(dense: Any, pruned: Any) -> dict[str, list[int]]:
    first = surviving(dense["conv1.weight"], pruned["conv1.weight"])
    second = surviving(dense["conv2.weight"][:, first], pruned["conv2.weight"])
    features = [channel * 16 + place for channel in second for place in range(16)]
    return {"conv1": first, "conv2": second, "fc1": surviving(dense["fc1.weight"][:, features], pruned["fc1.weight"])}


def silenced(dense: Any, kept: dict[str, list[int]]) -> LeNet5:
    """The full-size network with every removed unit's weights and bias set to zero: the oracle."""
    model = lenet_from(dense)
    with torch.no_grad():
        for layer, rows in kept.items():
            module = model.get_submodule(layer)
            removed = [row for row in range(len(module.bias)) if row not in rows]
            module.weight[removed] = 0.0
            module.bias[removed] = 0.0
    return model


@pytest.mark.parametrize(("amount", "random"), [(0.5, False), (0.5, True), (0.9, False)])
def test_the_narrow_network_computes_what_the_full_one_does_with_the_removed_units_silenced(
    untrained: Any, pictures: Any, amount: float, random: bool
) -> None:
    narrow = narrowed(untrained, amount=amount, random=random)
    kept = survivors(untrained, narrow.state_dict())
    images = as_input(pictures.test.images[:100])
    with torch.inference_mode():
        difference = (narrow(images) - silenced(untrained, kept)(images)).abs().max()
        assert difference < 1e-5
        assert (narrow(images) - lenet_from(untrained)(images)).abs().max() > 1e-3


def test_at_one_half_about_a_quarter_of_the_weights_and_a_third_of_the_bytes_or_less_stay(untrained: Any) -> None:
    state = narrowed(untrained, amount=0.5).state_dict()
    left = sum(count.total_weights for count in count_weights(state))
    assert left == 10 * 25 + 25 * 10 * 25 + 250 * 400 + 10 * 250
    assert left / 430_500 == pytest.approx(0.25, abs=0.01)
    assert len(state_bytes(untrained)) / len(state_bytes(state)) >= 3


@pytest.mark.parametrize(
    ("amount", "widths"),
    [
        (0.0, Widths()),
        (0.1, Widths(conv1=18, conv2=45, fc1=450)),
        (0.9, Widths(conv1=2, conv2=5, fc1=50)),
        (0.99, Widths(conv1=1, conv2=1, fc1=5)),
    ],
)
def test_every_layer_keeps_its_share_and_at_least_one_unit(untrained: Any, amount: float, widths: Widths) -> None:
    model = narrowed(untrained, amount=amount)
    assert widths_of(model.state_dict()) == widths
    assert model(torch.zeros(1, 1, 28, 28)).shape == (1, 10)


def test_the_first_layer_keeps_the_channels_with_the_largest_l1_norm(untrained: Any) -> None:
    norms = untrained["conv1.weight"].abs().sum(dim=(1, 2, 3))
    expected = sorted(norms.argsort(descending=True)[:10].tolist())
    assert survivors(untrained, narrowed(untrained, amount=0.5).state_dict())["conv1"] == expected


def test_random_units_depend_on_the_seed_alone(untrained: Any) -> None:
    first, again, other = (narrowed(untrained, amount=0.5, random=True, seed=seed).conv1.weight for seed in (1, 1, 2))
    assert torch.equal(first, again)
    assert not torch.equal(first, other)
