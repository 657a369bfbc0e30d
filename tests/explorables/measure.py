"""What the explorables of texts show of a trained network: its numbers, and what it reads correctly at every place of a slider.

All accuracies are counts of test pictures that are read correctly, without any fine-tuning.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import UTC, datetime
from typing import Any

import numpy as np
import torch
from torch import Tensor, nn

from optimization.laboratory.networks.classifier import Classifier, StateDict, count_weights, predict, weight_layers
from optimization.laboratory.networks.inside import inside, short
from optimization.laboratory.networks.network import Network
from optimization.laboratory.networks.register import NETWORKS
from optimization.laboratory.networks.training import trained, use_one_thread
from optimization.laboratory.pictures.data import Pictures
from optimization.laboratory.pruning.structured import layers_with_units, narrow, unit_norms
from optimization.laboratory.pruning.unstructured import hide
from optimization.labs.inside import LayerInside
from optimization.results.machine import cpu_model

SEED = 0
ZEROS = [percent / 100 for percent in range(100)]
BITS = range(2, 9)
COVERS = [percent / 100 for percent in range(5, 101, 5)]
WHOLE = "*"
SHOWN_FILTERS = 64


@dataclass(frozen=True)
class Look:
    """A trained network, opened: its layers as they are sent, and what counts how well changed copies of it read."""

    reader: Reader
    layers: Sequence[Mapping[str, Any]]
    ranges: Mapping[str, tuple[float, float]]
    """The lowest and the highest number that leaves a layer over the calibration pictures."""


def look(name: str) -> Look:
    """Open the network; it is trained, or taken from the cache."""
    use_one_thread()
    network = NETWORKS[name]
    state, pictures = trained(network, seed=SEED, report=Silent()), network.pictures()
    layers = inside(network.from_state(state), pictures, seed=SEED)
    ranges = {layer.layer: (layer.activation_low, layer.activation_high) for layer in layers}
    return Look(Reader(network, state, pictures), [as_sent(one, biases_of(state, one.layer)) for one in layers], ranges)


def measure(name: str) -> Mapping[str, Any]:
    """All that is on file of that network."""
    seen = look(name)
    reader, names = seen.reader, [one["layer"] for one in seen.layers]
    wide = layers_with_units(reader.fresh())
    convolutions = [one["layer"] for one in seen.layers if one["filters"] and one["layer"] in wide]
    maps, read = feature_maps(reader), {name: seen.ranges[name] for name in names[:-1]}
    layered = {"weights": names, "rounding": names, "filters": convolutions, "calibration": [*read], "feature-maps": [*maps]}
    return {
        "network": name,
        "measured": datetime.now(UTC).date().isoformat(),
        "cpu": cpu_model(),
        "pictures": len(reader.pictures.test),
        "shows": {"bytes": []} | {kind: layers for kind, layers in layered.items() if layers},
        "correct": {
            "zeros": {one: [reader.zeros(one, share) for share in ZEROS] for one in (WHOLE, *names)},
            "rounded": {one: [reader.rounded(one, bits) for bits in BITS] for one in (WHOLE, *names)},
            "formats": {32: reader.zeros(WHOLE, 0), 16: reader.halved(), **{bits: reader.rounded(WHOLE, bits) for bits in (8, 4, 2)}},
            "covered": {
                one: {bits: [reader.covered(one, *ends, bits, share) for share in COVERS] for bits in BITS} for one, ends in read.items()
            },
        },
        "channels": {one: channels(reader, one) for one in convolutions},
        "maps": maps,
        "layers": seen.layers,
    }


class Silent:
    """Nobody watches, and nobody stops it."""

    def step(self, name: str, done: float, rows: Sequence[Any] = ()) -> None: ...

    def check(self) -> None: ...


class Reader:
    """Changes a fresh copy of the network and counts the test pictures that it then reads correctly."""

    def __init__(self, network: Network, state: StateDict, pictures: Pictures) -> None:
        self.network, self.state, self.pictures = network, state, pictures

    def fresh(self) -> Classifier:
        return self.network.from_state(self.state)

    def correct(self, model: Classifier) -> int:
        return int((predict(model, self.pictures.test.images) == self.pictures.test.labels).sum())

    def zeros(self, layer: str, share: float) -> int:
        """With that share of the layer at zero, or of all layers by one ranking."""
        model = self.fresh()
        layers = weight_layers(model)
        hide(layers if layer == WHOLE else {layer: layers[layer]}, share=share, random=False, across_layers=layer == WHOLE)
        return self.correct(model)

    def rounded(self, layer: str, bits: int) -> int:
        """With the weights of the layer, or of each, on a symmetric grid of 2**bits - 1 places."""
        model = self.fresh()
        for name, one in weight_layers(model).items():
            if layer in (WHOLE, name):
                scale = float(one.weight.detach().abs().max()) / (2 ** (bits - 1) - 1)
                with torch.no_grad():
                    one.weight.copy_(torch.floor(one.weight / scale + 0.5) * scale)
        return self.correct(model)

    def halved(self) -> int:
        """With all weights and biases in float16, computed in float32."""
        model = self.fresh()
        with torch.no_grad():
            for one in model.parameters():
                one.copy_(one.half().float())
        return self.correct(model)

    def covered_at_all(self, layer: str, low: float, high: float) -> Mapping[int, Sequence[int]]:
        """For each number of bits the counts at each share of the range."""
        return {bits: [self.covered(layer, low, high, bits, share) for share in COVERS] for bits in BITS}

    def covered(self, layer: str, low: float, high: float, bits: int, share: float) -> int:
        """With what leaves the layer on a grid of 2**bits places over that share of its range, as ``rounding.js`` makes it."""
        model = self.fresh()
        start, end = min(share * low, 0.0), max(share * high, 0.0)
        scale = (end - start) / (2**bits - 1)
        zero_point = np.floor(-start / scale + 0.5)

        def on_the_grid(_: nn.Module, inputs: tuple[Tensor, ...]) -> tuple[Tensor]:
            integers = torch.clamp(torch.floor(inputs[0] / scale + 0.5) + zero_point, 0, 2**bits - 1)
            return ((integers - zero_point) * scale,)

        following(model, layer).register_forward_pre_hook(on_the_grid)
        return self.correct(model)


def following(model: Classifier, layer: str) -> nn.Module:
    """The layer that reads what that layer gives."""
    layers = weight_layers(model)
    return layers[[*layers][[*layers].index(layer) + 1]]


def channels(reader: Reader, layer: str) -> Mapping[str, Any]:
    """The order in which the filters of a convolution go, and for each number that is gone what is left of the network."""
    units = len(weight_layers(reader.fresh())[layer].weight)
    order = unit_norms(weight_layers(reader.fresh())[layer].weight).argsort().tolist()
    weights, correct = [], []
    for gone in range(units):
        model = reader.fresh()
        narrow(model, {layer: units - gone})
        weights.append(sum(one.total_weights for one in count_weights(model.state_dict())))
        correct.append(reader.correct(model))
    return {"order": order, "weights": weights, "correct": correct}


def feature_maps(reader: Reader) -> Mapping[str, Any]:
    """Filters and biases of the first convolution where it reads grey pictures and is followed by ReLU alone, and a picture of each class
    that the network reads correctly: a hex digit for each pixel."""
    name, layer = next(iter(weight_layers(reader.fresh()).items()))
    if not isinstance(layer, nn.Conv2d) or layer.in_channels != 1 or layer.bias is None:
        return {}
    test = reader.pictures.test
    is_correct = predict(reader.fresh(), test.images) == test.labels
    rows = [int(np.flatnonzero(is_correct & (test.labels == label))[0]) for label in range(len(reader.pictures.classes))]
    inks = ["".join(f"{shade:x}" for shade in np.rint(test.pixels[row] / 17).astype(int).ravel()) for row in rows]
    kernels = [[short(row) for row in one[0]] for one in layer.weight.detach().numpy()]
    return {name: {"filters": kernels, "biases": short(layer.bias.detach().numpy()), "pictures": inks, "classes": reader.pictures.classes}}


def biases_of(state: StateDict, layer: str) -> int:
    """How many biases the layer has."""
    bias = state.get(f"{layer}.bias")
    return 0 if bias is None else bias.numel()


def as_sent(one: LayerInside, biases: int) -> Mapping[str, Any]:
    """A layer as the browser gets it."""
    return {
        "layer": one.layer,
        "shape": one.shape,
        "total": int(np.prod(one.shape)),
        "biases": biases,
        "low": one.low,
        "high": one.high,
        "counts": one.counts,
        "magnitudes": one.magnitudes,
        "sample": one.sample,
        "activation_low": one.activation_low,
        "activation_high": one.activation_high,
        "activations": one.activations,
        "filters": one.filters[:SHOWN_FILTERS],
    }
