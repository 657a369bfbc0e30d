from typing import Any

import numpy as np
import pytest

pytest.importorskip("torch")

import torch
import torch.nn.functional as F

from optimization.laboratory.networks import inside as looking
from optimization.laboratory.networks.classifier import as_input, predict
from optimization.laboratory.networks.inside import CALIBRATION_PICTURES, activations, inside, some
from optimization.laboratory.networks.lenet import lenet_from
from optimization.laboratory.networks.register import LENET, SIGNS
from optimization.laboratory.networks.signs import sign_net_from
from optimization.labs import lab_named
from optimization.labs.inside import Opened
from optimization.results.records import LabResult


@pytest.fixture(scope="module")
def lenet_layers(untrained: Any, pictures: Any) -> Any:
    return inside(lenet_from(untrained), pictures, seed=0)


@pytest.fixture(scope="module")
def sign_layers(briefly_trained: Any, signs: Any) -> Any:
    return inside(sign_net_from(briefly_trained), signs, seed=0)


def test_every_layer_of_weights_is_there_in_order(lenet_layers: Any, sign_layers: Any) -> None:
    assert tuple(layer.layer for layer in lenet_layers) == LENET.layers
    assert tuple(layer.layer for layer in sign_layers) == SIGNS.layers
    assert {layer.layer: layer.shape for layer in lenet_layers}["fc1"] == (500, 800)


def test_the_histogram_holds_every_weight_once_and_spans_all(lenet_layers: Any, untrained: Any) -> None:
    for layer in lenet_layers:
        weights = untrained[f"{layer.layer}.weight"].numpy()
        assert sum(layer.counts) == weights.size
        assert (layer.low, layer.high) == (weights.min(), weights.max())
        middle = len(layer.counts) // 2
        edge = layer.low + (layer.high - layer.low) * middle / len(layer.counts)
        assert sum(layer.counts[:middle]) == pytest.approx(int((weights < edge).sum()), abs=2)


@pytest.mark.parametrize("amount", [0.0, 0.25, 0.5, 0.9, 0.995, 1.0])
def test_the_magnitude_at_a_share_is_the_threshold_that_removes_it(lenet_layers: Any, untrained: Any, amount: float) -> None:
    for layer in lenet_layers:
        assert len(layer.magnitudes) == 201
        sizes = np.abs(untrained[f"{layer.layer}.weight"].numpy())
        below = (sizes < layer.magnitudes[round(200 * amount)]).mean()
        assert below == pytest.approx(amount, abs=max(0.0005, 1.1 / sizes.size))


def test_samples_are_weights_of_the_layer(lenet_layers: Any, untrained: Any) -> None:
    for layer in lenet_layers:
        weights = np.sort(untrained[f"{layer.layer}.weight"].numpy().ravel())
        assert len(layer.sample) == min(400, weights.size)
        above = np.searchsorted(weights, layer.sample).clip(1, weights.size - 1)
        nearest = np.minimum(np.abs(weights[above] - layer.sample), np.abs(weights[above - 1] - layer.sample))
        assert (nearest <= np.abs(layer.sample) * 1e-3).all()


def test_filters_are_the_first_input_channel_of_real_filters(lenet_layers: Any, sign_layers: Any, untrained: Any) -> None:
    by_name = {layer.layer: layer for layer in (*lenet_layers, *sign_layers)}
    assert np.array(by_name["conv2"].filters) == pytest.approx(untrained["conv2.weight"][:, 0].numpy(), rel=1e-3)
    assert np.array(by_name["stem"].filters).shape == (24, 4, 4)
    assert np.array(by_name["block5.depthwise"].filters).shape == (64, 3, 3)
    assert by_name["fc1"].filters == by_name["block1.pointwise"].filters == ()


def test_an_activation_is_what_the_next_layer_reads_computed_by_hand(untrained: Any, pictures: Any) -> None:
    model = lenet_from(untrained)
    images = as_input(pictures.train.images[:3])
    with torch.inference_mode():
        first = F.max_pool2d(F.relu(model.conv1(images)), 2)
        second = F.max_pool2d(F.relu(model.conv2(first)), 2).flatten(1)
        third = F.relu(model.fc1(second))
        expected = dict(zip(LENET.layers, (first, second, third, model(images)), strict=True))
    found = activations(model, images)
    assert found.keys() == expected.keys()
    assert all(np.array_equal(found[name], expected[name].numpy()) for name in expected)


def test_activations_are_behind_batch_norm_and_the_hooks_are_gone_afterwards(briefly_trained: Any, signs: Any) -> None:
    model = sign_net_from(briefly_trained)
    images = as_input(signs.train.images[:3])
    found = activations(model, images)
    with torch.inference_mode():
        stem = F.relu(model.stem_norm(model.stem(images)))
        last = model(images)
    assert np.array_equal(found["stem"], stem.numpy())
    assert np.array_equal(found["classifier"], last.numpy())
    assert all(found[name].min() >= 0 for name in SIGNS.layers[:-1])
    assert not any(module._forward_pre_hooks for module in model.modules())


def test_the_bounds_are_those_of_the_first_hundred_training_pictures(lenet_layers: Any, untrained: Any, pictures: Any) -> None:
    found = activations(lenet_from(untrained), as_input(pictures.train.images[:CALIBRATION_PICTURES]))
    assert CALIBRATION_PICTURES == 100
    for layer in lenet_layers:
        left = found[layer.layer]
        assert (layer.activation_low, layer.activation_high) == (left.min(), left.max())
        assert len(layer.activations) == min(400, left.size)
        assert layer.activation_low - 1e-3 <= min(layer.activations) <= max(layer.activations) <= layer.activation_high * 1.001


def test_a_sample_takes_no_value_twice_and_few_values_whole() -> None:
    rng = np.random.default_rng(0)
    assert some(np.arange(7, dtype=np.float32), rng=rng).tolist() == list(range(7))
    many = some(np.arange(10_000, dtype=np.float32), rng=rng)
    assert len(set(many.tolist())) == 400


def test_the_same_seed_looks_at_the_same_values(untrained: Any, pictures: Any, lenet_layers: Any) -> None:
    assert inside(lenet_from(untrained), pictures, seed=0) == lenet_layers
    assert inside(lenet_from(untrained), pictures, seed=1) != lenet_layers


@pytest.mark.slow
def test_the_run_says_where_the_weights_are_and_how_much_the_network_reads(trained: Any, pictures: Any, report: Any) -> None:
    lab = lab_named("inside")
    result = lab.load()(lab.parameters({}), report)
    (dense,) = result.variants
    assert [variant.name for variant in result.variants] == list(lab.params.variants)  # type: ignore[attr-defined]
    assert (dense.nonzero_weights, dense.latency_us, dense.speedup) == (430_500, None, None)
    assert dense.accuracy == (predict(lenet_from(trained), pictures.test.images) == pictures.test.labels).mean()
    assert result.headline.sentence == "400,000 of the 430,500 weights are in one of its 4 layers."
    assert (result.headline.figure, result.headline.figure_label) == ("93 %", "of the weights are in fc1")
    assert result.classes == tuple("0123456789")
    assert LabResult.model_validate_json(result.model_dump_json()) == result
    done = [share for _, share in report.steps]
    assert (done, done[-1]) == (sorted(done), 1.0)


def test_the_result_of_the_larger_number_of_layers_is_under_150_kb(
    briefly_trained: Any, signs: Any, report: Any, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(looking, "trained", lambda *_, **__: briefly_trained)
    lab = lab_named("inside")
    result = lab.load()(lab.parameters({"network": "signs"}), report)
    assert len(result.model_dump_json()) < 150_000
    assert len(result.extras_as(Opened).inside) == 12
    assert result.headline.figure == "52 %"
    assert "block5.pointwise" in result.headline.figure_label
