"""The ways in which a slider changes a trained network: weights set to zero, weights or activations rounded to a grid that clips."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from functools import partial

import torch
from torch import Tensor, nn

from optimization.laboratory.networks.classifier import Classifier, StateDict, as_input, weight_layers
from optimization.laboratory.networks.inside import CALIBRATION_PICTURES, activations
from optimization.laboratory.networks.network import Network
from optimization.laboratory.pictures.data import Pictures
from optimization.laboratory.pruning.unstructured import bake_masks, mask_weights
from optimization.labs.sweep import BITS, EACH_LAYER, WHOLE_NETWORK, Slider, way_of

Change = Callable[[int], Classifier]
"""The slider's place in percent -> the network there, in evaluation mode."""


def changes(slider: Slider, state: StateDict, *, network: Network, pictures: Pictures) -> Mapping[str, Change]:
    """Each way of the slider by its name; nothing is trained after a change."""
    if slider == "zeros":
        ways = {EACH_LAYER: False, WHOLE_NETWORK: True}
        return {name: partial(without_smallest, network, state, across_layers=across) for name, across in ways.items()}
    ranges = activation_ranges(network.from_state(state), pictures)
    weights = {way_of("weights", bits): partial(weights_on_grid, network, state, bits=bits) for bits in BITS}
    return weights | {way_of("activations", bits): partial(activations_on_grid, network, state, bits=bits, ranges=ranges) for bits in BITS}


def without_smallest(network: Network, state: StateDict, percent: int, *, across_layers: bool) -> Classifier:
    """Without the smallest ``percent`` of the weights of each layer, or of all layers together, as the lab removes them."""
    model = network.from_state(state)
    mask_weights(model, amount=percent / 100, random=False, seed=0, across_layers=across_layers)
    bake_masks(model)
    return model


def weights_on_grid(network: Network, state: StateDict, percent: int, *, bits: int) -> Classifier:
    """With the weights of each layer on 2^bits - 1 values around zero, which cover ``percent`` of the layer's largest size; what lies
    outside is clipped."""
    model = network.from_state(state)
    last = 2 ** (bits - 1) - 1
    with torch.no_grad():
        for layer in weight_layers(model).values():
            step = percent / 100 * float(layer.weight.abs().max()) / last
            layer.weight.copy_((layer.weight / step).round().clamp(-last, last) * step)
    return model


def activation_ranges(model: Classifier, pictures: Pictures) -> dict[str, tuple[float, float]]:
    """The lowest and the highest value that leaves each layer over the calibration pictures."""
    left = activations(model, as_input(pictures.train.images[:CALIBRATION_PICTURES]))
    return {name: (float(values.min()), float(values.max())) for name, values in left.items()}


def activations_on_grid(
    network: Network, state: StateDict, percent: int, *, bits: int, ranges: Mapping[str, tuple[float, float]]
) -> Classifier:
    """With what each layer hands to the next on 2^bits values, which cover ``percent`` of its range and always zero; the last layer's
    scores are left as they are."""
    model = network.from_state(state)
    layers = weight_layers(model)
    for name, reader in zip(ranges, list(layers.values())[1:], strict=False):
        low, high = (percent / 100 * end for end in ranges[name])
        reader.register_forward_pre_hook(partial(_rounded_input, low=min(low, 0.0), high=max(high, 0.0), last=2**bits - 1))
    return model


def _rounded_input(_: nn.Module, inputs: tuple[Tensor, ...], *, low: float, high: float, last: int) -> tuple[Tensor, ...]:
    step = (high - low) / last or 1.0
    zero_point = round(-low / step)
    return (((inputs[0] / step).round().add(zero_point).clamp(0, last) - zero_point) * step, *inputs[1:])
