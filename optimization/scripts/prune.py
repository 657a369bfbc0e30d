"""The run: the trained network, the same again, and its pruned copy, counted, tested and timed."""

from __future__ import annotations

import sys
from collections.abc import Mapping
from functools import partial

import torch

from optimization.labs.prune import Params
from optimization.measuring import compare
from optimization.networks.classifier import StateDict, as_input, count_weights, predict, state_bytes
from optimization.networks.network import Network
from optimization.networks.register import NETWORKS
from optimization.networks.training import trained, use_one_thread
from optimization.pruning.lab import prune_network
from optimization.scripts.progress import Report
from optimization.scripts.table import Row, print_rows
from optimization.sizes import gzip_bytes


def main(params: Params) -> None:
    """Redo the run that ``params`` describe, and print what was found."""
    use_one_thread()
    report = Report()
    network = NETWORKS[params.network]
    dense = trained(network, seed=params.seed, report=report)
    states = {"dense": dense, "control": dense, "pruned": prune_network(dense, params, network.pictures(), report=report)}
    report.step("Measuring the latency", 0.9)
    print_rows(timed(counted(states, network), states, network, seed=params.seed), as_json="--json" in sys.argv)


def counted(states: Mapping[str, StateDict], network: Network) -> list[Row]:
    """What each network holds, and how many of the test pictures it reads rightly."""
    rows, test = [], network.pictures().test
    for name, state in states.items():
        model = network.from_state(state)
        layers, content = count_weights(model.state_dict()), state_bytes(model.state_dict())
        row = Row(
            name=name,
            nonzero_weights=sum(layer.nonzero_weights for layer in layers),
            total_weights=sum(layer.total_weights for layer in layers),
            raw_bytes=len(content),
            gzip_bytes=gzip_bytes(content),
            accuracy=float((predict(model, test.images) == test.labels).mean()),
        )
        rows.append(row)
    return rows


def timed(rows: list[Row], states: Mapping[str, StateDict], network: Network, *, seed: int) -> list[Row]:
    """The rows with the latency of one picture, measured in interleaved rounds."""
    picture = as_input(network.pictures().test.images[:1])
    calls = {name: partial(network.from_state(state), picture) for name, state in states.items()}
    with torch.inference_mode():
        comparison = compare(calls, control="control", seed=seed)
    return [row.timed(comparison.timings[row.name]) for row in rows]


if __name__ == "__main__":
    main(Params())
