"""What the pictures show of the real networks: kept beside the program that draws, so that drawing takes no network.

Figures that the topics cite come from their own records: a picture says what the text says.
"""

from __future__ import annotations

import json
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

CONTENT = Path(__file__).resolve().parents[2] / "content" / "computer-vision"
BASICS = "what-a-network-is-made-of"
KEPT = Path(__file__).with_name("measured.json")
SEED = 0
ZEROS = 0.9
BINS = 61
SHADES = 3
SHOWN_DIGITS = 8
CALIBRATED_WITH = 12
LOOKED_DIGITS = (3, 7)
"""Of each the first test picture that is read correctly is looked at closely."""
LOOKED_FILTERS = (9, 0, 2)
FILTER_SIDE = 5
WINDOW_SIDE = 5
LAYERS = ("conv1", "conv2", "fc1", "fc2")
PLACES = {"conv1": 24 * 24, "conv2": 8 * 8, "fc1": 1, "fc2": 1}
"""At how many places of its output each weight of a layer of LeNet-5 is used."""
WEIGHTS = {"conv1": 20 * 25, "conv2": 50 * 20 * 25, "fc1": 500 * 800, "fc2": 10 * 500}
SCANNED = {"stem": "stem", "depthwise": "block4.depthwise", "pointwise4": "block4.pointwise", "pointwise5": "block5.pointwise"}
SCAN_AMOUNTS = (50, 80, 90, 95)
FILES = {
    "float32": "float32-file",
    "float16": "float16-file",
    "int8": "static-file",
    "90 % zeros": "zeros-90-file",
    "… and gzip": "zeros-90-gzip-file",
}


@dataclass(frozen=True)
class Changed:
    """A test digit that is read differently with zeros: ``ink`` has a sign from 0 to SHADES for each pixel, a text a row."""

    label: int
    before: int
    after: int
    ink: tuple[str, ...]


@dataclass(frozen=True)
class Looked:
    """A test digit and what LeNet-5 makes of it: ``ink`` as above, a square of its pixels from 0 to 255 with the row and column of its
    corner, the ``scores``, and the ``channels`` of LOOKED_FILTERS, after ReLU and with a sign for each number as ``ink`` has."""

    label: int
    ink: tuple[str, ...]
    window: tuple[tuple[int, ...], ...]
    window_at: tuple[int, int]
    scores: tuple[float, ...]
    channels: tuple[tuple[str, ...], ...]


@dataclass(frozen=True)
class Measured:
    """``filters`` are those of the first layer, 25 weights each; ``histogram`` counts the first linear layer's weights from minus to plus
    ``histogram_edge``, ``threshold`` is the size below which ZEROS of them lie. Shares are from 0 to 1; ``scan`` is in percent,
    and begins with the whole network."""

    filters: tuple[tuple[float, ...], ...]
    histogram: tuple[int, ...]
    histogram_edge: float
    threshold: float
    kept_by_one_threshold: Mapping[str, float]
    changed: tuple[Changed, ...]
    accuracy: Mapping[str, float]
    scan: Mapping[str, tuple[float, ...]]
    files_kb: tuple[tuple[str, float], ...]
    activation_tops: tuple[float, ...]
    """The largest activation behind the first layer, for each of CALIBRATED_WITH test digits."""
    looked: tuple[Looked, ...]
    basics: Mapping[str, float]
    """The figures of the topic that comes first."""

    @property
    def layer_shares(self) -> Mapping[str, tuple[float, float]]:
        """Of each layer of LeNet-5 its share of the weights and of the multiply-adds."""
        work = {name: WEIGHTS[name] * PLACES[name] for name in LAYERS}
        return {name: (WEIGHTS[name] / sum(WEIGHTS.values()), work[name] / sum(work.values())) for name in LAYERS}

    @property
    def activations(self) -> tuple[tuple[str, int, int], ...]:
        """How many numbers go into the first layers of LeNet-5, and how many come out."""
        sizes = (28 * 28, 20 * 24 * 24, 20 * 12 * 12, 50 * 8 * 8, 50 * 4 * 4)
        return tuple(zip(("conv1", "pool1", "conv2", "pool2"), sizes, sizes[1:], strict=False))


def measured() -> Measured:
    """What is kept, and what is on record."""
    kept = json.loads(KEPT.read_text(encoding="utf-8"))
    seen = on_record()
    scan = {name: tuple(seen[f"{name}-{amount}"] for amount in SCAN_AMOUNTS) for name in SCANNED}
    return Measured(
        filters=tuple(map(tuple, kept["filters"])),
        histogram=tuple(kept["histogram"]),
        histogram_edge=kept["histogram_edge"],
        threshold=kept["threshold"],
        kept_by_one_threshold=kept["kept_by_one_threshold"],
        changed=tuple(Changed(one["label"], one["before"], one["after"], tuple(one["ink"])) for one in kept["changed"]),
        accuracy=kept["accuracy"],
        scan={name: (seen["signs-whole"], *curve) for name, curve in scan.items()},
        files_kb=tuple((says, seen[figure]) for says, figure in FILES.items()),
        activation_tops=tuple(kept["activation_tops"]),
        looked=tuple(_as_looked(one) for one in kept["looked"]),
        basics=on_record(BASICS),
    )


def _as_looked(kept: Mapping[str, Any]) -> Looked:
    row, column = kept["window_at"]
    return Looked(
        label=kept["label"],
        ink=tuple(kept["ink"]),
        window=tuple(map(tuple, kept["window"])),
        window_at=(row, column),
        scores=tuple(kept["scores"]),
        channels=tuple(map(tuple, kept["channels"])),
    )


def on_record(topic: str = "model-optimization") -> Mapping[str, float]:
    """The figures of a topic: percent where they are shares, kilobytes where they are files."""
    text = (CONTENT / f"{topic}.figures.json").read_text(encoding="utf-8")
    return {name: next(iter(one["seen"].values()))["value"] for name, one in json.loads(text).items()}


def measure() -> Mapping[str, Any]:
    """Train LeNet-5, or take it from the cache, and look."""
    import numpy as np

    from optimization.laboratory.networks.classifier import as_input, predict, weight_layers
    from optimization.laboratory.networks.register import LENET
    from optimization.laboratory.networks.training import trained, use_one_thread
    from optimization.laboratory.pruning.unstructured import hide
    from optimization.results.machine import cpu_model

    use_one_thread()
    state, test = trained(LENET, seed=SEED, report=_Silent()), LENET.pictures().test
    whole, zeros, ranked = LENET.from_state(state), LENET.from_state(state), LENET.from_state(state)
    hide(weight_layers(zeros), share=ZEROS, random=False)
    hide(weight_layers(ranked), share=ZEROS, random=False, across_layers=True)
    weights = {name: layer.weight.detach().numpy() for name, layer in weight_layers(whole).items()}
    sizes = np.abs(weights["fc1"]).ravel()
    edge = float(np.quantile(sizes, 0.9995))
    before, after = predict(whole, test.images), predict(zeros, test.images)
    rows = np.flatnonzero(before != after)[:SHOWN_DIGITS]
    shades = np.rint(test.pixels / 255 * SHADES).astype(int)
    kept = {name: (layer.weight != 0).float().mean().item() for name, layer in weight_layers(ranked).items()}
    return {
        "cpu": cpu_model(),
        "activations_cpu": cpu_model(),
        "filters": [[round(float(one), 3) for one in row] for row in weights["conv1"].reshape(-1, 25)],
        "histogram": [int(count) for count in np.histogram(weights["fc1"], bins=BINS, range=(-edge, edge))[0]],
        "histogram_edge": round(edge, 4),
        "threshold": round(float(np.quantile(sizes, ZEROS)), 4),
        "kept_by_one_threshold": {name: round(share, 3) for name, share in kept.items()},
        "changed": [_changed(test.labels[row], before[row], after[row], shades[row]) for row in rows],
        "accuracy": {"lenet": _share(before, test.labels), "zeros-90": _share(after, test.labels)},
        "activation_tops": _tops(weight_layers(whole)["conv1"](as_input(test.images[:CALIBRATED_WITH]))),
        "looked": [
            _looked(whole, test, shades, int(np.flatnonzero((test.labels == digit) & (before == digit))[0])) for digit in LOOKED_DIGITS
        ],
    }


def _first(labels: Any, read: Any, digit: int) -> int:
    """The row of the first test picture of a digit that is read correctly."""
    return next(row for row, label in enumerate(labels) if label == digit == read[row])


def _looked(network: Any, test: Any, shades: Any, row: int) -> Mapping[str, Any]:
    """One test picture, closely."""
    import numpy as np
    import torch

    from optimization.laboratory.networks.classifier import as_input

    picture = as_input(test.images[row : row + 1])
    with torch.inference_mode():
        channels = torch.relu(network.conv1(picture))[0].numpy()[list(LOOKED_FILTERS)]
        scores = network(picture)[0].numpy()
    seen = np.rint(channels / channels.max(axis=(1, 2), keepdims=True) * SHADES).astype(int)
    pixels = test.pixels[row]
    corners = [(top, left) for top in range(28 - WINDOW_SIDE + 1) for left in range(28 - WINDOW_SIDE + 1)]
    top, left = max(corners, key=lambda at: len(np.unique(pixels[at[0] : at[0] + WINDOW_SIDE, at[1] : at[1] + WINDOW_SIDE])))
    return {
        "label": int(test.labels[row]),
        "ink": ["".join(map(str, line)) for line in shades[row]],
        "window": [[int(one) for one in line] for line in pixels[top : top + WINDOW_SIDE, left : left + WINDOW_SIDE]],
        "window_at": [top, left],
        "scores": [round(float(one), 1) for one in scores],
        "channels": [["".join(map(str, line)) for line in channel] for channel in seen],
    }


class _Silent:
    """Nobody watches, and nobody stops it."""

    def step(self, name: str, done: float, rows: Sequence[Any] = ()) -> None: ...

    def check(self) -> None: ...


def _changed(label: Any, before: Any, after: Any, shades: Any) -> Mapping[str, Any]:
    return {"label": int(label), "before": int(before), "after": int(after), "ink": ["".join(map(str, row)) for row in shades]}


def _tops(outputs: Any) -> Sequence[float]:
    """The largest number in each; a ReLU behind the layer leaves it as it is."""
    return [round(float(most), 2) for most in outputs.detach().flatten(1).max(dim=1).values]


def _share(read: Any, labels: Any) -> float:
    return round(100 * float((read == labels).mean()), 2)
