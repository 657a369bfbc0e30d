"""A small dense network with about as many parameters as a pruned one has left: what pruning has to beat.

"What is the State of Neural Network Pruning?" (arXiv 2003.03033) asks for this row beside every pruning result.
"""

from __future__ import annotations

from dataclasses import asdict, replace
from typing import Any

import torch

from optimization.laboratory.networks.classifier import StateDict
from optimization.laboratory.networks.network import Network
from optimization.laboratory.networks.training import trained
from optimization.results.progress import Report


def small_dense(network: Network, *, parameters: int, epochs: int, seed: int, report: Report) -> StateDict:
    """The network with all widths scaled down to at most ``parameters`` parameters, trained from nothing for ``epochs`` epochs.

    Where even one unit a layer has more parameters than that, it has one unit a layer.
    """
    widths = widths_for(network, parameters=parameters)
    narrower = None if widths == full_widths(network) else widths  # the full network may be in the cache under no widths at all
    return trained(network, seed=seed, report=report, widths=narrower, epochs=epochs)


def widths_for(network: Network, *, parameters: int) -> Any:
    """The full widths times the largest factor (in steps of 1/1000) with which the network has at most ``parameters`` parameters."""
    low, high = 0, 1000
    while low < high:
        middle = (low + high + 1) // 2
        if count_parameters(network, _scaled(network, middle)) <= parameters:
            low = middle
        else:
            high = middle - 1
    return _scaled(network, low)


def count_parameters(network: Network, widths: Any) -> int:
    """Weights, biases and batch norm's factors of the network with those widths."""
    with torch.device("meta"):
        return sum(parameter.numel() for parameter in network.architecture(widths).parameters())


def full_widths(network: Network) -> Any:
    """The widths that the network has when none are asked for."""
    with torch.device("meta"):
        return network.widths_of(network.architecture().state_dict())


def _scaled(network: Network, thousandths: int) -> Any:
    full = full_widths(network)
    return replace(full, **{name: max(1, round(width * thousandths / 1000)) for name, width in asdict(full).items()})
