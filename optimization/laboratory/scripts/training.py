"""Networks that are trained from nothing."""

from __future__ import annotations

from typing import Any

import torch

from optimization.laboratory.networks.classifier import StateDict
from optimization.laboratory.networks.network import Network
from optimization.laboratory.networks.training import train
from optimization.laboratory.scripts.progress import Report


def trained(network: Network, *, seed: int, report: Report, widths: Any = None, epochs: int | None = None) -> StateDict:
    """The network trained with that seed; ``widths`` make it narrower, ``epochs`` train it longer or shorter than usual."""
    with torch.random.fork_rng(devices=[]):
        torch.manual_seed(seed)
        model = network.architecture() if widths is None else network.architecture(widths)
    title = "Training the network" if widths is None else "Training a small dense network"
    train(model, network.pictures(), network.training(seed=seed, epochs=epochs), report=report, title=title)
    state: StateDict = model.state_dict()
    return state
