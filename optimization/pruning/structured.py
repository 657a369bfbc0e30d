"""Removes whole output channels of convolutions and units of hidden layers, so that the layers really get narrower."""

from __future__ import annotations

import torch
import torch_pruning
from torch import Tensor, nn

from optimization.networks.classifier import Classifier, weight_layers


def remove_units(model: Classifier, *, amount: float, random: bool, seed: int) -> None:
    """Take the share ``amount`` of the units out of every layer but the classifier, in place; one unit stays at least.

    The weakest go first, by the L1 norm of a unit's incoming weights (Li et al., "Pruning Filters for Efficient ConvNets",
    arXiv 1608.08710), or random ones. The dependency graph also takes the inputs that the removed units fed out of the next layer,
    and the channels that batch norms and depthwise convolutions kept for them.
    """
    # torch_pruning's ready-made pruners round down what stays: 90 % of 20 channels would leave 1, and 99 % would remove none.
    graph = torch_pruning.DependencyGraph().build_dependency(model, example_inputs=torch.zeros(1, *model.input_shape))
    order = torch.Generator().manual_seed(seed)
    for layer in layers_with_units(model).values():
        scores = torch.rand(len(layer.weight), generator=order) if random else unit_norms(layer.weight)
        removed = scores.argsort()[: units_to_remove(amount, len(scores))].tolist()
        if removed:
            linear = isinstance(layer, nn.Linear)
            remove = torch_pruning.prune_linear_out_channels if linear else torch_pruning.prune_conv_out_channels
            graph.get_pruning_group(layer, remove, idxs=removed).prune()


def layers_with_units(model: nn.Module) -> dict[str, nn.Conv2d | nn.Linear]:
    """The layers whose width can be chosen: not the classifier, and no depthwise convolution, which is as wide as what it reads."""
    *hidden, _ = weight_layers(model).items()
    return {name: layer for name, layer in hidden if isinstance(layer, nn.Linear) or layer.groups == 1}


def unit_norms(weight: Tensor) -> Tensor:
    """The L1 norm of each output unit's weights: [units, ...] -> [units]."""
    return weight.detach().abs().flatten(1).sum(dim=1)


def units_to_remove(amount: float, units: int) -> int:
    """``amount`` of the units, rounded, but never all of them."""
    return min(round(amount * units), units - 1)
