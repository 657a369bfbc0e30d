"""The lab "Look inside": the weights and the activations of a trained network, small enough to be drawn in a browser."""

from __future__ import annotations

from collections.abc import Callable

import numpy as np
import numpy.typing as npt
import torch
from torch import Tensor, nn

from optimization.laboratory.findings import Findings
from optimization.laboratory.networks.classifier import Classifier, as_input, predict, weight_layers
from optimization.laboratory.networks.counting import counted
from optimization.laboratory.networks.register import NETWORKS
from optimization.laboratory.networks.training import trained, use_one_thread
from optimization.laboratory.pictures.data import Pictures
from optimization.labs.inside import LayerInside, Opened, Params
from optimization.results.progress import Part, Report
from optimization.results.records import Headline, LabResult, Variant
from optimization.results.shares import percent

BINS = 240
"""Most weights lie in a narrow middle, and a page shows that middle alone."""
SHARES = 200
"""``magnitudes`` has a quantile for each 1/200 and one for all."""
SAMPLE = 400
FILTERS = 64
CALIBRATION_PICTURES = 100
DIGITS = 4
"""Significant digits of what is sent: the seventeen that a float prints as would make the result twice as large."""
THRESHOLD_DIGITS = 6
"""Of a threshold, because many weights are close together."""

CODE = """\
import torch

for name, module in model.named_modules():
    if isinstance(module, (torch.nn.Conv2d, torch.nn.Linear)):
        weights = module.weight.detach().flatten()
        print(name, tuple(module.weight.shape), weights.histc(240), weights.abs().quantile(0.9))  # 90 % of the layer lie below that
"""

Floats = npt.NDArray[np.float32]


def run(params: Params, report: Report) -> LabResult:
    """Open the trained network; nothing is timed. Raises RunCancelled where ``report`` does."""
    use_one_thread()
    findings = Findings("inside", params, report)
    network = NETWORKS[params.network]
    pictures = findings.opened(network.pictures)
    state = trained(network, seed=params.seed, report=Part(report, 0.0, 0.9))
    model = network.from_state(state)
    findings.add(counted("dense", model.state_dict(), label="Dense", code=CODE))
    findings.step("Reading pictures", 0.9)
    findings.read("dense", predict(model, pictures.test.images))
    layers = inside(model, pictures, seed=params.seed)
    findings.step("Done", 1.0)
    return findings.result(headline(findings.row("dense")), extras=Opened(inside=layers))


def headline(dense: Variant) -> Headline:
    """How the weights are spread over the layers."""
    largest = max(dense.layers, key=lambda layer: layer.total_weights)
    share = largest.total_weights / dense.total_weights
    return Headline(
        sentence=f"{largest.total_weights:,} of the {dense.total_weights:,} weights are in one of its {len(dense.layers)} layers.",
        figure=percent(share, places=0),
        figure_label=f"of the weights are in {largest.layer}",
    )


def inside(model: Classifier, pictures: Pictures, *, seed: int) -> tuple[LayerInside, ...]:
    """One record for each convolution and linear layer; samples are drawn by ``seed`` alone."""
    rng = np.random.default_rng(seed)
    outputs_of = activations(model, as_input(pictures.train.images[:CALIBRATION_PICTURES]))
    return tuple(layer_inside(name, layer, outputs_of[name], rng=rng) for name, layer in weight_layers(model).items())


def layer_inside(name: str, layer: nn.Conv2d | nn.Linear, layer_outputs: Floats, *, rng: np.random.Generator) -> LayerInside:
    """What ``LayerInside`` promises of one layer; ``layer_outputs`` are the values that leave it, in any shape."""
    weights: Floats = layer.weight.detach().numpy()
    low, high = float(weights.min()), float(weights.max())
    return LayerInside(
        layer=name,
        shape=weights.shape,
        low=low,
        high=high,
        counts=tuple(np.histogram(weights, bins=BINS, range=(low, high))[0].tolist()),
        magnitudes=short(np.quantile(np.abs(weights), np.linspace(0, 1, SHARES + 1)), digits=THRESHOLD_DIGITS),
        sample=short(some(weights, rng=rng)),
        filters=filters(weights),
        activation_low=float(layer_outputs.min()),
        activation_high=float(layer_outputs.max()),
        activations=short(some(layer_outputs, rng=rng)),
    )


def activations(model: Classifier, images: Tensor) -> dict[str, Floats]:
    """For each layer what the next one reads of it (so after batch norm, activation function and pooling), and the logits of the last.

    ``images`` are [n, channels, h, w]; what a convolution reads is [n, channels, h, w], what a linear layer reads [n, features].
    The layers follow one another, so what a layer reads is what the one before it gave.
    """
    layers = weight_layers(model)
    inputs_of: dict[str, Floats] = {}
    hooks = [layer.register_forward_pre_hook(_keeper(inputs_of, name)) for name, layer in layers.items()]
    try:
        with torch.inference_mode():
            logits = model(images).numpy()
    finally:
        for hook in hooks:
            hook.remove()
    return dict(zip(layers, [*list(inputs_of.values())[1:], logits], strict=True))


def _keeper(inputs_of: dict[str, Floats], name: str) -> Callable[[nn.Module, tuple[Tensor, ...]], None]:
    def keep(_: nn.Module, inputs: tuple[Tensor, ...]) -> None:
        inputs_of[name] = inputs[0].numpy()

    return keep


def filters(weights: Floats) -> tuple[tuple[tuple[float, ...], ...], ...]:
    """Up to FILTERS filters of a convolution [out, in, height, width], each as it reads its first input channel: rows of numbers.

    None for a linear layer [out, in], and none for a 1x1 convolution, whose filters are no pictures.
    """
    if weights.ndim != 4 or weights.shape[2:] == (1, 1):
        return ()
    return tuple(tuple(short(row) for row in kernel[0]) for kernel in weights[:FILTERS])


def some(values: Floats, *, rng: np.random.Generator) -> Floats:
    """Up to SAMPLE of the values, each at most once, in the order in which they stand: any shape -> [SAMPLE or fewer]."""
    flat = values.ravel()
    return flat if len(flat) <= SAMPLE else flat[np.sort(rng.choice(len(flat), SAMPLE, replace=False))]


def short(values: npt.NDArray[np.floating], *, digits: int = DIGITS) -> tuple[float, ...]:
    """The values [n] with so many significant digits."""
    return tuple(float(f"{value:.{digits}g}") for value in values)
