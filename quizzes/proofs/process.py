"""Runs the programs of one proof in a process of their own, with a limit of time and of memory."""

from __future__ import annotations

import ast
import atexit
import contextlib
import json
import os
import signal
import subprocess
import sys
import tempfile
import threading
import time
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from quizzes.errors import QuizError
from quizzes.proofs.evidence import Printed

AT_ONCE = 2
"""Programs, and lab runs that count and test, which run side by side; what is timed follows alone."""
LIMIT_S = 120.0
MEMORY_LIMIT_BYTES = 6 * 1024**3


class NotHere(QuizError):
    """The proof cannot be run on this machine; the text says why."""


class Failed(QuizError):
    """The program ended with an error; the text is its last line."""


PYTHON = (sys.executable, "-s", "-P")
WARMED = frozenset({"torch"})
"""Libraries that take longer to import than most programs to run: programs that need one are run in copies of a process that has it."""
LOOKED_EVERY_S = 0.02
PROGRAM = Path(__file__).with_name("inside.py")
"""Run by its path, with nothing of the app to be imported from beside it."""


@dataclass(frozen=True)
class Limits:
    """Of one process; memory is limited where the system can do that (not on Windows and macOS)."""

    time_s: float = LIMIT_S
    memory_bytes: int = MEMORY_LIMIT_BYTES


def run_programs(programs: Sequence[str], *, limits: Limits = Limits()) -> Printed:
    """What each of the programs prints, one after another in one new process. Raises NotHere and Failed."""
    imports = imported(programs[0])
    task = {"programs": list(programs), "imports": sorted(imports)}
    with tempfile.TemporaryDirectory() as folder:
        if imports & WARMED and sys.platform == "linux":
            report = _warm().told(task, folder=folder, limits=limits)
        else:
            report = _report_of(run_limited([*PYTHON, str(PROGRAM)], input_text=json.dumps(task), folder=folder, limits=limits))
    if report.get("missing"):
        raise NotHere(f"{report['missing']} is not installed")
    if report.get("memory"):
        raise NotHere(f"it needs more than {limits.memory_bytes / 1e9:.1f} GB")
    if "failed" in report:
        raise Failed(report["failed"])
    return Printed.model_validate(report)


def _report_of(process: subprocess.CompletedProcess[str]) -> dict[str, Any]:
    try:
        report: dict[str, Any] = json.loads(process.stdout)
    except ValueError:
        last = (process.stderr.strip().splitlines() or ["no word"])[-1]
        raise Failed(f"the process ended with {process.returncode}: {last}") from None
    return report


class Warm:
    """A process that has imported what takes long and runs nothing itself: each task is done in a copy of it, which dies with the task."""

    def __init__(self) -> None:
        self._folder = tempfile.TemporaryDirectory()
        command = [*PYTHON, str(PROGRAM), *sorted(WARMED)]
        environ = _environ(self._folder.name)
        self._process = subprocess.Popen(
            command, cwd=self._folder.name, env=environ, stdin=subprocess.PIPE, stdout=subprocess.PIPE, text=True, encoding="utf-8"
        )
        self._lock = threading.Lock()
        atexit.register(self.close)

    @property
    def is_there(self) -> bool:
        return self._process.poll() is None

    def told(self, task: Mapping[str, Any], *, folder: str, limits: Limits) -> dict[str, Any]:
        """What a copy says of the task, which works in ``folder``. Raises NotHere at a limit, and Failed where it says nothing."""
        assert self._process.stdin is not None
        assert self._process.stdout is not None
        line = json.dumps({**task, "folder": folder, "memory_bytes": limits.memory_bytes})
        with self._lock:
            try:
                print(line, file=self._process.stdin, flush=True)
                pid = int(self._process.stdout.readline())
            except (OSError, ValueError):
                raise NotHere("the process that programs are copied from was lost") from None
        answer, end = Path(folder, "answer"), time.monotonic() + limits.time_s
        while not answer.exists():
            if not _is_alive(pid) and not answer.exists():
                noise = Path(folder, "said")
                words = noise.read_text(encoding="utf-8", errors="replace").strip().splitlines() if noise.exists() else []
                raise Failed(f"the process ended: {(words or ['no word'])[-1]}")
            if time.monotonic() > end:
                _kill_group(pid)
                raise NotHere(f"it did not end within {limits.time_s:.0f} s")
            time.sleep(LOOKED_EVERY_S)
        report: dict[str, Any] = json.loads(answer.read_text(encoding="utf-8"))
        _kill_group(pid)  # what it has started ends with it
        return report

    def close(self) -> None:
        """End the process."""
        self._process.kill()
        self._process.communicate()
        self._folder.cleanup()


_processes: list[Warm] = []
_starting = threading.Lock()


def _warm() -> Warm:
    with _starting:
        if not _processes or not _processes[-1].is_there:
            _processes.append(Warm())
        return _processes[-1]


def _is_alive(pid: int) -> bool:
    try:
        os.kill(pid, 0)
    except ProcessLookupError:
        return False
    return True


def _kill_group(pid: int) -> None:
    if sys.platform != "win32":
        with contextlib.suppress(ProcessLookupError):
            os.killpg(pid, signal.SIGKILL)


def _environ(folder: str) -> dict[str, str]:
    """Nothing of who started it, and a home of its own."""
    inherited = {name: os.environ[name] for name in ("PATH", "SYSTEMROOT", "LD_LIBRARY_PATH") if name in os.environ}
    quiet = {"HOME": folder, "TMPDIR": folder, "TF_CPP_MIN_LOG_LEVEL": "3", "CUDA_VISIBLE_DEVICES": "-1", "PYTHONHASHSEED": "0"}
    return inherited | quiet


def run_limited(command: Sequence[str], *, input_text: str, folder: str, limits: Limits) -> subprocess.CompletedProcess[str]:
    """Run a command in ``folder`` until it ends or its time does. Raises NotHere where a limit was reached."""
    process = subprocess.Popen(
        command,
        cwd=folder,
        env=_environ(folder),
        stdin=subprocess.PIPE,
        stdout=subprocess.PIPE,
        stderr=subprocess.PIPE,
        text=True,
        encoding="utf-8",
        start_new_session=True,
        preexec_fn=memory_limit(limits.memory_bytes),
    )
    try:
        output, err = process.communicate(input_text, timeout=limits.time_s)
    except subprocess.TimeoutExpired:
        _end(process)
        raise NotHere(f"it did not end within {limits.time_s:.0f} s") from None
    except BaseException:
        _end(process)
        raise
    return subprocess.CompletedProcess(command, process.returncode, output, err)


def memory_limit(size_bytes: int) -> Callable[[], None] | None:
    """What a new process has to call first; None where the system cannot limit it."""
    if sys.platform != "linux":
        return None
    import resource

    return lambda: resource.setrlimit(resource.RLIMIT_DATA, (size_bytes, size_bytes))


def _end(process: subprocess.Popen[str]) -> None:
    if sys.platform == "win32":
        process.kill()
    else:
        _kill_group(process.pid)
    process.communicate()


def imported(program: str) -> set[str]:
    """The top-level names that a program imports."""
    modules: set[str] = set()
    try:
        tree = ast.parse(program)
    except (SyntaxError, ValueError):
        return modules  # running it will say so
    for node in ast.walk(tree):
        if isinstance(node, ast.Import):
            modules |= {alias.name.partition(".")[0] for alias in node.names}
        elif isinstance(node, ast.ImportFrom) and node.module and not node.level:
            modules.add(node.module.partition(".")[0])
    return modules
