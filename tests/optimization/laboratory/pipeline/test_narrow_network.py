from typing import Any

import numpy as np
import pytest

pytest.importorskip("tensorflow")
pytest.importorskip("torch")
pytest.importorskip("torch_pruning")

from optimization.laboratory.networks.register import NETWORKS
from optimization.laboratory.pipeline import narrow
from optimization.laboratory.quantization.runtime import LiteRTNetwork
from optimization.laboratory.quantization.twin import float_tflite
from optimization.labs.budget import FORMAT_LABELS, Params


def test_there_is_a_way_to_every_format_of_the_parameters() -> None:
    assert set(narrow.FORMATS) == set(FORMAT_LABELS) == set(Params.model_json_schema()["properties"]["format"]["enum"])


@pytest.mark.parametrize("network", ["lenet", "signs"])
@pytest.mark.parametrize("removed", [0.5, 0.95])
def test_every_format_runs_and_computes_about_what_float_does(
    network: Any, removed: float, untrained: Any, briefly_trained: Any, pictures: Any, some_signs: Any, report: Any
) -> None:
    state, seen = (untrained, pictures) if network == "lenet" else (briefly_trained, some_signs)
    params = Params(network=network, removed=removed, fast_epochs=0)
    slim = narrow.narrowed(state, params, network=NETWORKS[network], pictures=seen, report=report)
    file = float_tflite(slim, network=NETWORKS[network])
    images = seen.test.images[:20]
    exact = LiteRTNetwork(file).logits(images)
    for kind in ("float32", "float16", "int8_dynamic"):
        found = LiteRTNetwork(narrow.in_format(file, params.model_copy(update={"format": kind}), pictures=seen)).logits(images)
        assert np.abs(found - exact).max() <= 0.1 * np.abs(exact).max()
    int8 = LiteRTNetwork(narrow.in_format(file, params, pictures=seen))
    assert int8.input_quantization is not None
    assert (int8.predict(images) == exact.argmax(axis=1)).mean() >= 0.7


def test_calibration_pictures_are_training_pictures_drawn_by_the_seed(pictures: Any, monkeypatch: pytest.MonkeyPatch) -> None:
    drawn: list[Any] = []
    monkeypatch.setitem(narrow.FORMATS, "int8", lambda file, images: drawn.append(images) or file)  # type: ignore[arg-type,func-returns-value]
    for seed in (1, 1, 2):
        narrow.in_format(b"", Params(seed=seed), pictures=pictures)
    first, again, other = drawn
    assert first.shape == (200, 28, 28)
    assert (first == again).all()
    assert not (first == other).all()
    training = {image.tobytes() for image in pictures.train.images}
    assert all(image.tobytes() in training for image in first)


def test_the_trained_network_stays_as_it_is(untrained: Any, some_digits: Any, report: Any) -> None:
    before = {name: tensor.clone() for name, tensor in untrained.items()}
    slim = narrow.narrowed(untrained, Params(fast_epochs=1), network=NETWORKS["lenet"], pictures=some_digits, report=report)
    assert all((untrained[name] == tensor).all() for name, tensor in before.items())
    assert slim["conv1.weight"].shape == (4, 1, 5, 5)
    assert slim["fc1.weight"].shape == (100, 160)
