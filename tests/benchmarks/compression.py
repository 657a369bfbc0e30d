"""How small and how fast the shipped recipe makes a network, seed by seed, and what that costs. Run on an idle machine:

python tests/benchmarks/compression.py                LeNet-5, seeds 0 to 4
python tests/benchmarks/compression.py signs 0        the other network with its own recipe, this seed
python tests/benchmarks/compression.py lenet 0 1 sparsity=0.985 coded_epochs=30
"""

from __future__ import annotations

import os
import sys
import tempfile
import time
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path
from statistics import median
from typing import cast

sys.path.insert(0, str(Path(__file__).parents[2]))

from optimization.laboratory.findings import Findings
from optimization.laboratory.networks.register import NETWORKS
from optimization.laboratory.networks.training import use_one_thread
from optimization.laboratory.pipeline.lab import all_epochs, build, equally_long
from optimization.labs import lab_named
from optimization.labs.budget import Params
from optimization.measuring.timing import Timing, compare
from optimization.results.records import Variant

RECIPES = {"lenet": "default", "signs": "signs"}


class Silent:
    """A report that says nothing."""

    def step(self, name: str, done: float, variants: Sequence[Variant] = ()) -> None:
        return None

    def check(self) -> None:
        return None


@dataclass(frozen=True)
class Found:
    """What one seed gave: times smaller, points lost against the network trained as long, times as fast, points lost against float."""

    smaller: float
    coded_loss: float
    faster: float
    fast_loss: float


def measured(params: Params) -> Found:
    """Run the recipe with one seed and print all rows."""
    network = NETWORKS[params.network]
    pictures = network.pictures()
    test = pictures.test
    started = time.perf_counter()
    rows = build(Findings("budget", params, Silent()), params, network=network, pictures=pictures)
    as_long = equally_long(params, network=network, pictures=pictures, report=Silent()) == test.labels
    comparison = compare({row.variant.name: row.running.inference(test.images[0]) for row in rows}, control="control", seed=params.seed)
    right = {row.variant.name: row.running.predict(test.images) == test.labels for row in rows}
    took_s = time.perf_counter() - started
    size = {row.variant.name: row.variant.raw_bytes for row in rows}
    print(
        f"seed {params.seed} ({took_s:.0f} s, nothing cached): float trained for {all_epochs(params, network)} epochs {as_long.mean():.2%}"
    )
    for row in rows:
        name = row.variant.name
        lost, won = int((as_long & ~right[name]).sum()), int((~as_long & right[name]).sum())
        print(
            f"  {name:12}{size[name]:10,} bytes {size['float'] / size[name]:7.1f}x  {right[name].mean():.2%}"
            f"  against as long: {lost} right to wrong, {won} wrong to right;  {speed(comparison.timings[name])}",
            flush=True,
        )
    return Found(
        smaller=size["float"] / size["coded"],
        coded_loss=100 * float(as_long.mean() - right["coded"].mean()),
        faster=comparison.timings["fast"].speedup.ratio,
        fast_loss=100 * float(right["float"].mean() - right["fast"].mean()),
    )


def speed(timing: Timing) -> str:
    one = timing.speedup
    return f"{timing.latency_us:6.1f} us, {one.ratio:.2f} [{one.low:.2f}, {one.high:.2f}] {one.verdict}"


def main(network: str, words: Sequence[str]) -> None:
    use_one_thread()
    lab = lab_named("budget")
    settings = {**lab.recipe(RECIPES[network]), **dict(word.split("=", 1) for word in words if "=" in word)}
    seeds = [int(word) for word in words if word.isdecimal()] or range(5)
    print(NETWORKS[network].title, {**lab.parameters(settings).model_dump(), "seed": "as below"})
    found = [measured(cast("Params", lab.parameters({**settings, "seed": seed}))) for seed in seeds]
    print(
        f"coded: {min(one.smaller for one in found):.1f}x smaller or more, median {median(one.smaller for one in found):.1f}x; "
        f"points lost against as long: {', '.join(f'{one.coded_loss:+.2f}' for one in found)}, "
        f"median {median(one.coded_loss for one in found):+.2f}"
    )
    print(
        f"fast: {min(one.faster for one in found):.2f}x as fast or more, median {median(one.faster for one in found):.2f}x; "
        f"points lost against float: {', '.join(f'{one.fast_loss:+.2f}' for one in found)}"
    )


if __name__ == "__main__":
    with tempfile.TemporaryDirectory() as folder:
        os.environ["XDG_CACHE_HOME"] = folder
        main(sys.argv[1] if len(sys.argv) > 1 else "lenet", sys.argv[2:])
