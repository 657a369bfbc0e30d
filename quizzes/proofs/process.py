"""Runs the programs of one proof in a process of their own, with a limit of time and of memory."""

from __future__ import annotations

import ast
import contextlib
import json
import os
import signal
import subprocess
import sys
import tempfile
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from pathlib import Path

from quizzes.errors import QuizError
from quizzes.proofs.evidence import Printed

LIMIT_S = 120.0
MEMORY_LIMIT_BYTES = 6 * 1024**3


class NotHere(QuizError):
    """The proof cannot be run on this machine; the text says why."""


class Failed(QuizError):
    """The program ended with an error; the text is its last line."""


INSIDE = Path(__file__).with_name("inside.py")
"""Run by its path, with nothing of the app to be imported from beside it."""


@dataclass(frozen=True)
class Limits:
    """Of one process; memory is limited where the system can do that (not on Windows and macOS)."""

    time_s: float = LIMIT_S
    memory_bytes: int = MEMORY_LIMIT_BYTES


def run_programs(programs: Sequence[str], *, limits: Limits = Limits()) -> Printed:
    """What each of the programs prints, one after another in one new process. Raises NotHere and Failed."""
    given = json.dumps({"programs": list(programs), "imports": sorted(imported(programs[0]))})
    with tempfile.TemporaryDirectory() as folder:
        done = run_limited([sys.executable, "-s", "-P", str(INSIDE)], given=given, folder=folder, limits=limits)
    try:
        told = json.loads(done.stdout)
    except ValueError:
        last = (done.stderr.strip().splitlines() or ["no word"])[-1]
        raise Failed(f"the process ended with {done.returncode}: {last}") from None
    if told.get("missing"):
        raise NotHere(f"{told['missing']} is not installed")
    if told.get("memory"):
        raise NotHere(f"it needs more than {limits.memory_bytes / 1e9:.1f} GB")
    if "failed" in told:
        raise Failed(told["failed"])
    return Printed.model_validate(told)


def run_limited(command: Sequence[str], *, given: str, folder: str, limits: Limits) -> subprocess.CompletedProcess[str]:
    """Run a command in ``folder`` until it ends or its time does. Raises NotHere where a limit was reached."""
    environ = {name: os.environ[name] for name in ("PATH", "SYSTEMROOT", "LD_LIBRARY_PATH") if name in os.environ}
    quiet = {"HOME": folder, "TMPDIR": folder, "TF_CPP_MIN_LOG_LEVEL": "3", "CUDA_VISIBLE_DEVICES": "-1", "PYTHONHASHSEED": "0"}
    process = subprocess.Popen(
        command,
        cwd=folder,
        env=environ | quiet,
        stdin=subprocess.PIPE,
        stdout=subprocess.PIPE,
        stderr=subprocess.PIPE,
        text=True,
        encoding="utf-8",
        start_new_session=True,
        preexec_fn=memory_limit(limits.memory_bytes),
    )
    try:
        out, err = process.communicate(given, timeout=limits.time_s)
    except subprocess.TimeoutExpired:
        _end(process)
        raise NotHere(f"it did not end within {limits.time_s:.0f} s") from None
    except BaseException:
        _end(process)
        raise
    return subprocess.CompletedProcess(command, process.returncode, out, err)


def memory_limit(size_bytes: int) -> Callable[[], None] | None:
    """What a new process has to call first; None where the system cannot limit it."""
    if sys.platform != "linux":
        return None
    import resource

    return lambda: resource.setrlimit(resource.RLIMIT_DATA, (size_bytes, size_bytes))


def _end(process: subprocess.Popen[str]) -> None:
    with contextlib.suppress(ProcessLookupError):
        if sys.platform == "win32":
            process.kill()
        else:
            os.killpg(process.pid, signal.SIGKILL)
    process.communicate()


def imported(program: str) -> set[str]:
    """The top-level names that a program imports."""
    found: set[str] = set()
    try:
        tree = ast.parse(program)
    except (SyntaxError, ValueError):
        return found  # running it will say so
    for node in ast.walk(tree):
        if isinstance(node, ast.Import):
            found |= {alias.name.partition(".")[0] for alias in node.names}
        elif isinstance(node, ast.ImportFrom) and node.module and not node.level:
            found.add(node.module.partition(".")[0])
    return found
