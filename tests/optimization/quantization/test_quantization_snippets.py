"""The code beside a result must do what the lab did, so it is executed here."""

from pathlib import Path
from typing import Any

import numpy as np
import pytest

pytest.importorskip("tensorflow")
pytest.importorskip("torch")

from optimization.quantization import conversion, snippets
from optimization.quantization.runtime import LiteRTNetwork
from optimization.quantization.twin import keras_twin


@pytest.fixture
def folder(tmp_path: Path, monkeypatch: pytest.MonkeyPatch, float_file: bytes) -> Path:
    monkeypatch.chdir(tmp_path)
    (tmp_path / "lenet5.tflite").write_bytes(float_file)
    return tmp_path


def same_network(found: bytes, expected: bytes, pictures: Any) -> bool:
    images = pictures.test.images[:50]
    return np.array_equal(LiteRTNetwork(found).logits(images), LiteRTNetwork(expected).logits(images))


@pytest.mark.parametrize(
    ("code", "file", "convert"),
    [
        (snippets.FLOAT16, "float16.tflite", conversion.float16),
        (snippets.DYNAMIC, "int8_dynamic.tflite", conversion.int8_dynamic),
        (snippets.WEIGHT_ONLY, "int8_weight_only.tflite", conversion.int8_weight_only),
    ],
)
def test_the_code_writes_the_network_that_the_lab_measures(
    folder: Path, pictures: Any, float_file: bytes, code: str, file: str, convert: Any
) -> None:
    exec(code, {})
    assert same_network((folder / file).read_bytes(), convert(float_file), pictures)


def test_the_calibrated_code_uses_the_number_of_pictures_of_the_run(folder: Path, pictures: Any, float_file: bytes) -> None:
    images = pictures.train.images[:30]
    exec(snippets.static_code(20), {"images": images})
    assert same_network((folder / "int8_static.tflite").read_bytes(), conversion.int8_static(float_file, images[:20]), pictures)


def test_the_code_that_courses_teach_writes_what_the_lab_measures(folder: Path, pictures: Any, trained: Any) -> None:
    model = keras_twin(trained)
    exec(snippets.CLASSIC, {"model": model})
    assert same_network((folder / "classic_int8_dynamic.tflite").read_bytes(), conversion.classic_int8_dynamic(model), pictures)


def test_the_export_and_the_control_run(folder: Path, pictures: Any, trained: Any, float_file: bytes) -> None:
    (folder / "lenet5.tflite").unlink()
    exec(snippets.FLOAT32, {"model": keras_twin(trained)})
    assert same_network((folder / "lenet5.tflite").read_bytes(), float_file, pictures)
    exec(snippets.CONTROL, {})
