"""Do other people's timers agree with ours? Run on an idle machine:

python tests/benchmarks/timer_agreement.py            torch.utils.benchmark, and the benchmark tool of the LiteRT wheel
python tests/benchmarks/timer_agreement.py --quick    the same with fewer rounds

``torch.utils.benchmark.Timer`` takes its turn as one more variant in the interleaved rounds: its median and ours are about the same
calls on the same object, and should lie within 5 %. The LiteRT tool times a file by itself through another interface (CompiledModel),
so only the ratio of two files is compared: int8 against float32, within 10 % as the median of 5 alternations.
"""

from __future__ import annotations

import argparse
import contextlib
import io
import os
import statistics
import sys
import tempfile
from collections.abc import Callable, Mapping
from functools import partial
from pathlib import Path
from typing import Any

sys.path.insert(0, str(Path(__file__).parents[2]))
os.environ.setdefault("TF_CPP_MIN_LOG_LEVEL", "3")

import numpy as np
import torch
from ai_edge_litert.tools import benchmark_litert_model as tool
from torch.utils.benchmark import Timer

from optimization.laboratory.networks.classifier import as_input
from optimization.laboratory.networks.network import Network
from optimization.laboratory.networks.register import NETWORKS
from optimization.laboratory.networks.training import trained, use_one_thread
from optimization.laboratory.quantization.conversion import int8_static
from optimization.laboratory.quantization.runtime import LiteRTNetwork
from optimization.laboratory.quantization.twin import float_tflite
from optimization.measuring.clocks import CLOCKS, Stopwatch
from optimization.measuring.timing import compare
from optimization.results.progress import TerminalReport

ROUNDS, QUICK_ROUNDS = 200, 60
ALTERNATIONS = 5
TOOL_RUNS, QUICK_TOOL_RUNS = 5_000, 500
BLOCK_US = 3_000


def timer_medians(call: Callable[[], object], *, rounds: int, seed: int = 0) -> tuple[float, float]:
    """The median latency of ``call`` in us by our blocks on the wall and by torch's timer, taking turns in random order."""
    timer = Timer(stmt="call()", globals={"call": call}, num_threads=1)
    repeats = max(1, round(BLOCK_US / (timer.timeit(50).median * 1e6)))
    watch = Stopwatch.adjusted(cpu=CLOCKS.thread, wall=CLOCKS.wall)
    ways = {
        "ours": lambda: float(np.median(watch.times(call, turns=repeats)[1])) / 1e3,
        "torch": lambda: timer.timeit(repeats).median * 1e6,
    }
    times: Mapping[str, list[float]] = {name: [] for name in ways}
    order, names = np.random.default_rng(seed), list(ways)
    for _ in range(rounds):
        for row in order.permutation(len(names)):
            times[names[row]].append(ways[names[row]]())
    return statistics.median(times["ours"]), statistics.median(times["torch"])


def tool_median_ms(path: Path, *, runs: int) -> float:
    """What the LiteRT tool finds for a file, unrounded: it would print hundredths of a millisecond, and LeNet-5 takes a few of those."""
    tool.round = lambda value, digits=0: value
    arguments = argparse.Namespace(
        model=str(path),
        signature="",
        use_gpu=False,
        use_npu=False,
        no_cpu=False,
        require_full_delegation=False,
        runtime_path="",
        compiler_plugin_path="",
        dispatch_library_path="",
        num_runs=runs,
        warmup_runs=50,
        num_threads=1,
        result_json="",
        verbose=False,
    )
    with contextlib.redirect_stdout(io.StringIO()):
        results: dict[str, Any] = tool.run_benchmark(arguments)
    return float(results["latency"]["median_ms"])


def tool_ratios(files: Mapping[str, bytes], image: Any, *, runs: int) -> tuple[list[float], list[float]]:
    """How many times as fast int8 is, by us and by the tool, in ALTERNATIONS turns each."""
    ours, theirs = [], []
    with tempfile.TemporaryDirectory() as folder:
        paths = {name: Path(folder) / f"{name}.tflite" for name in files}
        for name, path in paths.items():
            path.write_bytes(files[name])
        for turn in range(ALTERNATIONS):
            networks = {name: LiteRTNetwork(file) for name, file in {**files, "control": files["float32"]}.items()}
            comparison = compare({name: one.inference(image) for name, one in networks.items()}, control="control", seed=turn)
            ours.append(comparison.timings["int8"].speedup.ratio)
            first, second = ("float32", "int8") if turn % 2 else ("int8", "float32")
            found = {name: tool_median_ms(paths[name], runs=runs) for name in (first, second)}
            theirs.append(found["float32"] / found["int8"])
    return ours, theirs


def print_agreement(network: Network, *, rounds: int, runs: int) -> None:
    state = trained(network, seed=0, report=TerminalReport())
    pictures = network.pictures()
    image = pictures.test.images[0]
    float_file = float_tflite(state, network=network)
    files = {"float32": float_file, "int8": int8_static(float_file, pictures.train.images[:200])}
    calls: dict[str, Callable[[], object]] = {"PyTorch": partial(network.from_state(state), as_input(pictures.test.images[:1]))}
    calls |= {f"LiteRT {name}": LiteRTNetwork(file).inference(image) for name, file in files.items()}
    print(network.title)
    for name, call in calls.items():
        with torch.inference_mode():
            ours, torchs = timer_medians(call, rounds=rounds)
        print(f"  {name:15} ours {ours:8.2f} us, torch.utils.benchmark {torchs:8.2f} us: {said(torchs / ours, within=0.05)}", flush=True)
    ours_ratios, tool_ratios_ = tool_ratios(files, image, runs=runs)
    ours, theirs = statistics.median(ours_ratios), statistics.median(tool_ratios_)
    print(f"  int8 against float32: ours {ours:.3f}x of {shown(ours_ratios)}, LiteRT tool {theirs:.3f}x of {shown(tool_ratios_)}:", end=" ")
    print(said(theirs / ours, within=0.10), flush=True)


def said(ratio: float, *, within: float) -> str:
    return f"{ratio - 1:+.1%}, {'within' if abs(ratio - 1) <= within else 'NOT WITHIN'} {within:.0%}"


def shown(ratios: list[float]) -> str:
    return " ".join(f"{ratio:.2f}" for ratio in ratios)


def main() -> None:
    parser = argparse.ArgumentParser(description="Compare our timer with torch's and LiteRT's own.")
    parser.add_argument("--quick", action="store_true")
    parser.add_argument("--network", choices=[*NETWORKS, "both"], default="both")
    options = parser.parse_args()
    use_one_thread()
    for name in NETWORKS if options.network == "both" else [options.network]:
        quick = options.quick
        print_agreement(NETWORKS[name], rounds=QUICK_ROUNDS if quick else ROUNDS, runs=QUICK_TOOL_RUNS if quick else TOOL_RUNS)


if __name__ == "__main__":
    main()
