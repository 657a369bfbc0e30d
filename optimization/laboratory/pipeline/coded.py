"""The way to the smallest file: pruned in rounds, the weights that stay share a few values, and all of it is coded without loss."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import replace

import numpy as np
import torch
from torch import nn

from optimization.laboratory.networks.classifier import StateDict
from optimization.laboratory.networks.network import Network
from optimization.laboratory.networks.training import train
from optimization.laboratory.pictures.data import Pictures
from optimization.laboratory.pipeline import coding
from optimization.laboratory.pipeline.sharing import Numbers, bake_shared_weights, share_weights
from optimization.laboratory.pipeline.sparsity import epochs_of_phases, prune_in_rounds
from optimization.labs.budget import Params
from optimization.results.progress import Part, Report

SHARED_LEARNING_RATE = 0.001
"""A value that thousands of weights share gets the sum of their gradients, so it takes small steps."""


def compressed(state: StateDict, params: Params, *, network: Network, pictures: Pictures, report: Report) -> bytes:
    """The coded file of a network that was trained: ``state`` stays as it is."""
    model = network.from_state(state)
    *in_rounds, for_values = epochs_of_phases(params.coded_epochs, phases=params.rounds + 1)
    share_before = params.rounds / (params.rounds + 1)
    prune_in_rounds(
        model,
        network=network,
        pictures=pictures,
        sparsity=params.sparsity,
        epochs=in_rounds,
        seed=params.seed,
        report=Part(report, 0.0, share_before),
    )
    report.step("Sharing values", share_before)
    share_weights(model, limit=params.shared_values)
    if for_values:
        recipe = network.finetuning(epochs=for_values, seed=params.seed + params.rounds + 1)
        recipe = replace(recipe, learning_rate=SHARED_LEARNING_RATE, weight_decay=0.0)
        train(model, pictures, recipe, report=Part(report, share_before, 0.98), title="Training the shared values")
    bake_shared_weights(model)
    fold_norms(model)
    report.step("Coding", 0.98)
    return coding.encode(codable(model.state_dict(), network=network))


def decompressed(file: bytes, *, network: Network) -> StateDict:
    """The network that the file holds, ready for ``network.from_state``; raises coding.BadCode."""
    return state_of(coding.decode(file, layout_of(network)))


def state_of(tensors: Mapping[str, Numbers]) -> StateDict:
    """The state dict of a network whose file held ``tensors``."""
    return {name: torch.from_numpy(tensor) for name, tensor in tensors.items()}


def layout_of(network: Network) -> dict[str, tuple[int, ...]]:
    """Name and shape of each tensor of the full network that is in the file.

    Only what batch norms count while they are trained has no dimension; nothing reads it later, and PyTorch does without it.
    """
    with torch.device("meta"):  # names and shapes only
        state = network.architecture().state_dict()
    return {name: tuple(tensor.shape) for name, tensor in state.items() if tensor.ndim}


def codable(state: StateDict, *, network: Network) -> dict[str, Numbers]:
    """The tensors of a network as ``coding`` takes them: biases and batch norms rounded to 16 bits, and no negative zeros."""
    # In the order of the layout, because pruning leaves the entries of a state dict in another one.
    arrays = {name: state[name].detach().numpy() for name in layout_of(network)}
    return {name: array + np.float32(0.0) if array.ndim > 1 else as_short_floats(array) for name, array in arrays.items()}


def as_short_floats(numbers: Numbers) -> Numbers:
    """float32 numbers rounded to the nearest that has only its upper 16 bits set (bfloat16: 8 bits of precision)."""
    bits = numbers.view(np.uint32)
    return ((bits + np.uint32(0x8000)) & np.uint32(0xFFFF0000)).view(np.float32)


def fold_norms(model: nn.Module) -> None:
    """Let each batch norm's factor and shift do the work of its mean and variance too, which become 0 and 1; in place.

    The network computes the same, and half of these numbers no longer cost a byte.
    """
    with torch.no_grad():
        for norm in model.modules():
            if isinstance(norm, nn.BatchNorm2d) and norm.running_mean is not None and norm.running_var is not None:
                factor = norm.weight / torch.sqrt(norm.running_var + norm.eps)
                norm.bias.sub_(norm.running_mean * factor)
                norm.weight.copy_(factor * (1 + norm.eps) ** 0.5)
                norm.running_mean.zero_()
                norm.running_var.fill_(1.0)
