"""What a network costs, knows and loses: training time, accuracy, pruning, half its width, latency. Run on an idle machine:

python tests/benchmarks/network_figures.py signs         seed 0
python tests/benchmarks/network_figures.py lenet 0 1 2   these seeds
"""

from __future__ import annotations

import os
import sys
import tempfile
import time
from collections.abc import Sequence
from functools import partial
from pathlib import Path

sys.path.insert(0, str(Path(__file__).parents[2]))

import torch

from optimization.laboratory.networks.classifier import Classifier, StateDict, as_input, predict
from optimization.laboratory.networks.network import Network
from optimization.laboratory.networks.register import NETWORKS
from optimization.laboratory.networks.training import train, trained, use_one_thread
from optimization.laboratory.pruning.structured import remove_units
from optimization.laboratory.pruning.unstructured import bake_masks, mask_weights
from optimization.laboratory.quantization.conversion import int8_dynamic, int8_static
from optimization.laboratory.quantization.runtime import LiteRTNetwork
from optimization.laboratory.quantization.twin import float_tflite
from optimization.measuring.accuracy import wilson_interval
from optimization.measuring.timing import Comparison, compare
from optimization.results.records import Variant

FINETUNING_EPOCHS = 3


class Silent:
    """A report that says nothing."""

    def step(self, name: str, done: float, variants: Sequence[Variant] = ()) -> None:
        return None

    def check(self) -> None:
        return None


def right(model: Classifier | LiteRTNetwork, network: Network) -> str:
    """The share of test pictures that are read rightly, with its interval."""
    test = network.pictures().test
    seen = model.predict(test.images) if isinstance(model, LiteRTNetwork) else predict(model, test.images)
    correct = int((seen == test.labels).sum())
    low, high = wilson_interval(correct, len(test))
    return f"{correct / len(test):.1%} [{low:.1%}, {high:.1%}]"


def finetuned(model: Classifier, network: Network, *, seed: int) -> Classifier:
    train(model, network.pictures(), network.finetuning(epochs=FINETUNING_EPOCHS, seed=seed), report=Silent(), title="Fine-tuning")
    return model


def print_pruning(state: StateDict, network: Network, *, seed: int) -> StateDict:
    """One shot, then fine-tuned; the state of the network of half width, fine-tuned."""
    for amount in (0.5, 0.8, 0.9):
        model = network.from_state(state)
        mask_weights(model, amount=amount, random=False, seed=seed)
        print(f"  {amount:.0%} of the weights zero: {right(model, network)}, then", end=" ", flush=True)
        finetuned(model, network, seed=seed)
        bake_masks(model)
        print(right(model, network), flush=True)
    narrow: dict[float, Classifier] = {}
    for amount in (0.5, 0.75):
        narrow[amount] = network.from_state(state)
        remove_units(narrow[amount], amount=amount, random=False, seed=seed)
        parameters = sum(parameter.numel() for parameter in narrow[amount].parameters())
        print(
            f"  {amount:.0%} of the units removed, {parameters:,} parameters: {right(narrow[amount], network)}, then", end=" ", flush=True
        )
        print(right(finetuned(narrow[amount], network, seed=seed), network), flush=True)
    return narrow[0.5].state_dict()


def print_latency(state: StateDict, half: StateDict, network: Network, *, seed: int) -> None:
    pictures = network.pictures()
    states = {"float": state, "control": state, "half width": half}
    calls = {name: partial(network.from_state(one), as_input(pictures.test.images[:1])) for name, one in states.items()}
    with torch.inference_mode():
        print_comparison("PyTorch", compare(calls, control="control", seed=seed))
    dense, narrow, calibration = float_tflite(state, network=network), float_tflite(half, network=network), pictures.train.images[:200]
    files = {
        "float": dense,
        "control": dense,
        "int8 dynamic": int8_dynamic(dense),
        "int8 static": int8_static(dense, calibration),
        "half width": narrow,
        "half width, int8 static": int8_static(narrow, calibration),
    }
    running = {name: LiteRTNetwork(file) for name, file in files.items()}
    for name, file in files.items():
        print(f"  {name}: {len(file):,} bytes, {right(running[name], network)}")
    inferences = {name: one.inference(pictures.test.images[0]) for name, one in running.items()}
    print_comparison("LiteRT", compare(inferences, control="control", seed=seed))


def print_comparison(engine: str, comparison: Comparison) -> None:
    for name, timing in comparison.timings.items():
        ratio = timing.speedup
        print(f"  {engine} {name}: {timing.latency_us:.1f} us, {ratio.ratio:.2f} [{ratio.low:.2f}, {ratio.high:.2f}] {ratio.verdict}")


def main(network: Network, seeds: Sequence[int]) -> None:
    use_one_thread()
    print(f"{network.title}: {sum(parameter.numel() for parameter in network.architecture().parameters()):,} parameters")
    start = time.perf_counter()
    network.pictures()
    print(f"pictures after {time.perf_counter() - start:.1f} s")
    for seed in seeds:
        start, start_cpu = time.perf_counter(), time.process_time()
        state = trained(network, seed=seed, report=Silent())
        took = f"{time.perf_counter() - start:.1f} s ({time.process_time() - start_cpu:.1f} s of one core)"
        print(f"seed {seed}: trained in {took}, {right(network.from_state(state), network)}", flush=True)
        half = print_pruning(state, network, seed=seed)
        print_latency(state, half, network, seed=seed)


if __name__ == "__main__":
    with tempfile.TemporaryDirectory() as folder:
        os.environ["XDG_CACHE_HOME"] = folder
        main(NETWORKS[sys.argv[1]], [int(seed) for seed in sys.argv[2:]] or [0])
