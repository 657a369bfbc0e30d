"""Whole runs of the quantization lab. Only verdicts that hold on every CPU are asserted: whether int8 is faster depends on it."""

from dataclasses import replace
from typing import Any

import pytest

pytest.importorskip("tensorflow")
pytest.importorskip("torch")

from optimization.laboratory import findings
from optimization.laboratory.networks.register import AVERAGING, NETWORKS
from optimization.laboratory.quantization import lab as quantization_lab
from optimization.laboratory.quantization.runtime import LiteRTNetwork
from optimization.labs import lab_named
from optimization.labs.quantize import Params
from optimization.measuring.timing import Comparison, Timing
from optimization.results.records import Conditions, LabResult, Speedup

INT8 = ["int8 dynamic", "int8 weight-only", "int8 static", "classic int8 dynamic", "int8 static per tensor"]


class Kept:
    timing_s = 1.0

    def __init__(self) -> None:
        self.steps: list[tuple[str, float, list[Any]]] = []

    def step(self, name: str, done: float, variants: Any = ()) -> None:
        self.steps.append((name, done, list(variants)))

    def check(self) -> None:
        return None


def run(**settings: Any) -> tuple[LabResult, list[tuple[str, float, list[Any]]]]:
    lab, report = lab_named("quantize"), Kept()
    return lab.load()(lab.parameters({"calibration_images": 100, **settings}), report), report.steps


@pytest.fixture(scope="module")
def finished(trained: Any) -> tuple[LabResult, list[tuple[str, float, list[Any]]]]:
    """All rows there are."""
    return run(threads=2)


@pytest.fixture
def result(finished: Any) -> LabResult:
    return finished[0]


def test_the_variants_have_their_names_and_all_the_weights(result: LabResult) -> None:
    assert tuple(variant.name for variant in result.variants) == Params.variants
    assert {variant.total_weights for variant in result.variants} == {430_500}
    assert result.variant("float32").nonzero_weights == 430_500
    assert result.variant("sparse float32").nonzero_weights == 86_100
    assert result.classes == tuple("0123456789")


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
    assert float16.speedup.verdict in ("no difference", "not decided")


def test_int4_is_seven_times_smaller_and_16_bit_activations_are_several_times_slower(result: LabResult) -> None:
    assert result.variant("float32").raw_bytes / result.variant("int4 weight-only").raw_bytes > 7
    slow = result.variant("int16x8").speedup
    assert slow is not None
    assert slow.ratio < 0.5


def test_a_sparse_file_is_really_smaller_and_is_its_own_sparse_size(result: LabResult) -> None:
    sparse, float32 = result.variant("sparse float32"), result.variant("float32")
    assert 3 < float32.raw_bytes / sparse.raw_bytes < 4
    assert sparse.sparse_bytes == sparse.raw_bytes
    assert sparse.ideal_bytes == 86_100 * 4
    assert {variant.sparse_bytes for variant in result.variants if variant != sparse} == {None}
    assert float32.ideal_bytes == 430_500 * 4


def test_the_control_is_the_same_file_with_the_same_readings(result: LabResult) -> None:
    float32, control = result.variant("float32"), result.variant("control")
    assert (control.raw_bytes, control.accuracy, control.changed_predictions) == (float32.raw_bytes, float32.accuracy, 0)


def test_accuracy_is_that_of_the_interpreter_on_the_file_itself(result: LabResult, float_file: bytes, pictures: Any) -> None:
    right = (LiteRTNetwork(float_file).predict(pictures.test.images) == pictures.test.labels).mean()
    assert result.variant("float32").accuracy == pytest.approx(right, abs=1e-12)
    assert result.variant("float32").images == 1_000


def test_two_threads_run_the_same_files_and_the_machine_says_so(result: LabResult) -> None:
    assert result.machine.threads == 2
    for name in ("float32", "int8 static"):
        one, two = result.variant(name), result.variant(f"{name}, 2 threads")
        assert (one.raw_bytes, one.gzip_bytes, one.accuracy) == (two.raw_bytes, two.gzip_bytes, two.accuracy)
        assert "second core" in two.note
        assert "second core" not in one.note


def test_every_row_has_its_operators_and_its_pieces(result: LabResult) -> None:
    assert all(variant.operators for variant in result.variants)
    pieces = {variant.name: variant.partitions for variant in result.variants}
    assert pieces["float32"] == pieces["int8 static"] == 1
    assert pieces["int16x8"] == 0
    assert "takes none of this file" in result.variant("int16x8").note


def test_the_notes_tell_what_the_file_really_holds(result: LabResult) -> None:
    assert "Input and output of this file are int8" in result.variant("int8 static").note
    assert "conv1 stayed float32" in result.variant("classic int8 dynamic").note
    assert "4 of 4 layers are stored" in result.variant("sparse float32").note
    assert result.variant("float32").note == result.variant("float16").note == ""


def test_every_path_shows_its_code(result: LabResult) -> None:
    assert all(variant.code for variant in result.variants)
    assert "images[:100]" in result.variant("int8 static").code


def test_figures_come_as_they_are_known_and_progress_never_goes_back(finished: Any) -> None:
    _, seen = finished
    done = [share for _, share, _ in seen]
    assert done == sorted(done)
    assert done[-1] == 1.0
    rows = len(Params.variants)
    assert [len(variants) for name, _, variants in seen if name.startswith("Converting")] == list(range(rows))
    tested = [
        sum(variant.accuracy is not None for variant in variants)
        for name, _, variants in seen
        if name.startswith("Reading the test pictures:")
    ]
    assert tested == list(range(rows))


def test_the_result_survives_its_journey_as_json(result: LabResult) -> None:
    assert LabResult.model_validate_json(result.model_dump_json()) == result
    assert {"tensorflow", "keras", "ai-edge-litert", "litert-quantizer"} <= set(result.machine.versions)


ONE_ROUND = Conditions(clock="thread", rounds=1, took_s=0.0)


@pytest.fixture
def quick_timing(monkeypatch: pytest.MonkeyPatch) -> None:
    """Runs that are not about time are not timed."""

    def compared(calls: Any, **_: Any) -> Comparison:
        speedup = Speedup(ratio=1, low=1, high=1, verdict="no difference")
        return Comparison(timings={name: Timing(latency_us=1, interval_us=(1, 1), speedup=speedup) for name in calls}, conditions=ONE_ROUND)

    monkeypatch.setattr(findings, "compare", compared)


def test_wrong_calibration_spoils_calibrated_rows_and_no_others(result: LabResult, quick_timing: None) -> None:
    wrong, _ = run(preprocessing="wrong")
    assert [row.name for row in wrong.variants] == [row.name for row in result.variants if not row.name.endswith("2 threads")]
    for before, after in ((result.variant(row.name), row) for row in wrong.variants):
        assert before.accuracy is not None
        assert after.accuracy is not None
        if before.name in ("int8 static", "int8 static per tensor"):
            assert after.accuracy < before.accuracy - 0.1
            assert "by mistake" in after.note
            assert "(wrong pictures)" in after.label
        elif before.name == "int16x8":
            # 16 bits have room for a range that is 255 times too wide: eight of them are left.
            assert abs(after.accuracy - before.accuracy) <= 0.01
            assert "by mistake" in after.note
        else:
            assert (after.accuracy, after.raw_bytes) == (before.accuracy, before.raw_bytes)
            assert "mistake" not in after.note + after.code


def test_average_pooling_is_the_network_that_was_trained_with_it(
    untrained: Any, quick_timing: None, monkeypatch: pytest.MonkeyPatch
) -> None:
    asked: list[Any] = []

    def given(network: Any, **_: Any) -> Any:
        asked.append(network)
        return untrained

    monkeypatch.setattr(quantization_lab, "trained", given)
    result, _ = run(pooling="average", more_formats=False, calibration_images=10)
    assert asked == [AVERAGING["lenet"]]
    assert {operator.name: operator.count for operator in result.variant("float32").operators}["AVERAGE_POOL_2D"] == 2
    assert result.variant("int8 static").partitions == 3
    assert "2 AVERAGE_POOL_2D" in result.variant("int8 static").note
    assert "lenet5-average.tflite" in result.variant("float32").code
    assert "AveragePooling2D" in result.variant("float32").code


def test_the_second_network_has_all_rows_too(
    briefly_trained: Any, some_signs: Any, quick_timing: None, monkeypatch: pytest.MonkeyPatch
) -> None:
    asked: list[Any] = []
    test = some_signs.test
    fewer = replace(some_signs, test=replace(test, images=test.images[:200], labels=test.labels[:200], pixels=test.pixels[:200]))
    monkeypatch.setitem(NETWORKS, "signs", replace(NETWORKS["signs"], pictures=lambda: fewer))  # type: ignore[arg-type]

    def given(network: Any, **_: Any) -> Any:
        asked.append(network)
        return briefly_trained

    monkeypatch.setattr(quantization_lab, "trained", given)
    result, _ = run(network="signs", threads=2, calibration_images=20, sparsity=0.5)
    assert asked == [NETWORKS["signs"]]
    assert tuple(variant.name for variant in result.variants) == Params.variants
    assert {variant.total_weights for variant in result.variants} == {125_032}
    assert [layer.layer for layer in result.variant("int4 weight-only").layers] == list(NETWORKS["signs"].layers)
    assert "no int4 for depthwise" in result.variant("int4 weight-only").note
    assert "5 DEPTHWISE_CONV_2D" in result.variant("int8 dynamic").note
    assert {variant.images for variant in result.variants} == {200}
    assert result.variant("sparse float32").nonzero_weights == 62_516
    assert len(result.classes) == 10
