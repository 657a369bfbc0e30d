"""Sets single weights to zero. Every layer keeps its shape."""

from __future__ import annotations

from collections.abc import Mapping

import torch
from torch import nn
from torch.nn.utils import prune

from optimization.laboratory.networks.classifier import Classifier, StateDict, weight_layers
from optimization.laboratory.networks.network import Network

Layers = Mapping[str, nn.Conv2d | nn.Linear]

ORIGINAL, MASK = "_orig", "_mask"
"""What ``torch.nn.utils.prune`` appends to the name of a weight while its mask is in the way."""


def mask_weights(model: nn.Module, *, amount: float, random: bool, seed: int, across_layers: bool = False) -> None:
    """Hide the share ``amount`` of the weights of each convolution and linear layer: the smallest by |w|, or random ones.

    With ``across_layers`` it is the share of all weights, in one ranking. The mask stays in the way of later training until ``bake_masks``.
    """
    with torch.random.fork_rng(devices=[]):
        torch.manual_seed(seed)
        hide(weight_layers(model), share=amount, random=random, across_layers=across_layers)


def hide(layers: Layers, *, share: float, random: bool, across_layers: bool = False) -> None:
    """Hide more of the weights, until ``share`` of all that the layers ever had is hidden; what is hidden already stays so.

    Random choices come from torch's random numbers. The counts are exact, because ``prune`` is told a number of weights: told a share, it
    would take it of what is not hidden yet.
    """
    if across_layers:
        count = round(share * sum(layer.weight.numel() for layer in layers.values())) - sum(hidden(layer) for layer in layers.values())
        pruning_class = prune.RandomUnstructured if random else prune.L1Unstructured
        prune.global_unstructured([(layer, "weight") for layer in layers.values()], pruning_method=pruning_class, amount=count)
        return
    method = prune.random_unstructured if random else prune.l1_unstructured
    for layer in layers.values():
        method(layer, name="weight", amount=round(share * layer.weight.numel()) - hidden(layer))  # type: ignore[no-untyped-call]


def hidden(layer: nn.Module) -> int:
    """How many weights of the layer its mask hides."""
    mask = getattr(layer, f"weight{MASK}", None)
    return 0 if mask is None else int((mask == 0).sum())


def bake_masks(model: nn.Module) -> None:
    """Write the zeros into the weights. Before this a state dict holds weights and masks, twice the bytes."""
    for layer in weight_layers(model).values():
        if prune.is_pruned(layer):
            prune.remove(layer, "weight")  # type: ignore[no-untyped-call]


def effective(state: StateDict) -> StateDict:
    """The weights that a network with this state computes with: where masks are still in it, multiplied in and gone."""
    return {
        name.removesuffix(ORIGINAL): tensor * state[name.removesuffix(ORIGINAL) + MASK] if name.endswith(ORIGINAL) else tensor
        for name, tensor in state.items()
        if not name.endswith(MASK)
    }


def rebuilt(network: Network, state: StateDict) -> Classifier:
    """A network in evaluation mode with memory of its own that holds a copy of ``state``, its masks still in the way if it has any."""
    model = network.from_state(effective(state))
    layers = weight_layers(model)
    for name in (name for name in layers if f"{name}.weight{MASK}" in state):
        prune.custom_from_mask(layers[name], "weight", state[f"{name}.weight{MASK}"])  # type: ignore[no-untyped-call]
    model.load_state_dict(state)
    return model.eval()
