"""Trains LeNet-5 on the digits in a few seconds on one core, and keeps the result."""

from __future__ import annotations

import io
from dataclasses import asdict, dataclass
from pathlib import Path

import numpy as np
import sklearn
import torch
import torch.nn.functional as F
from torch import nn

from optimization import data
from optimization.data import Digits
from optimization.networks import cache, lenet
from optimization.networks.lenet import LeNet5, StateDict, as_input, predict, state_bytes
from optimization.progress import Report

THREADS = 1


@dataclass(frozen=True, kw_only=True)
class Recipe:
    """How a network is trained: stochastic gradient descent in shuffled batches; the rate falls to a tenth over the epochs."""

    epochs: int
    seed: int
    learning_rate: float = 0.05
    momentum: float = 0.9
    weight_decay: float = 5e-4
    batch_size: int = 32


def use_one_thread() -> None:
    """More threads make a network this small slower, and one thread makes its training repeatable."""
    torch.set_num_threads(THREADS)


def trained_lenet(digits: Digits, *, seed: int, report: Report) -> StateDict:
    """The trained network of that seed, read from the cache or trained now; one report step per epoch.

    A damaged cache file is trained anew. Raises RunCancelled where ``report`` does; then nothing is kept.
    """
    recipe = Recipe(epochs=8, seed=seed)
    name = f"lenet5-{network_key(recipe)}.pt"
    state = _kept(name)
    if state is None:
        with torch.random.fork_rng(devices=[]):
            torch.manual_seed(seed)
            model = LeNet5()
        train(model, digits, recipe, report=report, title="Training the network")
        state = model.state_dict()
        cache.write(name, state_bytes(state))
    return state


def network_key(recipe: Recipe) -> str:
    """A hash of all that determines a trained network: the recipe, the versions, and the source of data, network and training."""
    versions = {"torch": torch.__version__, "sklearn": sklearn.__version__, "numpy": np.__version__}
    return cache.cache_key(asdict(recipe) | versions, Path(data.__file__), Path(lenet.__file__), Path(__file__))


def train(model: nn.Module, digits: Digits, recipe: Recipe, *, report: Report, title: str) -> None:
    """Train ``model`` in place and leave it in evaluation mode; each epoch's step names the accuracy on validation pictures."""
    images, labels = as_input(digits.train.images), torch.tensor(digits.train.labels)
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
        right = float((predict(model, digits.validation.images) == digits.validation.labels).mean())
        report.step(f"{title}: epoch {epoch} of {recipe.epochs}, {right:.1%} of the validation pictures right", epoch / recipe.epochs)


def _kept(name: str) -> StateDict | None:
    content = cache.read(name)
    if content is None:
        return None
    state: StateDict = torch.load(io.BytesIO(content), weights_only=True)
    return state
