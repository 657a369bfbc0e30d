from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

pytest.importorskip("torch")
pytest.importorskip("torch_pruning")

import torch

from optimization.laboratory.networks.classifier import count_weights
from optimization.laboratory.networks.lenet import lenet_from
from optimization.laboratory.networks.register import LENET
from optimization.laboratory.pipeline.sparsity import epochs_of_phases, prune_in_rounds


def pruned(state: Any, pictures: Any, report: Any, *, sparsity: float, epochs: tuple[int, ...]) -> Any:
    model = lenet_from(state)
    prune_in_rounds(model, network=LENET, pictures=pictures, sparsity=sparsity, epochs=epochs, seed=0, report=report)
    return model.state_dict()


def nonzero(state: Any) -> int:
    return sum(count.nonzero_weights for count in count_weights(state))


@pytest.mark.parametrize(("sparsity", "left"), [(0.0, 430_500), (0.5, 215_250), (0.975, 10_762), (0.995, 2_152)])
def test_without_training_exactly_the_smallest_weights_of_the_whole_network_go(
    untrained: Any, pictures: Any, report: Any, sparsity: float, left: int
) -> None:
    state = pruned(untrained, pictures, report, sparsity=sparsity, epochs=(0, 0, 0))
    assert nonzero(state) == left
    names = [name for name in untrained if name.endswith("weight")]
    everything = torch.cat([untrained[name].abs().flatten() for name in names])
    threshold = everything.sort(descending=True).values[left - 1]
    for name in names:
        assert torch.equal(state[name], torch.where(untrained[name].abs() >= threshold, untrained[name], torch.zeros(())))


def test_training_between_the_rounds_keeps_the_zeros_and_moves_the_rest(untrained: Any, some_digits: Any, report: Any) -> None:
    state = pruned(untrained, some_digits, report, sparsity=0.9, epochs=(1, 0, 1))
    assert nonzero(state) == 43_050
    kept = state["fc1.weight"] != 0
    assert (state["fc1.weight"][kept] != untrained["fc1.weight"][kept]).float().mean() > 0.9
    said = [name for name, _ in report.steps if name.endswith("epoch 1 of 1")]
    assert [text.split(":")[0] for text in said] == ["Round 1 of 3, 63.3% of the weights zero", "Round 3 of 3, 90.0% of the weights zero"]
    shares = [share for _, share in report.steps]
    assert shares == sorted(shares)


@given(st.integers(0, 60), st.integers(1, 12))
def test_epochs_are_spread_evenly_and_none_is_lost(total: int, phases: int) -> None:
    spread = epochs_of_phases(total, phases=phases)
    assert len(spread) == phases
    assert sum(spread) == total
    assert max(spread) - min(spread) <= 1
