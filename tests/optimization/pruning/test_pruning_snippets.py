"""The code beside a result must do what the lab did, so it is executed here."""

from typing import Any

import pytest

pytest.importorskip("torch")
pytest.importorskip("torch_pruning")

import torch

from optimization.labs.prune import Params
from optimization.networks.classifier import as_input
from optimization.networks.lenet import lenet_from
from optimization.pruning import snippets
from optimization.pruning.lab import finetuning_recipe, prune_network

METHODS = ["l1_unstructured", "random_unstructured", "structured", "random_structured"]


def executed(code: str, **names: Any) -> dict[str, Any]:
    with torch.random.fork_rng(devices=[]):
        exec(code, names)
    return names


@pytest.mark.parametrize("method", METHODS)
def test_the_code_prunes_exactly_what_the_lab_prunes(untrained: Any, pictures: Any, report: Any, method: str) -> None:
    params = Params.model_validate({"method": method, "amount": 0.7, "seed": 3})
    model = lenet_from(untrained)
    executed(snippets.pruned_code(params, finetuning_recipe(params)), model=model)
    expected, found = prune_network(untrained, params, pictures, report=report), model.state_dict()
    assert expected.keys() == found.keys()
    assert all(torch.equal(expected[name], found[name]) for name in expected)


@pytest.mark.parametrize("method", ["l1_unstructured", "structured"])
def test_the_code_with_fine_tuning_runs_and_keeps_the_zeros(untrained: Any, pictures: Any, method: str) -> None:
    params = Params.model_validate({"method": method, "amount": 0.9, "finetune_epochs": 1})
    batch = (as_input(pictures.train.images[:32]), torch.tensor(pictures.train.labels[:32]))
    model = lenet_from(untrained)
    executed(snippets.pruned_code(params, finetuning_recipe(params)), model=model, train_loader=[batch])
    weights = torch.cat([parameter.flatten() for name, parameter in model.named_parameters() if name.endswith("weight")])
    assert int(weights.count_nonzero()) <= 43_050
    assert not torch.equal(model.fc2.bias, untrained["fc2.bias"])


def test_the_code_of_the_dense_network_prints_its_size(untrained: Any, capsys: pytest.CaptureFixture[str]) -> None:
    executed(snippets.DENSE, model=lenet_from(untrained))
    assert 1_700_000 < int(capsys.readouterr().out.split()[0]) < 1_750_000


def test_the_code_of_the_control_makes_the_same_network_again(untrained: Any) -> None:
    model = lenet_from(untrained)
    control = executed(snippets.CONTROL, model=model)["control"]
    assert control is not model
    assert torch.equal(control.fc1.weight, model.fc1.weight)
