"""The run: the smallest file and the fastest network from one trained network, and what they are compared with."""

from __future__ import annotations

import sys
from collections.abc import Sequence

from optimization.laboratory.networks.classifier import count_weights
from optimization.laboratory.networks.network import Network
from optimization.laboratory.networks.register import NETWORKS
from optimization.laboratory.networks.small import small_dense
from optimization.laboratory.networks.training import trained, use_one_thread
from optimization.laboratory.pipeline.coded import compressed, decompressed
from optimization.laboratory.pipeline.narrow import in_format, narrowed
from optimization.laboratory.quantization.runtime import LiteRTNetwork
from optimization.laboratory.quantization.stored_weights import stored_weights
from optimization.laboratory.quantization.twin import float_tflite
from optimization.laboratory.scripts.progress import Report
from optimization.laboratory.scripts.table import Row, counted, print_conditions, print_json, print_rows
from optimization.labs.budget import Params
from optimization.measuring.timing import compare
from optimization.measuring.turn import turn_to_measure
from optimization.results.records import LayerCount


def main(params: Params) -> None:
    """Redo the run that ``params`` describe, and print what was found."""
    use_one_thread()
    report = Report()
    network = NETWORKS[params.network]
    pictures = network.pictures()
    state = trained(network, seed=params.seed, report=report)
    float_file = float_tflite(state, network=network)
    coded_file = compressed(state, params, network=network, pictures=pictures, report=report)
    decoded_state = decompressed(coded_file, network=network)
    layers = count_weights(decoded_state)
    narrow = narrowed(state, params, network=network, pictures=pictures, report=report)
    fast_file = in_format(float_tflite(narrow, network=network), params, pictures=pictures)
    weights, epochs = sum(layer.nonzero_weights for layer in layers), network.recipe.epochs + params.coded_epochs
    small = small_dense(network, parameters=weights, epochs=epochs, seed=params.seed, report=report)
    files = {
        "float": float_file,
        "control": float_file,
        "coded": float_tflite(decoded_state, network=network),  # decoded before it runs
        "fast": fast_file,
        "small dense": float_tflite(small, network=network),
    }
    networks = {name: LiteRTNetwork(file) for name, file in files.items()}
    rows = [row(name, file, networks[name], network) for name, file in files.items() if name != "coded"]
    rows.insert(2, row("coded", coded_file, networks["coded"], network, layers=layers))
    calls = {name: litert.inference(pictures.test.images[0]) for name, litert in networks.items()}
    with turn_to_measure(report, share=0.9):
        comparison = compare(calls, control="control", seed=params.seed)
    rows = [row.timed(comparison.timings[row.name]) for row in rows]
    if "--json" in sys.argv:
        print_json(rows)
        return
    print_rows(rows)
    print_conditions(comparison)


def row(name: str, file: bytes, runtime: LiteRTNetwork, network: Network, *, layers: Sequence[LayerCount] | None = None) -> Row:
    """What a file holds (``layers``, where it is no .tflite file), and how many test pictures the network ``runtime`` reads rightly."""
    test = network.pictures().test
    right = float((runtime.predict(test.images) == test.labels).mean())
    counts = layers or [layer.count for layer in stored_weights(file, layers=network.layers)]
    return counted(name, counts, file, accuracy=right)


if __name__ == "__main__":
    main(Params())
