"""The pruning lab: the trained network, its control and its pruned copy, counted, tested and timed."""

from __future__ import annotations

import time
from collections.abc import Mapping
from datetime import UTC, datetime
from functools import partial

import torch

from optimization.accuracy import with_accuracy
from optimization.data import Pictures
from optimization.labs.prune import Params
from optimization.machine import describe_machine
from optimization.measuring import compare, with_timing
from optimization.networks.classifier import StateDict, as_input, count_weights, predict, state_bytes
from optimization.networks.lenet import lenet_from
from optimization.networks.network import Recipe
from optimization.networks.register import LENET
from optimization.networks.training import THREADS, train, trained, use_one_thread
from optimization.progress import Part, Report
from optimization.pruning import snippets
from optimization.pruning.headline import headline
from optimization.pruning.structured import remove_units
from optimization.pruning.unstructured import bake_masks, mask_weights
from optimization.results import LabResult, Variant
from optimization.sizes import gzip_bytes

LIBRARIES = ("torch", "torch-pruning", "scikit-learn", "numpy")


def run(params: Params, report: Report) -> LabResult:
    """Prune the trained network as ``params`` say and measure it; raises RunCancelled where ``report`` does."""
    started = time.perf_counter()
    use_one_thread()
    pictures = LENET.pictures()
    report.step("Loading the trained network", 0.0)
    dense = trained(LENET, seed=params.seed, report=Part(report, 0.0, 0.5))
    variants = [counted("dense", dense, label="Dense", code=snippets.DENSE)]
    report.step("Pruning", 0.5, variants)
    pruned = prune_network(dense, params, pictures, report=Part(report, 0.5, 0.7))
    states = {"dense": dense, "control": dense, "pruned": pruned}
    code = snippets.pruned_code(params, finetuning_recipe(params))
    variants.append(counted("control", dense, label="Control: the dense network again", code=snippets.CONTROL))
    variants.append(counted("pruned", pruned, label="Pruned", code=code))
    report.step("Reading the test pictures", 0.7, variants)
    variants = tested(variants, states, pictures)
    report.step("Measuring the latency", 0.75, variants)
    variants, rounds = timed(variants, states, pictures, seed=params.seed, report=report)
    report.step("Done", 1.0, variants)
    return LabResult(
        lab="prune",
        parameters=params.model_dump(),
        seed=params.seed,
        machine=describe_machine(LIBRARIES, threads=THREADS),
        measured_at=datetime.now(UTC),
        took_s=time.perf_counter() - started,
        timing_rounds=rounds,
        headline=headline(params, variants[0], variants[-1]),
        variants=tuple(variants),
    )


def prune_network(dense: StateDict, params: Params, pictures: Pictures, *, report: Report) -> StateDict:
    """The state dict of a pruned, and where asked fine-tuned, copy of ``dense``."""
    model = lenet_from(dense)
    random = params.method in ("random_unstructured", "random_structured")
    structured = params.method in ("structured", "random_structured")
    remove = remove_units if structured else mask_weights
    remove(model, amount=params.amount, random=random, seed=params.seed)
    if params.finetune_epochs:
        train(model, pictures, finetuning_recipe(params), report=report, title="Fine-tuning")
    if not structured:
        bake_masks(model)
    return model.state_dict()


def finetuning_recipe(params: Params) -> Recipe:
    """How the pruned network is trained on: in smaller steps than the first training."""
    return LENET.finetuning(epochs=params.finetune_epochs, seed=params.seed)


def counted(name: str, state: StateDict, *, label: str, code: str) -> Variant:
    """A variant with its weights and bytes; accuracy and latency follow."""
    # A fresh network, because pruning leaves the entries of a state dict in another order.
    state = lenet_from(state).state_dict()
    layers = count_weights(state)
    content = state_bytes(state)
    return Variant(
        name=name,
        label=label,
        nonzero_weights=sum(layer.nonzero_weights for layer in layers),
        total_weights=sum(layer.total_weights for layer in layers),
        raw_bytes=len(content),
        gzip_bytes=gzip_bytes(content),
        layers=layers,
        code=code,
    )


def tested(variants: list[Variant], states: Mapping[str, StateDict], pictures: Pictures) -> list[Variant]:
    """The variants with their accuracy on the test pictures; the first one's predictions are the ones compared with."""
    predictions = [predict(lenet_from(states[variant.name]), pictures.test.images) for variant in variants]
    return [
        with_accuracy(variant, own, before=predictions[0], labels=pictures.test.labels, pixels=pictures.test.pixels)
        for variant, own in zip(variants, predictions, strict=True)
    ]


def timed(
    variants: list[Variant], states: Mapping[str, StateDict], pictures: Pictures, *, seed: int, report: Report
) -> tuple[list[Variant], int]:
    """The variants with the latency of one picture in PyTorch eager mode, and the number of timing rounds."""
    calls = {name: partial(lenet_from(state), as_input(pictures.test.images[:1])) for name, state in states.items()}
    with torch.inference_mode():
        comparison = compare(calls, control="control", seed=seed, check=report.check)
    return [with_timing(variant, comparison.timings[variant.name]) for variant in variants], comparison.rounds
