"""The networks that read a drawing: how many weights they have left, and how many values a weight can have."""

from __future__ import annotations

from typing import Any

import numpy as np
import pytest

from optimization.labs.digit import BITS, SPARSITIES, Params, variant_name
from optimization.results.progress import TerminalReport

torch = pytest.importorskip("torch")

from optimization.errors import RunCancelled  # noqa: E402
from optimization.laboratory.breaking import networks  # noqa: E402
from optimization.laboratory.breaking.networks import rounded  # noqa: E402
from optimization.laboratory.networks.classifier import predict  # noqa: E402
from optimization.laboratory.networks.lenet import lenet_from  # noqa: E402


@pytest.mark.parametrize("bits", [8, 4, 3, 2])
def test_an_output_channel_has_no_more_values_than_the_bits_allow(untrained: Any, bits: int) -> None:
    for name, value in rounded(untrained, bits=bits).items():
        if name.endswith(".weight"):
            for channel in value:
                assert len(channel.unique()) <= 2**bits - 1, name


@pytest.mark.parametrize("bits", [8, 4, 3, 2])
def test_each_weight_moves_to_the_nearest_value_of_a_grid_through_zero(untrained: Any, bits: int) -> None:
    for name, value in rounded(untrained, bits=bits).items():
        before = untrained[name].numpy().astype(np.float64)
        if not name.endswith(".weight"):
            assert np.array_equal(value.numpy(), before), name
            continue
        for old, new in zip(before.reshape(len(before), -1), value.numpy().reshape(len(before), -1), strict=True):
            levels = np.abs(old).max() / (2 ** (bits - 1) - 1) * np.arange(-(2 ** (bits - 1)) + 1, 2 ** (bits - 1))
            nearest = np.abs(old[:, None] - levels).min(axis=1)
            assert np.abs(new - old) == pytest.approx(nearest, abs=1e-6), name
            assert np.abs(new[:, None] - levels).min(axis=1).max() < 1e-6, name


def test_thirty_two_bits_leave_every_weight_as_it_is(untrained: Any) -> None:
    assert rounded(untrained, bits=32) is untrained


def test_a_channel_of_zeros_stays_zero() -> None:
    state = {"fc.weight": torch.tensor([[0.0, 0.0], [0.3, -0.1]])}
    assert rounded(state, bits=2)["fc.weight"].tolist() == [[0.0, 0.0], [pytest.approx(0.3), 0.0]]


def test_a_stopped_preparation_keeps_no_half_made_networks(monkeypatch: pytest.MonkeyPatch, untrained: Any) -> None:
    class Stopping(TerminalReport):
        def check(self) -> None:
            raise RunCancelled("stopped")

    monkeypatch.setattr(networks, "trained", lambda *args, **kwargs: untrained)
    with pytest.raises(RunCancelled):
        networks.readers(seed=9998, report=Stopping())
    assert 9998 not in networks._ready


@pytest.mark.slow
def test_the_zeros_are_counted_as_by_hand(ready: Any) -> None:
    # conv1 500, conv2 25,000, fc1 400,000 and fc2 5,000 weights; the same share is taken from each.
    left = {one.name: one.nonzero_weights for one in ready.variants}
    assert left[variant_name(0.0, 32)] == 430_500
    assert left[variant_name(0.5, 32)] == 215_250
    assert left[variant_name(0.9, 32)] == 50 + 2_500 + 40_000 + 500
    assert left[variant_name(0.99, 32)] == 5 + 250 + 4_000 + 50
    for sparsity in SPARSITIES:
        counts = [left[variant_name(sparsity, bits)] for bits in BITS]
        assert counts == sorted(counts, reverse=True)


@pytest.mark.slow
def test_the_ideal_size_is_the_bits_of_the_weights_that_are_left(ready: Any) -> None:
    by_name = {one.name: one for one in ready.variants}
    assert by_name[variant_name(0.0, 32)].ideal_bytes == 1_722_000
    assert by_name[variant_name(0.9, 32)].ideal_bytes == 172_200
    three = by_name[variant_name(0.9, 3)]
    assert three.ideal_bytes == (3 * three.nonzero_weights + 7) // 8


@pytest.mark.slow
def test_the_whole_network_reads_as_the_trained_one_and_every_other_is_compared_with_it(ready: Any, trained: Any, pictures: Any) -> None:
    own = predict(lenet_from(trained), pictures.test.images)
    first = ready.variants[0]
    assert first.accuracy == float((own == pictures.test.labels).mean())
    assert first.changed_predictions == 0
    for one in ready.variants[1::7]:
        theirs = predict(ready.networks[one.name], pictures.test.images)
        assert one.changed_predictions == int((theirs != own).sum())
        assert one.accuracy == float((theirs == pictures.test.labels).mean())


@pytest.mark.slow
def test_the_networks_are_found_again_in_their_files(ready: Any, monkeypatch: pytest.MonkeyPatch, report: Any) -> None:
    def no_training(*args: Any, **kwargs: Any) -> None:
        raise AssertionError("it was trained again")

    monkeypatch.setattr(networks, "train", no_training)
    monkeypatch.setattr(networks, "_ready", {})
    again = networks.readers(seed=0, report=report)
    assert again.variants == ready.variants
    name = variant_name(0.97, 4)
    assert all(torch.equal(a, b) for a, b in zip(again.networks[name].parameters(), ready.networks[name].parameters(), strict=True))
    assert tuple(again.networks) == Params.variants
