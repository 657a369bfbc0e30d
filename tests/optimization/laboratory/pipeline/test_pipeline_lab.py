"""Whole runs of the pipeline lab, with little training; how small and how fast the shipped recipe gets is measured in tests/benchmarks."""

from dataclasses import replace
from typing import Any

import numpy as np
import pytest

pytest.importorskip("tensorflow")
pytest.importorskip("torch")
pytest.importorskip("torch_pruning")

from optimization.laboratory.networks.classifier import predict
from optimization.laboratory.networks.register import LENET, SIGNS
from optimization.laboratory.networks.small import count_parameters, widths_for
from optimization.laboratory.pictures.data import Split
from optimization.laboratory.pipeline import lab as pipeline_lab
from optimization.laboratory.pipeline import rows
from optimization.laboratory.pipeline.lab import equally_long_note
from optimization.labs import lab_named
from optimization.labs.budget import Params
from optimization.results.records import LabResult

SETTINGS = {"rounds": 2, "coded_epochs": 3, "fast_epochs": 1, "removed": 0.5}


class Kept:
    """A report that keeps what it was told."""

    timing_s = 1.0

    def __init__(self) -> None:
        self.seen: list[tuple[str, float, list[str]]] = []
        self.tested: list[bool] = []

    def step(self, name: str, done: float, variants: Any = ()) -> None:
        self.tested += [variant.accuracy is not None for variant in variants]
        self.seen.append((name, done, [variant.name for variant in variants]))

    def check(self) -> None:
        return None


@pytest.fixture(scope="module")
def few_pictures(some_digits: Any) -> Any:
    """The first network with few pictures to train on: rows, counts, sizes and notes are the same however well it reads."""
    return {"lenet": replace(LENET, pictures=lambda: some_digits, file_name="few-digits")}


@pytest.fixture(scope="module")
def finished(few_pictures: Any, tmp_path_factory: pytest.TempPathFactory) -> tuple[LabResult, Kept, bytes]:
    """The result of a run that finds nothing of other tests on the disk, what it reported, and the coded file that it wrote."""
    lab, report, written = lab_named("budget"), Kept(), []

    def watched(content: bytes) -> bytes:
        written.append(written_and_read(content))
        return written[-1]

    written_and_read = rows.written_and_read
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(rows, "written_and_read", watched)
        patch.setattr(pipeline_lab, "NETWORKS", few_pictures)
        patch.setenv("XDG_CACHE_HOME", str(tmp_path_factory.mktemp("cache")))
        result = lab.load()(lab.parameters(SETTINGS), report)
    (file,) = written
    return result, report, file


@pytest.fixture
def result(finished: Any) -> LabResult:
    return finished[0]


def test_the_rows_are_the_ones_that_the_parameters_promise(result: LabResult) -> None:
    assert tuple(variant.name for variant in result.variants) == Params.variants
    assert result.lab == "budget"
    assert result.classes == tuple("0123456789")


def test_the_work_that_the_lab_tells_of_is_what_a_run_does(finished: Any) -> None:
    work, steps = lab_named("budget").work(Params(**SETTINGS)), [name for name, _, _ in finished[1].seen]
    for part, epochs in work.items():
        done = [name for name in steps if name.startswith(part) and "pictures right" in name]
        assert len(done) == epochs, part


def test_each_row_has_its_accuracy_as_soon_as_it_is_shown(finished: Any) -> None:
    shown = finished[1].tested
    assert shown
    assert all(shown), "a run that is ended early has no figures to judge"


def test_the_coded_file_is_counted_as_it_was_written(result: LabResult, finished: Any) -> None:
    coded = result.variant("coded")
    assert coded.raw_bytes == len(finished[2])
    assert result.variant("float").raw_bytes / coded.raw_bytes >= 100
    assert coded.nonzero_weights == 430_500 - round(0.97 * 430_500)
    assert coded.total_weights == 430_500


def test_the_coded_row_is_tested_on_the_network_that_was_decoded_from_the_file(result: LabResult, finished: Any, pictures: Any) -> None:
    from optimization.laboratory.pipeline.coded import decompressed

    model = LENET.from_state(decompressed(finished[2], network=LENET))
    right = float((predict(model, pictures.test.images) == pictures.test.labels).mean())
    assert result.variant("coded").accuracy == pytest.approx(right, abs=1 / 1_000 + 1e-9)  # LiteRT rounds its sums otherwise than PyTorch


def test_the_control_is_the_float_file_again(result: LabResult) -> None:
    float32, control = result.variant("float"), result.variant("control")
    assert (control.raw_bytes, control.accuracy, control.changed_predictions) == (float32.raw_bytes, float32.accuracy, 0)


def test_a_coded_network_is_as_slow_as_the_float_one_and_says_that_it_is_decoded_first(result: LabResult) -> None:
    coded = result.variant("coded")
    assert coded.speedup is not None
    assert coded.speedup.verdict in ("no difference", "not decided")
    assert "decoded into a dense float32 network before it runs" in coded.note
    assert "A float network trained for the same 8 epochs" in coded.note


def test_the_fast_network_has_half_the_units_in_int8(result: LabResult) -> None:
    fast = result.variant("fast")
    assert fast.total_weights == 10 * 25 + 25 * 10 * 25 + 250 * 400 + 10 * 250
    assert result.variant("float").raw_bytes / fast.raw_bytes > 10
    assert "Input and output of this file are int8" in fast.note


def test_the_small_dense_network_has_about_as_many_parameters_as_the_coded_one_has_weights_left(result: LabResult) -> None:
    weights = result.variant("coded").nonzero_weights
    expected = count_parameters(LENET, widths_for(LENET, parameters=weights))
    assert f"{expected:,} parameters" in result.variant("small dense").label
    assert 0.8 * weights <= expected <= weights


def test_rows_come_as_they_are_known_and_progress_never_goes_back(finished: Any) -> None:
    _, report, _ = finished
    done = [share for _, share, _ in report.seen]
    assert done == sorted(done)
    assert done[-1] == 1.0
    known = [len(names) for _, _, names in report.seen]
    assert known == sorted(known)
    assert set(known) == {0, 2, 3, 4, 5}


def test_the_result_survives_its_journey_as_json(result: LabResult) -> None:
    assert LabResult.model_validate_json(result.model_dump_json()) == result
    assert {"tensorflow", "keras", "ai-edge-litert", "litert-quantizer", "torch", "torch-pruning"} <= set(result.machine.versions)


def test_every_row_shows_its_code(result: LabResult) -> None:
    assert all(variant.code for variant in result.variants)


def first(count: int, split: Split) -> Split:
    return Split(images=split.images[:count], labels=split.labels[:count], pixels=split.pixels[:count])


def test_the_second_network_runs_through_the_same_pipeline(some_signs: Any, monkeypatch: pytest.MonkeyPatch) -> None:
    fewer = replace(some_signs, **{part: first(160, getattr(some_signs, part)) for part in ("train", "validation", "test")})
    few = replace(SIGNS, pictures=lambda: fewer, recipe=replace(SIGNS.recipe, epochs=1), file_name="few-signs")
    monkeypatch.setattr(pipeline_lab, "NETWORKS", {"signs": few})
    lab = lab_named("budget")
    result = lab.load()(lab.parameters({**lab.recipe("signs"), "rounds": 1, "coded_epochs": 1, "fast_epochs": 0}), Kept())
    assert tuple(variant.name for variant in result.variants) == Params.variants
    assert result.classes == some_signs.classes
    float32, coded = result.variant("float"), result.variant("coded")
    assert float32.total_weights == coded.total_weights
    assert coded.nonzero_weights == pytest.approx(float32.total_weights * (1 - lab.recipe("signs")["sparsity"]), abs=1)
    assert float32.raw_bytes / coded.raw_bytes > 10


def test_the_smallest_settings_run(few_pictures: Any, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(pipeline_lab, "NETWORKS", few_pictures)
    lab = lab_named("budget")
    smallest = {"rounds": 1, "coded_epochs": 0, "fast_epochs": 0, "sparsity": 0.0, "removed": 0.0, "shared_values": 2}
    result = lab.load()(lab.parameters({**smallest, "format": "float32"}), Kept())
    assert result.variant("coded").nonzero_weights == result.variant("float").nonzero_weights == 430_500
    assert result.variant("fast").raw_bytes == result.variant("float").raw_bytes


def test_the_pictures_that_went_wrong_and_right_are_counted_against_the_network_trained_as_long() -> None:
    labels = np.array([0, 1, 2, 3, 4, 5, 6, 7, 8, 9])
    as_long = np.array([0, 1, 2, 3, 4, 5, 6, 7, 0, 0])
    coded = np.array([1, 1, 1, 3, 4, 5, 6, 7, 8, 0])
    assert equally_long_note(coded, as_long, labels=labels, epochs=28) == (
        "A float network trained for the same 28 epochs reads 80.0 % correctly, this one 70.0 %: "
        "against that network 2 pictures went from right to wrong, 1 from wrong to right."
    )
