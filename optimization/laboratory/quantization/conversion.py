"""The ways from the float network to a smaller .tflite file: litert-quantizer's recipes, and the converter that courses teach."""

from __future__ import annotations

import contextlib
import io
import warnings
from collections.abc import Iterator
from typing import Any

import numpy as np
import numpy.typing as npt
import tensorflow as tf
from litert_quantizer import qtyping, quantizer, recipe

from optimization.laboratory.pictures.data import channels_last

Images = npt.NDArray[np.float32]

SIGNATURE = "serving_default"
INPUT = "image"


def float16(float_file: bytes) -> bytes:
    """Weights stored as 16-bit floats and turned back into 32-bit ones before they are used."""
    work = quantizer.Quantizer(float_file)
    work.add_weight_only_config(
        ".*",
        qtyping.TFLOperationName.ALL_SUPPORTED,
        num_bits=16,
        algorithm_key=quantizer.AlgorithmName.FLOAT_CASTING,
    )
    return _quantized(work)


def int8_dynamic(float_file: bytes) -> bytes:
    """Weights stored as int8; each activation's range is found while the network runs, and the arithmetic is int8."""
    return _quantized(quantizer.Quantizer(float_file, recipe.dynamic_wi8_afp32()))


def int8_weight_only(float_file: bytes) -> bytes:
    """Weights stored as int8 and turned back into float32 before they are used."""
    return _quantized(quantizer.Quantizer(float_file, recipe.weight_only_wi8_afp32()))


def int4_weight_only(float_file: bytes) -> bytes:
    """Weights stored as int4 and turned back into float32 before they are used; depthwise convolutions stay float32."""
    return _quantized(quantizer.Quantizer(float_file, recipe.weight_only_wi4_afp32()))


def int8_static(float_file: bytes, calibration: Images) -> bytes:
    """Weights and activations int8, with the ranges seen on the pictures ``calibration`` (float32, as ``Split.images``).

    Each output channel of the weights has a scale of its own.
    """
    return _calibrated(quantizer.Quantizer(float_file, recipe.static_wi8_ai8()), calibration)


def int8_static_per_tensor(float_file: bytes, calibration: Images) -> bytes:
    """The same with one scale for all weights of a layer; ``calibration`` as there."""
    work = quantizer.Quantizer(float_file)
    work.add_static_config(
        ".*",
        qtyping.TFLOperationName.ALL_SUPPORTED,
        activation_num_bits=8,
        weight_num_bits=8,
        weight_granularity=qtyping.QuantGranularity.TENSORWISE,
    )
    return _calibrated(work, calibration)


def classic_int8_dynamic(model: Any) -> bytes:
    """TensorFlow's own converter with its default optimization, from a Keras model."""
    converter = tf.lite.TFLiteConverter.from_keras_model(model)
    converter.optimizations = [tf.lite.Optimize.DEFAULT]
    return _converted(converter)


def int16x8(model: Any, calibration: Images) -> bytes:
    """Weights int8 and activations int16, by TensorFlow's converter from a Keras model; in- and output stay float32.

    ``calibration`` are float32 pictures, as ``Split.images``.
    """
    converter = tf.lite.TFLiteConverter.from_keras_model(model)
    converter.optimizations = [tf.lite.Optimize.DEFAULT]
    converter.representative_dataset = lambda: ([image[None]] for image in channels_last(calibration))
    converter.target_spec.supported_ops = [tf.lite.OpsSet.EXPERIMENTAL_TFLITE_BUILTINS_ACTIVATIONS_INT16_WEIGHTS_INT8]
    return _converted(converter)


def sparse_float32(model: Any) -> bytes:
    """Float32 weights; tensors of a Keras model with enough zeros are stored as their non-zero numbers and places."""
    converter = tf.lite.TFLiteConverter.from_keras_model(model)
    converter.optimizations = [tf.lite.Optimize.EXPERIMENTAL_SPARSITY]
    return _converted(converter)


def _calibrated(work: quantizer.Quantizer, calibration: Images) -> bytes:
    samples = [{INPUT: image[None]} for image in channels_last(calibration)]
    with _quiet():
        ranges = work.calibrate({SIGNATURE: samples}, num_threads=1)
    return _quantized(work, ranges)


def _converted(converter: Any) -> bytes:
    with _quiet():
        return bytes(converter.convert())


def _quantized(work: quantizer.Quantizer, ranges: Any = None) -> bytes:
    with _quiet():
        return bytes(work.quantize(ranges).quantized_model)


@contextlib.contextmanager
def _quiet() -> Iterator[None]:
    """Keep a library's progress bars and reports off our streams; its exceptions still come through."""
    with warnings.catch_warnings(), contextlib.redirect_stdout(io.StringIO()), contextlib.redirect_stderr(io.StringIO()):
        warnings.simplefilter("ignore")
        yield
