"""What a network still reads at each place of a slider, as the scripts of the explorers read it."""

from __future__ import annotations

from typing import Any

from optimization.labs.sweep import Swept


def waiting(network: str, *, classes: tuple[str, ...]) -> dict[str, Any]:
    """Sent while it is being measured, so that its place is kept."""
    return {"network": network, "measured": "", "classes": classes, "ways": None}


def sent(swept: Swept, *, network: str, classes: tuple[str, ...], measured: str) -> dict[str, Any]:
    """All places of all ways; ``measured`` says when they were measured."""
    return {
        "network": network,
        "measured": measured,
        "images": swept.images,
        "classes": classes,
        "pictures": [{"label": one.label, "png": one.png} for one in swept.pictures],
        "ways": {way.name: [place.model_dump() for place in way.places] for way in swept.ways},
    }
