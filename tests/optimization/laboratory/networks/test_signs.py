from typing import Any

import numpy as np
import pytest

pytest.importorskip("torch")

import torch

from optimization.laboratory.networks.classifier import as_input, count_weights, predict
from optimization.laboratory.networks.register import SIGNS
from optimization.laboratory.networks.signs import SignNet, Widths, sign_net_from, widths_of
from optimization.laboratory.networks.training import trained, use_one_thread

NARROW = Widths(stem=3, block1=5, block2=7, block3=9, block4=11, block5=13)


def by_hand(stem: int, *blocks: int) -> dict[str, int]:
    """Weights per layer: 4x4 filters on three colours, then for each block 9 a channel and one for each pair of channels."""
    counts = {"stem": 48 * stem}
    channels = stem
    for number, width in enumerate(blocks, start=1):
        counts |= {f"block{number}.depthwise": 9 * channels, f"block{number}.pointwise": channels * width}
        channels = width
    return counts | {"classifier": 10 * channels}


def test_it_has_127762_parameters_of_which_the_weights_are_counted_by_hand(briefly_trained: Any) -> None:
    assert sum(parameter.numel() for parameter in SignNet().parameters()) == 127_762
    counts = {count.layer: count.total_weights for count in count_weights(briefly_trained)}
    assert counts == by_hand(24, 48, 96, 128, 256, 256)
    norms, biases = 2 * 2 * (24 + 48 + 96 + 128 + 256) + 2 * 256, 10
    assert sum(counts.values()) + norms + biases == 127_762


def test_a_narrower_state_gives_a_narrower_network() -> None:
    state = SignNet(NARROW).state_dict()
    assert widths_of(state) == NARROW
    assert {count.layer: count.total_weights for count in count_weights(state)} == by_hand(3, 5, 7, 9, 11, 13)
    assert sign_net_from(state)(torch.zeros(2, 3, 32, 32)).shape == (2, 10)


def test_a_network_built_from_a_state_has_memory_of_its_own(briefly_trained: Any) -> None:
    first, second = sign_net_from(briefly_trained), sign_net_from(briefly_trained)
    with torch.no_grad():
        first.stem.weight.zero_()
        first.stem_norm.running_mean.zero_()
    assert torch.equal(second.stem.weight, briefly_trained["stem.weight"])
    assert torch.equal(second.stem_norm.running_mean, briefly_trained["stem_norm.running_mean"])
    assert not first.training


def test_colour_pictures_go_in_channel_first(signs: Any) -> None:
    batch = as_input(signs.test.images[:5])
    assert batch.shape == (5, 3, 32, 32)
    assert np.array_equal(batch[4, 2].numpy(), signs.test.images[4, :, :, 2])


def test_pictures_read_in_parts_give_what_each_gives_alone(briefly_trained: Any, signs: Any, monkeypatch: pytest.MonkeyPatch) -> None:
    model = sign_net_from(briefly_trained)
    with torch.inference_mode():
        alone = [int(model(as_input(image[None])).argmax()) for image in signs.test.images[:50]]
    assert len(set(alone)) > 1
    monkeypatch.setattr("optimization.laboratory.networks.classifier.PICTURES_AT_ONCE", 20)
    assert predict(model, signs.test.images[:50]).tolist() == alone


@pytest.mark.slow
def test_the_trained_network_is_good_but_not_perfect_on_held_out_signs(signs: Any, cache_of_the_tests: None, report: Any) -> None:
    use_one_thread()
    state = trained(SIGNS, seed=0, report=report)
    right = (predict(sign_net_from(state), signs.test.images) == signs.test.labels).mean()
    assert 0.90 < right < 0.98
    assert [name for name, _ in report.steps if "epoch 8 of 8" in name]
