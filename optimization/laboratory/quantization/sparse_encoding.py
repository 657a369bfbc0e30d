"""Writes out a sparsely stored tensor of a .tflite file: the zeros that the file leaves out come back to their places.

The encoding is the one of the TACO compiler (F. Kjolstad et al., "The tensor algebra compiler", 2017): a tree with one level a
dimension, in which a level either names all its children (dense) or lists those that are there (compressed sparse row). A last
level can hold small blocks, each a few numbers of one dimension.
"""

from __future__ import annotations

from math import prod
from typing import Any

import numpy as np
import numpy.typing as npt
from ai_edge_litert import schema_py_generated as schema

Coordinates = npt.NDArray[np.int64]


def written_out(values: npt.NDArray[Any], sparsity: Any, shape: tuple[int, ...]) -> npt.NDArray[Any]:
    """The dense tensor of ``shape`` that ``values`` [stored] and the flatbuffer's ``SparsityParametersT`` stand for."""
    rank = len(shape)
    sizes = _block_sizes(sparsity, rank=rank)
    places = [np.zeros(len(values), dtype=np.int64) for _ in shape]
    for dimension, coordinates in zip(sparsity.traversalOrder, _coordinates(sparsity.dimMetadata), strict=True):
        if dimension < rank:
            places[dimension] += coordinates * sizes.get(int(dimension), 1)
        else:
            places[sparsity.blockMap[dimension - rank]] += coordinates
    dense = np.zeros(shape, dtype=values.dtype)
    dense[tuple(places)] = values
    return dense


def block_size(sparsity: Any, *, rank: int) -> int:
    """How many numbers of a tensor with ``rank`` dimensions are stored together; 1 where each one stands alone."""
    return prod(_block_sizes(sparsity, rank=rank).values())


def _block_sizes(sparsity: Any, *, rank: int) -> dict[int, int]:
    """The dimensions that are cut into blocks, and into blocks of how many numbers; these levels come after the tensor's own."""
    levels = zip(sparsity.traversalOrder, sparsity.dimMetadata, strict=True)
    return {int(sparsity.blockMap[dimension - rank]): int(level.denseSize) for dimension, level in levels if dimension >= rank}


def _coordinates(levels: Any) -> list[Coordinates]:
    """For each level of the tree the coordinate of every stored value, all in the order in which they are stored."""
    coordinates: list[Coordinates] = []
    count = 1
    for level in levels:
        if level.format == schema.DimensionType.DENSE:
            children = np.full(count, level.denseSize, dtype=np.int64)
            own = np.tile(np.arange(level.denseSize, dtype=np.int64), count)
        else:
            segments = np.asarray(level.arraySegments.values, dtype=np.int64)
            children = segments[1:] - segments[:-1]
            own = np.asarray(level.arrayIndices.values, dtype=np.int64)
        coordinates = [*(np.repeat(parents, children) for parents in coordinates), own]
        count = len(own)
    return coordinates
