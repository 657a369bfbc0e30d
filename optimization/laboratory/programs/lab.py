"""The lab "program": a program of the content in a process of its own, with the limits of the worker that it runs in."""

from __future__ import annotations

import json
import os
import signal
import subprocess
import sys
import tempfile
import threading
import time
from contextlib import nullcontext, suppress
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

from optimization.errors import MissingLibrary, RunFailed
from optimization.labs.program import LAB, MEMORY_LIMIT, THREADS, Params, is_timed, lab_of, seeds
from optimization.measuring.turn import turn_to_measure
from optimization.results.machine import describe_machine
from optimization.results.printed import Printed, read_numbers
from optimization.results.progress import Report
from optimization.results.records import Headline, LabResult

CHILD = Path(__file__).with_name("child.py")
LOOKED_EVERY_S = 0.05
LONGEST_OUTPUT = 200_000
"""Bytes that a program may print."""
RUNNING_STEP = "Running the program"
INHERITED = ("PATH", "SYSTEMROOT", "LD_LIBRARY_PATH")
"""Of the environment of who started it: nothing else, so that a program finds no address and no password there."""


def run(params: Params, report: Report) -> LabResult:
    """What the program prints. Raises RunFailed where it fails or prints no number, MissingLibrary, MemoryError, and RunCancelled where
    ``report`` does."""
    began_s = time.perf_counter()
    lab = lab_of(params.code)
    if lab.missing():
        raise MissingLibrary(f"The program needs {' and '.join(lab.missing())}, which is not installed here.")
    report.step("Starting the program", 0.0)
    with turn_to_measure(report, share=0.05) if is_timed(params.code) else nullcontext():
        report.step(RUNNING_STEP, 0.1)
        output = printed(params.code, report, before_code=seeds(params.code, params.seed))
    printed_figures = Printed(values=read_numbers(output), show=params.show, unit=params.unit)
    report.step("Done", 1.0)
    return LabResult(
        lab=LAB.id,
        parameters=params.model_dump(),
        seed=params.seed,
        machine=describe_machine(lab.libraries, threads=1),
        measured_at=datetime.now(UTC),
        took_s=time.perf_counter() - began_s,
        timing_rounds=0,
        headline=headline(printed_figures),
        variants=(),
        data_set="",
        extras=printed_figures.model_dump(mode="json"),
    )


def headline(printed_figures: Printed) -> Headline:
    """The number, and where it was measured several times, within which bounds."""
    bounds = printed_figures.bounds
    repeats_note = "measured once"
    if bounds is not None:
        low, high = (printed_figures.number(bound) for bound in bounds)
        repeats_note = f"the middle of {len(printed_figures.values)} repeats, from {low} to {high}"
    return Headline(
        sentence=f"{printed_figures.text}, {repeats_note}.",
        figure=printed_figures.number(printed_figures.value),
        figure_label=printed_figures.unit.strip(),
    )


def printed(program: str, report: Report, *, before_code: str) -> str:
    """What the program prints in a new process, which works in a folder of its own and dies with this one; ``before_code`` runs first."""
    memory = os.environ.get(MEMORY_LIMIT)
    task = json.dumps({"before": before_code, "code": program, "memory_bytes": int(memory) if memory else None})
    with tempfile.TemporaryDirectory(ignore_cleanup_errors=True) as folder:
        process = subprocess.Popen(
            [sys.executable, "-s", "-P", str(CHILD)],
            cwd=folder,
            env=_environ(folder),
            stdin=subprocess.PIPE,
            stdout=subprocess.PIPE,
            stderr=subprocess.DEVNULL,
            start_new_session=True,
        )
        try:
            report_of_child = _report_of_process(process, task, report)
        finally:
            _end(process)
    if report_of_child.get("memory"):
        raise MemoryError
    if "failed" in report_of_child:
        raise RunFailed(f"The program ended with an error: {report_of_child['failed']}.")
    output = str(report_of_child["output"])
    if len(output) > LONGEST_OUTPUT:
        raise RunFailed(f"The program has printed {len(output):,} characters; it has to print a number, or one a line.")
    return output


def _report_of_process(process: subprocess.Popen[bytes], task: str, report: Report) -> dict[str, Any]:
    """What the process says at its end; ``report`` is asked meanwhile whether the run shall stop."""
    assert process.stdin is not None
    assert process.stdout is not None
    chunks: list[bytes] = []
    reader = threading.Thread(target=lambda stream: chunks.append(stream.read()), args=(process.stdout,), daemon=True)
    reader.start()
    with suppress(BrokenPipeError):
        process.stdin.write(f"{task}\n".encode())
        process.stdin.flush()  # and stays open: the process ends where it closes
    while reader.is_alive():
        report.check()
        reader.join(LOOKED_EVERY_S)
    try:
        report_of_child: dict[str, Any] = json.loads(b"".join(chunks))
    except ValueError:
        raise RunFailed(f"The program was lost: its process ended with {process.wait()}.") from None
    return report_of_child


def _end(process: subprocess.Popen[bytes]) -> None:
    """End the process, and whatever it has started."""
    if sys.platform != "win32":
        with suppress(ProcessLookupError):
            os.killpg(process.pid, signal.SIGKILL)
    process.kill()
    process.wait()
    for pipe in (process.stdin, process.stdout):
        with suppress(OSError):
            if pipe is not None:
                pipe.close()


def _environ(folder: str) -> dict[str, str]:
    inherited = {name: os.environ[name] for name in INHERITED if name in os.environ}
    own = {"HOME": folder, "TMPDIR": folder, "TMP": folder, "TEMP": folder, "PYTHONHASHSEED": "0"}
    quiet = {"TF_CPP_MIN_LOG_LEVEL": "3", "CUDA_VISIBLE_DEVICES": "-1"}
    return inherited | own | quiet | dict.fromkeys(THREADS, "1")
