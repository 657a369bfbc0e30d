"""The networks there are: what each is called, and what forms, budgets, scripts and words say of it.

``optimization.laboratory.networks.register`` builds each under the same id, and in ``optimization.laboratory.quantization.architectures``
stands its twin in Keras.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any


@dataclass(frozen=True, kw_only=True)
class KnownNetwork:
    """A network as the web process sees it."""

    id: str
    name: str
    reads: str
    """What its pictures show."""
    data_set: str
    """The id of its pictures in ``optimization.results.data_sets``."""
    parameters: int
    """Of the trained network, before anything is removed."""
    about: str
    """Where its weights are, as a clause: what sets it apart from the others."""
    words: str
    """What the settings of a run say of it; nothing for the one that every lab opens with."""
    epochs: int
    """For how many epochs it is trained from scratch."""
    layers: tuple[str, ...]
    """Its convolution and linear layers, from the first to the one that scores."""

    @property
    def label(self) -> str:
        """``LeNet-5, handwritten digits (431,080 parameters)``"""
        return f"{self.name}, {self.reads} ({self.parameters:,} parameters)"

    @property
    def in_code(self) -> str:
        """What the laboratory calls it, and its scripts; ``AVERAGE_`` before it is the one that averages where it pools."""
        return self.id.upper().replace("-", "_")


NETWORKS: Mapping[str, KnownNetwork] = {
    network.id: network
    for network in (
        KnownNetwork(
            id="lenet",
            name="LeNet-5",
            reads="handwritten digits",
            data_set="mnist",
            parameters=431_080,
            about="LeNet-5 keeps 93 % of its weights in one linear layer",
            words="",
            epochs=5,
            layers=("conv1", "conv2", "fc1", "fc2"),
        ),
        KnownNetwork(
            id="signs",
            name="Depthwise-separable network",
            reads="drawn signs",
            data_set="signs",
            parameters=127_762,
            about="the one for signs keeps nearly all of them in convolutions",
            words="the network for signs",
            epochs=8,
            layers=("stem", *(f"block{block}.{kind}" for block in range(1, 6) for kind in ("depthwise", "pointwise")), "classifier"),
        ),
    )
}

USUAL = next(iter(NETWORKS))
"""The one that every lab opens with."""


def data_set_of(parameters: Mapping[str, Any]) -> str:
    """The pictures that a run with these parameters reads: those of its network, which is the usual one where they name none."""
    return NETWORKS[str(parameters.get("network", USUAL))].data_set


TRAINING_EPOCHS: Mapping[str, int] = {network.id: network.epochs for network in NETWORKS.values()}
"""For the laboratory, whose scripts hold these figures and none of the words."""
