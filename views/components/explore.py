"""Something to explore in a text: a slider that answers in the browser, on the numbers of a trained network that are on file."""

from __future__ import annotations

import hashlib
import json
from functools import cache
from itertools import count
from typing import Any

from optimization.labs import LABS, numbers_on_file
from quizzes.models.explorables import Explorable
from quizzes.models.labs import explored
from views.components.sources import Component
from views.page import streamlit_edge

ROUTE = "/components/numbers/{network}.json"

_COMPONENT = Component("explore")


def is_possible(found: Explorable) -> bool:
    """Whether the numbers that it shows are on file here."""
    return _start(found) is not None


def draw(found: Explorable) -> None:
    """Draw it; it begins as the text says. Several of one kind and start may stand on a page."""
    start = _start(found)
    assert start is not None
    digest = hashlib.sha256(json.dumps(start).encode()).hexdigest()[:8]
    number = next(number for number in count() if not streamlit_edge.is_drawn(f"explorable-{found.kind}-{digest}-{number}"))
    _COMPONENT.show(key=f"explorable-{found.kind}-{digest}-{number}", data={"start": start, "numbers": address(start["network"])})


def _start(found: Explorable) -> dict[str, Any] | None:
    """Its fields, with the network and the layer that it begins with; None where they are not on file."""
    networks = explored(LABS)
    able = [name for name, shows in networks.items() if found.kind in shows]
    network = found.network if found.network is not None else next(iter(able), "")
    if network not in able:
        return None
    layers, layer = networks[network][found.kind], found.layer
    if layer is None and found.begins_with_a_layer:
        layer = next(iter(layers), None)
    return (
        None if layer is not None and layer not in layers else {**found.model_dump(exclude={"still"}), "network": network, "layer": layer}
    )


@cache
def version(network: str) -> str:
    """Of its file: another one, where a letter of it is another."""
    return hashlib.sha256(numbers_on_file.numbers(network)).hexdigest()[:12]


def address(network: str) -> str:
    """Relative to a page; the version stands in it, so that browsers may keep the file for good."""
    return f"{ROUTE.format(network=network).lstrip('/')}?{version(network)}"
