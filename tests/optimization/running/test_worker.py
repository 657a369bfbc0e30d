"""What a lab's report sends from a worker, and what importing the runner costs the web process."""

from __future__ import annotations

import subprocess
import sys
from pathlib import Path
from typing import Any

import pytest
from fake_labs import Params, result_of

from optimization.errors import RunCancelled
from optimization.running import worker
from optimization.running.runs import VARIANTS, labs_at
from optimization.running.worker import WorkerReport, stop_run

ROOT = Path(__file__).parents[3]
DENSE, PRUNED = result_of("patient", Params()).variants


@pytest.fixture
def sent() -> list[dict[str, Any]]:
    return []


@pytest.fixture
def report(sent: list[dict[str, Any]], monkeypatch: pytest.MonkeyPatch) -> WorkerReport:
    monkeypatch.setattr(worker, "_stopped", set())
    return WorkerReport("run-1", send=sent.append)


def test_a_new_step_and_new_figures_are_sent_at_once(report: WorkerReport, sent: list[dict[str, Any]]) -> None:
    report.step("Training", 0.1)
    report.step("Counting", 0.2)
    report.step("Counting", 0.2, [DENSE])
    report.step("Counting", 0.2, [DENSE, PRUNED])
    assert [message["step"] for message in sent] == ["Training", "Counting", "Counting", "Counting"]
    assert VARIANTS.validate_json(sent[2]["variants"]) == (DENSE,)
    assert VARIANTS.validate_json(sent[3]["variants"]) == (DENSE, PRUNED)


def test_a_thousand_small_steps_send_few_messages(
    report: WorkerReport, sent: list[dict[str, Any]], monkeypatch: pytest.MonkeyPatch
) -> None:
    clock = iter(range(10_000))
    monkeypatch.setattr("optimization.running.worker.time.monotonic", lambda: next(clock) / 1000)
    for number in range(1000):
        report.step("Timing", number / 1000, [DENSE])
    assert 5 <= len(sent) <= 25
    assert sum("variants" in message for message in sent) == 1, "unchanged figures are not sent again"


def test_a_stopped_run_ends_at_its_next_report_and_no_other_does(report: WorkerReport) -> None:
    other = WorkerReport("run-2", send=lambda message: None)
    report.check()
    stop_run("run-1")
    with pytest.raises(RunCancelled):
        report.check()
    with pytest.raises(RunCancelled):
        report.step("Timing", 0.5)
    other.check()


def test_a_reference_names_the_shipped_labs() -> None:
    assert {"prune", "quantize"} <= set(labs_at(worker.LABS))


def test_importing_the_runner_imports_neither_dask_nor_a_heavy_library() -> None:
    code = (
        "import sys, optimization.running.runner, optimization.running.worker; print(*sorted({name.split('.')[0] for name in sys.modules}))"
    )
    run = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, cwd=ROOT, check=True)
    imported = set(run.stdout.split())
    assert "pydantic" in imported
    assert not imported & {"dask", "distributed", "torch", "torch_pruning", "tensorflow", "keras", "ai_edge_litert", "sklearn", "streamlit"}
