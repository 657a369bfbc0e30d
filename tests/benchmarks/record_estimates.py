"""Records what the sliders of Beat the budget are estimated from: real runs of both ways over a grid of settings, of each given network.

python tests/benchmarks/record_estimates.py lenet        about fifteen minutes on an idle machine; what is there already is kept

The pages read ``optimization/labs/estimates.json``, and ``tests/optimization/labs/test_estimates.py`` runs a place of the grid again.
"""

from __future__ import annotations

import json
import sys
from collections.abc import Iterator
from datetime import UTC, datetime
from itertools import product
from pathlib import Path
from typing import Any

sys.path.insert(0, str(Path(__file__).parents[2]))

from optimization.laboratory.networks.network import Network
from optimization.laboratory.networks.register import NETWORKS
from optimization.laboratory.networks.training import trained, use_one_thread
from optimization.laboratory.pictures.data import Pictures
from optimization.laboratory.pipeline import coded, narrow
from optimization.laboratory.quantization.runtime import LiteRTNetwork
from optimization.laboratory.quantization.twin import float_tflite
from optimization.labs import LABS, budget
from optimization.labs.budget import Params
from optimization.labs.estimates import AXES, KEPT
from optimization.measuring.timing import compare
from optimization.results.budgeting import COUNTED
from optimization.results.machine import describe_machine
from optimization.results.progress import TerminalReport

Row = dict[str, Any]


def settings(way: str) -> Iterator[Row]:
    """Every place of a way's grid."""
    axes = AXES[way]
    yield from (dict(zip(axes, place, strict=True)) for place in product(*axes.values()))


def read(file: bytes, pictures: Pictures) -> float:
    seen = LiteRTNetwork(file).predict(pictures.test.images)
    return round(float((seen == pictures.test.labels).mean()), 4)


def coded_row(state: Any, given: Row, *, network: Network, pictures: Pictures) -> Row:
    params = Params(network=network.id, **given)
    file = coded.compressed(state, params, network=network, pictures=pictures, report=TerminalReport())
    restored = coded.decompressed(file, network=network)
    return given | {"bytes": len(file), "accuracy": read(float_tflite(restored, network=network), pictures)}


def fast_rows(state: Any, removed: float, *, network: Network, pictures: Pictures) -> list[Row]:
    """Of one share of the channels: every number of epochs in every format; how fast it is does not hang on the training."""
    rows, calls = [], {}
    for epochs in AXES["fast"]["fast_epochs"]:
        params = Params(network=network.id, removed=removed, fast_epochs=epochs)
        slim = narrow.narrowed(state, params, network=network, pictures=pictures, report=TerminalReport())
        float_file = float_tflite(slim, network=network)
        for number_format in AXES["fast"]["format"]:
            file = narrow.in_format(float_file, params.model_copy(update={"format": number_format}), pictures=pictures)
            given = {"removed": removed, "fast_epochs": epochs, "format": number_format}
            rows.append(given | {"bytes": len(file), "accuracy": read(file, pictures)})
            calls[number_format] = LiteRTNetwork(file).inference(pictures.test.images[0])
    whole = float_tflite(state, network=network)
    first = {
        "float": LiteRTNetwork(whole).inference(pictures.test.images[0]),
        "control": LiteRTNetwork(whole).inference(pictures.test.images[0]),
    }
    timings = compare(first | calls, control="control", seed=0, check=lambda: None, limit_s=10.0).timings
    for row in rows:
        speedup = timings[row["format"]].speedup
        row |= {"speed": round(speedup.ratio, 3), "low": round(speedup.low, 3), "high": round(speedup.high, 3)}
    return rows


def recipe_rows(network: Network) -> list[Row]:
    """What the lab's own recipes for the network come to: the rows that are tries, each of a whole run."""
    rows = []
    for name, given in budget.LAB.recipes.items():
        params = LABS["budget"].parameters(given)
        if params.network != network.id:  # type: ignore[attr-defined]
            continue
        result = LABS["budget"].load()(params, TerminalReport())
        for variant in (result.variant(one) for one in COUNTED):
            speed = variant.speedup
            figures = {"bytes": variant.raw_bytes, "accuracy": variant.accuracy}
            spans = {} if speed is None else {"speed": round(speed.ratio, 3), "low": round(speed.low, 3), "high": round(speed.high, 3)}
            rows.append(
                {"recipe": name, "row": variant.name, "is_claimed": speed is not None and speed.verdict != "not decided"} | figures | spans
            )
    return rows


def record(network: Network) -> None:
    use_one_thread()
    kept = json.loads(KEPT.read_text()) if KEPT.exists() else {}
    found = kept.setdefault(network.id, {"coded": [], "fast": [], "recipes": []})

    def keep() -> None:
        machine = describe_machine((*budget.LAB.libraries, "numpy"), threads=1)
        found.update({"cpu": machine.cpu, "recorded": f"{datetime.now(UTC):%Y-%m-%d}"})
        KEPT.write_text(json.dumps(kept, indent=1) + "\n")

    pictures = network.pictures()
    state = trained(network, seed=0, report=TerminalReport())
    for removed in AXES["fast"]["removed"]:
        if all(row["removed"] != removed for row in found["fast"]):
            found["fast"] += fast_rows(state, removed, network=network, pictures=pictures)
            keep()
    for given in settings("coded"):
        if all(any(row[name] != value for name, value in given.items()) for row in found["coded"]):
            found["coded"].append(coded_row(state, given, network=network, pictures=pictures))
            keep()
    if not found["recipes"]:
        found["recipes"] = recipe_rows(network)
        keep()


if __name__ == "__main__":
    for name in sys.argv[1:] or NETWORKS:
        record(NETWORKS[name])
