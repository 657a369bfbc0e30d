"""How fast the labs answer when everything is warm, and how often the pruning verdict is wrong. Run on an idle machine:

python tests/benchmarks/lab_speed.py            medians of 5 warm runs of each lab with its defaults
python tests/benchmarks/lab_speed.py verdicts   20 default prune runs, counting the verdicts on the pruned network
"""

from __future__ import annotations

import statistics
import sys
import time
from collections import Counter
from collections.abc import Sequence
from pathlib import Path

sys.path.insert(0, str(Path(__file__).parents[2]))

from optimization.labs import lab_named
from optimization.results.progress import TIMING_S
from optimization.results.records import LabResult, Variant

SPEED_RUNS = 5
VERDICT_RUNS = 20


class FirstFigure:
    """A report that remembers when the first measured figures came."""

    timing_s = TIMING_S

    def __init__(self) -> None:
        self._start = time.perf_counter()
        self.after_s: float | None = None

    def step(self, name: str, done: float, variants: Sequence[Variant] = ()) -> None:
        if variants and self.after_s is None:
            self.after_s = time.perf_counter() - self._start

    def check(self) -> None:
        return None


def timed_run(lab_id: str) -> tuple[LabResult, float, float]:
    """The result of one default run, and the seconds to its first figure and to its end."""
    lab, report, start = lab_named(lab_id), FirstFigure(), time.perf_counter()
    result = lab.load()(lab.parameters({}), report)
    assert report.after_s is not None
    return result, report.after_s, time.perf_counter() - start


def print_speed() -> None:
    for lab_id in ("prune", "quantize"):
        timed_run(lab_id)
        runs = [timed_run(lab_id) for _ in range(SPEED_RUNS)]
        first_s, total_s = statistics.median(run[1] for run in runs), statistics.median(run[2] for run in runs)
        print(f"{lab_id}: first figure after {first_s:.2f} s, done after {total_s:.2f} s (medians of {SPEED_RUNS})")
        for variant in runs[-1][0].variants:
            assert variant.speedup is not None
            ratio = variant.speedup
            print(f"  {variant.name:22}{variant.latency_us:8.1f} us  {ratio.ratio:.2f} [{ratio.low:.2f}, {ratio.high:.2f}] {ratio.verdict}")


def print_verdicts() -> None:
    timed_run("prune")
    verdicts: Counter[str] = Counter()
    for number in range(1, VERDICT_RUNS + 1):
        result, _, _ = timed_run("prune")
        speedup, control = result.variant("pruned").speedup, result.variant("control").speedup
        assert speedup is not None
        assert control is not None
        verdicts[speedup.verdict] += 1
        print(
            f"{number:3}  pruned {speedup.ratio:.3f} [{speedup.low:.3f}, {speedup.high:.3f}]"
            f"  control {control.ratio:.3f} [{control.low:.3f}, {control.high:.3f}]  {speedup.verdict}, {result.timing_rounds} rounds",
            flush=True,
        )
    print(dict(verdicts))


if __name__ == "__main__":
    print_verdicts() if sys.argv[1:] == ["verdicts"] else print_speed()
