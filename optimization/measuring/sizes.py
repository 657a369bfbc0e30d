"""How many weights a network has, and how many bytes it takes."""

from __future__ import annotations

import gzip
from collections.abc import Sequence
from math import ceil
from typing import Any

from optimization.results.records import LayerCount, Variant

GZIP_LEVEL = 6
"""The gzip command's own default. Level 9 takes 14 times as long on a network that is mostly zeros, to save another 9 %."""


def gzip_bytes(content: bytes) -> int:
    """The size of ``content`` after gzip, without a time stamp, so that equal contents give equal sizes."""
    return len(gzip.compress(content, compresslevel=GZIP_LEVEL, mtime=0))


def ideal_bytes(weights: int, *, bits: float) -> int:
    """The bytes of ``weights`` numbers of ``bits`` bits alone, without places, shapes or biases: counted, there is no such file."""
    return ceil(weights * bits / 8)


def counted_row(name: str, content: bytes, layers: Sequence[LayerCount], *, label: str, **fields: Any) -> Variant:
    """The row of a network with those layers, whose file holds ``content``; accuracy and latency follow. ``fields`` are other fields."""
    return Variant(
        name=name,
        label=label,
        nonzero_weights=sum(layer.nonzero_weights for layer in layers),
        total_weights=sum(layer.total_weights for layer in layers),
        raw_bytes=len(content),
        gzip_bytes=gzip_bytes(content),
        layers=tuple(layers),
        **fields,
    )
