from typing import Any

import numpy as np
import pytest

pytest.importorskip("torch")
pytest.importorskip("torch_pruning")

import torch

from optimization.laboratory.networks.classifier import as_input, count_weights
from optimization.laboratory.networks.lenet import lenet_from
from optimization.laboratory.pruning import gradual
from optimization.laboratory.pruning.gradual import prune_network, shares
from optimization.laboratory.pruning.selection import ANOTHER_DRAW, selection_of
from optimization.laboratory.pruning.unstructured import hidden
from optimization.labs.prune import Params

LAYERS = ("conv1", "conv2", "fc1", "fc2")
UNSTRUCTURED = ["l1_unstructured", "global_unstructured", "random_unstructured"]
STRUCTURED = ["structured", "random_structured"]


def params(**given: Any) -> Params:
    return Params.model_validate(given)


def smallest(weight: Any, amount: float) -> Any:
    """Where the smallest weights are, found by sorting in numpy: the oracle."""
    values = np.abs(weight.numpy()).ravel()
    places = np.zeros(values.size, dtype=bool)
    places[np.argsort(values)[: round(amount * values.size)]] = True
    return torch.tensor(places.reshape(weight.shape))


def test_the_schedule_is_the_cubic_one_of_the_paper() -> None:
    assert shares(0.8, steps=4) == pytest.approx([0.8 * (1 - 27 / 64), 0.8 * (1 - 8 / 64), 0.8 * (1 - 1 / 64), 0.8])
    assert shares(0.9, steps=1) == [0.9]


@pytest.mark.parametrize("steps", range(1, 11))
def test_every_schedule_rises_and_ends_at_exactly_the_amount(steps: int) -> None:
    found = shares(0.97, steps=steps)
    assert found == sorted(found)
    assert (len(found), found[-1]) == (steps, 0.97)


@pytest.mark.parametrize("method", UNSTRUCTURED + STRUCTURED)
@pytest.mark.parametrize("amount", [0.5, 0.9, 0.97])
def test_five_steps_end_with_the_counts_of_one_shot(untrained: Any, pictures: Any, report: Any, method: str, amount: float) -> None:
    one, five = (
        count_weights(prune_network(untrained, params(method=method, amount=amount, steps=steps), pictures, report=report))
        for steps in (1, 5)
    )
    assert [layer.shape for layer in one] == [layer.shape for layer in five]
    assert sum(layer.nonzero_weights for layer in one) == sum(layer.nonzero_weights for layer in five)
    if method != "global_unstructured":
        assert one == five


@pytest.mark.parametrize("method", ["l1_unstructured", "global_unstructured"])
def test_without_training_in_between_the_steps_choose_what_one_shot_chooses(
    untrained: Any, pictures: Any, report: Any, method: str
) -> None:
    one, five = (prune_network(untrained, params(method=method, steps=steps), pictures, report=report) for steps in (1, 5))
    assert all(torch.equal(one[name], five[name]) for name in one)


@pytest.fixture
def after_each_step(monkeypatch: pytest.MonkeyPatch) -> list[dict[str, int]]:
    """Replaces the training by small random changes, and notes how many weights are hidden when it begins."""
    seen: list[dict[str, int]] = []

    def change(model: Any, *_: Any, **__: Any) -> None:
        seen.append({name: hidden(model.get_submodule(name)) for name in LAYERS})
        noise = torch.Generator().manual_seed(len(seen))
        with torch.no_grad():
            for parameter in model.parameters():
                parameter += 0.02 * torch.randn(parameter.shape, generator=noise)
            model(torch.zeros(1, 1, 28, 28))

    monkeypatch.setattr(gradual, "train", change)
    return seen


@pytest.mark.parametrize("method", UNSTRUCTURED)
def test_with_training_in_between_each_step_hides_exactly_its_share_of_the_original_weights(
    untrained: Any, pictures: Any, report: Any, after_each_step: list[dict[str, int]], method: str
) -> None:
    given = params(method=method, amount=0.9, steps=3, finetune_epochs=1)
    state = prune_network(untrained, given, pictures, report=report)
    assert [sum(step.values()) for step in after_each_step] == [round(0.9 * part * 430_500) for part in (19 / 27, 26 / 27, 1)]
    assert sum(layer.nonzero_weights for layer in count_weights(state)) == 43_050
    if method != "global_unstructured":
        assert after_each_step[-1] == {"conv1": 450, "conv2": 22_500, "fc1": 360_000, "fc2": 4_500}


def test_narrow_layers_lose_exactly_their_share_of_the_original_units_while_training_goes_on(
    untrained: Any, pictures: Any, report: Any, after_each_step: list[dict[str, int]]
) -> None:
    given = params(method="structured", amount=0.5, steps=4, finetune_epochs=1, round_to=2)
    state = prune_network(untrained, given, pictures, report=report)
    assert len(after_each_step) == 4
    assert {layer.layer: layer.shape for layer in count_weights(state)} == {
        "conv1": (10, 1, 5, 5),
        "conv2": (26, 10, 5, 5),
        "fc1": (250, 26 * 16),
        "fc2": (10, 250),
    }


def test_the_counterpart_by_chance_leaves_as_many_others(untrained: Any, pictures: Any, report: Any) -> None:
    for method in UNSTRUCTURED:
        given = params(method=method, amount=0.9)
        own = prune_network(untrained, given, pictures, report=report)
        chance = prune_network(untrained, given, pictures, report=report, selection=selection_of(given).by_chance())
        kept, drawn = (torch.cat([state[f"{layer}.weight"].flatten() != 0 for layer in LAYERS]) for state in (own, chance))
        assert kept.sum() == drawn.sum() == 43_050
        assert int((kept & drawn).sum()) == pytest.approx(4_305, rel=0.1), "a tenth of a tenth is in both by chance"


@pytest.mark.parametrize("method", STRUCTURED)
def test_the_counterpart_of_channels_is_as_narrow_with_others(untrained: Any, pictures: Any, report: Any, method: str) -> None:
    given = params(method=method, amount=0.5)
    own = prune_network(untrained, given, pictures, report=report)
    chance = prune_network(untrained, given, pictures, report=report, selection=selection_of(given).by_chance())
    assert [layer.shape for layer in count_weights(own)] == [layer.shape for layer in count_weights(chance)]
    assert not torch.equal(own["conv1.weight"], chance["conv1.weight"])


def test_no_seed_of_a_run_draws_what_another_run_s_counterpart_draws() -> None:
    highest = Params.model_fields["seed"].metadata
    assert any(getattr(bound, "le", 0) < ANOTHER_DRAW for bound in highest if hasattr(bound, "le"))
    assert selection_of(params(method="random_unstructured", seed=3)).by_chance().seed == 3 + ANOTHER_DRAW


def test_a_mask_that_is_never_removed_stays_in_the_state(untrained: Any, pictures: Any, report: Any) -> None:
    state = prune_network(untrained, params(mask_removed="never"), pictures, report=report)
    assert torch.equal(state["fc1.weight_orig"], untrained["fc1.weight"])
    assert int(state["fc1.weight_mask"].sum()) == 40_000


@pytest.mark.parametrize("mask", ["after", "before"])
def test_without_fine_tuning_it_does_not_matter_when_the_mask_goes(untrained: Any, pictures: Any, report: Any, mask: str) -> None:
    for method in UNSTRUCTURED:
        given = params(method=method, mask_removed=mask, steps=3)
        found = count_weights(prune_network(untrained, given, pictures, report=report))
        assert sum(layer.nonzero_weights for layer in found) == 43_050


@pytest.mark.slow
def test_masked_weights_stay_zero_through_fine_tuning_and_the_others_move(untrained: Any, pictures: Any, report: Any) -> None:
    state = prune_network(untrained, params(amount=0.9, finetune_epochs=1), pictures, report=report)
    for layer in LAYERS:
        zeros = smallest(untrained[f"{layer}.weight"], 0.9)
        after = state[f"{layer}.weight"]
        assert (after[zeros] == 0).all()
        assert (after[~zeros] != untrained[f"{layer}.weight"][~zeros]).float().mean() > 0.9
    assert any("Fine-tuning: epoch 1 of 1" in name and "% of the validation pictures right" in name for name, _ in report.steps)


@pytest.mark.slow
def test_zeros_that_nothing_holds_are_trained_away_but_where_no_training_picture_reaches(trained: Any, pictures: Any, report: Any) -> None:
    given = params(amount=0.9, mask_removed="before", finetune_epochs=1)
    state = prune_network(trained, given, pictures, report=report)
    left = {layer.layer: layer.nonzero_weights for layer in count_weights(state)}
    assert sum(left.values()) > 4 * 43_050
    assert all(left[layer] > 2 * kept for layer, kept in {"conv1": 50, "conv2": 2_500, "fc1": 40_000, "fc2": 500}.items())
    reached = hidden_activity(state, pictures)
    zeros = state["fc2.weight"] == 0
    assert zeros.any()
    assert not zeros[:, reached].any(), "each weight of the classifier that reads a unit which ever answers has moved"


def hidden_activity(state: Any, pictures: Any) -> Any:
    """Which units of fc1 answer more than a hundredth of the training pictures, computed from the state by hand."""
    model = lenet_from(state)
    with torch.inference_mode():
        images = as_input(pictures.train.images)
        x = torch.nn.functional.max_pool2d(model.conv1(images).relu(), 2)
        x = torch.nn.functional.max_pool2d(model.conv2(x).relu(), 2)
        return (model.fc1(x.flatten(1)) > 0).float().mean(dim=0) > 0.01


@pytest.mark.slow
def test_each_step_is_told_with_its_share_and_its_accuracy_and_progress_only_grows(untrained: Any, pictures: Any, report: Any) -> None:
    prune_network(untrained, params(amount=0.9, steps=2, finetune_epochs=1), pictures, report=report)
    assert any("Step 1 of 2, 78.8% removed, fine-tuning: epoch 1 of 1" in name and "right" in name for name, _ in report.steps)
    assert any("Step 2 of 2, 90.0% removed" in name for name, _ in report.steps)
    done = [share for _, share in report.steps]
    assert done == sorted(done)
    assert done[-1] == 1.0


@pytest.mark.slow
def test_the_convolutional_network_is_pruned_in_steps_too(briefly_trained: Any, some_signs: Any, report: Any) -> None:
    given = params(network="signs", amount=0.8, steps=2, finetune_epochs=1)
    for layer in count_weights(prune_network(briefly_trained, given, some_signs, report=report)):
        assert layer.nonzero_weights == layer.total_weights - round(0.8 * layer.total_weights), layer.layer
    narrow = params(network="signs", amount=0.5, steps=2, finetune_epochs=1, method="structured", round_to=8)
    state = prune_network(briefly_trained, narrow, some_signs, report=report)
    widths = [len(state[f"{layer}.weight"]) for layer in ("stem", *(f"block{number}.pointwise" for number in range(1, 6)))]
    assert widths == [16, 24, 48, 64, 128, 128]
