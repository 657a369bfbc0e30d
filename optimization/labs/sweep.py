"""What a trained network still reads at the places of an explorer's slider: which sliders there are, and what is kept of them."""

from __future__ import annotations

from typing import ClassVar, Literal

from pydantic import Field

from optimization.labs.fields import LabParams, Network, Seed
from optimization.labs.lab import Lab
from optimization.labs.needs import TORCH
from optimization.labs.networks import USUAL
from optimization.results.records import Record

Slider = Literal["zeros", "range"]
"""How many weights are zero, or how much of its range a grid of few values covers."""
EACH_LAYER, WHOLE_NETWORK = "each layer", "whole network"
KINDS, BITS = ("weights", "activations"), (8, 4, 2)
SHOWN_PICTURES = 8


def way_of(kind: str, bits: int) -> str:
    """The way in which numbers of that kind are rounded to so many bits: ``weights, 4 bits``."""
    return f"{kind}, {bits} bits"


class Params(LabParams):
    """Which network is read with, along which slider."""

    variants: ClassVar[tuple[str, ...]] = ("dense",)

    network: Network = USUAL
    slider: Slider = Field("zeros", title="Slider", description="What the slider changes in the network.")
    seed: Seed = 0


class Place(Record):
    """The slider at ``percent``: how many test pictures are read correctly there, and the class that is read in each picture shown."""

    percent: int
    correct: int
    reads: tuple[int, ...]


class Way(Record):
    """One way to change the network, and its places in the order of the slider."""

    name: str
    places: tuple[Place, ...]


class Held(Record):
    """A test picture that is shown: what it is of, as an index in the result's ``classes``, and a PNG file in base64."""

    label: int
    png: str


class Swept(Record):
    """What a run finds besides the row of its network; ``images`` are all test pictures, ``pictures`` those that are shown."""

    images: int
    pictures: tuple[Held, ...]
    ways: tuple[Way, ...]


LAB = Lab(
    id="sweep",
    title="Along the slider",
    summary="What a trained network still reads at every place of a slider, measured before anybody moves it.",
    params=Params,
    entry="optimization.laboratory.sweeping.lab:run",
    needs=TORCH,
)
