"""Which rows a run has, and from which pictures and weights their files are made."""

from typing import Any

import numpy as np
import pytest

pytest.importorskip("tensorflow")
pytest.importorskip("torch")

from optimization.laboratory.networks.register import LENET, SIGNS
from optimization.laboratory.quantization import formats as rows
from optimization.laboratory.quantization.conversion import int8_static
from optimization.laboratory.quantization.formats import calibration_images, formats, with_zeros
from optimization.laboratory.quantization.runtime import LiteRTNetwork
from optimization.labs.quantize import Params

USUAL = ("float32", "control", "float16", "int8 dynamic", "int8 weight-only", "int8 static", "classic int8 dynamic")
MORE = ("int8 static per tensor", "int4 weight-only", "int16x8", "sparse float32")
TWO_THREADS = ("float32, 2 threads", "int8 static, 2 threads")


@pytest.mark.parametrize(
    ("settings", "names"),
    [
        ({}, USUAL + MORE),
        ({"more_formats": False}, USUAL),
        ({"more_formats": False, "threads": 2}, USUAL + TWO_THREADS),
        ({"threads": 2}, Params.variants),
    ],
)
def test_the_rows_that_apply_come_in_the_order_of_the_parameters(
    untrained: Any, pictures: Any, settings: dict[str, Any], names: tuple[str, ...]
) -> None:
    found = formats(LENET, untrained, pictures, Params(**settings))
    assert tuple(row.name for row in found) == names
    assert {row.name for row in found if row.threads == 2} == set(names) & set(TWO_THREADS)
    assert {row.name for row in found if row.calibrated} == {name for name in names if "static" in name or name == "int16x8"}


def test_rows_with_two_threads_run_the_very_files_of_those_with_one(untrained: Any, pictures: Any, monkeypatch: pytest.MonkeyPatch) -> None:
    made: list[bytes] = []

    def recorded(*args: Any) -> bytes:
        made.append(int8_static(*args))
        return made[-1]

    monkeypatch.setattr(rows.conversion, "int8_static", recorded)
    found = {row.name: row for row in formats(LENET, untrained, pictures, Params(threads=2, calibration_images=5))}
    assert not made
    assert found["int8 static, 2 threads"].file() is found["int8 static"].file() is made[0]
    assert found["float32, 2 threads"].file() is found["control"].file() is found["float32"].file()
    assert len(made) == 1


def test_calibration_pictures_are_training_pictures_drawn_by_the_seed(pictures: Any) -> None:
    first, again, other = (calibration_images(pictures, Params(calibration_images=20, seed=seed)) for seed in (1, 1, 2))
    assert first.shape == (20, 28, 28)
    assert np.array_equal(first, again)
    assert not np.array_equal(first, other)
    training = {image.tobytes() for image in pictures.train.images}
    assert all(image.tobytes() in training for image in first)


def test_the_mistake_in_calibration_is_the_same_pictures_with_pixels_from_0_to_255(signs: Any) -> None:
    right, wrong = (calibration_images(signs, Params(calibration_images=10, preprocessing=how)) for how in ("right", "wrong"))
    assert wrong.dtype == np.float32
    assert np.array_equal(np.round(wrong), np.round(right.astype(float) * 255))
    assert wrong.max() > 200 > 1 >= right.max()


def test_wrong_calibration_leaves_int8_two_values_for_a_pixel(float_file: bytes, pictures: Any) -> None:
    params = Params(calibration_images=50, preprocessing="wrong")
    network = LiteRTNetwork(int8_static(float_file, calibration_images(pictures, params)))
    assert len(np.unique(network.prepared(pictures.test.images))) == 2


@pytest.mark.parametrize("sparsity", [0.0, 0.8, 0.99])
def test_each_layer_loses_its_share_of_the_smallest_weights(briefly_trained: Any, sparsity: float) -> None:
    pruned = with_zeros(SIGNS, briefly_trained, sparsity=sparsity)
    assert pruned.keys() == briefly_trained.keys()
    for layer in SIGNS.layers:
        before, after = (np.abs(state[f"{layer}.weight"].numpy()) for state in (briefly_trained, pruned))
        assert (after == 0).sum() == round(sparsity * before.size)
        assert np.array_equal(after[after != 0], before[after != 0])
        assert before[after == 0].max(initial=0) <= after[after != 0].min()
    assert (briefly_trained["block5.pointwise.weight"] != 0).all()
