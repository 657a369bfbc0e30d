"""What is written is the network that was shared, and what is read computes the same."""

from typing import Any

import numpy as np
import pytest

pytest.importorskip("torch")
pytest.importorskip("torch_pruning")

import torch

from optimization.laboratory.networks.classifier import as_input
from optimization.laboratory.networks.register import LENET, SIGNS
from optimization.laboratory.pipeline import coded, coding
from optimization.labs.budget import Params


def kept_before_coding(monkeypatch: pytest.MonkeyPatch) -> dict[str, Any]:
    """What the coder is handed, once ``compressed`` has run."""
    seen: dict[str, Any] = {}
    encode = coding.encode

    def watched(tensors: Any) -> bytes:
        seen.update({name: tensor.copy() for name, tensor in tensors.items()})
        return encode(tensors)

    monkeypatch.setattr(coding, "encode", watched)
    return seen


@pytest.mark.parametrize(
    "params", [Params(sparsity=0.97, coded_epochs=2, rounds=1), Params(sparsity=0.5, coded_epochs=0, shared_values=256)]
)
def test_the_file_of_lenet_holds_exactly_the_shared_weights(
    untrained: Any, some_digits: Any, report: Any, monkeypatch: pytest.MonkeyPatch, params: Params
) -> None:
    seen = kept_before_coding(monkeypatch)
    before = {name: tensor.clone() for name, tensor in untrained.items()}
    file = coded.compressed(untrained, params, network=LENET, pictures=some_digits, report=report)
    found = coded.decompressed(file, network=LENET)
    assert list(found) == list(untrained)
    assert all(found[name].numpy().tobytes() == seen[name].tobytes() for name in found)
    for name in (name for name in found if name.endswith("weight")):
        assert len(found[name].unique()) <= params.shared_values + 1
    zeros = sum(int((found[name] == 0).sum()) for name in found if name.endswith("weight"))
    assert zeros == pytest.approx(params.sparsity * 430_500, abs=1)
    assert all(torch.equal(untrained[name], tensor) for name, tensor in before.items())
    assert LENET.from_state(found)(torch.zeros(1, 1, 28, 28)).shape == (1, 10)


def test_the_same_run_gives_the_same_file(untrained: Any, some_digits: Any, report: Any) -> None:
    params = Params(coded_epochs=2, rounds=1)
    first, again = (coded.compressed(untrained, params, network=LENET, pictures=some_digits, report=report) for _ in range(2))
    assert first == again


def test_the_file_of_the_network_with_batch_norms_computes_what_was_shared(
    briefly_trained: Any, some_signs: Any, signs: Any, report: Any
) -> None:
    params = Params(network="signs", sparsity=0.5, coded_epochs=0, rounds=2)
    file = coded.compressed(briefly_trained, params, network=SIGNS, pictures=some_signs, report=report)
    model = SIGNS.from_state(coded.decompressed(file, network=SIGNS))
    assert len(file) < 127_762 * 4 / 8

    plain = SIGNS.from_state(briefly_trained)
    for name, tensor in model.state_dict().items():
        if name.endswith(("depthwise.weight", "pointwise.weight", "stem.weight", "classifier.weight")):
            plain.state_dict()[name].copy_(tensor)  # the shared weights, with batch norms as they were trained
    with torch.inference_mode():
        images = as_input(signs.test.images[:100])
        assert (model(images) - plain(images)).abs().max() < 0.05 * plain(images).abs().max()
    assert all((norm.running_mean == 0).all() for norm in model.modules() if isinstance(norm, torch.nn.BatchNorm2d))


def test_folding_the_batch_norms_changes_nothing_that_is_computed(briefly_trained: Any, signs: Any) -> None:
    model, folded = SIGNS.from_state(briefly_trained), SIGNS.from_state(briefly_trained)
    coded.fold_norms(folded)
    images = as_input(signs.test.images[:100])
    with torch.inference_mode():
        assert (folded(images) - model(images)).abs().max() < 1e-4
    assert not torch.equal(folded.stem_norm.weight, model.stem_norm.weight)


def test_short_floats_are_the_nearest_and_within_a_250th() -> None:
    numbers = np.random.default_rng(1).normal(size=1_000).astype(np.float32)
    short = coded.as_short_floats(numbers)
    assert not (short.view(np.uint32) & 0xFFFF).any()
    assert short == pytest.approx(torch.from_numpy(numbers).bfloat16().float().numpy(), rel=1e-6)
    assert (np.abs(short - numbers) <= np.abs(numbers) / 256).all()


def test_the_file_of_one_network_is_no_file_of_the_other(untrained: Any, some_digits: Any, report: Any) -> None:
    file = coded.compressed(untrained, Params(coded_epochs=0), network=LENET, pictures=some_digits, report=report)
    with pytest.raises(coding.BadCode, match="another shape"):
        coded.decompressed(file, network=SIGNS)
