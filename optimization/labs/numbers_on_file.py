"""The numbers of the trained networks that texts let explore: measured beforehand by ``python -m tests.explorables``, a file a network.

A browser fetches such a file once, and every move of a slider is answered from it.
"""

from __future__ import annotations

import json
from collections.abc import Mapping
from functools import cache
from pathlib import Path

FOLDER = Path(__file__).with_name("numbers")

Shows = Mapping[str, tuple[str, ...]]
"""Kind of an explorable -> the layers that it can show; none where it shows the network as a whole."""


@cache
def on_file() -> tuple[str, ...]:
    """The networks that there is a file of, by their ids."""
    return tuple(sorted(path.stem for path in FOLDER.glob("*.json")))


@cache
def shows(network: str) -> Shows:
    """What can be explored of a network that is on file."""
    found = json.loads(numbers(network))["shows"]
    return {kind: tuple(layers) for kind, layers in found.items()}


def numbers(network: str) -> bytes:
    """The file of a network, as a browser reads it."""
    return (FOLDER / f"{network}.json").read_bytes()
