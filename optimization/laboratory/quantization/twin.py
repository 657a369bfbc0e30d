"""The same network in Keras: the architecture is rebuilt and the weights of the PyTorch network are copied into it."""

from __future__ import annotations

import contextlib
import io
import tempfile
from itertools import pairwise
from pathlib import Path
from typing import Any

import keras
import numpy as np
import numpy.typing as npt
import tensorflow as tf

from optimization.laboratory.networks import cache
from optimization.laboratory.networks.classifier import StateDict, state_bytes
from optimization.laboratory.networks.network import Network
from optimization.laboratory.networks.register import LENET
from optimization.laboratory.quantization import architectures

Array = npt.NDArray[np.float32]


def keras_twin(state: StateDict, *, network: Network = LENET) -> Any:
    """A Keras model with the widths and the weights of ``state``; reads [1, height, width, channels] and gives [1, classes] logits."""
    model = network.empty_twin(state)
    for previous, layer in pairwise([None, *model.layers]):
        if layer.weights:
            layer.set_weights(_as_keras_keeps_them(state, layer, previous))
    return model


def float_tflite(state: StateDict, *, network: Network = LENET) -> bytes:
    """The float32 .tflite file of the network, exported by Keras with a fixed batch of 1, or read from the cache."""
    determines = {"state": state_bytes(state), "keras": keras.__version__, "tensorflow": tf.__version__}
    key = cache.cache_key(determines, Path(architectures.__file__), Path(__file__))
    name = f"{network.file_name}-{key}.tflite"
    content = cache.read(name)
    if content is None:
        content = export_tflite(keras_twin(state, network=network))
        cache.write(name, content)
    return content


def export_tflite(model: Any) -> bytes:
    """What Keras exports for ``model`` as .tflite."""
    # Without a signature Keras exports a batch of any size. The shape arithmetic that this needs splits the graph in two,
    # and int8 then goes back to float32 in the middle.
    signature = [keras.InputSpec(shape=model.input_shape, dtype="float32", name="image")]
    with tempfile.TemporaryDirectory() as folder, contextlib.redirect_stdout(io.StringIO()):
        path = Path(folder) / f"{model.name}.tflite"
        model.export(path, format="litert", input_signature=signature, verbose=False)
        return path.read_bytes()


def _as_keras_keeps_them(state: StateDict, layer: Any, previous: Any) -> list[Array]:
    """The numbers of PyTorch's layer of the same name, in the shapes and the order of ``layer``, which follows ``previous``."""
    if isinstance(layer, keras.layers.BatchNormalization):
        return [_numbers(state, layer, part) for part in ("weight", "bias", "running_mean", "running_var")]
    weight = _numbers(state, layer, "weight")
    if isinstance(layer, keras.layers.DepthwiseConv2D):
        # PyTorch keeps [channels, 1, height, width], Keras [height, width, channels, 1].
        kernel = weight.transpose(2, 3, 0, 1)
    elif isinstance(layer, keras.layers.Conv2D):
        # PyTorch keeps [out, in, height, width], Keras [height, width, in, out].
        kernel = weight.transpose(2, 3, 1, 0)
    elif isinstance(previous, keras.layers.Flatten):
        kernel = _flattened_as_keras_does(weight, previous.input.shape)
    else:
        kernel = weight.T
    return [kernel, _numbers(state, layer, "bias")] if layer.use_bias else [kernel]


def _numbers(state: StateDict, layer: Any, part: str) -> Array:
    numbers: Array = state[f"{layer.name}.{part}"].numpy()
    return numbers


def _flattened_as_keras_does(weight: Array, shape: tuple[int, int, int, int]) -> Array:
    """[units, c*h*w], flattened channel first by PyTorch, as [h*w*c, units], flattened channel last by Keras; ``shape`` is [1, h, w, c]."""
    _, height, width, channels = shape
    return weight.reshape(-1, channels, height, width).transpose(2, 3, 1, 0).reshape(-1, len(weight))
