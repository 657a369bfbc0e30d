"""The lab that runs the program of a claim. No topic, page, form or address names it: what runs is what the content of a claim says."""

from __future__ import annotations

import ast
import sys
from collections.abc import Mapping
from dataclasses import replace
from typing import Annotated

from pydantic import AfterValidator, Field
from pydantic_core import PydanticCustomError

from optimization.labs.fields import LabParams, Seed
from optimization.labs.lab import Lab
from optimization.labs.needs import LITERT, PRUNING

USUAL_SHOW = ".3g"
CLOCKS = frozenset({"time", "timeit"})
"""A program that imports one of these measures a time, and waits for its turn."""
SEEDS = {"random": "random.seed", "numpy": "numpy.random.seed", "torch": "torch.manual_seed"}
"""Library -> what seeds it."""
THREADS = ("OMP_NUM_THREADS", "OPENBLAS_NUM_THREADS", "MKL_NUM_THREADS", "NUMEXPR_NUM_THREADS", "VECLIB_MAXIMUM_THREADS")
"""In the environment of a program each is 1: on how many threads libraries compute."""
ONE_THREAD = f"import os\n\nfor threads in {' '.join(THREADS)!r}.split():\n    os.environ[threads] = '1'\n"
MEMORY_LIMIT = "LAB_PROGRAM_MEMORY_BYTES"
"""In the environment of a worker: how much memory a program may take there. A run from the shell has the limit of the shell."""


def _writable(show: str) -> str:
    try:
        format(1.0, show)
    except ValueError:
        raise PydanticCustomError("format", "a number cannot be written so") from None
    return show


class Params(LabParams):
    """What runs, and how the number is written that it prints."""

    code: str = Field(
        min_length=1,
        max_length=20_000,
        title="Program",
        description="Python that prints a number, or one a line where it measures several times.",
    )
    show: Annotated[str, AfterValidator(_writable)] = Field(USUAL_SHOW, title="Format", description="How the number is written.")
    unit: str = Field("", max_length=40, title="Unit", description="What stands behind the number, with its space.")
    seed: Seed = 0


def imported(code: str) -> frozenset[str]:
    """The top-level names that a program imports; none where it is no Python."""
    try:
        tree = ast.parse(code)
    except (SyntaxError, ValueError):
        return frozenset()
    names = {alias.name for node in ast.walk(tree) if isinstance(node, ast.Import) for alias in node.names}
    names |= {node.module for node in ast.walk(tree) if isinstance(node, ast.ImportFrom) and node.module and not node.level}
    return frozenset(name.partition(".")[0] for name in names)


def is_timed(code: str) -> bool:
    """Whether a clock is in it, so that it must not run beside another measurement."""
    return bool(CLOCKS & imported(code))


def needs(code: str) -> Mapping[str, str]:
    """Import name of each library that the program wants beyond Python itself -> the requirement that installs it."""
    distributions = {**PRUNING, **LITERT}
    return {name: distributions.get(name, name) for name in sorted(imported(code) - sys.stdlib_module_names)}


def lab_of(code: str) -> Lab:
    """The lab as that program needs it."""
    return replace(LAB, needs=needs(code))


def seeds(code: str, seed: int) -> str:
    """What runs before the program: whatever draws numbers by chance is seeded, of the libraries that it imports."""
    libraries = [name for name in SEEDS if name in imported(code) or name == "random"]
    return "\n".join([*(f"import {name}" for name in libraries), "", *(f"{SEEDS[name]}({seed})" for name in libraries), ""])


def seeded(code: str, seed: int) -> str:
    """The program with its seeds and on one thread, as one text.

    A docstring and imports from ``__future__``, which have to stand first, stay there.
    """
    lines, first = code.strip("\n").splitlines(), _first_line(code.strip("\n"))
    return "\n".join([*lines[:first], ONE_THREAD, seeds(code, seed), *lines[first:], ""])


def _first_line(code: str) -> int:
    """After how many lines other statements may stand."""
    try:
        body = ast.parse(code).body
    except (SyntaxError, ValueError):
        return 0
    ends = [0]
    for place, node in enumerate(body):
        text = node.value if place == 0 and isinstance(node, ast.Expr) else None
        is_docstring = isinstance(text, ast.Constant) and isinstance(text.value, str)
        if is_docstring or (isinstance(node, ast.ImportFrom) and node.module == "__future__"):
            ends.append(node.end_lineno or 0)
    return max(ends)


LAB = Lab(
    id="program",
    title="The program of a claim",
    summary="Run a short program that measures one number.",
    params=Params,
    entry="optimization.laboratory.programs.lab:run",
    needs={},
)
