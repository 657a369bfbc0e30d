"""Figures of one run that are compared with nothing: of a row, of a layer in it, and of a point of a sensitivity scan."""

from __future__ import annotations

import pytest

from optimization.labs import LABS
from optimization.results.figures import NoSuchFigure, alone
from optimization.results.records import Headline, LabResult, LayerCount, Machine, Variant
from optimization.results.scan import AMOUNTS, ScanPoint, Sensitivity


def run(scan: tuple[ScanPoint, ...] = ()) -> LabResult:
    layers = (
        LayerCount(layer="conv1", shape=(20, 1, 5, 5), nonzero_weights=430, total_weights=500),
        LayerCount(layer="fc1", shape=(500, 800), nonzero_weights=32_000, total_weights=400_000),
    )
    pruned = Variant(
        name="pruned", label="Pruned", nonzero_weights=32_430, total_weights=400_500, raw_bytes=1_727_501, gzip_bytes=328_000, layers=layers
    )
    return LabResult(
        lab="prune",
        parameters={},
        variants=(pruned,),
        data_set="mnist",
        seed=0,
        machine=Machine(cpu="A-CPU", cores=2, threads=1, flags=(), system="Linux", python="3.11", versions={}),
        measured_at="2026-11-30T09:14:00Z",  # type: ignore[arg-type]
        took_s=4.2,
        timing_rounds=0,
        headline=Headline(sentence="So.", figure="2×", figure_label="speed"),
        extras=Sensitivity(scan=scan).model_dump(mode="json") if scan else {},
    )


def test_a_layer_of_a_row_has_its_weights() -> None:
    assert alone(run(), "non-zero", of="conv1 of pruned").value == 430
    assert alone(run(), "non-zero", of="fc1 of pruned").text == "32,000 weights that are not zero"
    assert alone(run(), "non-zero", of="pruned").value == 32_430


def test_a_point_of_a_scan_has_its_accuracy_in_percent() -> None:
    scanned = run((ScanPoint(layer="conv1", amount=0.0, accuracy=0.97), ScanPoint(layer="conv1", amount=0.9, accuracy=0.7525)))
    found = alone(scanned, "accuracy", of="conv1 at 0.9")
    assert (found.value, found.text) == (pytest.approx(75.25), "75.2 % of the validation pictures read correctly")
    assert alone(scanned, "accuracy", of="conv1 at 0").value == pytest.approx(97.0)


@pytest.mark.parametrize(("name", "of"), [("accuracy", "conv1 at 0.9"), ("file", "conv1 of pruned"), ("non-zero", "conv9 of pruned")])
def test_a_part_that_the_run_did_not_measure_is_refused_with_the_rows_there_are(name: str, of: str) -> None:
    with pytest.raises(NoSuchFigure, match=f"no row '{of}'; it has: pruned"):
        alone(run(), name, of=of)


def test_the_lab_says_which_parts_a_figure_can_be_of() -> None:
    lab = LABS["prune"]
    assert lab.measured_alone("file", {"scan": True}) == lab.rows
    assert {"conv1 of pruned", "fc2 of small dense"} < set(lab.measured_alone("non-zero", {}))
    assert lab.measured_alone("accuracy", {}) == lab.rows, "without a scan no layer is tested alone"
    scanned = lab.measured_alone("accuracy", {"scan": True, "network": "signs"})
    assert len(scanned) == len(lab.rows) + 12 * (1 + len(AMOUNTS))
    assert {"stem at 0", "block4.pointwise at 0.95"} < set(scanned)
    assert LABS["quantize"].measured_alone("accuracy", {"scan": True}) == LABS["quantize"].rows
    assert lab.measured_alone("accuracy", {"scan": True, "network": "no such"}) == lab.rows
