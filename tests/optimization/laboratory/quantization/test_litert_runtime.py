from typing import Any

import numpy as np
import pytest

pytest.importorskip("tensorflow")
pytest.importorskip("torch")

from optimization.laboratory.quantization.conversion import int8_dynamic, int8_static
from optimization.laboratory.quantization.runtime import LiteRTNetwork


def test_a_float_file_takes_pictures_as_they_are(float_file: bytes, pictures: Any) -> None:
    network = LiteRTNetwork(float_file)
    assert network.input_quantization is None
    prepared = network.prepared(pictures.test.images[:2])
    assert (prepared.shape, prepared.dtype) == ((2, 1, 28, 28, 1), np.dtype("float32"))


def test_a_static_file_takes_int8_pictures_that_stand_for_the_same_values(float_file: bytes, calibration: Any, pictures: Any) -> None:
    network = LiteRTNetwork(int8_static(float_file, calibration))
    quantization = network.input_quantization
    assert quantization is not None
    prepared = network.prepared(pictures.test.images)
    assert prepared.dtype == np.dtype("int8")
    meant = quantization.scale * (prepared[:, 0, :, :, 0].astype(float) - quantization.zero_point)
    assert np.abs(meant - pictures.test.images).max() <= quantization.scale / 2 + 0.02  # brighter than any calibration pixel: clipped
    assert np.median(np.abs(meant - pictures.test.images)) <= quantization.scale / 2


def test_a_dynamic_file_takes_and_gives_float32(float_file: bytes, pictures: Any) -> None:
    network = LiteRTNetwork(int8_dynamic(float_file))
    assert network.input_quantization is None
    assert network.logits(pictures.test.images[:1]).dtype == np.float32


def test_what_is_timed_is_a_whole_inference_on_the_given_picture(float_file: bytes, pictures: Any) -> None:
    network = LiteRTNetwork(float_file)
    infer = network.inference(pictures.test.images[7])
    network.predict(pictures.test.images[:3])
    infer()
    output = network._interpreter.get_tensor(network._output["index"])
    assert np.array_equal(output, LiteRTNetwork(float_file).logits(pictures.test.images[7:8]))
