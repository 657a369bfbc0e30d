"""What may be set where one looks into a trained network."""

from __future__ import annotations

from typing import ClassVar

from optimization.labs.fields import LabParams, Network, Seed


class Params(LabParams):
    """Which network is opened."""

    variants: ClassVar[tuple[str, ...]] = ("dense",)

    network: Network = "lenet"
    seed: Seed = 0
