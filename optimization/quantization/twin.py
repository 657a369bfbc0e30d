"""The same network in Keras: the architecture is rebuilt and the weights of the PyTorch network are copied into it."""

from __future__ import annotations

import contextlib
import io
import tempfile
from pathlib import Path
from typing import Any

import keras
import numpy as np
import numpy.typing as npt
import tensorflow as tf

from optimization.data import SIDE
from optimization.networks import cache
from optimization.networks.lenet import CLASSES, POOLED_SIDE, StateDict, Widths, state_bytes, widths_of

Array = npt.NDArray[np.float32]

INPUT_SHAPE = (1, SIDE, SIDE, 1)


def keras_twin(state: StateDict) -> Any:
    """A Keras model with the widths and the weights of ``state``; reads [1, 28, 28, 1] and gives [1, 10] logits."""
    model = empty_twin(widths_of(state))
    for layer in ("conv1", "conv2"):
        # PyTorch keeps [out, in, height, width], Keras [height, width, in, out].
        _fill(model, layer, _numbers(state, f"{layer}.weight").transpose(2, 3, 1, 0), _numbers(state, f"{layer}.bias"))
    _fill(model, "fc1", _flattened_as_keras_does(_numbers(state, "fc1.weight")), _numbers(state, "fc1.bias"))
    _fill(model, "fc2", _numbers(state, "fc2.weight").T, _numbers(state, "fc2.bias"))
    return model


def empty_twin(widths: Widths) -> Any:
    """The architecture in Keras for given widths, batch 1, with weights not yet set."""
    layers = keras.layers
    return keras.Sequential(
        [
            keras.Input(INPUT_SHAPE[1:], batch_size=1, name="image"),
            layers.Conv2D(widths.conv1, 5, activation="relu", name="conv1"),
            layers.MaxPooling2D(2),
            layers.Conv2D(widths.conv2, 5, activation="relu", name="conv2"),
            layers.MaxPooling2D(2),
            layers.Flatten(),
            layers.Dense(widths.fc1, activation="relu", name="fc1"),
            layers.Dense(CLASSES, name="fc2"),
        ],
        name="lenet5",
    )


def float_tflite(state: StateDict) -> bytes:
    """The float32 .tflite file of the network, exported by Keras with a fixed batch of 1, or read from the cache."""
    determines = {"state": state_bytes(state), "keras": keras.__version__, "tensorflow": tf.__version__}
    name = f"lenet5-{cache.cache_key(determines, Path(__file__))}.tflite"
    content = cache.read(name)
    if content is None:
        content = export_tflite(keras_twin(state))
        cache.write(name, content)
    return content


def export_tflite(model: Any) -> bytes:
    """What Keras exports for ``model`` as .tflite."""
    # Without a signature Keras exports a batch of any size. The shape arithmetic that this needs splits the graph in two,
    # and int8 then goes back to float32 in the middle.
    signature = [keras.InputSpec(shape=INPUT_SHAPE, dtype="float32", name="image")]
    with tempfile.TemporaryDirectory() as folder, contextlib.redirect_stdout(io.StringIO()):
        path = Path(folder) / "lenet5.tflite"
        model.export(path, format="litert", input_signature=signature, verbose=False)
        return path.read_bytes()


def _numbers(state: StateDict, name: str) -> Array:
    numbers: Array = state[name].numpy()
    return numbers


def _fill(model: Any, layer: str, kernel: Array, bias: Array) -> None:
    model.get_layer(layer).set_weights([kernel, bias])


def _flattened_as_keras_does(weight: Array) -> Array:
    """[units, channels*4*4], flattened channel first by PyTorch, as [4*4*channels, units], flattened channel last by Keras."""
    units = len(weight)
    return weight.reshape(units, -1, POOLED_SIDE, POOLED_SIDE).transpose(2, 3, 1, 0).reshape(-1, units)
