from typing import Any

import numpy as np
import pytest

pytest.importorskip("tensorflow")
pytest.importorskip("torch")


from optimization.quantization.conversion import float16, int8_dynamic, int8_static, int8_weight_only
from optimization.quantization.stored_weights import stored_weights
from optimization.quantization.twin import export_tflite, keras_twin

TOTALS = {"conv1": 500, "conv2": 25_000, "fc1": 400_000, "fc2": 5_000}


def counts(file: bytes) -> dict[str, int]:
    return {stored.count.layer: stored.count.nonzero_weights for stored in stored_weights(file)}


def nonzero_after_rounding(state: Any) -> dict[str, int]:
    """Per output channel, int8 holds round(w / (max|w| / 127)): the weights that do not round to 0, from the PyTorch weights."""
    result = {}
    for layer in TOTALS:
        weight = state[f"{layer}.weight"].numpy().astype(np.float64)
        rows = weight.reshape(len(weight), -1)
        scales = np.abs(rows).max(axis=1, keepdims=True) / 127
        result[layer] = int((np.abs(rows / scales) > 0.5).sum())
    return result


def test_every_layer_is_found_with_all_its_weights(float_file: bytes) -> None:
    stored = stored_weights(float_file)
    assert {weights.count.layer: weights.count.total_weights for weights in stored} == TOTALS
    assert {weights.dtype for weights in stored} == {"float32"}
    assert counts(float_file) == TOTALS


def test_zeros_of_the_network_are_zeros_of_the_file(trained: Any) -> None:
    state = {name: tensor.clone() for name, tensor in trained.items()}
    state["conv1.weight"][:4] = 0.0
    state["fc1.weight"][:, :200] = 0.0
    assert counts(export_tflite(keras_twin(state))) == TOTALS | {"conv1": 400, "fc1": 300_000}


@pytest.mark.parametrize("convert", [int8_dynamic, int8_weight_only])
def test_int8_files_count_the_integers_that_differ_from_the_zero_point(trained: Any, float_file: bytes, convert: Any) -> None:
    file = convert(float_file)
    assert {weights.dtype for weights in stored_weights(file)} == {"int8"}
    expected = nonzero_after_rounding(trained)
    assert expected["fc1"] < 400_000
    assert counts(file) == pytest.approx(expected, abs=2)


def test_the_static_file_stores_the_same_integers_as_the_dynamic_one(float_file: bytes, calibration: Any) -> None:
    assert counts(int8_static(float_file, calibration)) == counts(int8_dynamic(float_file))


def test_the_float16_file_stores_16_bit_floats(float_file: bytes) -> None:
    assert {weights.dtype for weights in stored_weights(float16(float_file))} == {"float16"}
