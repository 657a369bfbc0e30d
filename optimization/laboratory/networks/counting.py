"""What a network in PyTorch counts and weighs, as a row of a result."""

from __future__ import annotations

from torch import nn

from optimization.laboratory.networks.classifier import StateDict, count_weights, state_bytes
from optimization.laboratory.networks.sparse_file import sparse_file
from optimization.measuring.sizes import counted_row, ideal_bytes
from optimization.results.records import Variant

FLOAT_BITS = 32


def counted(name: str, stored_state: StateDict, *, weights: StateDict | None = None, label: str, code: str = "", note: str = "") -> Variant:
    """A row with its weights and bytes; accuracy and latency follow.

    ``stored_state`` is what is written into the file, ``weights`` what the network computes with, where that differs (masks in
    ``stored_state`` are multiplied in). Both come from ``state_dict()`` of a fresh network: pruning leaves the entries in another order.
    """
    weights = stored_state if weights is None else weights
    layers, content = count_weights(weights), state_bytes(stored_state)
    ideal = ideal_bytes(sum(layer.nonzero_weights for layer in layers), bits=FLOAT_BITS)
    sparse = len(sparse_file(weights))
    return counted_row(name, content, layers, label=label, sparse_bytes=sparse, ideal_bytes=ideal, code=code, note=note)


def nonzero_parameters(model: nn.Module) -> int:
    """How many of all its parameters (weights, biases, the factors of batch norms) are not zero."""
    return sum(int(parameter.count_nonzero()) for parameter in model.parameters())
