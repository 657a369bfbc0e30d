from types import SimpleNamespace
from typing import Any

import pytest

pytest.importorskip("tensorflow")
pytest.importorskip("torch")

from optimization.laboratory.quantization import notes
from optimization.laboratory.quantization.operators import Partitions
from optimization.laboratory.quantization.runtime import Quantization
from optimization.labs.quantize import Params
from optimization.results.records import OperatorCount


def weights(*dtypes: str, sparse: int = 0, block: int = 1) -> Any:
    return [
        SimpleNamespace(count=SimpleNamespace(layer=f"layer{place}"), dtype=dtype, sparse=place < sparse, block=block if place == 0 else 1)
        for place, dtype in enumerate(dtypes)
    ]


@pytest.mark.parametrize(
    ("flags", "said"), [(("avx2", "fma"), True), (("avx2", "avx512_vnni"), False), (("neon", "asimddp"), False), ((), False)]
)
def test_a_cpu_without_int8_dot_products_is_named_as_such(flags: tuple[str, ...], said: bool) -> None:
    assert bool(notes.integer_arithmetic_note(flags)) == said


def test_layers_that_stayed_float32_are_named_where_others_did_not() -> None:
    said = notes.layers_left_in_float32(weights("float32", "int8", "float32", "float32"), reason="too small")
    assert said == "In this file layer0, layer2 and layer3 stayed float32: too small."
    assert notes.layers_left_in_float32(weights("float32", "float32"), reason="") == ""
    assert notes.layers_left_in_float32(weights("int8", "int8"), reason="") == ""


def test_a_file_in_one_whole_piece_needs_no_words_and_others_are_told_piece_by_piece() -> None:
    pool = (OperatorCount(name="AVERAGE_POOL_2D", count=2), OperatorCount(name="MEAN", count=1))
    assert notes.partition_note(None) == notes.partition_note(Partitions(count=1, outside=())) == ""
    assert "runs 3 pieces of this file" in notes.partition_note(Partitions(count=3, outside=pool))
    assert "own kernels: 2 AVERAGE_POOL_2D and 1 MEAN." in notes.partition_note(Partitions(count=1, outside=pool))
    assert "takes none of this file" in notes.partition_note(Partitions(count=0, outside=pool))


def test_wrong_calibration_is_told_with_the_values_that_are_left_of_a_pixel() -> None:
    coarse: Any = SimpleNamespace(input_quantization=Quantization(scale=1.0, zero_point=-128))
    floats: Any = SimpleNamespace(input_quantization=None)
    assert "keeps 2 values apart" in notes.calibration_note(coarse, Params(preprocessing="wrong"))
    assert notes.calibration_note(floats, Params(preprocessing="wrong")).endswith("pixels from 0 to 1.")
    assert notes.calibration_note(coarse, Params()) == ""


def test_what_is_stored_sparsely_is_told_with_its_blocks() -> None:
    assert "from 30 % zeros on, so here it stored none" in notes.sparse_note(weights("float32", "float32"))
    some = notes.sparse_note(weights("float32", "float32", sparse=1))
    assert "1 of 2 layers are stored" in some
    assert "blocks" not in some
    assert "Of layer0 it stores blocks of 4 weights" in notes.sparse_note(weights("float32", "float32", sparse=2, block=4))


def test_the_words_for_pixels_name_scale_and_zero_point() -> None:
    assert notes.input_note(None) == ""
    assert "round(x / 0.003922) -128" in notes.input_note(Quantization(scale=1 / 255, zero_point=-128))
