"""The run: the trained network as a float32 .tflite file and in fewer bits, each file counted, tested and timed."""

from __future__ import annotations

import sys

from optimization.laboratory.networks.register import AVERAGING, NETWORKS
from optimization.laboratory.networks.training import trained, use_one_thread
from optimization.laboratory.quantization.formats import formats
from optimization.laboratory.quantization.runtime import LiteRTNetwork
from optimization.laboratory.quantization.stored_weights import stored_weights
from optimization.laboratory.scripts.progress import Report
from optimization.laboratory.scripts.table import counted, print_conditions, print_json, print_rows
from optimization.labs.quantize import Params
from optimization.measuring.timing import compare
from optimization.measuring.turn import turn_to_measure


def main(params: Params) -> None:
    """Redo the run that ``params`` describe, and print what was found."""
    use_one_thread()
    report = Report()
    network = (AVERAGING if params.pooling == "average" else NETWORKS)[params.network]
    pictures = network.pictures()
    state = trained(network, seed=params.seed, report=report)
    rows, networks = [], {}
    for way in formats(network, state, pictures, params):
        report.step(f"Converting: {way.name}", 0.5)
        file = way.file()
        networks[way.name] = LiteRTNetwork(file, threads=way.threads)
        right = float((networks[way.name].predict(pictures.test.images) == pictures.test.labels).mean())
        layers = [layer.count for layer in stored_weights(file, layers=network.layers)]
        rows.append(counted(way.name, layers, file, accuracy=right))
    calls = {name: litert.inference(pictures.test.images[0]) for name, litert in networks.items()}
    parallel = [name for name, litert in networks.items() if litert.threads > 1]
    comparison = None
    if params.timed:
        with turn_to_measure(report, share=0.9):
            comparison = compare(calls, control="control", seed=params.seed, parallel=parallel)
        rows = [row.timed(comparison.timings[row.name]) for row in rows]
    if "--json" in sys.argv:
        print_json(rows)
        return
    print_rows(rows)
    if comparison is not None:
        print_conditions(comparison)


if __name__ == "__main__":
    main(Params())
