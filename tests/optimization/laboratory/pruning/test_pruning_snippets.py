"""The code beside a result must do what the lab did, so it is executed here."""

from itertools import product
from typing import Any

import pytest

pytest.importorskip("torch")
pytest.importorskip("torch_pruning")

import torch

from optimization.laboratory.networks import lenet, signs
from optimization.laboratory.networks.classifier import as_input
from optimization.laboratory.networks.register import LENET, NETWORKS, SIGNS
from optimization.laboratory.networks.small import count_parameters, widths_for
from optimization.laboratory.pruning import gradual, snippets
from optimization.laboratory.pruning.gradual import prune_network
from optimization.laboratory.pruning.selection import selection_of
from optimization.labs.prune import Params

UNSTRUCTURED = ["l1_unstructured", "global_unstructured", "random_unstructured"]
STRUCTURED = ["structured", "random_structured"]


def executed(code: str, **names: Any) -> dict[str, Any]:
    with torch.random.fork_rng(devices=[]):
        exec(code, names)
    return names


def assert_same(params: Params, state: Any, pictures: Any, report: Any, *, by_chance: bool = False, batches: Any = None) -> None:
    """The lab's state and the one that the code leaves are equal in every tensor."""
    network, selection = NETWORKS[params.network], selection_of(params)
    selection = selection.by_chance() if by_chance else selection
    model = network.from_state(state)
    executed(snippets.pruned_code(params, selection, network), model=model, train_loader=batches)
    expected, found = prune_network(state, params, pictures, report=report, selection=selection), model.state_dict()
    assert expected.keys() == found.keys()
    assert all(torch.equal(expected[name], found[name]) for name in expected)


@pytest.mark.parametrize(("method", "steps"), [*product(UNSTRUCTURED + STRUCTURED, [1, 3])])
def test_the_code_prunes_exactly_what_the_lab_prunes(untrained: Any, pictures: Any, report: Any, method: str, steps: int) -> None:
    params = Params.model_validate({"method": method, "amount": 0.7, "seed": 3, "steps": steps, "round_to": 4})
    assert_same(params, untrained, pictures, report)
    assert_same(params, untrained, pictures, report, by_chance=True)


@pytest.mark.parametrize(
    ("method", "steps"), [("global_unstructured", 2), ("l1_unstructured", 1), ("structured", 2), ("random_structured", 1)]
)
def test_it_does_so_for_the_convolutional_network_too(briefly_trained: Any, some_signs: Any, report: Any, method: str, steps: int) -> None:
    params = Params.model_validate({"network": "signs", "method": method, "amount": 0.7, "steps": steps})
    assert_same(params, briefly_trained, some_signs, report)


@pytest.fixture
def same_batches(monkeypatch: pytest.MonkeyPatch, pictures: Any) -> list[Any]:
    """Two batches that lab and code both train on: the lab's own training is replaced by a loop over them."""
    images, labels = as_input(pictures.train.images[:64]), torch.tensor(pictures.train.labels[:64])
    batches = list(zip(images.split(32), labels.split(32), strict=True))

    def train(model: Any, _: Any, recipe: Any, **__: Any) -> None:
        optimizer = torch.optim.SGD(model.parameters(), recipe.learning_rate, recipe.momentum, weight_decay=recipe.weight_decay)
        schedule = torch.optim.lr_scheduler.LinearLR(optimizer, 1.0, 0.1, recipe.epochs)
        for _epoch in range(recipe.epochs):
            model.train()
            for some, right in batches:
                optimizer.zero_grad()
                torch.nn.functional.cross_entropy(model(some), right).backward()
                optimizer.step()
            schedule.step()
        model.eval()

    monkeypatch.setattr(gradual, "train", train)
    return batches


@pytest.mark.parametrize(("method", "mask"), [*product(UNSTRUCTURED, ["after", "before", "never"]), ("structured", "after")])
def test_with_fine_tuning_after_each_step_code_and_lab_end_with_the_same_numbers(
    untrained: Any, pictures: Any, report: Any, same_batches: Any, method: str, mask: str
) -> None:
    for steps in (1, 2):
        given = {"method": method, "amount": 0.9, "finetune_epochs": 2, "mask_removed": mask, "steps": steps}
        assert_same(Params.model_validate(given), untrained, pictures, report, batches=same_batches)


def test_the_code_of_the_dense_network_prints_its_size(untrained: Any, capsys: pytest.CaptureFixture[str]) -> None:
    executed(snippets.DENSE, model=LENET.from_state(untrained))
    assert 1_700_000 < int(capsys.readouterr().out.split()[0]) < 1_750_000


def test_the_code_of_the_control_makes_the_same_network_again(untrained: Any) -> None:
    model = LENET.from_state(untrained)
    control = executed(snippets.CONTROL, model=model)["control"]
    assert control is not model
    assert torch.equal(control.fc1.weight, model.fc1.weight)


@pytest.mark.parametrize(("network", "module"), [(LENET, lenet), (SIGNS, signs)], ids=["lenet", "signs"])
def test_the_code_of_the_small_dense_network_makes_and_trains_one_of_that_size(network: Any, module: Any) -> None:
    widths = widths_for(network, parameters=9_000)
    parameters = count_parameters(network, widths)
    recipe = network.training(seed=5, epochs=1)
    code = snippets.small_dense_code(network, widths, recipe=recipe, parameters=parameters)
    batch = (torch.zeros(4, *network.input_shape), torch.tensor([0, 1, 2, 3]))
    architecture = network.architecture
    model = executed(code, train_loader=[batch], **{architecture.__name__: architecture, "Widths": module.Widths})["model"]
    assert f"{parameters:,} parameters" in code
    assert sum(parameter.numel() for parameter in model.parameters()) == parameters
    assert not model.training
    with torch.random.fork_rng(devices=[]):
        torch.manual_seed(5)
        assert not torch.equal(next(model.parameters()), next(architecture(widths).parameters())), "it was trained"
