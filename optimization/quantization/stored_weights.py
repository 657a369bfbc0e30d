"""Reads from a .tflite file what it really stores as weights: how many, in which type, how many of them are zero."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from typing import Any

import numpy as np
import numpy.typing as npt
from ai_edge_litert import schema_py_generated as schema

from optimization.networks.register import LENET
from optimization.results import LayerCount

_NUMPY_TYPES = {
    schema.TensorType.FLOAT32: np.float32,
    schema.TensorType.FLOAT16: np.float16,
    schema.TensorType.INT8: np.int8,
}
_LAYER_OPERATORS = (
    schema.BuiltinOperator.CONV_2D,
    schema.BuiltinOperator.DEPTHWISE_CONV_2D,
    schema.BuiltinOperator.FULLY_CONNECTED,
)


@dataclass(frozen=True, kw_only=True)
class StoredWeights:
    """The weights of one layer as the file holds them; ``dtype`` is float32, float16 or int8."""

    count: LayerCount
    dtype: str


def stored_weights(file: bytes, *, layers: Sequence[str] = LENET.layers) -> tuple[StoredWeights, ...]:
    """The weights of the network's ``layers``, biases left out. An integer is non-zero where it differs from the zero point.

    Raises ValueError where the file does not hold exactly as many layers.
    """
    model = schema.ModelT.InitFromPackedBuf(file, 0)
    tensors = list(_weight_tensors(model))
    if len(tensors) != len(layers):
        raise ValueError(f"the file has {len(tensors)} convolution and linear layers instead of {len(layers)}")
    return tuple(
        _stored(layer, tensor, _content(file, model.buffers[tensor.buffer])) for layer, tensor in zip(layers, tensors, strict=True)
    )


def _weight_tensors(model: Any) -> Iterator[Any]:
    """The tensor of each convolution's and linear layer's weights, in the order of the graph."""
    graph = model.subgraphs[0]
    opcode = [model.operatorCodes[operator.opcodeIndex].builtinCode for operator in graph.operators]
    # Weight-only and float16 files widen the stored weights with a DEQUANTIZE operator: go back through it.
    dequantized_from = {
        operator.outputs[0]: operator.inputs[0]
        for operator, code in zip(graph.operators, opcode, strict=True)
        if code == schema.BuiltinOperator.DEQUANTIZE
    }
    for operator, code in zip(graph.operators, opcode, strict=True):
        if code in _LAYER_OPERATORS:
            weights = operator.inputs[1]
            yield graph.tensors[dequantized_from.get(weights, weights)]


def _stored(layer: str, tensor: Any, content: bytes) -> StoredWeights:
    dtype = np.dtype(_NUMPY_TYPES[tensor.type])
    shape = tuple(int(size) for size in tensor.shape)
    values = np.frombuffer(content, dtype=dtype).reshape(shape)
    nonzero = int(np.count_nonzero(values != _zero_point(tensor)))
    return StoredWeights(
        count=LayerCount(layer=layer, shape=shape, nonzero_weights=nonzero, total_weights=values.size),
        dtype=dtype.name,
    )


def _content(file: bytes, buffer: Any) -> bytes:
    """A buffer's bytes: inside the flatbuffer, or, as litert-quantizer writes them, after it at an offset into the file."""
    if buffer.data is not None:
        return bytes(buffer.data)
    return file[buffer.offset : buffer.offset + buffer.size]


def _zero_point(tensor: Any) -> npt.NDArray[np.int64]:
    """The integer that stands for 0, shaped so that it can be compared with the tensor; 0 for floats."""
    quantization = tensor.quantization
    if quantization is None or quantization.zeroPoint is None or len(quantization.zeroPoint) == 0:
        return np.zeros(1, dtype=np.int64)
    points = np.asarray(quantization.zeroPoint, dtype=np.int64)
    if len(points) == 1:
        return points
    shape = [1] * len(tensor.shape)
    shape[quantization.quantizedDimension] = len(points)
    return points.reshape(shape)
