"""Runs the programs of a proof, one after another, in a process of their own: JSON comes in and goes out on the standard streams."""

from __future__ import annotations

import contextlib
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
    given = json.load(sys.stdin)
    json.dump(_outcome(given["programs"], given["imports"]), answers)
    answers.flush()
    os._exit(0)  # without waiting for the threads of libraries


def _outcome(programs: Sequence[str], imports: Sequence[str]) -> dict[str, Any]:
    outputs = []
    for program in programs:
        printed = io.StringIO()
        try:
            with contextlib.redirect_stdout(printed):
                exec(compile(program, "proof", "exec"), {"__name__": "__main__"})
        except BaseException as error:
            first_line = f"{type(error).__name__}: {error}".splitlines()[0]
            return {"failed": first_line, "missing": _missing(error), "memory": isinstance(error, MemoryError)}
        outputs.append(printed.getvalue())
    found = {name: getattr(sys.modules.get(name), "__version__", None) for name in imports}
    versions = {name: str(version).partition("+")[0] for name, version in found.items() if version}
    return {"outputs": outputs, "python": sys.version.split()[0], "versions": versions}


def _missing(error: BaseException) -> str | None:
    """The library that is not installed; None where it is, and only lacks what the program wants of it."""
    name = error.name if isinstance(error, ModuleNotFoundError) else None
    return name if name and importlib.util.find_spec(name.partition(".")[0]) is None else None


if __name__ == "__main__":
    main()
