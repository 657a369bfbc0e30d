"""Lets the weights of a layer that are not zero share a few values, and trains these on.

Source: S. Han, H. Mao, W. J. Dally, "Deep Compression", arXiv 1510.00149, section 3.
"""

from __future__ import annotations

import numpy as np
import numpy.typing as npt
import torch
from torch import Tensor, nn
from torch.nn.utils import parametrize

from optimization.laboratory.networks.classifier import weight_layers

Numbers = npt.NDArray[np.float32]

STEPS = 100
"""Of k-means at most; it usually stands still after a few dozen."""


def shared_values(numbers: Numbers, *, limit: int) -> tuple[Numbers, npt.NDArray[np.int64]]:
    """k-means in one dimension: up to ``limit`` values in ascending order, and which of them stands for each of the n numbers:
    [n] -> [most or fewer], int64 [n].

    It starts with values evenly spread between the smallest and the largest number, because the few large weights matter most
    (section 3.2 of the paper). A value that stands for no number moves to one of those that are farthest from theirs, as in
    scikit-learn; where it stays idle to the end, as with fewer different numbers than values, it is left out.
    """
    if not len(numbers):
        return numbers[:0], np.zeros(0, dtype=np.int64)
    values = np.linspace(numbers.min(), numbers.max(), limit, dtype=np.float64)
    choice = nearest(numbers, values)
    for _ in range(STEPS):
        values = np.sort(_moved(values, numbers, choice))
        choice_before, choice = choice, nearest(numbers, values)
        if np.array_equal(choice_before, choice):
            break
    used_places, choice = np.unique(choice, return_inverse=True)
    return values[used_places].astype(np.float32), choice.astype(np.int64)


def _moved(values: npt.NDArray[np.float64], numbers: Numbers, choice: npt.NDArray[np.int64]) -> npt.NDArray[np.float64]:
    """Each value at the mean of its numbers; idle ones at the numbers that are farthest from their values.

    ``values`` [k], ``numbers`` [n] and, of each number, the index of its value in ``choice`` [n] -> [k].
    """
    counts = np.bincount(choice, minlength=len(values))
    means = np.bincount(choice, weights=numbers, minlength=len(values)) / np.maximum(counts, 1)
    idle = np.flatnonzero(counts == 0)[: len(numbers)]
    farthest = np.argsort(np.abs(numbers - values[choice]), kind="stable")[len(numbers) - len(idle) :]
    means[idle] = numbers[farthest]
    return means


def nearest(numbers: Numbers, values: npt.NDArray[np.float64]) -> npt.NDArray[np.int64]:
    """The index of the nearest of the ascending ``values`` for each number: [n], [k] -> int64 [n]."""
    return np.searchsorted((values[1:] + values[:-1]) / 2, numbers)


class SharedWeights(nn.Module):
    """Makes a layer's weights from its shared values, so that training moves the values and all weights that share one together."""

    def __init__(self, weight: Tensor, *, limit: int) -> None:
        """``weight`` as the layer has it, [out, in] or [out, in, height, width]; its k values are at most ``limit``."""
        super().__init__()
        flat = weight.detach().flatten()
        places = flat.nonzero().squeeze(1)
        values, choice = shared_values(flat[places].numpy(), limit=limit)
        self._shape = weight.shape
        self._values = torch.from_numpy(values)
        self.register_buffer("places", places)
        self.register_buffer("choice", torch.from_numpy(choice))

    def forward(self, values: Tensor) -> Tensor:
        """The layer's weights of its values: [k] -> the shape of ``weight``."""
        places, choice = self.get_buffer("places"), self.get_buffer("choice")
        return values.new_zeros(self._shape.numel()).index_copy(0, places, values[choice]).view(self._shape)

    def right_inverse(self, weight: Tensor) -> Tensor:
        """The values of the weights that were given at first: the shape of ``weight`` -> [k]."""
        return self._values


def share_weights(model: nn.Module, *, limit: int) -> None:
    """Give each layer at most ``limit`` values beside zero, in place; from now on training changes these values."""
    for layer in weight_layers(model).values():
        parametrize.register_parametrization(layer, "weight", SharedWeights(layer.weight, limit=limit), unsafe=True)


def bake_shared_weights(model: nn.Module) -> None:
    """Write the shared values into plain weights again."""
    for layer in weight_layers(model).values():
        parametrize.remove_parametrizations(layer, "weight")
