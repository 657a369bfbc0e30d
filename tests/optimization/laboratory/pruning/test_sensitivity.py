from typing import Any

import pytest

pytest.importorskip("torch")
pytest.importorskip("torch_pruning")

import torch

from optimization.laboratory.networks.classifier import predict
from optimization.laboratory.networks.lenet import lenet_from
from optimization.laboratory.networks.register import LENET, SIGNS
from optimization.laboratory.pruning.selection import Selection
from optimization.laboratory.pruning.sensitivity import prune_one, scan
from optimization.results.scan import AMOUNTS

L1 = Selection(structured=False, across_layers=False, random=False, seed=0)
CHANNELS = Selection(structured=True, across_layers=False, random=False, seed=0)


@pytest.fixture
def few(pictures: Any) -> Any:
    """Pictures of which only forty are for validation."""
    from dataclasses import replace

    some = pictures.validation
    return replace(pictures, validation=replace(some, images=some.images[:40], labels=some.labels[:40], pixels=some.pixels[:40]))


def test_each_layer_has_a_point_for_nothing_and_one_for_each_amount(untrained: Any, few: Any, report: Any) -> None:
    points = scan(untrained, LENET, few, selection=L1, round_to=1, report=report)
    expected = [(layer, amount) for layer in ("conv1", "conv2", "fc1", "fc2") for amount in (0.0, *AMOUNTS)]
    assert [(point.layer, point.amount) for point in points] == expected
    untouched = float((predict(lenet_from(untrained), few.validation.images) == few.validation.labels).mean())
    assert {point.accuracy for point in points if point.amount == 0} == {untouched}
    done = [share for _, share in report.steps]
    assert done == sorted(done)


def test_where_channels_go_the_layers_whose_width_can_be_chosen_are_scanned(
    untrained: Any, briefly_trained: Any, few: Any, some_signs: Any, report: Any
) -> None:
    points = scan(untrained, LENET, few, selection=CHANNELS, round_to=1, report=report)
    assert list(dict.fromkeys(point.layer for point in points)) == ["conv1", "conv2", "fc1"]
    points = scan(briefly_trained, SIGNS, some_signs, selection=CHANNELS, round_to=1, report=report)
    assert list(dict.fromkeys(point.layer for point in points)) == ["stem", *(f"block{number}.pointwise" for number in range(1, 6))]


@pytest.mark.parametrize("random", [False, True])
def test_one_layer_alone_loses_its_share_and_the_others_nothing(untrained: Any, random: bool) -> None:
    model = lenet_from(untrained)
    prune_one(model, "fc2", amount=0.7, selection=Selection(structured=False, across_layers=True, random=random, seed=1), round_to=1)
    assert int(model.fc2.weight.count_nonzero()) == 1_500
    assert torch.equal(model.fc1.weight, untrained["fc1.weight"])


def test_one_layer_alone_gets_narrower(untrained: Any) -> None:
    model = lenet_from(untrained)
    prune_one(model, "conv2", amount=0.7, selection=CHANNELS, round_to=8)
    assert model.conv2.weight.shape == (16, 20, 5, 5)
    assert model.fc1.weight.shape == (500, 16 * 16)
    assert torch.equal(model.conv1.weight, untrained["conv1.weight"])


@pytest.mark.slow
def test_an_accuracy_of_the_scan_is_what_zeroing_by_hand_gives(trained: Any, pictures: Any, report: Any) -> None:
    points = scan(trained, LENET, pictures, selection=L1, round_to=1, report=report)
    by_hand = lenet_from(trained)
    with torch.no_grad():
        weight = by_hand.conv1.weight
        threshold = weight.abs().flatten().sort().values[450]
        weight[weight.abs() < threshold] = 0.0
    assert int(by_hand.conv1.weight.count_nonzero()) == 50
    expected = float((predict(by_hand, pictures.validation.images) == pictures.validation.labels).mean())
    found = {(point.layer, point.amount): point.accuracy for point in points}
    assert found["conv1", 0.9] == expected < found["conv1", 0.0]
