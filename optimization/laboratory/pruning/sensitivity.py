"""Which layer bears pruning best: each one is pruned alone, and the accuracy of the rest of the network is watched."""

from __future__ import annotations

import torch

from optimization.laboratory.networks.classifier import Classifier, StateDict, predict, weight_layers
from optimization.laboratory.networks.network import Network
from optimization.laboratory.pictures.data import Pictures
from optimization.laboratory.pruning.selection import Selection
from optimization.laboratory.pruning.structured import layers_with_units, narrow, remaining
from optimization.laboratory.pruning.unstructured import hide
from optimization.labs.prune import SCAN
from optimization.results.progress import Report
from optimization.results.scan import AMOUNTS, ScanPoint


def scan(
    dense: StateDict, network: Network, pictures: Pictures, *, selection: Selection, round_to: int, report: Report
) -> tuple[ScanPoint, ...]:
    """The accuracy on the validation pictures when one layer alone has lost each of AMOUNTS, and when nothing was lost; no fine-tuning.

    Layers in the order of the network; for structured selections those whose width can be chosen. One layer alone has one ranking, so a
    selection across layers is the same here as one within them.
    """
    whole = network.from_state(dense)
    layers = list(layers_with_units(whole) if selection.structured else weight_layers(whole))
    untouched = accuracy(whole, pictures)
    points = []
    for number, layer in enumerate(layers):
        points.append(ScanPoint(layer=layer, amount=0.0, accuracy=untouched))
        for place, amount in enumerate(AMOUNTS):
            report.step(f"{SCAN}: {layer}", (number + place / len(AMOUNTS)) / len(layers))
            model = network.from_state(dense)
            prune_one(model, layer, amount=amount, selection=selection, round_to=round_to)
            points.append(ScanPoint(layer=layer, amount=amount, accuracy=accuracy(model, pictures)))
    return tuple(points)


def prune_one(model: Classifier, layer: str, *, amount: float, selection: Selection, round_to: int) -> None:
    """Take the share ``amount`` out of that layer alone, in place."""
    if selection.structured:
        order = torch.Generator().manual_seed(selection.seed) if selection.random else None
        units = len(layers_with_units(model)[layer].weight)
        narrow(model, {layer: remaining(amount, units, round_to=round_to)}, order=order)
        return
    with torch.random.fork_rng(devices=[]):
        torch.manual_seed(selection.seed)
        hide({layer: weight_layers(model)[layer]}, share=amount, random=selection.random)


def accuracy(model: Classifier, pictures: Pictures) -> float:
    """The share of the validation pictures that ``model`` reads rightly."""
    return float((predict(model, pictures.validation.images) == pictures.validation.labels).mean())
