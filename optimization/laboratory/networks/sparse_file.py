"""A file that holds only the weights that are not zero, each with its place: what zeros save once the places are counted too."""

from __future__ import annotations

import io

import torch
from torch import Tensor

from optimization.laboratory.networks.classifier import StateDict

VALUES, PLACES, SHAPE = ".values", ".places", ".shape"
"""Appended to a weight's name: float32 [n], int32 [n] flat indices, int64 [dimensions]."""


def sparse_file(state: StateDict) -> bytes:
    """``state`` as ``torch.save`` writes it when each weight with more than one dimension is kept as values and places.

    A value takes 32 bits and its place takes 32 bits, so this is smaller than the plain file only where more than half of the weights are
    zero. Biases and batch norm are kept as they are.
    """
    buffer = io.BytesIO()
    torch.save({name: part for whole, tensor in state.items() for name, part in _parts(whole, tensor).items()}, buffer)
    return buffer.getvalue()


def state_from_sparse(content: bytes) -> StateDict:
    """The state whose ``sparse_file`` this is; raises KeyError where a part is missing."""
    parts: dict[str, Tensor] = torch.load(io.BytesIO(content), weights_only=True)
    return dict(_whole(name, parts) for name in parts if not name.endswith((PLACES, SHAPE)))


def _parts(name: str, tensor: Tensor) -> dict[str, Tensor]:
    if tensor.ndim < 2:
        return {name: tensor}
    flat = tensor.detach().flatten()
    places = flat.nonzero().flatten()
    return {name + VALUES: flat[places], name + PLACES: places.to(torch.int32), name + SHAPE: torch.tensor(tensor.shape)}


def _whole(name: str, parts: dict[str, Tensor]) -> tuple[str, Tensor]:
    if not name.endswith(VALUES):
        return name, parts[name]
    whole = name.removesuffix(VALUES)
    shape = parts[whole + SHAPE].tolist()
    flat = torch.zeros(torch.Size(shape).numel())
    flat[parts[whole + PLACES].long()] = parts[name]
    return whole, flat.reshape(shape)
