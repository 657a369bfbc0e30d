"""What a lab has to know about a network, whichever it is."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass, replace
from pathlib import Path
from typing import Any

import torch

from optimization.laboratory.networks.classifier import Classifier, StateDict, weight_layers
from optimization.laboratory.networks.twins import Twin, twin_at
from optimization.laboratory.pictures.data import Pictures


@dataclass(frozen=True, kw_only=True)
class Recipe:
    """How a network is trained: stochastic gradient descent in shuffled batches; the rate falls to a tenth over the epochs."""

    epochs: int
    seed: int
    learning_rate: float = 0.05
    momentum: float = 0.9
    weight_decay: float = 5e-4
    batch_size: int = 32


@dataclass(frozen=True, kw_only=True)
class Network:
    """One network: its pictures, its shape, and how it is trained."""

    id: str
    """As ``optimization.labs.networks`` names it."""
    architecture: type[Classifier]
    """Called with widths, or with nothing for the full ones, it gives a network with weights drawn from torch's random numbers."""
    widths_of: Callable[[StateDict], Any]
    from_state: Callable[[StateDict], Classifier]
    """A state dict of any widths to a network in evaluation mode with memory of its own."""
    pictures: Callable[[], Pictures]
    recipe: Recipe
    finetuning_rate: float
    """The learning rate with which a pruned network is trained on."""
    twin: Twin
    """Gives the Keras model for given widths."""
    file_name: str
    """What its cached files are called before their hash."""
    sources: tuple[Path, ...]
    """The files that determine its pictures and its shape."""

    @property
    def input_shape(self) -> tuple[int, int, int]:
        """Channels, height, width of one picture."""
        return self.architecture.input_shape

    @property
    def layers(self) -> tuple[str, ...]:
        """The names of its convolution and linear layers, from the first to the one that scores."""
        with torch.device("meta"):  # neither memory nor random numbers are needed for the names
            return tuple(weight_layers(self.architecture()))

    def training(self, *, seed: int, epochs: int | None = None) -> Recipe:
        """How it is trained from nothing with that seed, for as many epochs as its recipe says or for ``epochs``."""
        return replace(self.recipe, seed=seed, epochs=self.recipe.epochs if epochs is None else epochs)

    def finetuning(self, *, epochs: int, seed: int) -> Recipe:
        """How it is trained on after something was taken from it: in smaller steps than at first."""
        return replace(self.recipe, epochs=epochs, seed=seed, learning_rate=self.finetuning_rate)

    def empty_twin(self, state: StateDict) -> Any:
        """Its architecture in Keras with the widths of ``state``, batch 1, with weights not yet set."""
        return twin_at(self.twin)(self.widths_of(state))
