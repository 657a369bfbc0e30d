"""Every network that reads a drawing: eight of them with fewer and fewer weights, each with fewer and fewer bits a weight."""

from __future__ import annotations

from dataclasses import dataclass
from pathlib import Path

import torch
from pydantic import TypeAdapter, ValidationError
from torch import Tensor
from torch.nn.utils import prune

from optimization.laboratory.breaking import snippets
from optimization.laboratory.networks import cache
from optimization.laboratory.networks.classifier import StateDict, count_weights, predict, state_bytes, state_from, weight_layers
from optimization.laboratory.networks.lenet import LeNet5, lenet_from
from optimization.laboratory.networks.network import Recipe
from optimization.laboratory.networks.register import LENET
from optimization.laboratory.networks.training import network_key, train, trained
from optimization.labs import digit
from optimization.labs.digit import BITS, SPARSITIES, variant_name
from optimization.measuring import accuracy
from optimization.measuring.accuracy import with_accuracy
from optimization.measuring.sizes import counted_row, ideal_bytes
from optimization.results import records
from optimization.results.progress import Part, Report
from optimization.results.records import Variant
from optimization.results.shares import percent

FLOAT_BITS = 32
FINETUNE_EPOCHS = 1
KEPT_SEEDS = 2
"""Forty networks take 70 MB of memory."""

_FIGURES = TypeAdapter(tuple[Variant, ...])


@dataclass(frozen=True, kw_only=True)
class Readers:
    """The networks by variant name, and what is known of them before any drawing: counts, bytes, and the test pictures they misread."""

    networks: dict[str, LeNet5]
    variants: tuple[Variant, ...]


_ready: dict[int, Readers] = {}


def readers(*, seed: int, report: Report) -> Readers:
    """All networks of that seed: from this process, else from the cache files, else made now (about 20 s).

    Raises RunCancelled where ``report`` does; what was finished until then is kept.
    """
    if seed not in _ready:
        states = {sparsity: _pruned(sparsity, seed=seed, report=report) for sparsity in SPARSITIES}
        networks = {
            variant_name(sparsity, bits): lenet_from(rounded(state, bits=bits)) for sparsity, state in states.items() for bits in BITS
        }
        readers_of_seed = Readers(networks=networks, variants=_figures(networks, seed=seed, report=Part(report, 0.8, 1.0)))
        while len(_ready) >= KEPT_SEEDS:
            _ready.pop(next(iter(_ready)))
        _ready[seed] = readers_of_seed
    return _ready[seed]


def rounded(state: StateDict, *, bits: int) -> StateDict:
    """``state`` with the weights of each output channel on a symmetric grid of 2^bits - 1 values; 32 bits leave them as they are.

    The step of a channel is max|w| / (2^(bits-1) - 1), as LiteRT's 8-bit specification has it for weights. The values stay float32, and so
    does the arithmetic with them; biases are not rounded.
    """
    if bits == FLOAT_BITS:
        return state
    return {name: _on_grid(value, bits) if name.endswith(".weight") else value for name, value in state.items()}


def _on_grid(weight: Tensor, bits: int) -> Tensor:
    largest = weight.abs().flatten(1).amax(dim=1).view(-1, *[1] * (weight.ndim - 1))
    step = largest / (2 ** (bits - 1) - 1)
    return torch.where(step > 0, (weight / step).round() * step, weight)  # a channel of zeros has no step, and stays


def _pruned(sparsity: float, *, seed: int, report: Report) -> StateDict:
    """The trained network without the smallest weights of each layer, trained on for an epoch; read from the cache or made now."""
    place = SPARSITIES.index(sparsity)
    part = Part(report, 0.1 * place, 0.1 * (place + 1))
    dense = trained(LENET, seed=seed, report=Part(report, 0.0, 0.1))
    if sparsity == 0:
        return dense
    name = f"{LENET.file_name}-{sparsity:.0%}-{_key(seed)}.pt".replace("%", "-zeros")
    content = cache.read(name)
    if content is not None:
        return state_from(content)
    model = lenet_from(dense)
    for layer in weight_layers(model).values():
        prune.l1_unstructured(layer, name="weight", amount=sparsity)  # type: ignore[no-untyped-call]
    train(model, LENET.pictures(), _finetuning(seed), report=part, title=f"Preparing {percent(sparsity, places=0)} zeros")
    for layer in weight_layers(model).values():
        prune.remove(layer, "weight")  # type: ignore[no-untyped-call]
    state = lenet_from(model.state_dict()).state_dict()
    cache.write(name, state_bytes(state))
    return state


def _figures(networks: dict[str, LeNet5], *, seed: int, report: Report) -> tuple[Variant, ...]:
    """What each network is before it reads a drawing; read from the cache or counted now."""
    name = f"break-it-{_key(seed)}.json"
    content = cache.read(name)
    if content is not None:
        try:
            return _FIGURES.validate_json(content)
        except ValidationError:  # of an older version, whose fields were others
            pass
    test = LENET.pictures().test
    reference = predict(networks[variant_name(0.0, FLOAT_BITS)], test.images)
    variants = []
    for number, (row, network) in enumerate(networks.items()):
        report.step("Reading the test pictures", number / len(networks))
        variant = with_accuracy(
            _row_of(row, network), predict(network, test.images), reference=reference, labels=test.labels, pixels=test.pixels
        )
        variants.append(variant.model_copy(update={"changed": ()}))  # forty times twelve pictures would be sent with every drawing
    cache.write(name, _FIGURES.dump_json(tuple(variants)))
    return tuple(variants)


def _row_of(name: str, network: LeNet5) -> Variant:
    sparsity, bits = next((sparsity, bits) for sparsity in SPARSITIES for bits in BITS if variant_name(sparsity, bits) == name)
    state = network.state_dict()
    layers = count_weights(state)
    return counted_row(
        name,
        state_bytes(state),
        layers,
        label=name,
        ideal_bytes=ideal_bytes(sum(layer.nonzero_weights for layer in layers), bits=bits),
        code=snippets.code(sparsity=sparsity, bits=bits, epochs=FINETUNE_EPOCHS if sparsity else 0),
        note="" if bits == FLOAT_BITS else f"Rounded to {bits} bits a weight, stored and computed in float32.",
    )


def _finetuning(seed: int) -> Recipe:
    return LENET.finetuning(epochs=FINETUNE_EPOCHS, seed=seed)


def _key(seed: int) -> str:
    """A hash of all that determines the networks and what is counted of them."""
    recipes = {"training": network_key(LENET, recipe=LENET.training(seed=seed)), "finetuning": _finetuning(seed)}
    sources = (__file__, digit.__file__, accuracy.__file__, records.__file__, snippets.__file__)
    return cache.cache_key(recipes, *map(Path, sources))
