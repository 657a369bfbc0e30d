"""Removes whole output channels of convolutions and units of hidden layers, so that the layers really get narrower."""

from __future__ import annotations

from collections.abc import Mapping

import torch
import torch_pruning
from torch import Tensor, nn

from optimization.laboratory.networks.classifier import Classifier, weight_layers


def remove_units(model: Classifier, *, amount: float, random: bool, seed: int, round_to: int = 1) -> None:
    """Take the share ``amount`` of the units out of every layer but the classifier, in place; one unit stays at least.

    The weakest go first, by the L1 norm of a unit's incoming weights (Li et al., "Pruning Filters for Efficient ConvNets",
    arXiv 1608.08710), or random ones. What stays is rounded up to a multiple of ``round_to``, but never above what there was.
    """
    widths = {name: remaining(amount, units, round_to=round_to) for name, units in widths_with_units(model).items()}
    narrow(model, widths, order=torch.Generator().manual_seed(seed) if random else None)


def narrow(model: Classifier, widths: Mapping[str, int], *, order: torch.Generator | None = None) -> None:
    """Take units out of the layers named in ``widths`` until they are that wide, in place: the weakest, or with ``order`` random ones.

    The dependency graph also takes the inputs that the removed units fed out of the next layer, and the channels that batch norms and
    depthwise convolutions kept for them.
    """
    # torch_pruning's ready-made pruners round down what stays: 90 % of 20 channels would leave 1, and 99 % would remove none.
    graph = torch_pruning.DependencyGraph().build_dependency(model, example_inputs=torch.zeros(1, *model.input_shape))
    layers = layers_with_units(model)
    for name, width in widths.items():
        layer = layers[name]
        scores = unit_norms(layer.weight) if order is None else torch.rand(len(layer.weight), generator=order)
        removed = scores.argsort()[: len(scores) - width].tolist()
        if removed:
            linear = isinstance(layer, nn.Linear)
            remove = torch_pruning.prune_linear_out_channels if linear else torch_pruning.prune_conv_out_channels
            graph.get_pruning_group(layer, remove, idxs=removed).prune()


def layers_with_units(model: nn.Module) -> dict[str, nn.Conv2d | nn.Linear]:
    """The layers whose width can be chosen: not the classifier, and no depthwise convolution, which is as wide as what it reads."""
    *hidden, _ = weight_layers(model).items()
    return {name: layer for name, layer in hidden if isinstance(layer, nn.Linear) or layer.groups == 1}


def widths_with_units(model: nn.Module) -> dict[str, int]:
    """How many units each of those layers has."""
    return {name: len(layer.weight) for name, layer in layers_with_units(model).items()}


def unit_norms(weight: Tensor) -> Tensor:
    """The L1 norm of each output unit's weights: [units, ...] -> [units]."""
    return weight.detach().abs().flatten(1).sum(dim=1)


def remaining(amount: float, units: int, *, round_to: int = 1) -> int:
    """How many of the units stay when ``amount`` of them, rounded, go: one at least, rounded up to a multiple, all of them at most."""
    stay = max(1, units - round(amount * units))
    return min(-(-stay // round_to) * round_to, units)
