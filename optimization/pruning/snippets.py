"""The few lines that a student would write for what the lab did, given ``model`` (and ``train_loader`` for fine-tuning)."""

from __future__ import annotations

from dataclasses import asdict

from optimization.labs.prune import Params
from optimization.networks.network import Recipe

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
layers = [model.conv1, model.conv2, model.fc1, model.fc2]
for layer in layers:
    prune.{method}(layer, name="weight", amount={amount})
{finetune}for layer in layers:
    prune.remove(layer, "weight")
"""

STRUCTURED = """\
import torch
import torch_pruning as tp

graph = tp.DependencyGraph().build_dependency(model, example_inputs=torch.zeros(1, 1, 28, 28))
{order}for layer, remove in [
    (model.conv1, tp.prune_conv_out_channels),
    (model.conv2, tp.prune_conv_out_channels),
    (model.fc1, tp.prune_linear_out_channels),
]:
    scores = {scores}
    removed = scores.argsort()[: min(round({amount} * len(scores)), len(scores) - 1)].tolist()
    if removed:
        graph.get_pruning_group(layer, remove, idxs=removed).prune()
{finetune}"""

FINETUNE = """\
optimizer = torch.optim.SGD(model.parameters(), lr={learning_rate}, momentum={momentum}, weight_decay={weight_decay})
schedule = torch.optim.lr_scheduler.LinearLR(optimizer, start_factor=1.0, end_factor=0.1, total_iters={epochs})
for epoch in range({epochs}):
    for images, labels in train_loader:
        optimizer.zero_grad()
        torch.nn.functional.cross_entropy(model(images), labels).backward()
        optimizer.step()
    schedule.step()
"""


def pruned_code(params: Params, finetuning: Recipe) -> str:
    """The code of the ``pruned`` variant with the parameters of this run."""
    finetune = FINETUNE.format(**asdict(finetuning)) if params.finetune_epochs else ""
    if params.method in ("l1_unstructured", "random_unstructured"):
        return UNSTRUCTURED.format(seed=params.seed, method=params.method, amount=params.amount, finetune=finetune)
    random = params.method == "random_structured"
    return STRUCTURED.format(
        order=f"order = torch.Generator().manual_seed({params.seed})\n" if random else "",
        scores="torch.rand(len(layer.weight), generator=order)" if random else "layer.weight.detach().abs().flatten(1).sum(dim=1)",
        amount=params.amount,
        finetune=finetune,
    )
