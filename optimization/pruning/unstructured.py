"""Sets single weights to zero. Every layer keeps its shape."""

from __future__ import annotations

import torch
from torch import nn
from torch.nn.utils import prune

from optimization.networks.classifier import weight_layers


def mask_weights(model: nn.Module, *, amount: float, random: bool, seed: int) -> None:
    """Hide the share ``amount`` of the weights of each convolution and linear layer: the smallest by |w|, or random ones.

    The mask stays in the way of later training until ``bake_masks``.
    """
    with torch.random.fork_rng(devices=[]):
        torch.manual_seed(seed)
        for layer in weight_layers(model).values():
            method = prune.random_unstructured if random else prune.l1_unstructured
            method(layer, name="weight", amount=amount)  # type: ignore[no-untyped-call]


def bake_masks(model: nn.Module) -> None:
    """Write the zeros into the weights. Before this a state dict holds weights and masks, twice the bytes."""
    for layer in weight_layers(model).values():
        prune.remove(layer, "weight")  # type: ignore[no-untyped-call]
