"""The weights of a trained network, and what a threshold takes from them."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import asdict, dataclass
from math import prod
from typing import Any

from optimization.labs.inside import LayerInside
from views.components.sources import Component, short

SHOWN_FILTERS = 30

_COMPONENT = Component("weights")


@dataclass(frozen=True, kw_only=True)
class Pruning:
    """How much a run removes, in the explorer's words: of each layer, or, where ``whole``, the smallest weights of the whole network."""

    amount: float
    whole: bool


def explorer(
    layers: Sequence[LayerInside],
    *,
    amount: float,
    key: str,
    on_apply: Callable[[], None] | None,
    run: Pruning | None = None,
    swept: Mapping[str, Any] | None = None,
) -> None:
    """Draw it, with the amount that ``run`` has, else ``amount`` (0..0.99), to begin with; what was chosen in this tab before is kept.

    ``on_apply`` is called when the student wants this amount in the form below; the component's ``apply`` then holds
    ``{"amount": …, "whole": …}``. Without it there is no such button. ``run`` is what the form holds now, and the
    explorer follows where that changes; None where the explorer cannot show it. ``swept`` is what ``swept.sent`` makes of what the network
    still reads at each place of the slider.
    """
    sent = [
        {
            "layer": one.layer,
            "shape": list(one.shape),
            "total": prod(one.shape),
            "low": one.low,
            "high": one.high,
            "counts": list(one.counts),
            "magnitudes": short(one.magnitudes),
            "filters": [[short(row) for row in rows] for rows in one.filters[:SHOWN_FILTERS]],
        }
        for one in layers
    ]
    handlers = {} if on_apply is None else {"on_apply_change": on_apply}
    data = {"layers": sent, "amount": amount, "applies": on_apply is not None, "run": None if run is None else asdict(run), "swept": swept}
    _COMPONENT.show(key=key, data=data, **handlers)
