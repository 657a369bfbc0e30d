"""What a lab costs over a plain program that does the same steps. Run on an idle machine:

python tests/benchmarks/bookkeeping.py            10 alternating pairs of prune and of quantize with their defaults
python tests/benchmarks/bookkeeping.py --quick    3 pairs

The plain program is the one that a student downloads with the result (``optimization/laboratory/scripts``): the same library calls, a row
of plain figures for each network, nothing else. Both run in this process, warm, with everything imported and the networks already
trained, in turns; the cost is the median of the pairs' ratios, and should be 10 % or less. The second figure leaves out all timing rounds
but 12, because they are the longest part of a run and equal on both sides.
"""

from __future__ import annotations

import argparse
import contextlib
import importlib
import io
import os
import statistics
import sys
import time
from collections.abc import Callable
from pathlib import Path

sys.path.insert(0, str(Path(__file__).parents[2]))
os.environ.setdefault("TF_CPP_MIN_LOG_LEVEL", "3")

from optimization.labs import lab_named
from optimization.measuring import timing
from optimization.measuring.intervals import LEAST_VALUES
from optimization.results.progress import TerminalReport

PAIRS, QUICK_PAIRS = 10, 3
ALLOWED = 1.10


def seconds(work: Callable[[], object]) -> float:
    """How long ``work`` takes; what it prints is dropped."""
    with contextlib.redirect_stdout(io.StringIO()), contextlib.redirect_stderr(io.StringIO()):
        start = time.perf_counter()
        work()
        return time.perf_counter() - start


def print_cost(lab_id: str, *, pairs: int) -> None:
    lab = lab_named(lab_id)
    run, params = lab.load(), lab.parameters({})
    program = importlib.import_module(f"optimization.laboratory.scripts.{lab_id}")
    ways: dict[str, Callable[[], object]] = {
        "lab": lambda: run(params, TerminalReport(io.StringIO())),
        "program": lambda: program.main(params),
    }
    for work in ways.values():
        seconds(work)
    looks = timing.LOOKS
    for title, rounds in (("whole run", 60), ("with as few timing rounds as can be", LEAST_VALUES)):
        # Always as many rounds: whether an undecided row asks for more is chance, and not what is compared here.
        timing.LOOKS = (rounds,)
        times: dict[str, list[float]] = {name: [] for name in ways}
        for pair in range(pairs):
            for name in sorted(ways, reverse=bool(pair % 2)):
                times[name].append(seconds(ways[name]))
        cost = statistics.median(lab_s / program_s for lab_s, program_s in zip(times["lab"], times["program"], strict=True))
        medians = {name: statistics.median(found) for name, found in times.items()}
        verdict = "" if rounds == LEAST_VALUES else f": {'within' if cost <= ALLOWED else 'NOT within'} {ALLOWED - 1:.0%}"
        print(f"{lab_id}, {title}: lab {medians['lab']:.2f} s, program {medians['program']:.2f} s, {cost - 1:+.1%}{verdict}", flush=True)
    timing.LOOKS = looks


def main() -> None:
    parser = argparse.ArgumentParser(description="Measure what a lab costs over a plain program.")
    parser.add_argument("--quick", action="store_true")
    options = parser.parse_args()
    for lab_id in ("prune", "quantize"):
        print_cost(lab_id, pairs=QUICK_PAIRS if options.quick else PAIRS)


if __name__ == "__main__":
    main()
