"""The code beside a result must do what the lab did, so it is executed here, for each row of each network."""

from collections.abc import Callable, Mapping
from functools import cache
from pathlib import Path
from typing import Any

import numpy as np
import pytest

pytest.importorskip("tensorflow")
pytest.importorskip("torch")

from optimization.laboratory.networks.register import LENET, NETWORKS, SIGNS
from optimization.laboratory.quantization.formats import Format, formats
from optimization.laboratory.quantization.runtime import LiteRTNetwork
from optimization.laboratory.quantization.snippets import CODE, code_of
from optimization.laboratory.quantization.twin import keras_twin
from optimization.labs.quantize import Params

WRITES = {
    "float32": "{file}",
    "float16": "float16",
    "int8 dynamic": "int8_dynamic",
    "int8 weight-only": "int8_weight_only",
    "int8 static": "int8_static",
    "classic int8 dynamic": "classic_int8_dynamic",
    "int8 static per tensor": "int8_static_per_tensor",
    "int4 weight-only": "int4_weight_only",
    "int16x8": "int16x8",
    "sparse float32": "sparse",
}


@pytest.fixture(scope="module")
def states(trained: Any, briefly_trained: Any) -> Any:
    return {"lenet": trained, "signs": briefly_trained}


@pytest.fixture(scope="module")
def measured(states: Any) -> Callable[..., bytes]:
    """The lab's file of a row; what several rows of a network begin with is made once."""

    @cache
    def rows(network: str, **settings: Any) -> Mapping[str, Format]:
        params = Params(network=network, calibration_images=20, **settings)
        return {one.name: one for one in formats(NETWORKS[network], states[network], NETWORKS[network].pictures(), params)}

    return lambda row, **asked: rows(**asked)[row].file()


@pytest.fixture
def folder(tmp_path: Path, monkeypatch: pytest.MonkeyPatch, float_file: bytes, signs_file: bytes) -> Path:
    monkeypatch.chdir(tmp_path)
    (tmp_path / "lenet5.tflite").write_bytes(float_file)
    (tmp_path / "signs.tflite").write_bytes(signs_file)
    return tmp_path


def test_every_row_has_its_code() -> None:
    assert tuple(CODE) == Params.variants


@pytest.mark.parametrize("row", WRITES)
@pytest.mark.parametrize("network", NETWORKS.values(), ids=NETWORKS)
def test_the_code_writes_the_network_that_the_lab_measures(
    folder: Path, states: Any, measured: Callable[..., bytes], network: Any, row: str
) -> None:
    params = Params(network=network.id, calibration_images=20, sparsity=0.7)
    state, pictures = states[network.id], network.pictures()
    written = folder / f"{WRITES[row].format(file=network.file_name)}.tflite"
    if row == "float32":
        written.unlink()
    # The lab draws its calibration pictures by the seed; the code takes the first ones of the same drawing.
    images = pictures.train.images[np.random.default_rng(0).permutation(len(pictures.train))]
    exec(code_of(row, network=network, params=params), {"model": keras_twin(state, network=network), "images": images})
    expected = measured(row, network=network.id, sparsity=0.7)
    shown = pictures.test.images[:50]
    assert np.array_equal(LiteRTNetwork(written.read_bytes()).logits(shown), LiteRTNetwork(expected).logits(shown))


@pytest.mark.parametrize("row", ["int8 static", "int8 static per tensor", "int16x8"])
def test_the_code_makes_the_mistake_of_a_run_that_makes_it(
    folder: Path, trained: Any, pictures: Any, measured: Callable[..., bytes], row: str
) -> None:
    params = Params(calibration_images=20, preprocessing="wrong")
    images = pictures.train.images[np.random.default_rng(0).permutation(len(pictures.train))]
    code = code_of(row, network=LENET, params=params)
    assert "# The mistake" in code
    exec(code, {"model": keras_twin(trained), "images": images})
    expected = measured(row, network=LENET.id, preprocessing="wrong")
    shown = pictures.test.images[:20]
    found = LiteRTNetwork((folder / f"{WRITES[row]}.tflite").read_bytes()).logits(shown)
    assert np.array_equal(found, LiteRTNetwork(expected).logits(shown))


@pytest.mark.parametrize(("row", "threads"), [("control", 1), ("float32, 2 threads", 2), ("int8 static, 2 threads", 2)])
def test_code_that_only_runs_a_file_runs(folder: Path, static_file: bytes, row: str, threads: int) -> None:
    (folder / "int8_static.tflite").write_bytes(static_file)
    for network in (LENET, SIGNS):
        code = code_of(row, network=network, params=Params(network=network.id, threads=threads))
        assert f"num_threads={threads}" in code
        exec(code, {})
