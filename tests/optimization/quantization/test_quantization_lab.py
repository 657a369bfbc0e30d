"""A whole run of the quantization lab. Only verdicts that hold on every CPU are asserted: whether int8 is faster depends on it."""

from typing import Any

import pytest

pytest.importorskip("tensorflow")
pytest.importorskip("torch")

from optimization.labs import lab_named
from optimization.quantization import lab as quantization_lab
from optimization.quantization.lab import integer_arithmetic_note
from optimization.quantization.runtime import LiteRTNetwork
from optimization.results import LabResult

NAMES = ["float32", "control", "float16", "int8 dynamic", "int8 weight-only", "int8 static", "classic int8 dynamic"]
INT8 = [name for name in NAMES if "int8" in name]


@pytest.fixture(scope="module")
def finished(trained: Any) -> tuple[LabResult, list[tuple[str, float, Any]]]:
    seen: list[tuple[str, float, Any]] = []

    class Kept:
        def step(self, name: str, done: float, variants: Any = ()) -> None:
            seen.append((name, done, list(variants)))

        def check(self) -> None:
            return None

    lab = lab_named("quantize")
    return lab.load()(lab.parameters({"calibration_images": 100}), Kept()), seen


@pytest.fixture
def result(finished: Any) -> LabResult:
    return finished[0]


def test_the_variants_have_their_names_and_all_the_weights(result: LabResult) -> None:
    assert [variant.name for variant in result.variants] == NAMES
    assert {variant.total_weights for variant in result.variants} == {430_500}
    assert result.variant("float32").nonzero_weights == 430_500


@pytest.mark.parametrize("name", INT8)
def test_int8_files_are_three_and_a_half_times_smaller_and_within_one_point(result: LabResult, name: str) -> None:
    float32, smaller = result.variant("float32"), result.variant(name)
    assert float32.raw_bytes / smaller.raw_bytes >= 3.5
    assert float32.accuracy is not None
    assert smaller.accuracy is not None
    assert abs(smaller.accuracy - float32.accuracy) <= 0.01


def test_float16_is_half_as_large_and_not_faster(result: LabResult) -> None:
    float16 = result.variant("float16")
    assert result.variant("float32").raw_bytes / float16.raw_bytes == pytest.approx(2, abs=0.05)
    assert float16.speedup is not None
    assert float16.speedup.verdict in ("no difference", "too noisy")


def test_the_control_is_the_same_file_with_the_same_readings(result: LabResult) -> None:
    float32, control = result.variant("float32"), result.variant("control")
    assert (control.raw_bytes, control.accuracy, control.changed_predictions) == (float32.raw_bytes, float32.accuracy, 0)


def test_accuracy_is_that_of_the_interpreter_on_the_file_itself(result: LabResult, float_file: bytes, pictures: Any) -> None:
    right = (LiteRTNetwork(float_file).predict(pictures.test.images) == pictures.test.labels).mean()
    assert result.variant("float32").accuracy == pytest.approx(right, abs=1e-12)
    assert result.variant("float32").images == 450


def test_the_notes_tell_what_the_file_really_holds(result: LabResult) -> None:
    assert "In- and output of this file are int8" in result.variant("int8 static").note
    assert "conv1 stayed float32" in result.variant("classic int8 dynamic").note
    assert result.variant("float32").note == result.variant("float16").note == ""


def test_every_path_shows_its_code(result: LabResult) -> None:
    assert all(variant.code for variant in result.variants)
    assert "images[:100]" in result.variant("int8 static").code


def test_figures_come_as_they_are_known_and_progress_never_goes_back(finished: Any) -> None:
    _, seen = finished
    done = [share for _, share, _ in seen]
    assert done == sorted(done)
    assert done[-1] == 1.0
    assert [len(variants) for name, _, variants in seen if name.startswith("Converting")] == list(range(7))


def test_the_result_survives_its_journey_as_json(result: LabResult) -> None:
    assert LabResult.model_validate_json(result.model_dump_json()) == result
    assert {"tensorflow", "keras", "ai-edge-litert", "litert-quantizer"} <= set(result.machine.versions)


def test_calibration_pictures_are_training_pictures_drawn_by_the_seed(pictures: Any) -> None:
    params = lab_named("quantize").parameters
    first, again, other = (
        quantization_lab.calibration_images(pictures, params({"calibration_images": 20, "seed": seed}))  # type: ignore[arg-type]
        for seed in (1, 1, 2)
    )
    assert first.shape == (20, 28, 28)
    assert (first == again).all()
    assert not (first == other).all()
    training = {image.tobytes() for image in pictures.train.images}
    assert all(image.tobytes() in training for image in first)


@pytest.mark.parametrize(
    ("flags", "said"), [(("avx2", "fma"), True), (("avx2", "avx512_vnni"), False), (("neon", "asimddp"), False), ((), False)]
)
def test_a_cpu_without_int8_dot_products_is_named_as_such(flags: tuple[str, ...], said: bool) -> None:
    assert bool(integer_arithmetic_note(flags)) == said
