"""Shares as people read them."""

from __future__ import annotations


def percent(share: float, *, places: int = 1) -> str:
    """A share of 0..1 with so many decimals: ``97.5 %``."""
    return f"{100 * share:.{places}f} %"
