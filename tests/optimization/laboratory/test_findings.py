"""What every lab does alike with its rows: counted, read with, timed, shown beside each step, and put into one result."""

from __future__ import annotations

from types import SimpleNamespace
from typing import Any

import numpy as np
import pytest

from optimization.errors import RunCancelled
from optimization.laboratory.findings import CONTROL, Findings
from optimization.labs import LABS
from optimization.measuring.sizes import counted_row
from optimization.results.records import Headline, LabResult, LayerCount
from optimization.results.scan import ScanPoint, Sensitivity

HEADLINE = Headline(sentence="It ran.", figure="1", figure_label="run")
LAYERS = (LayerCount(layer="one", shape=(2, 5), nonzero_weights=4, total_weights=10),)
LABELS = np.array([0, 1, 1, 0])
PICTURES: Any = SimpleNamespace(
    classes=("no", "yes"), data_set="answers", test=SimpleNamespace(labels=LABELS, pixels=np.zeros((4, 28, 28), dtype=np.uint8))
)


def found(report: Any, **settings: Any) -> Findings:
    """Three rows, the second as the control, none of them read with."""
    findings = Findings("prune", LABS["prune"].parameters(settings), report)  # type: ignore[arg-type]
    findings.opened(lambda: PICTURES)
    for name in ("dense", CONTROL, "pruned"):
        findings.add(counted_row(name, b"abc", LAYERS, label=name))
    return findings


def test_a_row_is_counted_by_its_layers_and_its_file() -> None:
    row = counted_row("dense", b"abc" * 100, LAYERS, label="Dense", note="NOTE")
    assert (row.nonzero_weights, row.total_weights, row.raw_bytes, row.layers, row.note) == (4, 10, 300, LAYERS, "NOTE")
    assert 0 < row.gzip_bytes < 100


def test_every_step_and_every_part_shows_the_rows_as_they_stand(report: Any) -> None:
    findings = found(report)
    part = findings.part(0.5, 1.0)
    part.step("Reading", 0.0)
    findings.read("dense", np.array([0, 1, 1, 1]))
    findings.step("Reading", 0.6)
    part.step("Reading", 0.5)
    assert report.steps == [("Loading the pictures", 0.0), ("Reading", 0.5), ("Reading", 0.6), ("Reading", 0.75)]
    assert [len(one) for one in report.variants] == [0, 3, 3, 3]
    assert report.variants[-1][0].accuracy == 0.75


def test_rows_are_compared_with_the_first_one(report: Any) -> None:
    findings = found(report)
    findings.read("dense", np.array([0, 1, 1, 1]))
    findings.read("pruned", np.array([0, 0, 1, 0]))
    row = findings.row("pruned")
    assert (row.accuracy, row.changed_predictions, row.right_to_wrong, row.wrong_to_right) == (0.75, 2, 1, 1)
    assert findings.seen("dense").tolist() == [0, 1, 1, 1]
    with pytest.raises(KeyError, match="sparse"):
        findings.read("sparse", LABELS)
    with pytest.raises(KeyError, match="control"):
        findings.seen(CONTROL)


def test_a_row_is_not_read_before_the_first_one(report: Any) -> None:
    with pytest.raises(KeyError, match="dense"):
        found(report).read("pruned", LABELS)


def test_what_was_timed_is_in_the_result_with_how_it_was_timed(report: Any) -> None:
    findings = found(report, seed=3)
    calls = {name: (lambda: sum(range(400))) for name in ("dense", CONTROL, "pruned")}
    findings.time(calls, share=0.9)
    extras = Sensitivity(scan=(ScanPoint(layer="one", amount=0.5, accuracy=0.9),))
    result = findings.result(HEADLINE, extras=extras)
    assert result.timing is not None
    assert result.timing_rounds == result.timing.rounds > 0
    assert all(one.speedup is not None and one.latency_us for one in result.variants)
    assert (result.lab, result.seed, result.classes, result.parameters["seed"]) == ("prune", 3, ("no", "yes"), 3)
    assert result.extras_as(Sensitivity) == extras
    assert LabResult.model_validate_json(result.model_dump_json()) == result
    assert set(result.machine.versions) <= {"torch", "torch-pruning", "scikit-learn", "mlxtend", "numpy"}
    assert "numpy" in result.machine.versions


def test_what_was_not_timed_says_so_by_having_no_rounds(report: Any) -> None:
    result = found(report).result(HEADLINE)
    assert (result.timing, result.timing_rounds, result.extras) == (None, 0, {})


def test_a_run_that_was_stopped_ends_at_its_next_step(report: Any, monkeypatch: pytest.MonkeyPatch) -> None:
    findings = found(report)

    def stopped(*_: Any) -> None:
        raise RunCancelled("stopped")

    monkeypatch.setattr(report, "step", stopped)
    with pytest.raises(RunCancelled):
        findings.step("Reading", 0.5)
