"""Small labs without heavy libraries; workers import them by name."""

from __future__ import annotations

import os
import signal
import sys
import threading
import time
from datetime import UTC, datetime
from pathlib import Path

from pydantic import BaseModel, ConfigDict, Field

from optimization.labs import Lab, program
from optimization.results.progress import Report
from optimization.results.records import Headline, LabResult, Machine, Variant
from optimization.running.pace import WAITING_STEP

REFERENCE = "fake_labs:LABS"


class Params(BaseModel):
    model_config = ConfigDict(frozen=True, extra="forbid")

    seconds: float = Field(0.0, ge=0.0, le=600.0)
    number: int = Field(0, ge=0, le=9)
    note: str = ""


def variant(name: str, *, nonzero_weights: int = 10) -> Variant:
    return Variant(name=name, label=name, nonzero_weights=nonzero_weights, total_weights=100, raw_bytes=400, gzip_bytes=300)


def result_of(lab: str, params: Params) -> LabResult:
    return LabResult(
        lab=lab,
        parameters=params.model_dump(mode="json"),
        seed=0,
        machine=Machine(cpu=f"pid {os.getpid()}", cores=1, threads=1, flags=(), system=sys.platform, python="3", versions={}),
        measured_at=datetime.now(UTC),
        took_s=params.seconds,
        timing_rounds=1,
        headline=Headline(sentence="It ran.", figure="1", figure_label="run"),
        data_set="",
        variants=(variant("dense", nonzero_weights=100), variant("pruned")),
    )


def patient(params: Params, report: Report) -> LabResult:
    """Shows a first figure, then polls for a stop until its time is over, half of it in each of two steps."""
    report.step("Counting", 0.25, [variant("dense", nonzero_weights=100)])
    poll(report, seconds=params.seconds / 2)
    report.step("Timing", 0.75)
    poll(report, seconds=params.seconds / 2)
    return result_of("patient", params)


def poll(report: Report, *, seconds: float) -> None:
    end = time.monotonic() + seconds
    while time.monotonic() < end:
        report.check()
        time.sleep(0.02)


def stubborn(params: Params, report: Report) -> LabResult:
    """Never looks whether it should stop."""
    report.step("Working", 0.5)
    time.sleep(params.seconds)
    return result_of("stubborn", params)


def hungry(params: Params, report: Report) -> LabResult:
    report.step("Eating", 0.5)
    eaten = []
    for _ in range(600):
        eaten.append(b"x" * 5_000_000)
        time.sleep(0.01)
    return result_of("hungry", params)


def greedy(params: Params, report: Report) -> LabResult:
    """Asks for more memory than any machine has."""
    bytearray(1 << 60)
    return result_of("greedy", params)


def doomed(params: Params, report: Report) -> LabResult:
    """Its process dies as often as ``number`` says; the file ``note`` counts."""
    deaths = Path(params.note)
    died = len(deaths.read_text()) if deaths.exists() else 0
    if died < params.number:
        deaths.write_text("x" * (died + 1))
        os.kill(os.getpid(), signal.SIGKILL)
        time.sleep(10)
    return result_of("doomed", params)


def broken(params: Params, report: Report) -> LabResult:
    raise ZeroDivisionError("the ratio has no denominator")


def environment(params: Params, report: Report) -> LabResult:
    """Reports what the worker's process is like in the headline."""
    threads = " ".join(os.environ.get(name, "") for name in ("OMP_NUM_THREADS", "MKL_NUM_THREADS", "TF_NUM_INTRAOP_THREADS"))
    headline = Headline(sentence=threads, figure=str(threading.active_count()), figure_label=f"threads, timing for {report.timing_s:g} s")
    return result_of("environment", params).model_copy(update={"headline": headline})


def slow(params: Params, report: Report) -> LabResult:
    """Shows a first figure, then works for a tenth of a second a unit, ``number`` times ten of them."""
    units = 10 * params.number
    report.step("Training: epoch 1", 0.0, [variant("dense", nonzero_weights=100)])
    for unit in range(units):
        poll(report, seconds=0.1)
        report.step(f"Training: epoch {unit + 1}, done", unit / units)
    return result_of("slow", params)


def waiting(params: Params, report: Report) -> LabResult:
    """Waits for its turn to measure for that many seconds."""
    report.step(WAITING_STEP, 0.5)
    poll(report, seconds=params.seconds)
    report.step("Timing", 0.6)
    return result_of("waiting", params)


def slow_work(params: Params) -> dict[str, float]:
    return {"Training": 10 * params.number}


LABS = {
    name: Lab(id=name, title=name, summary=name, params=Params, entry=f"fake_labs:{name}", needs=needs)
    for name, needs in {
        "patient": {},
        "stubborn": {},
        "hungry": {},
        "greedy": {},
        "doomed": {},
        "waiting": {},
        "broken": {},
        "environment": {},
        "missing": {"no_such_library": "no-such-library==1.0"},
    }.items()
}
LABS[program.LAB.id] = program.LAB
LABS["slow"] = Lab(
    id="slow", title="slow", summary="slow", params=Params, entry="fake_labs:slow", needs={}, work=slow_work, lighter={"number": 1}
)
