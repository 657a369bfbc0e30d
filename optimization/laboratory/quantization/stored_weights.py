"""Reads from a .tflite file what it really stores as weights: how many, in which type, how many of them are zero."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from math import prod
from typing import Any

import numpy as np
import numpy.typing as npt
from ai_edge_litert import schema_py_generated as schema

from optimization.laboratory.networks.register import LENET
from optimization.laboratory.quantization.sparse_encoding import block_size, written_out
from optimization.results.records import LayerCount

_TYPES = {
    schema.TensorType.FLOAT32: "float32",
    schema.TensorType.FLOAT16: "float16",
    schema.TensorType.INT8: "int8",
    schema.TensorType.INT4: "int4",
}
BITS = {"float32": 32, "float16": 16, "int8": 8, "int4": 4}
_LAYER_OPERATORS = (
    schema.BuiltinOperator.CONV_2D,
    schema.BuiltinOperator.DEPTHWISE_CONV_2D,
    schema.BuiltinOperator.FULLY_CONNECTED,
)
_WIDENING_OPERATORS = (schema.BuiltinOperator.DEQUANTIZE, schema.BuiltinOperator.DENSIFY)
"""Operators between the stored weights and the layer that uses them."""


@dataclass(frozen=True, kw_only=True, eq=False)
class StoredWeights:
    """The weights of one layer as the file holds them.

    ``values`` are the stored numbers with the zeros of a sparse encoding written out: output channel first, as LiteRT keeps them
    ([1, h, w, channels] for a depthwise convolution). An integer q stands for ``scales * (q - zero_points)``, with one scale for
    the tensor or one for each index of the dimension ``channels``; floats have no scales.
    """

    count: LayerCount
    dtype: str
    """float32, float16, int8 or int4."""
    sparse: bool
    """Whether only the non-zero numbers are stored, with their places."""
    block: int
    """How many neighbours a sparse encoding stores together, zeros among them; 1 where each number stands alone."""
    values: npt.NDArray[np.generic]
    scales: npt.NDArray[np.float64]
    zero_points: npt.NDArray[np.int64]
    channels: int


def stored_weights(file: bytes, *, layers: Sequence[str] = LENET.layers) -> tuple[StoredWeights, ...]:
    """The weights of the network's ``layers``, biases left out. An integer is non-zero where it differs from the zero point.

    Raises ValueError where the file does not hold exactly as many layers.
    """
    model = schema.ModelT.InitFromPackedBuf(file, 0)
    tensors = list(_weight_tensors(model))
    if len(tensors) != len(layers):
        raise ValueError(f"the file has {len(tensors)} convolution and linear layers instead of {len(layers)}")
    return tuple(
        _weights_of(layer, tensor, _content(file, model.buffers[tensor.buffer])) for layer, tensor in zip(layers, tensors, strict=True)
    )


def ideal_bytes(weights: Sequence[StoredWeights]) -> int:
    """The bits of the weights alone in whole bytes: all of a dense layer, the non-zero ones of a sparse one. Counted, not a file."""
    bits = sum(BITS[layer.dtype] * (layer.count.nonzero_weights if layer.sparse else layer.count.total_weights) for layer in weights)
    return -(-bits // 8)


def _weight_tensors(model: Any) -> Iterator[Any]:
    """The tensor of each convolution's and linear layer's weights, in the order of the graph."""
    graph = model.subgraphs[0]
    opcode = [model.operatorCodes[operator.opcodeIndex].builtinCode for operator in graph.operators]
    widened_from = {
        operator.outputs[0]: operator.inputs[0]
        for operator, code in zip(graph.operators, opcode, strict=True)
        if code in _WIDENING_OPERATORS
    }
    for operator, code in zip(graph.operators, opcode, strict=True):
        if code in _LAYER_OPERATORS:
            weights = operator.inputs[1]
            while weights in widened_from:
                weights = widened_from[weights]
            yield graph.tensors[weights]


def _weights_of(layer: str, tensor: Any, content: bytes) -> StoredWeights:
    dtype = _TYPES[tensor.type]
    shape = tuple(int(size) for size in tensor.shape)
    size = prod(shape)
    numbers = _unpacked(content)[:size] if dtype == "int4" else np.frombuffer(content, dtype=dtype)
    values = numbers.reshape(shape) if tensor.sparsity is None else written_out(numbers, tensor.sparsity, shape)
    scales, zero_points, channels = _quantization(tensor)
    nonzero = int(np.count_nonzero(values != _along(zero_points, channels, rank=len(shape))))
    return StoredWeights(
        count=LayerCount(layer=layer, shape=shape, nonzero_weights=nonzero, total_weights=size),
        dtype=dtype,
        sparse=tensor.sparsity is not None,
        block=1 if tensor.sparsity is None else block_size(tensor.sparsity, rank=len(shape)),
        values=values,
        scales=scales,
        zero_points=zero_points,
        channels=channels,
    )


def _unpacked(content: bytes) -> npt.NDArray[np.int8]:
    """The 4-bit integers of ``content``, two in each byte, the first in the lower half; where they are odd in number one too many."""
    pairs = np.frombuffer(content, dtype=np.uint8)
    halves = np.stack([pairs & 15, pairs >> 4], axis=1).reshape(-1).astype(np.int8)
    return np.where(halves > 7, halves - 16, halves).astype(np.int8)


def _content(file: bytes, buffer: Any) -> bytes:
    """A buffer's bytes: inside the flatbuffer, or, as litert-quantizer writes them, after it at an offset into the file."""
    if buffer.data is not None:
        return bytes(buffer.data)
    return file[buffer.offset : buffer.offset + buffer.size]


def _quantization(tensor: Any) -> tuple[npt.NDArray[np.float64], npt.NDArray[np.int64], int]:
    """Scales, zero points and the dimension they run along; without scales, and with the zero point 0, for floats."""
    quantization = tensor.quantization
    if quantization is None or quantization.scale is None or len(quantization.scale) == 0:
        return np.zeros(0), np.zeros(1, dtype=np.int64), 0
    scales = np.asarray(quantization.scale, dtype=np.float64)
    points = quantization.zeroPoint
    zero_points = np.zeros(len(scales), dtype=np.int64) if points is None else np.asarray(points, dtype=np.int64)
    return scales, zero_points, int(quantization.quantizedDimension)


def _along(points: npt.NDArray[np.int64], dimension: int, *, rank: int) -> npt.NDArray[np.int64]:
    """One number for the tensor, or one for each index of ``dimension``, shaped so that it can be compared with the tensor."""
    if len(points) == 1:
        return points
    shape = [1] * rank
    shape[dimension] = len(points)
    return points.reshape(shape)
