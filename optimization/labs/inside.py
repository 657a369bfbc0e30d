"""What may be set where one looks into a trained network."""

from __future__ import annotations

from typing import ClassVar

from optimization.labs.fields import LabParams, Network, Seed
from optimization.labs.lab import Lab
from optimization.labs.needs import TORCH
from optimization.labs.networks import USUAL
from optimization.results.records import Record


class Params(LabParams):
    """Which network is opened."""

    variants: ClassVar[tuple[str, ...]] = ("dense",)

    network: Network = USUAL
    seed: Seed = 0


class LayerInside(Record):
    """One layer of a trained network, small enough to be sent to a browser.

    ``counts`` is the histogram of the weights over equal bins between ``low`` and ``high``; ``magnitudes`` are 201 quantiles of |w|, for
    the shares 0, 0.005 … 1, so that ``magnitudes[200 * amount]`` is the threshold that removes ``amount`` of this layer. ``sample`` are
    up to 400 weights, ``filters`` up to 64 filters (the first input channel of each) as rows of numbers. ``activation_low`` and
    ``activation_high`` bound what leaves the layer over the calibration pictures, ``activations`` are up to 400 values of it.
    """

    layer: str
    shape: tuple[int, ...]
    low: float
    high: float
    counts: tuple[int, ...]
    magnitudes: tuple[float, ...]
    sample: tuple[float, ...]
    filters: tuple[tuple[tuple[float, ...], ...], ...] = ()
    activation_low: float
    activation_high: float
    activations: tuple[float, ...]


class Opened(Record):
    """What a run finds besides the row of its network."""

    inside: tuple[LayerInside, ...]


LAB = Lab(
    id="inside",
    title="Look inside",
    summary="The weights and activations of a trained network, before anything is removed.",
    params=Params,
    entry="optimization.laboratory.networks.inside:run",
    needs=TORCH,
    looks_inside=True,
)
