"""Runs the programs of a proof, one after another, in a process of their own: JSON comes in and goes out on the standard streams.

With names of libraries behind it, it imports these once and then runs each task that comes, a line of JSON, in a copy of itself.
"""

from __future__ import annotations

import contextlib
import importlib
import importlib.util
import io
import json
import os
import sys
from collections.abc import Sequence
from typing import Any


def main() -> None:
    """Read ``{"programs": […], "imports": […]}``, and say what each printed, with which versions, or how one failed."""
    answers = os.fdopen(os.dup(1), "w", encoding="utf-8")
    os.dup2(2, 1)  # what compiled libraries print is no output of the program
    task = json.load(sys.stdin)
    json.dump(_outcome(task["programs"], task["imports"]), answers)
    answers.flush()
    os._exit(0)  # without waiting for the threads of libraries


def serve(libraries: Sequence[str]) -> None:
    """Import the libraries, then answer each task with the id of the process that does it; what comes of it is written into its folder."""
    import resource
    import signal

    for library in libraries:
        with contextlib.suppress(Exception):  # the programs will say what is missing
            importlib.import_module(library)
    signal.signal(signal.SIGCHLD, signal.SIG_IGN)
    pids = os.fdopen(os.dup(1), "w", encoding="utf-8")
    os.dup2(2, 1)
    for line in sys.stdin:
        task = json.loads(line)
        pid = os.fork()
        if pid:
            print(pid, file=pids, flush=True)
            continue
        try:
            os.setsid()
            signal.signal(signal.SIGCHLD, signal.SIG_DFL)
            resource.setrlimit(resource.RLIMIT_DATA, (task["memory_bytes"], task["memory_bytes"]))
            os.chdir(task["folder"])
            os.environ |= {"HOME": task["folder"], "TMPDIR": task["folder"]}
            _answer_in(task, task["folder"])
        finally:
            os._exit(0)  # whatever happens: the copy must never read the next task


def _answer_in(task: dict[str, Any], folder: str) -> None:
    """Run the task, and put its answer into the folder in one step."""
    noise = os.open(os.path.join(folder, "said"), os.O_WRONLY | os.O_CREAT | os.O_TRUNC, 0o600)
    os.dup2(noise, 1)
    os.dup2(noise, 2)
    os.dup2(os.open(os.devnull, os.O_RDONLY), 0)
    outcome = _outcome(task["programs"], task["imports"])
    with open(os.path.join(folder, "part"), "w", encoding="utf-8") as part:
        json.dump(outcome, part)
    os.replace(part.name, os.path.join(folder, "answer"))


def _outcome(programs: Sequence[str], imports: Sequence[str]) -> dict[str, Any]:
    outputs = []
    for program in programs:
        printout = io.StringIO()
        try:
            with contextlib.redirect_stdout(printout):
                exec(compile(program, "proof", "exec"), {"__name__": "__main__"})
        except BaseException as error:
            first_line = f"{type(error).__name__}: {error}".splitlines()[0]
            return {"failed": first_line, "missing": _missing_library(error), "memory": isinstance(error, MemoryError)}
        outputs.append(printout.getvalue())
    versions_there = {name: getattr(sys.modules.get(name), "__version__", None) for name in imports}
    versions = {name: str(version).partition("+")[0] for name, version in versions_there.items() if version}
    return {"outputs": outputs, "python": sys.version.split()[0], "versions": versions}


def _missing_library(error: BaseException) -> str | None:
    """The library that is not installed; None where it is, and only lacks what the program wants of it."""
    name = error.name if isinstance(error, ModuleNotFoundError) else None
    return name if name and importlib.util.find_spec(name.partition(".")[0]) is None else None


if __name__ == "__main__":
    if len(sys.argv) > 1:
        serve(sys.argv[1:])
    else:
        main()
