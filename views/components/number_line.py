"""A layer's numbers, and the grid of few values that they are rounded to."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any

from optimization.labs.inside import LayerInside
from views.components.sources import Component, short

_COMPONENT = Component("number_line")


def explorer(layers: Sequence[LayerInside], *, key: str, swept: Mapping[str, Any] | None = None) -> None:
    """Draw it; everything in it is computed in the browser from the numbers that are sent. ``swept`` is what ``swept.sent`` makes of what
    the network still reads on each grid."""
    sent = [
        {
            "layer": one.layer,
            "shape": list(one.shape),
            "low": one.low,
            "high": one.high,
            "sample": short(one.sample),
            "activation_low": one.activation_low,
            "activation_high": one.activation_high,
            "activations": short(one.activations),
        }
        for one in layers
    ]
    _COMPONENT.show(key=key, data={"layers": sent, "swept": swept})
