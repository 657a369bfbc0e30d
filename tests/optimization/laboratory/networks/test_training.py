from dataclasses import replace
from pathlib import Path
from typing import Any

import platformdirs
import pytest

pytest.importorskip("torch")

import torch
from torch.nn.utils import prune

from optimization.errors import RunCancelled
from optimization.laboratory.networks import training
from optimization.laboratory.networks.classifier import predict, weight_layers
from optimization.laboratory.networks.lenet import LeNet5, lenet_from
from optimization.laboratory.networks.network import Recipe
from optimization.laboratory.networks.register import LENET
from optimization.laboratory.networks.training import network_key, train, trained


@pytest.fixture
def short_training(monkeypatch: pytest.MonkeyPatch) -> list[Recipe]:
    """Replaces the training itself, to test what is kept around it; the recipes it was called with."""
    recipes: list[Recipe] = []

    def fake(model: LeNet5, digits: Any, recipe: Recipe, **_: Any) -> None:
        recipes.append(recipe)

    monkeypatch.setattr(training, "train", fake)
    return recipes


@pytest.fixture
def folder(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    monkeypatch.setattr(platformdirs, "user_cache_dir", lambda *args, **kwargs: str(tmp_path))
    return tmp_path / "networks"


def test_the_second_call_reads_what_the_first_one_kept(folder: Path, short_training: list[Recipe], pictures: Any, report: Any) -> None:
    first, second = (trained(LENET, seed=3, report=report) for _ in range(2))
    assert [recipe.seed for recipe in short_training] == [3]
    assert all(torch.equal(first[name], second[name]) for name in first)


def test_another_seed_is_another_network(folder: Path, short_training: list[Recipe], pictures: Any, report: Any) -> None:
    first, second = (trained(LENET, seed=seed, report=report) for seed in (3, 4))
    assert not torch.equal(first["conv1.weight"], second["conv1.weight"])
    assert network_key(LENET, recipe=LENET.training(seed=3)) != network_key(LENET, recipe=LENET.training(seed=4))


def test_a_damaged_file_is_trained_anew(folder: Path, short_training: list[Recipe], pictures: Any, report: Any) -> None:
    before = trained(LENET, seed=3, report=report)
    (path,) = folder.iterdir()
    path.write_bytes(path.read_bytes()[:1000])
    after = trained(LENET, seed=3, report=report)
    assert len(short_training) == 2
    assert all(torch.equal(before[name], after[name]) for name in before)


def test_a_cancelled_training_keeps_nothing(folder: Path, pictures: Any, report: Any, monkeypatch: pytest.MonkeyPatch) -> None:
    def cancel() -> None:
        raise RunCancelled("stopped")

    monkeypatch.setattr(report, "check", cancel)
    with pytest.raises(RunCancelled):
        trained(LENET, seed=3, report=report)
    assert not folder.exists()


def test_training_leaves_the_caller_s_random_numbers_alone(folder: Path, short_training: list[Recipe], pictures: Any, report: Any) -> None:
    torch.manual_seed(1)
    expected = torch.rand(3)
    torch.manual_seed(1)
    trained(LENET, seed=3, report=report)
    assert torch.equal(torch.rand(3), expected)


@pytest.mark.slow
def test_the_trained_network_reads_nearly_all_held_out_pictures(trained: Any, pictures: Any) -> None:
    right = (predict(lenet_from(trained), pictures.test.images) == pictures.test.labels).mean()
    assert right > 0.95


@pytest.mark.slow
def test_training_is_repeatable_and_tells_each_epoch_with_its_accuracy(pictures: Any, untrained: Any, report: Any) -> None:
    models = [lenet_from(untrained) for _ in range(2)]
    for model in models:
        train(model, pictures, Recipe(epochs=1, seed=5), report=report, title="Training")
    assert all(torch.equal(a, b) for a, b in zip(models[0].state_dict().values(), models[1].state_dict().values(), strict=True))
    name, done = report.steps[-1]
    right = (predict(models[1], pictures.validation.images) == pictures.validation.labels).mean()
    assert (name, done) == (f"Training: epoch 1 of 1, {right:.1%} of the validation pictures right", 1.0)


def test_a_network_that_was_trained_under_a_mask_can_be_pruned_on(untrained: Any, pictures: Any, report: Any) -> None:
    some = replace(pictures, train=replace(pictures.train, images=pictures.train.images[:64], labels=pictures.train.labels[:64]))
    model = lenet_from(untrained)
    layers = [(layer, "weight") for layer in weight_layers(model).values()]
    for amount in (1_000, 2_000):
        prune.global_unstructured(layers, pruning_method=prune.L1Unstructured, amount=amount)  # type: ignore[no-untyped-call]
        train(model, some, LENET.finetuning(epochs=1, seed=0), report=report, title="Training")
    assert sum(int((layer.weight == 0).sum()) for layer, _ in layers) == 3_000
    assert all(tensor.is_contiguous() for tensor in [*model.state_dict().values(), *(layer.weight for layer, _ in layers)])
