from typing import Any

import pytest

pytest.importorskip("torch")
pytest.importorskip("torch_pruning")

import torch

from optimization.laboratory.networks import signs as sign_network
from optimization.laboratory.networks.classifier import as_input, count_weights, state_bytes
from optimization.laboratory.networks.lenet import LeNet5, Widths, lenet_from, widths_of
from optimization.laboratory.networks.signs import SignNet, sign_net_from
from optimization.laboratory.pruning.structured import layers_with_units, remaining, remove_units, widths_with_units


def narrowed(state: Any, *, amount: float, random: bool = False, seed: int = 0, round_to: int = 1) -> LeNet5:
    model = lenet_from(state)
    remove_units(model, amount=amount, random=random, seed=seed, round_to=round_to)
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


@pytest.mark.parametrize(
    ("amount", "random", "round_to"), [(0.5, False, 1), (0.5, True, 1), (0.9, False, 1), (0.7, False, 8), (0.9, True, 4)]
)
def test_the_narrow_network_computes_what_the_full_one_does_with_the_removed_units_silenced(
    untrained: Any, pictures: Any, amount: float, random: bool, round_to: int
) -> None:
    narrow = narrowed(untrained, amount=amount, random=random, round_to=round_to)
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


BLOCKS = [f"block{number}" for number in range(1, 6)]


def narrowed_signs(state: Any, *, amount: float, random: bool = False, round_to: int = 1) -> SignNet:
    model = sign_net_from(state)
    remove_units(model, amount=amount, random=random, seed=0, round_to=round_to)
    return model


def surviving_channels(dense: Any, pruned: Any) -> dict[str, list[int]]:
    """The channels that are left of each layer, found by comparing the rows of weights, from the first layer to the last."""
    kept = {"stem": surviving(dense["stem.weight"], pruned["stem.weight"])}
    before = kept["stem"]
    for block in BLOCKS:
        depthwise, pointwise = f"{block}.depthwise.weight", f"{block}.pointwise.weight"
        assert torch.equal(pruned[depthwise], dense[depthwise][before])
        kept[f"{block}.depthwise"] = before
        kept[f"{block}.pointwise"] = before = surviving(dense[pointwise][:, before], pruned[pointwise])
    return kept


def masked(dense: Any, kept: dict[str, list[int]]) -> SignNet:
    """The full-size network in which the batch norm behind every removed channel gives 0, whatever comes in: the oracle."""
    model = sign_net_from(dense)
    with torch.no_grad():
        for layer, rows in kept.items():
            norm = model.get_submodule(f"{layer}_norm")
            removed = [row for row in range(len(norm.weight)) if row not in rows]
            norm.weight[removed] = 0.0
            norm.bias[removed] = 0.0
    return model


@pytest.mark.parametrize(
    ("amount", "random", "round_to"), [(0.25, False, 1), (0.5, False, 1), (0.5, True, 1), (0.9, False, 1), (0.6, False, 16), (0.8, True, 8)]
)
def test_the_narrow_convolutional_network_computes_what_the_full_one_does_with_the_removed_channels_masked(
    briefly_trained: Any, signs: Any, amount: float, random: bool, round_to: int
) -> None:
    narrow = narrowed_signs(briefly_trained, amount=amount, random=random, round_to=round_to)
    kept = surviving_channels(briefly_trained, narrow.state_dict())
    images = as_input(signs.test.images[:100])
    with torch.inference_mode():
        assert (narrow(images) - masked(briefly_trained, kept)(images)).abs().max() < 1e-5
        assert (narrow(images) - sign_net_from(briefly_trained)(images)).abs().max() > 1e-2


def test_depthwise_convolutions_and_batch_norms_shrink_along_and_the_classifier_loses_only_inputs(briefly_trained: Any) -> None:
    state = narrowed_signs(briefly_trained, amount=0.5).state_dict()
    assert sign_network.widths_of(state) == sign_network.Widths(stem=12, block1=24, block2=48, block3=64, block4=128, block5=128)
    assert sign_net_from(state)(torch.zeros(2, 3, 32, 32)).shape == (2, 10)
    kept = surviving_channels(briefly_trained, state)["block5.pointwise"]
    assert torch.equal(state["classifier.weight"], briefly_trained["classifier.weight"][:, kept])
    assert torch.equal(state["classifier.bias"], briefly_trained["classifier.bias"])


def test_a_channel_stays_of_every_layer_however_much_is_removed(briefly_trained: Any) -> None:
    state = narrowed_signs(narrowed_signs(briefly_trained, amount=0.99).state_dict(), amount=0.99).state_dict()
    assert sign_network.widths_of(state) == sign_network.Widths(stem=1, block1=1, block2=1, block3=1, block4=1, block5=1)


def test_units_are_chosen_in_every_layer_but_depthwise_ones_and_the_classifier(untrained: Any) -> None:
    assert list(layers_with_units(lenet_from(untrained))) == ["conv1", "conv2", "fc1"]
    assert list(layers_with_units(SignNet())) == ["stem", *(f"{block}.pointwise" for block in BLOCKS)]


@pytest.mark.parametrize(
    ("round_to", "digits", "colours"),
    [
        (1, [6, 15, 150], [7, 14, 29, 38, 77, 77]),
        (2, [6, 16, 150], [8, 14, 30, 38, 78, 78]),
        (4, [8, 16, 152], [8, 16, 32, 40, 80, 80]),
        (8, [8, 16, 152], [8, 16, 32, 40, 80, 80]),
        (16, [16, 16, 160], [16, 16, 32, 48, 80, 80]),
    ],
)
def test_the_widths_that_stay_at_70_percent_are_rounded_up_to_multiples(
    untrained: Any, briefly_trained: Any, round_to: int, digits: list[int], colours: list[int]
) -> None:
    assert list(widths_with_units(narrowed(untrained, amount=0.7, round_to=round_to)).values()) == digits
    assert list(widths_with_units(narrowed_signs(briefly_trained, amount=0.7, round_to=round_to)).values()) == colours
    assert all(width % round_to == 0 for width in digits + colours)


def test_rounding_up_never_makes_a_layer_wider_than_it_was(untrained: Any) -> None:
    model = narrowed(untrained, amount=0.1, round_to=16)
    assert widths_of(model.state_dict()) == Widths(conv1=20, conv2=48, fc1=464)
    assert all(
        1 <= remaining(amount / 100, units, round_to=multiple) <= units
        for amount in range(100)
        for units in (1, 2, 20, 50, 500)
        for multiple in (1, 2, 4, 8, 16)
    )
