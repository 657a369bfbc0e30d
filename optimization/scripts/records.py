"""What is counted and measured."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Literal

Verdict = Literal["faster", "slower", "no difference", "not decided"]


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


@dataclass(frozen=True, kw_only=True)
class ScanPoint:
    """The accuracy (0..1) on validation pictures when only ``layer`` has lost the share ``amount``."""

    layer: str
    amount: float
    accuracy: float


@dataclass(frozen=True, kw_only=True)
class LayerInside:
    """One layer: the histogram ``counts`` of its weights from ``low`` to ``high``, 201 quantiles of |w|, and what leaves the layer."""

    layer: str
    shape: tuple[int, ...]
    low: float
    high: float
    counts: tuple[int, ...]
    magnitudes: tuple[float, ...]
    sample: tuple[float, ...]
    filters: tuple[tuple[tuple[float, ...], ...], ...]
    activation_low: float
    activation_high: float
    activations: tuple[float, ...]
