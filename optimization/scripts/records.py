"""What is counted and measured."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Literal

Verdict = Literal["faster", "slower", "no difference", "too noisy"]


@dataclass(frozen=True, kw_only=True)
class Speedup:
    """How many times as fast as the first one, with the bootstrap 95 % interval of the per-round ratios."""

    ratio: float
    low: float
    high: float
    verdict: Verdict


@dataclass(frozen=True, kw_only=True)
class LayerCount:
    """The weights of one convolution or linear layer (biases are not counted)."""

    layer: str
    shape: tuple[int, ...]
    nonzero_weights: int
    total_weights: int
