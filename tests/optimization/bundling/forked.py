"""Runs programs one after the other, each in a process of its own that is forked from one which has imported the public libraries.

``python -I forked.py MODULE...`` imports the modules and reads a line for each program: its path and arguments as a JSON list. It answers
with the exit code. What the program prints goes to ``stdout`` and ``stderr`` beside it. A fork starts no threads and no kernels before
its program does, so that it finds what a new process would; importing PyTorch and TensorFlow anew would take longer than most programs.
"""

from __future__ import annotations

import importlib
import json
import os
import runpy
import sys
import traceback
from pathlib import Path


def run(path: Path, arguments: list[str]) -> None:
    """In the child: run the program in its folder, with its own arguments and streams; ends the process."""
    code = 1
    try:
        os.chdir(path.parent)
        for name, number in (("stdout", 1), ("stderr", 2)):
            with open(name, "wb") as file:
                os.dup2(file.fileno(), number)
        sys.argv = [str(path), *arguments]
        try:
            runpy.run_path(str(path), run_name="__main__")
            code = 0
        except SystemExit as end:
            code = end.code if isinstance(end.code, int) else int(end.code is not None)
        except BaseException:
            traceback.print_exc()
        sys.stdout.flush()
        sys.stderr.flush()
    finally:
        os._exit(code)


if __name__ == "__main__":
    os.environ |= {"TF_CPP_MIN_LOG_LEVEL": "3", "KERAS_BACKEND": "tensorflow"}  # as the programs set them before they import
    for module in sys.argv[1:]:
        importlib.import_module(module)
    for line in sys.stdin:
        path, *arguments = json.loads(line)
        child = os.fork()
        if child == 0:
            run(Path(path), arguments)
        print(os.waitstatus_to_exitcode(os.waitpid(child, 0)[1]), flush=True)
