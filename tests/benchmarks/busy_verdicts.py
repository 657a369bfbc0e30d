"""What is said of the speed of five rows beside busy processes, and how often that is wrong:

python -m tests.benchmarks.busy_verdicts                                  40 trials each beside 0, 2 and 8 busy processes
python -m tests.benchmarks.busy_verdicts --trials 4 --loads 8             a few, to try it
python -m tests.benchmarks.busy_verdicts --table                          the table of what is known so far

A trial builds every network anew and compares, as the labs do: in PyTorch the dense LeNet-5 with itself, with 90 % zeros and with half
the channels; in LiteRT the float32 file with itself, with int8 static and with int16x8. The truth of a row is what most trials beside the
fewest busy processes say of it, so that the machine must have no other work. Equal are the two controls and whatever comes out equal.

Every trial is a line of JSON in ``--out``, so that a run that was interrupted goes on where it was; lines of another rule are left alone.
Two cores need about 12 minutes for the whole of it.
"""

from __future__ import annotations

import argparse
import hashlib
import json
import os
import statistics
import sys
import tempfile
import time
from collections import Counter
from collections.abc import Callable, Mapping, Sequence
from functools import partial
from pathlib import Path
from typing import Any

sys.path.insert(0, str(Path(__file__).parents[2]))
sys.path.insert(0, str(Path(__file__).parent))
os.environ.setdefault("TF_CPP_MIN_LOG_LEVEL", "3")

import torch
from control_gap import busy_neighbours
from scipy.stats import binomtest

from optimization.laboratory.networks.classifier import StateDict, as_input
from optimization.laboratory.networks.register import LENET
from optimization.laboratory.networks.training import trained, use_one_thread
from optimization.laboratory.pruning.gradual import prune_network
from optimization.laboratory.quantization import conversion
from optimization.laboratory.quantization.formats import calibration_images
from optimization.laboratory.quantization.runtime import LiteRTNetwork
from optimization.laboratory.quantization.twin import float_tflite, keras_twin
from optimization.labs.prune import Params as Prune
from optimization.labs.quantize import Params as Quantize
from optimization.measuring import clocks, intervals, timing
from optimization.measuring.timing import compare
from optimization.measuring.turn import turn_to_measure
from optimization.results.machine import cpu_model
from optimization.results.progress import TerminalReport

TRIALS, LOADS = 40, (0, 2, 8)
OUT = Path(tempfile.gettempdir()) / "featherweight-busy-verdicts.jsonl"
RULE = hashlib.sha256(b"".join(Path(one.__file__).read_bytes() for one in (clocks, intervals, timing))).hexdigest()[:12]
CONTROLS = ("control", "control file")
ROWS = (*CONTROLS, "90 % zeros", "half the channels", "int8 static", "int16x8")
VERDICTS = ("faster", "slower", "no difference", "not decided")

Trial = Mapping[str, Any]


class Silent(TerminalReport):
    """Says only that it waits for its turn."""

    def step(self, name: str, done: float, variants: Sequence[object] = ()) -> None:
        if name.startswith("Waiting"):
            super().step(name, done)


def networks() -> tuple[Mapping[str, StateDict], Mapping[str, bytes]]:
    """What is compared: state dicts for PyTorch and files for LiteRT, each the baseline first and then its control."""
    report = TerminalReport()
    pictures = LENET.pictures()
    dense = trained(LENET, seed=0, report=report)
    zeros = prune_network(dense, Prune(amount=0.9), pictures, report=report)
    half = prune_network(dense, Prune(amount=0.5, method="structured"), pictures, report=report)
    calibration = calibration_images(pictures, Quantize())
    float32 = float_tflite(dense, network=LENET)
    files = {
        "float32": float32,
        "control file": float32,
        "int8 static": conversion.int8_static(float32, calibration),
        "int16x8": conversion.int16x8(keras_twin(dense, network=LENET), calibration),
    }
    return {"dense": dense, "control": dense, "90 % zeros": zeros, "half the channels": half}, files


def trial(states: Mapping[str, StateDict], files: Mapping[str, bytes], *, seed: int) -> Mapping[str, Any]:
    """Both comparisons with objects built anew: verdict, ratio and interval of each row, and how it was timed."""
    picture = LENET.pictures().test.images[:1]
    eager = {name: partial(LENET.from_state(state), as_input(picture)) for name, state in states.items()}
    lite: Mapping[str, Callable[[], None]] = {name: LiteRTNetwork(file).inference(picture[0]) for name, file in files.items()}
    start = time.perf_counter()
    with turn_to_measure(Silent(), share=0.0):
        start_timing = time.perf_counter()
        with torch.inference_mode():
            found = [compare(eager, control="control", seed=seed), compare(lite, control="control file", seed=seed)]
        took_s = time.perf_counter() - start_timing
    speeds = {name: timed.speedup for one in found for name, timed in one.timings.items() if name in ROWS}
    return {
        "took_s": took_s,
        "waited_s": start_timing - start,
        "rounds": [one.conditions.rounds for one in found],
        "clock": [one.conditions.clock for one in found],
        "running": [one.conditions.running for one in found],
        "rows": {name: [one.verdict, one.ratio, one.low, one.high] for name, one in speeds.items()},
    }


def read(path: Path) -> list[Trial]:
    """The trials of this rule on this CPU; a line that was cut off is left out."""
    found = []
    for line in path.read_text(encoding="utf-8").splitlines() if path.exists() else ():
        try:
            one = json.loads(line)
        except ValueError:
            continue
        if (one.get("rule"), one.get("cpu")) == (RULE, cpu_model()):
            found.append(one)
    return found


def measure(path: Path, *, loads: Sequence[int], trials: int) -> None:
    """The trials that are missing, each added to ``path`` as soon as it is known."""
    known = {(one["load"], one["trial"]) for one in read(path)}
    missing = {load: [number for number in range(trials) if (load, number) not in known] for load in loads}
    if not any(missing.values()):
        return
    use_one_thread()
    states, files = networks()
    for load, numbers in missing.items():
        with busy_neighbours(load):
            time.sleep(1.0 if load else 0.0)
            for number in numbers:
                found = trial(states, files, seed=number)
                with path.open("a", encoding="utf-8") as out:
                    out.write(json.dumps({"rule": RULE, "cpu": cpu_model(), "load": load, "trial": number, **found}) + "\n")
                said = ", ".join(f"{name} {ratio:.2f} {verdict}" for name, (verdict, ratio, _, _) in found["rows"].items())
                print(f"load {load}, trial {number + 1} of {trials}, {found['took_s']:.1f} s: {said}", file=sys.stderr, flush=True)


def truths(trials: Sequence[Trial]) -> Mapping[str, str]:
    """What most of the trials beside the fewest busy processes say of each row; of the controls what is known of them."""
    fewest = min(one["load"] for one in trials)
    quiet = [one["rows"] for one in trials if one["load"] == fewest]
    return {row: "no difference" if row in CONTROLS else Counter(rows[row][0] for rows in quiet).most_common(1)[0][0] for row in ROWS}


def print_table(trials: Sequence[Trial]) -> None:
    """Per load and row the share of each verdict; then the equal rows of all loads together."""
    if not trials:
        print("There are no trials of this rule yet.")
        return
    truth = truths(trials)
    print(f"{cpu_model()}, {os.cpu_count()} cores, rule {RULE}\n")
    print("| busy processes | row | truth | " + " | ".join(VERDICTS) + " | wrong | median ratio | median interval |")
    print("|---|---|---|" + "---|" * (len(VERDICTS) + 3))
    for load in sorted({one["load"] for one in trials}):
        own = [one for one in trials if one["load"] == load]
        for row in ROWS:
            found = [one["rows"][row] for one in own]
            verdicts = Counter(verdict for verdict, _, _, _ in found)
            wrong = sum(verdict not in (truth[row], "not decided") for verdict, _, _, _ in found)
            shares = " | ".join(f"{verdicts[one] / len(found):.0%}" for one in VERDICTS)
            ratio, low, high = (statistics.median(figures[place] for figures in found) for place in (1, 2, 3))
            print(f"| {load} | {row} | {truth[row]} | {shares} | {wrong / len(found):.0%} | {ratio:.2f} | {low:.2f}-{high:.2f} |")
    print()
    for load in sorted({one["load"] for one in trials}):
        own = [one for one in trials if one["load"] == load]
        times = sorted(one["took_s"] for one in own)
        running = statistics.median(one["running"][0] for one in own if one["running"][0] is not None)
        print(
            f"{load} busy processes: {len(own)} trials, both comparisons took {statistics.median(times):.1f} s (median), {times[-1]:.1f} s "
            f"(longest); the timed calls had the processor for {running:.0%} of their time."
        )
    print_equal(trials, truth)


def print_equal(trials: Sequence[Trial], truth: Mapping[str, str]) -> None:
    """How often equal rows were called faster or slower, with the exact (Clopper-Pearson) 95 % interval of that share."""
    equal = [row for row in ROWS if truth[row] == "no difference"]
    judgements = [one["rows"][row][0] for one in trials for row in equal]
    false = sum(verdict in ("faster", "slower") for verdict in judgements)
    bounds = binomtest(false, len(judgements)).proportion_ci(method="exact")
    print(
        f"Equal rows ({', '.join(equal)}), all loads together: {len(judgements)} judgements, {false} called faster or slower "
        f"({false / len(judgements):.1%}, exact 95 % interval {bounds.low:.1%} to {bounds.high:.1%})."
    )


def main() -> None:
    parser = argparse.ArgumentParser(description="Verdicts beside busy processes.")
    parser.add_argument("--trials", type=int, default=TRIALS)
    parser.add_argument("--loads", type=int, nargs="+", default=LOADS)
    parser.add_argument("--out", type=Path, default=OUT, help="where the trials are kept, a line each (default: %(default)s)")
    parser.add_argument("--table", action="store_true", help="run nothing")
    options = parser.parse_args()
    if not options.table:
        measure(options.out, loads=options.loads, trials=options.trials)
    print_table(read(options.out))


if __name__ == "__main__":
    main()
