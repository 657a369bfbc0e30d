"""The few lines that a student would write for what the lab did, given ``model`` (and ``train_loader`` for training)."""

from __future__ import annotations

from dataclasses import asdict
from textwrap import indent
from typing import Any

from optimization.laboratory.networks.network import Network, Recipe
from optimization.laboratory.pruning.selection import Selection
from optimization.labs.prune import Params

DENSE = """\
import io, torch

buffer = io.BytesIO()
torch.save(model.state_dict(), buffer)
print(len(buffer.getvalue()), "bytes")
"""

CONTROL = """\
import copy

control = copy.deepcopy(model)  # the same network again: a fair timer finds no difference
"""

UNSTRUCTURED = """\
import torch
from torch.nn.utils import prune

torch.manual_seed({seed})
layers = [module for module in model.modules() if isinstance(module, (torch.nn.Conv2d, torch.nn.Linear))]
"""

STRUCTURED = """\
import torch
import torch_pruning as tp

wide = [m for m in model.modules() if isinstance(m, torch.nn.Linear) or (isinstance(m, torch.nn.Conv2d) and m.groups == 1)]
layers = wide[:-1]  # the last one has a unit for each class
"""

STEPS = """\
for step in range(1, {steps} + 1):
    share = {amount} * (1 - (1 - step / {steps}) ** 3)  # of the weights or units there were at first
"""

PER_LAYER = """\
for layer in layers:
    prune.{method}(layer, name="weight", amount={amount})
"""

PER_LAYER_IN_STEPS = """\
for layer in layers:
    hidden = int((layer.weight_mask == 0).sum()) if prune.is_pruned(layer) else 0
    prune.{method}(layer, name="weight", amount=round(share * layer.weight.numel()) - hidden)  # a share would be of the rest
"""

GLOBAL = """\
prune.global_unstructured([(layer, "weight") for layer in layers], pruning_method=prune.{method}, amount={amount})
"""

GLOBAL_IN_STEPS = """\
hidden = sum(int((layer.weight_mask == 0).sum()) for layer in layers if prune.is_pruned(layer))
count = round(share * sum(layer.weight.numel() for layer in layers)) - hidden  # a share would be of the rest
prune.global_unstructured([(layer, "weight") for layer in layers], pruning_method=prune.{method}, amount=count)
"""

REMOVE = """\
for layer in layers:
    prune.remove(layer, "weight")
"""

NARROW = """\
graph = tp.DependencyGraph().build_dependency(model, example_inputs=torch.zeros{pictures})
for layer, units in zip(layers, full):
    scores = {scores}
    stay = max(1, units - round({share} * units))
{rounded}    removed = scores.argsort()[: len(scores) - stay].tolist()
    remove = tp.prune_linear_out_channels if isinstance(layer, torch.nn.Linear) else tp.prune_conv_out_channels
    if removed:
        graph.get_pruning_group(layer, remove, idxs=removed).prune()
"""

ROUNDED = "stay = min(-(-stay // {multiple}) * {multiple}, units)  # up to the next multiple of {multiple}\n"

TRAIN = """\
optimizer = torch.optim.SGD(model.parameters(), lr={learning_rate}, momentum={momentum}, weight_decay={weight_decay})
schedule = torch.optim.lr_scheduler.LinearLR(optimizer, start_factor=1.0, end_factor=0.1, total_iters={epochs})
for epoch in range({epochs}):
    model.train()
    for images, labels in train_loader:
        optimizer.zero_grad()
        torch.nn.functional.cross_entropy(model(images), labels).backward()
        optimizer.step()
    schedule.step()
model.eval()
"""

SMALL_DENSE = """\
import torch

# The same architecture with narrower layers, {parameters:,} parameters; the training starts from nothing.
torch.manual_seed({seed})
model = {architecture}({widths})
"""


def pruned_code(params: Params, selection: Selection, network: Network) -> str:
    """The code of a pruned variant with the parameters of this run; ``selection`` is the method's own or its counterpart by chance."""
    training = network.finetuning(epochs=params.finetune_epochs, seed=params.seed)
    finetune = TRAIN.format(**asdict(training)) if params.finetune_epochs else ""
    if selection.structured:
        return _structured_code(params, selection, network.input_shape, finetune)
    return _unstructured_code(params, selection, finetune)


def small_dense_code(network: Network, widths: Any, *, recipe: Recipe, parameters: int) -> str:
    """The code of the small dense network; ``recipe`` is how it was trained."""
    start = SMALL_DENSE.format(seed=recipe.seed, architecture=network.architecture.__name__, widths=widths, parameters=parameters)
    return start + TRAIN.format(**asdict(recipe))


def _unstructured_code(params: Params, selection: Selection, finetune: str) -> str:
    baked_first = params.mask_removed == "before" and params.finetune_epochs > 0
    prune, prune_in_steps = (GLOBAL, GLOBAL_IN_STEPS) if selection.across_layers else (PER_LAYER, PER_LAYER_IN_STEPS)
    prune = prune if params.steps == 1 else prune_in_steps
    body = prune.format(method=_method(selection), amount=params.amount) + (REMOVE if baked_first else "") + finetune
    removed_last = params.mask_removed != "never" and not baked_first
    return UNSTRUCTURED.format(seed=selection.seed) + _in_steps(params, body) + (REMOVE if removed_last else "")


def _method(selection: Selection) -> str:
    if selection.across_layers:
        return "RandomUnstructured" if selection.random else "L1Unstructured"
    return "random_unstructured" if selection.random else "l1_unstructured"


def _structured_code(params: Params, selection: Selection, input_shape: tuple[int, int, int], finetune: str) -> str:
    body = NARROW.format(
        pictures=(1, *input_shape),
        scores="torch.rand(len(layer.weight), generator=order)"
        if selection.random
        else "layer.weight.detach().abs().flatten(1).sum(dim=1)",
        share=params.amount if params.steps == 1 else "share",
        rounded=indent(ROUNDED.format(multiple=params.round_to), "    ") if params.round_to > 1 else "",
    )
    start = STRUCTURED + "full = [len(layer.weight) for layer in layers]\n"
    if selection.random:
        start += f"order = torch.Generator().manual_seed({selection.seed})\n"
    return start + _in_steps(params, body + finetune)


def _in_steps(params: Params, body: str) -> str:
    if params.steps == 1:
        return body
    return STEPS.format(steps=params.steps, amount=params.amount) + indent(body, "    ")
