"""Sets ever more of the smallest weights to zero, and trains on after each step."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace

from torch import nn

from optimization.laboratory.networks.classifier import weight_layers
from optimization.laboratory.networks.network import Network
from optimization.laboratory.networks.training import train
from optimization.laboratory.pictures.data import Pictures
from optimization.laboratory.pruning.gradual import shares
from optimization.laboratory.pruning.unstructured import bake_masks, hide
from optimization.results.progress import Part, Report

LEARNING_RATE = 0.03
"""After something was removed. More than half of the first training's: most of what the network knew has to find other ways."""


def prune_in_rounds(
    model: nn.Module, *, network: Network, pictures: Pictures, sparsity: float, epochs: Sequence[int], seed: int, report: Report
) -> None:
    """Set the share ``sparsity`` of all weights to zero, in place: the smallest of the whole network, whichever layers they are in.

    There is a round for each of ``epochs``, with that many epochs of training after it.
    """
    rounds = len(epochs)
    for number, (share, trained_for) in enumerate(zip(shares(sparsity, steps=rounds), epochs, strict=True), start=1):
        hide(weight_layers(model), share=share, random=False, across_layers=True)
        if trained_for:
            recipe = replace(network.finetuning(epochs=trained_for, seed=seed + number), learning_rate=LEARNING_RATE)
            part = Part(report, (number - 1) / rounds, number / rounds)
            train(model, pictures, recipe, report=part, title=f"Round {number} of {rounds}, {share:.1%} of the weights zero")
    bake_masks(model)


def epochs_of_phases(total: int, *, phases: int) -> tuple[int, ...]:
    """``total`` epochs spread evenly over the phases of a run; where they do not divide, later phases have one more."""
    return tuple(total * (phase + 1) // phases - total * phase // phases for phase in range(phases))
