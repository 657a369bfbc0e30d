"""What a sensitivity scan finds: how accurate the network is when one layer alone has lost a share of its weights."""

from __future__ import annotations

from optimization.results.records import Record

AMOUNTS = (0.5, 0.7, 0.8, 0.9, 0.95)
"""The shares that each layer loses in turn, after nothing."""


def point_name(layer: str, amount: float) -> str:
    """What a figure calls a point of the scan: ``conv1 at 0.9``"""
    return f"{layer} at {amount:g}"


class ScanPoint(Record):
    """The accuracy (0..1) on validation pictures when only ``layer`` has lost the share ``amount``."""

    layer: str
    amount: float
    accuracy: float

    @property
    def name(self) -> str:
        """``conv1 at 0.9``"""
        return point_name(self.layer, self.amount)


class Sensitivity(Record):
    """What a run with a scan finds besides its rows."""

    scan: tuple[ScanPoint, ...]
