"""Trains a network live, in seconds, and keeps the result."""

from __future__ import annotations

from dataclasses import asdict
from pathlib import Path
from typing import Any

import mlxtend
import numpy as np
import sklearn
import torch
import torch.nn.functional as F
from torch import nn

from optimization.laboratory.networks import cache, classifier
from optimization.laboratory.networks.classifier import StateDict, as_input, predict, state_bytes, state_from
from optimization.laboratory.networks.network import Network, Recipe
from optimization.laboratory.pictures.data import Pictures
from optimization.results.progress import Report

THREADS = 1


def use_one_thread() -> None:
    """One thread makes training repeatable. Two would save little on an idle machine, and take several times as long on a busy one."""
    torch.set_num_threads(THREADS)


def trained(network: Network, *, seed: int, report: Report, widths: Any = None, epochs: int | None = None, title: str = "") -> StateDict:
    """The trained network of that seed, read from the cache or trained now; one report step per epoch.

    ``widths`` (of the network's own kind) make it narrower than the full one, ``epochs`` train it longer or shorter than its recipe
    says, ``title`` is what the run is said to do meanwhile. A damaged cache file is trained anew. Raises RunCancelled where ``report``
    does; then nothing is kept.
    """
    recipe = network.training(seed=seed, epochs=epochs)
    name = f"{network.file_name}-{network_key(network, recipe=recipe, widths=widths)}.pt"
    content = cache.read(name)
    if content is not None:
        return state_from(content)
    with torch.random.fork_rng(devices=[]):
        torch.manual_seed(seed)
        model = network.architecture() if widths is None else network.architecture(widths)
    usual = "Training the network" if widths is None else "Training a small dense network"
    train(model, network.pictures(), recipe, report=report, title=title or usual)
    state = model.state_dict()
    cache.write(name, state_bytes(state))
    return state


def network_key(network: Network, *, recipe: Recipe, widths: Any = None) -> str:
    """A hash of all that determines a trained network: the recipe, the versions, and the source of data, network and training."""
    versions = {"torch": torch.__version__, "sklearn": sklearn.__version__, "mlxtend": mlxtend.__version__, "numpy": np.__version__}
    shape = {} if widths is None else asdict(widths)
    return cache.cache_key(asdict(recipe) | versions | shape, *network.sources, Path(classifier.__file__), Path(__file__))


def train(model: nn.Module, pictures: Pictures, recipe: Recipe, *, report: Report, title: str) -> None:
    """Train ``model`` in place and leave it in evaluation mode; each epoch's step names the accuracy on validation pictures."""
    images, labels = as_input(pictures.train.images), torch.tensor(pictures.train.labels)
    model.to(memory_format=torch.channels_last)  # type: ignore[call-overload]  # on a CPU that trains in two thirds of the time
    optimizer = torch.optim.SGD(model.parameters(), lr=recipe.learning_rate, momentum=recipe.momentum, weight_decay=recipe.weight_decay)
    schedule = torch.optim.lr_scheduler.LinearLR(optimizer, start_factor=1.0, end_factor=0.1, total_iters=recipe.epochs)
    order = torch.Generator().manual_seed(recipe.seed)
    report.step(f"{title}: epoch 1 of {recipe.epochs}", 0.0)
    for epoch in range(1, recipe.epochs + 1):
        model.train()
        for batch in torch.split(torch.randperm(len(labels), generator=order), recipe.batch_size):
            report.check()
            optimizer.zero_grad()
            F.cross_entropy(model(images[batch]), labels[batch]).backward()  # type: ignore[no-untyped-call]
            optimizer.step()
        schedule.step()
        model.eval()
        right = float((predict(model, pictures.validation.images) == pictures.validation.labels).mean())
        report.step(f"{title}: epoch {epoch} of {recipe.epochs}, {right:.1%} of the validation pictures right", epoch / recipe.epochs)
    model.to(memory_format=torch.contiguous_format)  # type: ignore[call-overload]
    predict(model, pictures.validation.images[:1])  # what is left of a weight under a mask is made anew by each pass, in its new format
