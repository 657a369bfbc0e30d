"""The run: a trained network, and what its layers hold."""

from __future__ import annotations

import sys

from optimization.laboratory.networks.classifier import count_weights, predict, state_bytes
from optimization.laboratory.networks.inside import inside
from optimization.laboratory.networks.register import NETWORKS
from optimization.laboratory.networks.training import trained, use_one_thread
from optimization.laboratory.scripts.progress import Report
from optimization.laboratory.scripts.table import counted, print_json, print_rows
from optimization.labs.inside import Params


def main(params: Params) -> None:
    """Redo the run that ``params`` describe, and print what was found."""
    use_one_thread()
    network = NETWORKS[params.network]
    pictures = network.pictures()
    model = network.from_state(trained(network, seed=params.seed, report=Report()))
    right = float((predict(model, pictures.test.images) == pictures.test.labels).mean())
    rows = [counted("dense", count_weights(model.state_dict()), state_bytes(model.state_dict()), accuracy=right)]
    layers = inside(model, pictures, seed=params.seed)
    if "--json" in sys.argv:
        print_json(rows, inside=layers)
        return
    print_rows(rows)
    for layer in layers:
        print(f"{layer.layer} {layer.shape}: weights from {layer.low:.3f} to {layer.high:.3f}, {layer.counts}")


if __name__ == "__main__":
    main(Params())
