"""Runs a lab in a process of its own, from the shell's side: for proofs and whoever wants a result without the app."""

from __future__ import annotations

import contextlib
import os
import signal
import subprocess
import sys
from collections.abc import Callable, Mapping
from pathlib import Path
from typing import Any

from pydantic import ValidationError

from optimization.errors import LabError, MissingLibrary
from optimization.labs import Lab
from optimization.results.records import LabResult

ROOT = Path(__file__).resolve().parents[2]
NO_LIBRARY = 3
"""What the shell's side of the labs ends with where a library is missing."""


class LimitReached(LabError):
    """The run did not end within its time."""


def run_in_own_process(
    lab: Lab, settings: Mapping[str, Any], *, limit_s: float, before_start: Callable[[], None] | None = None
) -> LabResult:
    """The result of one run with these settings over the lab's defaults; ``before_start`` is called in the new process first.

    Raises BadParameter, MissingLibrary, LimitReached, and LabError with the last line of what the run said where it failed.
    """
    lab.parameters(settings)
    if lab.missing():
        raise MissingLibrary(f"{' and '.join(lab.missing())} is not installed")
    command = [sys.executable, "-m", "optimization", lab.id, "--json"]
    command += [part for name, value in settings.items() for part in ("--set", f"{name}={value}")]
    process = subprocess.Popen(
        command,
        cwd=ROOT,
        stdout=subprocess.PIPE,
        stderr=subprocess.PIPE,
        text=True,
        encoding="utf-8",
        start_new_session=True,
        preexec_fn=before_start,
    )
    try:
        output, errors = process.communicate(timeout=limit_s)
    except subprocess.TimeoutExpired:
        _end(process)
        raise LimitReached(f"the lab did not end within {limit_s:.0f} s") from None
    except BaseException:
        _end(process)
        raise
    try:
        return LabResult.model_validate_json(output)
    except ValidationError:
        last = (errors.strip().splitlines() or [f"it ended with {process.returncode}"])[-1]
        raise MissingLibrary(last) if process.returncode == NO_LIBRARY else LabError(last) from None


def _end(process: subprocess.Popen[str]) -> None:
    with contextlib.suppress(ProcessLookupError):
        if sys.platform == "win32":
            process.kill()
        else:
            os.killpg(process.pid, signal.SIGKILL)
    process.communicate()
