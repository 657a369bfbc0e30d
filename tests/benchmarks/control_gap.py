"""How far a network seems to be from itself while a neighbour keeps a core busy. Run on an otherwise idle machine:

python tests/benchmarks/control_gap.py            100 comparisons each in PyTorch and in LiteRT, beside one busy process
python tests/benchmarks/control_gap.py --quick    5 of each

The gap is |ratio - 1| of the control: the same network, built a second time, so the truth is 0. It should be 2.5 % or less in at
least 95 of 100 runs.
"""

from __future__ import annotations

import argparse
import os
import statistics
import subprocess
import sys
from collections import Counter
from collections.abc import Callable, Iterator, Mapping
from contextlib import contextmanager
from functools import partial
from pathlib import Path

sys.path.insert(0, str(Path(__file__).parents[2]))
os.environ.setdefault("TF_CPP_MIN_LOG_LEVEL", "3")

import torch

from optimization.laboratory.networks.classifier import as_input
from optimization.laboratory.networks.register import LENET
from optimization.laboratory.networks.training import trained, use_one_thread
from optimization.laboratory.quantization.conversion import float16
from optimization.laboratory.quantization.runtime import LiteRTNetwork
from optimization.laboratory.quantization.twin import float_tflite
from optimization.measuring.timing import Comparison, compare
from optimization.results.progress import TerminalReport

RUNS, QUICK_RUNS = 100, 5
ALLOWED_GAP = 0.025
ALLOWED_SHARE = 0.95

BUSY = """
import numpy as np
rng = np.random.default_rng(0)
a = rng.standard_normal((400, 400))
while True:
    a = np.tanh(a @ a.T / 400)
"""
"""Computes and moves memory without end, on one thread."""


@contextmanager
def busy_neighbours(count: int) -> Iterator[None]:
    """So many processes that never rest; they end with the block, or with this process."""
    alone = {**os.environ, "OPENBLAS_NUM_THREADS": "1", "OMP_NUM_THREADS": "1"}
    processes = [subprocess.Popen([sys.executable, "-c", BUSY], env=alone) for _ in range(count)]
    try:
        yield
    finally:
        for process in processes:
            process.kill()
            process.wait()


def print_gaps(title: str, build: Callable[[], Mapping[str, Callable[[], object]]], *, runs: int) -> None:
    """Compare ``runs`` times, each time with objects built anew."""
    comparisons: list[Comparison] = []
    for seed in range(runs):
        with torch.inference_mode():
            comparisons.append(compare(build(), control="control", seed=seed))
    gaps = sorted(abs(comparison.timings["control"].speedup.ratio - 1) for comparison in comparisons)
    small = sum(gap <= ALLOWED_GAP for gap in gaps)
    verdicts = Counter(comparison.timings["control"].speedup.verdict for comparison in comparisons)
    rounds = statistics.mean(comparison.conditions.rounds for comparison in comparisons)
    verdict = "as it should be" if small >= ALLOWED_SHARE * runs else "NOT as it should be"
    print(
        f"{title}: gap of {ALLOWED_GAP:.1%} or less in {small} of {runs} runs ({verdict}); median {statistics.median(gaps):.2%}, "
        f"largest {gaps[-1]:.2%}; {rounds:.0f} rounds on average; {dict(verdicts)}",
        flush=True,
    )


def main() -> None:
    parser = argparse.ArgumentParser(description="Measure the control's gap beside busy neighbours.")
    parser.add_argument("--quick", action="store_true")
    parser.add_argument("--neighbours", type=int, default=1)
    options = parser.parse_args()
    use_one_thread()
    runs = QUICK_RUNS if options.quick else RUNS
    state = trained(LENET, seed=0, report=TerminalReport())
    image = LENET.pictures().test.images[0]
    file = float_tflite(state, network=LENET)
    files = {"float32": file, "control": file, "float16": float16(file)}

    def in_pytorch() -> Mapping[str, Callable[[], object]]:
        return {name: partial(LENET.from_state(state), as_input(image[None])) for name in ("dense", "control", "again")}

    def in_litert() -> Mapping[str, Callable[[], object]]:
        return {name: LiteRTNetwork(one).inference(image) for name, one in files.items()}

    with busy_neighbours(options.neighbours):
        print_gaps("LeNet-5 in PyTorch", in_pytorch, runs=runs)
        print_gaps("LeNet-5 in LiteRT", in_litert, runs=runs)


if __name__ == "__main__":
    main()
