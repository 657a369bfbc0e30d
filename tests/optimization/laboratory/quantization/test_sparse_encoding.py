"""The decoder against tensors encoded by hand, and against the pruned weights that went into a file."""

from typing import Any

import numpy as np
import pytest

pytest.importorskip("tensorflow")
pytest.importorskip("torch")

import torch
from ai_edge_litert import schema_py_generated as schema

from optimization.laboratory.networks.classifier import as_input
from optimization.laboratory.networks.lenet import lenet_from
from optimization.laboratory.networks.register import LENET, SIGNS
from optimization.laboratory.quantization.conversion import sparse_float32
from optimization.laboratory.quantization.formats import with_zeros
from optimization.laboratory.quantization.runtime import LiteRTNetwork
from optimization.laboratory.quantization.sparse_encoding import block_size, written_out
from optimization.laboratory.quantization.stored_weights import stored_weights
from optimization.laboratory.quantization.twin import keras_twin


def dense(size: int) -> Any:
    level = schema.DimensionMetadataT()
    level.format, level.denseSize = schema.DimensionType.DENSE, size
    return level


def compressed(segments: list[int], indices: list[int]) -> Any:
    level = schema.DimensionMetadataT()
    level.format = schema.DimensionType.SPARSE_CSR
    level.arraySegments, level.arrayIndices = schema.Uint8VectorT(), schema.Uint8VectorT()
    level.arraySegments.values, level.arrayIndices.values = segments, indices
    return level


def encoding(levels: list[Any], *, order: list[int], blocks: list[int] | None = None) -> Any:
    sparsity = schema.SparsityParametersT()
    sparsity.traversalOrder, sparsity.blockMap, sparsity.dimMetadata = order, blocks, levels
    return sparsity


def test_compressed_rows_come_back_to_their_places() -> None:
    sparsity = encoding([dense(3), compressed([0, 2, 2, 3], [0, 3, 1])], order=[0, 1])
    expected = [[5, 0, 0, 6], [0, 0, 0, 0], [0, 7, 0, 0]]
    assert written_out(np.array([5, 6, 7]), sparsity, (3, 4)).tolist() == expected
    assert block_size(sparsity, rank=2) == 1


def test_columns_can_come_before_rows() -> None:
    sparsity = encoding([dense(2), compressed([0, 1, 3], [2, 0, 1])], order=[1, 0])
    assert written_out(np.array([5, 6, 7]), sparsity, (3, 2)).tolist() == [[0, 6], [0, 7], [5, 0]]


def test_blocks_keep_the_zeros_among_their_numbers() -> None:
    sparsity = encoding([dense(2), compressed([0, 1, 2], [1, 0]), dense(2)], order=[0, 1, 2], blocks=[1])
    assert written_out(np.array([5, 0, 6, 7]), sparsity, (2, 4)).tolist() == [[0, 0, 5, 0], [6, 7, 0, 0]]
    assert block_size(sparsity, rank=2) == 2


def smallest_set_to_zero(weight: Any, sparsity: float) -> Any:
    order = np.argsort(np.abs(weight), axis=None)
    pruned = weight.copy()
    pruned.flat[order[: round(sparsity * weight.size)]] = 0
    return pruned


def as_litert_keeps_them(layer: str, weight: Any) -> Any:
    """PyTorch's [out, in, h, w] as [out, h, w, in], and fc1's inputs from channel first to channel last."""
    if weight.ndim == 4:
        return weight.transpose(0, 2, 3, 1)
    if layer == "fc1":
        return weight.reshape(500, 50, 4, 4).transpose(0, 2, 3, 1).reshape(500, 800)
    return weight


def torch_logits(state: Any, images: Any, sparsity: float) -> Any:
    pruned = {
        name: torch.from_numpy(smallest_set_to_zero(tensor.numpy(), sparsity)) if name.endswith("weight") else tensor
        for name, tensor in state.items()
    }
    with torch.inference_mode():
        return lenet_from(pruned)(as_input(images)).numpy()


@pytest.mark.parametrize(("sparsity", "blocks"), [(0.8, set()), (0.99, {"fc1", "fc2"})])
def test_the_file_decodes_to_exactly_the_pruned_weights(trained: Any, pictures: Any, sparsity: float, blocks: set[str]) -> None:
    file = sparse_float32(keras_twin(with_zeros(LENET, trained, sparsity=sparsity)))
    stored = stored_weights(file)
    for weights in stored:
        layer = weights.count.layer
        pruned = smallest_set_to_zero(trained[f"{layer}.weight"].numpy(), sparsity)
        assert weights.sparse
        assert np.array_equal(weights.values, as_litert_keeps_them(layer, pruned))
        assert weights.count.total_weights - weights.count.nonzero_weights == round(sparsity * pruned.size)
    assert {weights.count.layer for weights in stored if weights.block == 4} == blocks
    images = pictures.test.images[:20]
    assert np.abs(LiteRTNetwork(file).logits(images) - torch_logits(trained, images, sparsity)).max() < 1e-4


def test_a_file_with_fewer_than_30_percent_zeros_is_stored_densely(trained: Any) -> None:
    stored = stored_weights(sparse_float32(keras_twin(with_zeros(LENET, trained, sparsity=0.25))))
    assert not any(weights.sparse for weights in stored)
    assert [weights.count.nonzero_weights for weights in stored] == [375, 18_750, 300_000, 3_750]


def test_depthwise_and_pointwise_weights_come_back_with_the_factors_of_their_batch_norms(briefly_trained: Any) -> None:
    file = sparse_float32(keras_twin(with_zeros(SIGNS, briefly_trained, sparsity=0.8), network=SIGNS))
    stored = {weights.count.layer: weights for weights in stored_weights(file, layers=SIGNS.layers)}
    for layer in ("block2.depthwise", "block4.pointwise"):
        weight, norm = (
            {part: briefly_trained[f"{name}.{part}"].numpy() for part in parts}
            for name, parts in ((layer, ["weight"]), (f"{layer}_norm", ["weight", "running_var"]))
        )
        pruned = smallest_set_to_zero(weight["weight"], 0.8)
        factor = norm["weight"] / np.sqrt(norm["running_var"] + 1e-5)
        folded = pruned * factor[:, None, None, None]
        expected = folded.transpose(1, 2, 3, 0) if "depthwise" in layer else folded.transpose(0, 2, 3, 1)
        assert np.array_equal(stored[layer].values != 0, expected != 0)
        assert np.allclose(stored[layer].values, expected, rtol=1e-4)
