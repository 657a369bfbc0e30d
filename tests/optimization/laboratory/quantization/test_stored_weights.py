from typing import Any

import numpy as np
import pytest

pytest.importorskip("tensorflow")
pytest.importorskip("torch")


from optimization.laboratory.networks.register import LENET, SIGNS
from optimization.laboratory.quantization.conversion import (
    classic_int8_dynamic,
    float16,
    int4_weight_only,
    int8_dynamic,
    int8_static_per_tensor,
    int8_weight_only,
    int16x8,
    sparse_float32,
)
from optimization.laboratory.quantization.formats import with_zeros
from optimization.laboratory.quantization.stored_weights import ideal_bytes, stored_weights
from optimization.laboratory.quantization.twin import export_tflite, keras_twin

TOTALS = {"conv1": 500, "conv2": 25_000, "fc1": 400_000, "fc2": 5_000}


def counts(file: bytes) -> dict[str, int]:
    return {stored.count.layer: stored.count.nonzero_weights for stored in stored_weights(file)}


def nonzero_after_rounding(state: Any, *, largest: int = 127) -> dict[str, int]:
    """Per output channel, the file holds round(w / (max|w| / largest)): the weights that do not round to 0, from the PyTorch weights."""
    result = {}
    for layer in TOTALS:
        weight = state[f"{layer}.weight"].numpy().astype(np.float64)
        rows = weight.reshape(len(weight), -1)
        scales = np.abs(rows).max(axis=1, keepdims=True) / largest
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


def test_the_static_file_stores_the_same_integers_as_the_dynamic_one(float_file: bytes, static_file: bytes) -> None:
    assert counts(static_file) == counts(int8_dynamic(float_file))


def test_the_float16_file_stores_16_bit_floats(float_file: bytes) -> None:
    assert {weights.dtype for weights in stored_weights(float16(float_file))} == {"float16"}


def test_int4_files_unpack_to_integers_from_minus_8_to_7_that_stand_for_the_weights(trained: Any, float_file: bytes) -> None:
    stored = {weights.count.layer: weights for weights in stored_weights(int4_weight_only(float_file))}
    assert {weights.dtype for weights in stored.values()} == {"int4"}
    for weights in stored.values():
        assert -8 <= int(weights.values.min()) < int(weights.values.max()) <= 7
    fc2 = stored["fc2"]
    meant = fc2.values.astype(np.float64) * fc2.scales[:, None]
    assert np.abs(meant - trained["fc2.weight"].numpy()).max() <= fc2.scales.max() / 2 + 1e-6
    expected = nonzero_after_rounding(trained, largest=7)
    assert expected["fc1"] < 360_000
    assert {layer: weights.count.nonzero_weights for layer, weights in stored.items()} == pytest.approx(expected, abs=2)


def test_depthwise_convolutions_stay_float32_where_the_others_are_int4(signs_file: bytes) -> None:
    stored = stored_weights(int4_weight_only(signs_file), layers=SIGNS.layers)
    assert {weights.dtype for weights in stored if "depthwise" in weights.count.layer} == {"float32"}
    assert {weights.dtype for weights in stored if "depthwise" not in weights.count.layer} == {"int4"}


def test_a_file_with_one_scale_a_layer_rounds_more_weights_to_zero(float_file: bytes, static_file: bytes, calibration: Any) -> None:
    per_tensor = stored_weights(int8_static_per_tensor(float_file, calibration))
    assert [len(weights.scales) for weights in per_tensor] == [1, 1, 1, 1]
    assert [len(weights.scales) for weights in stored_weights(static_file)] == [20, 50, 500, 10]
    assert sum(weights.count.nonzero_weights for weights in per_tensor) < sum(counts(static_file).values())


def test_int16x8_files_hold_int8_weights(trained: Any, float_file: bytes, calibration: Any) -> None:
    file = int16x8(keras_twin(trained), calibration[:20])
    assert {weights.dtype for weights in stored_weights(file)} == {"int8"}
    assert counts(file) == pytest.approx(counts(int8_dynamic(float_file)), abs=2)


def test_ideal_bytes_are_the_bits_of_the_weights_alone(trained: Any, float_file: bytes) -> None:
    def ideal(file: bytes) -> int:
        return ideal_bytes(stored_weights(file))

    assert ideal(float_file) == 430_500 * 4
    assert ideal(float16(float_file)) == 430_500 * 2
    assert ideal(int8_dynamic(float_file)) == 430_500
    assert ideal(int4_weight_only(float_file)) == 430_500 // 2
    assert ideal(classic_int8_dynamic(keras_twin(trained))) == 500 * 4 + 430_000
    assert ideal(sparse_float32(keras_twin(with_zeros(LENET, trained, sparsity=0.9)))) == 43_050 * 4


def test_a_file_of_another_network_is_refused(signs_file: bytes) -> None:
    with pytest.raises(ValueError, match="12 convolution and linear layers instead of 4"):
        stored_weights(signs_file)
