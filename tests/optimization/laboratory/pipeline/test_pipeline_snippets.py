"""The code beside a row must do what the lab did, so it is executed here."""

import lzma
from pathlib import Path
from typing import Any

import numpy as np
import pytest

pytest.importorskip("tensorflow")
pytest.importorskip("torch")
pytest.importorskip("torch_pruning")

import torch

from optimization.laboratory.networks.classifier import as_input, count_weights
from optimization.laboratory.networks.lenet import LeNet5, Widths, lenet_from, widths_of
from optimization.laboratory.networks.register import LENET
from optimization.laboratory.networks.signs import sign_net_from
from optimization.laboratory.networks.training import train
from optimization.laboratory.pipeline import coded, narrow, snippets
from optimization.laboratory.quantization.runtime import LiteRTNetwork
from optimization.laboratory.quantization.twin import float_tflite, keras_twin
from optimization.labs.budget import Params


@pytest.fixture
def folder(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    monkeypatch.chdir(tmp_path)
    return tmp_path


def batches(pictures: Any) -> list[Any]:
    images, labels = as_input(pictures.train.images), torch.tensor(pictures.train.labels)
    return list(zip(torch.split(images, 32), torch.split(labels, 32), strict=True))


def same_network(found: bytes, expected: bytes, pictures: Any) -> bool:
    images = pictures.test.images[:50]
    return np.array_equal(LiteRTNetwork(found).logits(images), LiteRTNetwork(expected).logits(images))


def test_the_float_file_and_its_control_are_written_and_loaded(folder: Path, untrained: Any, pictures: Any) -> None:
    exec(snippets.float_code(LENET), {"keras_model": keras_twin(untrained, network=LENET)})
    assert same_network((folder / "float.tflite").read_bytes(), float_tflite(untrained, network=LENET), pictures)
    exec(snippets.CONTROL, {})


def test_the_coded_code_prunes_and_shares_as_the_lab_does_and_its_file_is_larger(
    folder: Path, untrained: Any, some_digits: Any, report: Any
) -> None:
    params = Params(coded_epochs=2, rounds=2)
    model = lenet_from(untrained)
    exec(snippets.coded_code(params, LENET), {"model": model, "train_loader": batches(some_digits)})
    assert sum(count.nonzero_weights for count in count_weights(model.state_dict())) == 430_500 - round(0.97 * 430_500)
    assert all(len(layer.weight.unique()) <= 17 for layer in (model.conv1, model.conv2, model.fc1, model.fc2))
    file = (folder / "coded.bin").read_bytes()
    assert len(lzma.decompress(file)) < 430_500
    assert len(file) > len(coded.compressed(untrained, params, network=LENET, pictures=some_digits, report=report))


def test_without_training_the_coded_code_keeps_the_weights_of_the_lab_and_shares_as_well(
    folder: Path, untrained: Any, some_digits: Any, report: Any
) -> None:
    params = Params(coded_epochs=0, rounds=3, sparsity=0.9, shared_values=4)
    model = lenet_from(untrained)
    exec(snippets.coded_code(params, LENET), {"model": model, "train_loader": []})
    expected = coded.decompressed(coded.compressed(untrained, params, network=LENET, pictures=some_digits, report=report), network=LENET)
    for name, weight in model.state_dict().items():
        if name.endswith("weight"):
            kept = weight != 0
            assert torch.equal(kept, expected[name] != 0)
            theirs, ours = (float((shared - untrained[name])[kept].square().sum()) for shared in (weight, expected[name]))
            assert ours == pytest.approx(theirs, rel=0.05)  # scikit-learn stops a little earlier


@pytest.mark.parametrize("removed", [0.0, 0.5, 0.8])
def test_the_fast_code_removes_the_units_that_the_lab_removes(
    folder: Path, untrained: Any, some_digits: Any, report: Any, removed: float
) -> None:
    params = Params(removed=removed, fast_epochs=0, format="float32")
    model = lenet_from(untrained)
    exec(snippets.fast_code(params, LENET), {"model": model, "train_loader": []})
    expected = narrow.narrowed(untrained, params, network=LENET, pictures=some_digits, report=report)
    assert all(torch.equal(tensor, expected[name]) for name, tensor in model.state_dict().items())


@pytest.mark.parametrize("kind", ["float16", "int8", "int8_dynamic"])
def test_the_fast_code_writes_the_format_of_the_lab(
    folder: Path, untrained: Any, pictures: Any, report: Any, kind: Any, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(narrow, "CALIBRATION_IMAGES", 20)
    params = Params(removed=0.5, fast_epochs=0, format=kind)
    slim = narrow.narrowed(untrained, params, network=LENET, pictures=pictures, report=report)
    narrow_file = float_tflite(slim, network=LENET)
    (folder / "narrow.tflite").write_bytes(narrow_file)
    images = pictures.train.images[np.random.default_rng(0).permutation(len(pictures.train))]
    exec(snippets.fast_code(params, LENET), {"model": lenet_from(untrained), "train_loader": [], "images": images})
    assert same_network((folder / "fast.tflite").read_bytes(), narrow.in_format(narrow_file, params, pictures=pictures), pictures)


def test_the_code_for_the_second_network_reads_colour(folder: Path, briefly_trained: Any) -> None:
    from optimization.laboratory.networks.register import SIGNS

    params = Params(network="signs", removed=0.5, fast_epochs=0, format="float32")
    model = sign_net_from(briefly_trained)
    exec(snippets.fast_code(params, SIGNS), {"model": model, "train_loader": []})
    assert model(torch.zeros(1, 3, 32, 32)).shape == (1, 10)
    assert len(model.stem.weight) == 12
    assert "(1, 32, 32, 3)" in snippets.float_code(SIGNS)
    assert '"image": image[None]}' in snippets.fast_code(Params(network="signs"), SIGNS)


def test_the_small_dense_code_trains_the_network_of_the_lab(some_digits: Any, report: Any) -> None:
    widths = Widths(conv1=2, conv2=3, fc1=10)
    recipe = LENET.training(seed=3, epochs=1)
    order = torch.randperm(len(some_digits.train), generator=torch.Generator().manual_seed(3))
    images, labels = as_input(some_digits.train.images)[order], torch.tensor(some_digits.train.labels)[order]
    loader = list(zip(torch.split(images, recipe.batch_size), torch.split(labels, recipe.batch_size), strict=True))
    scope = {"train_loader": loader, "LeNet5": LeNet5, "Widths": Widths}
    exec(snippets.small_dense_code(LENET, widths, recipe=recipe), scope)

    torch.manual_seed(3)
    model = LeNet5(widths)
    train(model, some_digits, recipe, report=report, title="Training")
    found: Any = scope["model"]
    assert widths_of(found.state_dict()) == widths
    for name, tensor in model.state_dict().items():
        assert torch.allclose(found.state_dict()[name], tensor, atol=1e-6)
