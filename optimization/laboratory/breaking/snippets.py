"""The few lines that a student would write for one of the networks, given ``model`` (and ``train_loader``)."""

from __future__ import annotations

PRUNE = """\
import torch
from torch.nn.utils import prune

layers = [module for module in model.modules() if isinstance(module, (torch.nn.Conv2d, torch.nn.Linear))]
for layer in layers:
    prune.l1_unstructured(layer, name="weight", amount={sparsity})
train(model, train_loader, epochs={epochs})  # the masks hold the zeros
for layer in layers:
    prune.remove(layer, "weight")
"""

ROUND = """\
with torch.no_grad():
    for layer in layers:
        largest = layer.weight.abs().flatten(1).amax(dim=1).view(-1, *[1] * (layer.weight.ndim - 1))
        step = (largest / {levels}).clamp_min(1e-12)  # one step an output channel
        layer.weight.copy_((layer.weight / step).round() * step)
"""

LAYERS = """\
import torch

layers = [module for module in model.modules() if isinstance(module, (torch.nn.Conv2d, torch.nn.Linear))]
"""


def code(*, sparsity: float, bits: int, epochs: int) -> str:
    """How the network with that share of zeros and that many bits a weight is made; nothing for the trained one itself."""
    parts = []
    if sparsity:
        parts.append(PRUNE.format(sparsity=sparsity, epochs=epochs))
    if bits < 32:
        parts += [] if sparsity else [LAYERS]
        parts.append(ROUND.format(levels=2 ** (bits - 1) - 1))
    return "\n".join(parts)
