"""One program in a process of its own: JSON comes in on the standard input, and what was printed goes out as JSON.

Run by its path, with nothing of the app beside it. Whoever started it holds the other end of the standard input: where that closes, this
process ends at once, whatever the program does.
"""

from __future__ import annotations

import contextlib
import ctypes
import io
import json
import os
import signal
import sys
import threading
import traceback
from typing import Any

PROGRAM = "program.py"
"""What a traceback calls it."""
PR_SET_PDEATHSIG = 1


def main() -> None:
    """Read ``{"before": …, "code": …, "memory_bytes": …}`` from the first line, and say what the program printed, or how it failed."""
    _end_with_parent()
    answers = os.fdopen(os.dup(1), "w", encoding="utf-8")
    os.dup2(2, 1)  # what compiled libraries print is no output of the program
    task = json.loads(sys.stdin.buffer.readline())
    threading.Thread(target=_end_with_stdin, args=(sys.stdin.buffer,), daemon=True).start()
    sys.stdin = io.StringIO()
    if task["memory_bytes"] is not None:
        _limit_memory(task["memory_bytes"])
    json.dump(_outcome(task["before"], task["code"]), answers)
    answers.flush()
    os._exit(0)  # without waiting for the threads of libraries


def _end_with_parent() -> None:
    """Where the system can: also while the program holds the lock of the interpreter, and no thread can look at the input."""
    if sys.platform == "linux":
        with contextlib.suppress(OSError, AttributeError):
            ctypes.CDLL(None).prctl(PR_SET_PDEATHSIG, signal.SIGKILL)


def _end_with_stdin(pipe: Any) -> None:
    pipe.read()
    os._exit(1)


def _limit_memory(size_bytes: int) -> None:
    if sys.platform == "linux":
        import resource

        resource.setrlimit(resource.RLIMIT_DATA, (size_bytes, size_bytes))


def _outcome(before_code: str, code: str) -> dict[str, Any]:
    printout, names = io.StringIO(), {"__name__": "__main__"}
    try:
        with contextlib.redirect_stdout(printout):
            exec(before_code, names)
            exec(compile(code, PROGRAM, "exec"), names)
    except SystemExit as exit_request:
        if exit_request.code:
            return {"failed": f"it ended with {exit_request.code}", "memory": False}
    except BaseException as error:
        return {"failed": _error_line(error), "memory": isinstance(error, MemoryError)}
    return {"output": printout.getvalue()}


def _error_line(error: BaseException) -> str:
    """The error, and the line of the program that it came from where there is one."""
    lines = [frame.lineno for frame in traceback.extract_tb(error.__traceback__) if frame.filename == PROGRAM]
    first = f"{type(error).__name__}: {error}".splitlines()[0]
    return f"{first} (line {lines[-1]})" if lines else first


if __name__ == "__main__":
    main()
