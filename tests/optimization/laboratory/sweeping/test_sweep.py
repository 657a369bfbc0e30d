"""What is read along a slider: each place against the network rebuilt by hand, and where places stand."""

from __future__ import annotations

from dataclasses import replace
from itertools import pairwise
from typing import Any

import numpy as np
import pytest

torch = pytest.importorskip("torch")

import torch.nn.functional as F  # noqa: E402

from optimization.errors import RunCancelled  # noqa: E402
from optimization.laboratory.networks.classifier import as_input, predict, weight_layers  # noqa: E402
from optimization.laboratory.networks.lenet import lenet_from  # noqa: E402
from optimization.laboratory.networks.register import LENET, SIGNS  # noqa: E402
from optimization.laboratory.sweeping import lab  # noqa: E402
from optimization.laboratory.sweeping.changes import changes  # noqa: E402
from optimization.laboratory.sweeping.lab import TELLING, TRACKS, Track, followed, of_different_classes, swept_along  # noqa: E402
from optimization.labs.sweep import LAB, Params, Place, Swept  # noqa: E402


@pytest.fixture(scope="module")
def few_pictures(pictures: Any) -> Any:
    test = pictures.test
    return replace(pictures, test=replace(test, images=test.images[:60], labels=test.labels[:60], pixels=test.pixels[:60]))


@pytest.mark.parametrize(("way", "across"), [("each layer", False), ("whole network", True)])
def test_the_smallest_weights_of_each_layer_or_of_all_are_gone(untrained: Any, pictures: Any, way: str, across: bool) -> None:
    model = changes("zeros", untrained, network=LENET, pictures=pictures)[way](90)
    dense = {name: untrained[f"{name}.weight"].abs().flatten() for name in LENET.layers}
    kept = {name: layer.weight.detach().flatten() != 0 for name, layer in weight_layers(model).items()}
    every = torch.cat(list(dense.values()))
    assert sum(int(mask.sum()) for mask in kept.values()) == pytest.approx(0.1 * len(every), abs=len(kept))
    for name, mask in kept.items():
        threshold = np.quantile((every if across else dense[name]).numpy(), 0.9)
        assert float(dense[name][mask].min()) >= threshold * 0.999
        assert float(dense[name][~mask].max()) <= threshold * 1.001


@pytest.mark.parametrize(("bits", "percent"), [(8, 100), (4, 60), (2, 35)])
def test_weights_stand_on_the_grid_that_the_explorer_draws(untrained: Any, pictures: Any, bits: int, percent: int) -> None:
    model = changes("range", untrained, network=LENET, pictures=pictures)[f"weights, {bits} bits"](percent)
    last = 2 ** (bits - 1) - 1
    for name, layer in weight_layers(model).items():
        before = untrained[f"{name}.weight"].numpy().astype(np.float64)
        scale = percent / 100 * np.abs(before).max() / last
        levels = scale * np.arange(-last, last + 1)
        nearest = levels[np.abs(before.ravel()[:, None] - levels).argmin(axis=1)]
        assert np.abs(layer.weight.detach().numpy().ravel() - nearest).max() < 1.01 * scale / 2 + 1e-6
        assert np.allclose(
            np.unique(layer.weight.detach().numpy()), [level for level in levels if np.isclose(nearest, level).any()], atol=1e-6
        )
        assert torch.equal(layer.bias, untrained[f"{name}.bias"])


def test_what_a_layer_hands_on_is_rounded_computed_by_hand(untrained: Any, pictures: Any) -> None:
    model, plain = changes("range", untrained, network=LENET, pictures=pictures)["activations, 4 bits"](50), lenet_from(untrained)
    images, calibration = as_input(pictures.test.images[:5]), as_input(pictures.train.images[:100])

    def on_grid(values: Any, seen: Any) -> Any:
        low, high = min(0.5 * float(seen.min()), 0.0), max(0.5 * float(seen.max()), 0.0)
        scale = (high - low) / 15
        zero = round(-low / scale)
        return (torch.clamp(torch.round(values / scale) + zero, 0, 15) - zero) * scale

    with torch.inference_mode():
        first_seen = F.max_pool2d(F.relu(plain.conv1(calibration)), 2)
        second_seen = F.max_pool2d(F.relu(plain.conv2(first_seen)), 2)
        third_seen = F.relu(plain.fc1(second_seen.flatten(1)))
        first = on_grid(F.max_pool2d(F.relu(plain.conv1(images)), 2), first_seen)
        second = on_grid(F.max_pool2d(F.relu(plain.conv2(first)), 2), second_seen)
        third = on_grid(F.relu(plain.fc1(second.flatten(1))), third_seen)
        assert torch.allclose(model(images), plain.fc2(third), atol=1e-5)


def test_each_place_says_what_that_network_reads(untrained: Any, few_pictures: Any, report: Any) -> None:
    found = swept_along("zeros", untrained, network=LENET, pictures=few_pictures, report=report)
    assert found.images == 60
    assert [way.name for way in found.ways] == ["each layer", "whole network"]
    assert len({picture.label for picture in found.pictures}) == len(found.pictures) == 8
    shown = of_different_classes(few_pictures.test.labels, count=8)
    made = changes("zeros", untrained, network=LENET, pictures=few_pictures)
    for way in found.ways:
        for place in way.places[::3]:
            seen = predict(made[way.name](place.percent), few_pictures.test.images)
            assert place.correct == int((seen == few_pictures.test.labels).sum())
            assert place.reads == tuple(seen[shown])
    done = [share for _, share in report.steps]
    assert done == sorted(done)


def test_places_stand_close_where_the_accuracy_falls_and_far_apart_where_it_does_not(report: Any) -> None:
    def read(at: int) -> Place:
        return Place(percent=at, correct=1000 if at < 80 else max(100, 1000 - 75 * (at - 80)), reads=())

    places = followed(read, TRACKS["zeros"], images=1000, report=report)
    assert [one.percent for one in places] == sorted({one.percent for one in places})
    assert [one.percent for one in places if one.percent < 75] == [0, 50]
    for before, after in pairwise(places):
        assert after.percent - before.percent == 1 or abs(before.correct - after.correct) <= TELLING * 1000
    coarse = followed(read, Track(starts=(5, 35, 65, 100), finest=5), images=1000, report=report)
    assert all(one.percent % 5 == 0 for one in coarse)
    assert {80, 85, 90, 95} <= {one.percent for one in coarse}


def test_the_pictures_are_the_first_of_each_class_whatever_is_read_in_them() -> None:
    assert of_different_classes(np.array([3, 3, 0, 5, 0, 1]), count=3) == [0, 2, 3]
    assert of_different_classes(np.array([1, 1]), count=8) == [0]


def test_what_was_read_once_is_taken_from_its_file_and_a_stopped_run_keeps_nothing(
    untrained: Any, few_pictures: Any, report: Any, monkeypatch: pytest.MonkeyPatch
) -> None:
    class Stopping(type(report)):  # type: ignore[misc]
        def step(self, name: str, done: float, variants: Any = ()) -> None:
            if "along" in name and done > 0.2:
                raise RunCancelled("stopped")

    few = replace(LENET, pictures=lambda: few_pictures, file_name="few-pictures")
    params = Params(seed=77)

    def kept(report: Any) -> Swept:
        return lab.kept(params, untrained, network=few, pictures=few_pictures, report=report)

    with pytest.raises(RunCancelled):
        kept(Stopping())
    first = kept(report)
    monkeypatch.setattr(lab, "swept_along", lambda *_, **__: pytest.fail("it was read again"))
    assert kept(report) == first


@pytest.mark.slow
def test_the_run_reads_as_many_pictures_correctly_as_the_pruning_lab_with_the_same_settings(report: Any) -> None:
    from optimization.labs import LABS

    result = LAB.load()(LAB.parameters({}), report)
    swept = result.extras_as(Swept)
    (dense,) = result.variants
    assert [way.places[0].correct for way in swept.ways] == [round(1000 * dense.accuracy)] * 2
    pruning = LABS["prune"]
    for way, method in zip(swept.ways, ("l1_unstructured", "global_unstructured"), strict=True):
        place = next(place for place in way.places if place.percent == 90)
        pruned = pruning.load()(pruning.parameters({"amount": 0.9, "method": method, "timed": False}), report).variant("pruned")
        assert round(1000 * pruned.accuracy) == place.correct
    assert len(result.model_dump_json()) < 60_000


@pytest.mark.slow
def test_the_network_for_signs_is_read_along_a_slider_too(briefly_trained: Any, signs: Any, report: Any) -> None:
    test = signs.test
    few = replace(signs, test=replace(test, images=test.images[:80], labels=test.labels[:80], pixels=test.pixels[:80]))
    found = swept_along("range", briefly_trained, network=SIGNS, pictures=few, report=report)
    assert [way.name for way in found.ways] == [f"{kind}, {bits} bits" for kind in ("weights", "activations") for bits in (8, 4, 2)]
    assert all(way.places[-1].percent == 100 for way in found.ways)
