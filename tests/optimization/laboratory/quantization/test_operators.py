from typing import Any

import numpy as np
import pytest

pytest.importorskip("tensorflow")
pytest.importorskip("torch")

from ai_edge_litert.interpreter import Interpreter, OpResolverType

from optimization.laboratory.quantization.conversion import int4_weight_only, int8_dynamic, int8_static, int16x8
from optimization.laboratory.quantization.operators import operator_counts, partitions
from optimization.laboratory.quantization.runtime import LiteRTNetwork
from optimization.laboratory.quantization.twin import keras_twin


def counts(found: Any) -> dict[str, int]:
    return {operator.name: operator.count for operator in found}


def outside(file: bytes) -> tuple[int, dict[str, int]]:
    found = LiteRTNetwork(file).partitions
    assert found is not None
    return found.count, counts(found.outside)


def test_operators_have_the_names_of_the_schema_and_the_most_frequent_comes_first(float_file: bytes, signs_file: bytes) -> None:
    lenet = operator_counts(float_file)
    assert counts(lenet) == {"CONV_2D": 2, "MAX_POOL_2D": 2, "FULLY_CONNECTED": 2, "RESHAPE": 1}
    assert [operator.count for operator in lenet] == [2, 2, 2, 1]
    assert counts(operator_counts(signs_file)) == {
        "CONV_2D": 6,
        "DEPTHWISE_CONV_2D": 5,
        "MAX_POOL_2D": 2,
        "MEAN": 1,
        "FULLY_CONNECTED": 1,
    }


def test_the_interpreter_s_own_nodes_are_the_file_s_operators(signs_file: bytes) -> None:
    interpreter = Interpreter(model_content=signs_file, experimental_op_resolver_type=OpResolverType.BUILTIN_WITHOUT_DEFAULT_DELEGATES)
    interpreter.allocate_tensors()
    names = [node["op_name"] for node in interpreter._get_ops_details()]
    assert counts(operator_counts(signs_file)) == {name: names.count(name) for name in names}


def test_without_delegates_nothing_is_cut_and_everything_is_outside(float_file: bytes) -> None:
    interpreter = Interpreter(model_content=float_file, experimental_op_resolver_type=OpResolverType.BUILTIN_WITHOUT_DEFAULT_DELEGATES)
    interpreter.allocate_tensors()
    found = partitions(interpreter)
    assert found is not None
    assert (found.count, found.outside) == (0, operator_counts(float_file))


def test_a_float_file_and_calibrated_int8_with_maxpool_run_in_one_piece(float_file: bytes, static_file: bytes, signs_file: bytes) -> None:
    assert outside(float_file) == outside(static_file) == outside(signs_file) == (1, {})


def test_average_pooling_leaves_xnnpack_in_int8_only(average_file: bytes, calibration: Any) -> None:
    assert outside(average_file) == (1, {})
    assert outside(int8_static(average_file, calibration)) == (3, {"AVERAGE_POOL_2D": 2})


def test_depthwise_convolutions_leave_xnnpack_in_dynamic_int8(signs_file: bytes) -> None:
    assert outside(int8_dynamic(signs_file)) == (6, {"DEPTHWISE_CONV_2D": 5})


def test_layers_with_int4_weights_are_outside(float_file: bytes) -> None:
    _, left = outside(int4_weight_only(float_file))
    assert left == {"DEQUANTIZE": 4, "CONV_2D": 2, "FULLY_CONNECTED": 2}


def test_a_file_with_16_bit_activations_is_outside_as_a_whole(trained: Any, calibration: Any) -> None:
    file = int16x8(keras_twin(trained), calibration[:20])
    count, left = outside(file)
    assert (count, left) == (0, counts(operator_counts(file)))


def test_the_pieces_cover_what_a_run_without_them_computes(average_file: bytes, calibration: Any, pictures: Any) -> None:
    file = int8_static(average_file, calibration)
    interpreter = Interpreter(model_content=file, experimental_op_resolver_type=OpResolverType.BUILTIN_WITHOUT_DEFAULT_DELEGATES)
    interpreter.allocate_tensors()
    network = LiteRTNetwork(file)
    picture = network.prepared(pictures.test.images[:1])[0]
    interpreter.set_tensor(interpreter.get_input_details()[0]["index"], picture)
    interpreter.invoke()
    plain = interpreter.get_tensor(interpreter.get_output_details()[0]["index"])
    assert np.abs(plain.astype(int) - network.logits(pictures.test.images[:1])).max() <= 1


def test_a_litert_that_does_not_tell_its_nodes_gives_none() -> None:
    class Silent:
        pass

    assert partitions(Silent()) is None  # type: ignore[arg-type]
