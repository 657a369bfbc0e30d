"""The few lines that a student would write for each row, with public libraries alone.

``model`` is the trained network in PyTorch, ``keras_model`` the same in Keras, ``train_loader`` gives batches of pictures and labels, and
``images`` are training pictures ([n, height, width] or [n, height, width, 3], from 0 to 1).
"""

from __future__ import annotations

from dataclasses import asdict, replace
from textwrap import indent

from optimization.laboratory.networks.network import Network, Recipe
from optimization.laboratory.pipeline import narrow
from optimization.laboratory.pipeline.sparsity import LEARNING_RATE, epochs_of_phases
from optimization.labs.budget import Params

EXPORT = """\
import keras

# A fixed batch of 1: with a batch of any size the graph is split, and int8 loses its speed.
signature = [keras.InputSpec(shape={shape}, dtype="float32", name="image")]
keras_model.export("{path}.tflite", format="litert", input_signature=signature)
"""

CONTROL = """\
from ai_edge_litert.interpreter import Interpreter

# The same file loaded a second time: a fair timer finds no difference.
control = Interpreter(model_path="float.tflite", num_threads=1)
control.allocate_tensors()
"""

TRAIN = """\
optimizer = torch.optim.SGD(model.parameters(), lr={learning_rate}, momentum={momentum}, weight_decay={weight_decay})
schedule = torch.optim.lr_scheduler.LinearLR(optimizer, start_factor=1.0, end_factor=0.1, total_iters=max(1, epochs))
for epoch in range(epochs):
    model.train()
    for pictures, labels in train_loader:
        optimizer.zero_grad()
        torch.nn.functional.cross_entropy(model(pictures), labels).backward()
        optimizer.step()
    schedule.step()
model.eval()
"""

PRUNE = """\
import lzma

import numpy as np
import torch
from sklearn.cluster import KMeans
from torch.nn.utils import prune

layers = [module for module in model.modules() if isinstance(module, (torch.nn.Conv2d, torch.nn.Linear))]
weights = [(layer, "weight") for layer in layers]
for number, epochs in enumerate({epochs}, start=1):
    share = {sparsity} * (1 - (1 - number / {rounds}) ** 3)  # much at first, little at the end
    hidden = sum(int((layer.weight_mask == 0).sum()) for layer in layers if prune.is_pruned(layer))
    count = round(share * sum(layer.weight.numel() for layer in layers)) - hidden
    prune.global_unstructured(weights, pruning_method=prune.L1Unstructured, amount=count)
{train}for layer in layers:
    prune.remove(layer, "weight")
"""

SHARE = """\
parts = []
for layer in layers:
    weight = layer.weight.detach().numpy()  # shares its memory with the layer
    nonzero = weight != 0
    kept = weight[nonzero].reshape(-1, 1)
    if len(kept):
        most = min({shared_values}, len(np.unique(kept)))
        start = np.linspace(kept.min(), kept.max(), most).reshape(-1, 1)
        means = KMeans(most, init=start, n_init=1).fit(kept)
        weight[nonzero] = means.cluster_centers_[means.labels_, 0]
        parts += [means.cluster_centers_.astype(np.float32).tobytes(), means.labels_.astype(np.uint8).tobytes()]
    parts += [np.packbits(nonzero).tobytes()]

# The lab trains the shared values on for {epochs_for_values} epochs, and has a coder of its own that makes a smaller file than lzma,
# because it knows which rows and columns of a layer still have weights.
biases = [tensor.detach().numpy().astype(np.float16) for tensor in model.parameters() if tensor.ndim == 1]
with open("coded.bin", "wb") as file:
    file.write(lzma.compress(b"".join(parts) + b"".join(one.tobytes() for one in biases)))
"""

NARROW = """\
import torch
import torch_pruning as tp

wide = [m for m in model.modules() if isinstance(m, torch.nn.Linear) or (isinstance(m, torch.nn.Conv2d) and m.groups == 1)]
graph = tp.DependencyGraph().build_dependency(model, example_inputs=torch.zeros{pictures})
for layer in wide[:-1]:  # the last one has a unit for each class
    norms = layer.weight.detach().abs().flatten(1).sum(dim=1)
    stay = max(1, len(norms) - round({removed} * len(norms)))
    removed = norms.argsort()[: len(norms) - stay].tolist()
    remove = tp.prune_linear_out_channels if isinstance(layer, torch.nn.Linear) else tp.prune_conv_out_channels
    if removed:
        graph.get_pruning_group(layer, remove, idxs=removed).prune()

epochs = {epochs}
{train}
# Build the same narrow network in Keras, copy the weights, and export it as narrow.tflite; then:
"""

FORMATS = {
    "float32": "# Nothing more: narrow.tflite holds float32 numbers.\n",
    "float16": """\
from litert_quantizer import qtyping, quantizer

work = quantizer.Quantizer("narrow.tflite")
work.add_weight_only_config(
    ".*", qtyping.TFLOperationName.ALL_SUPPORTED, num_bits=16, algorithm_key=quantizer.AlgorithmName.FLOAT_CASTING
)
work.quantize().export_model("fast.tflite", overwrite=True)
""",
    "int8_dynamic": """\
from litert_quantizer import quantizer, recipe

work = quantizer.Quantizer("narrow.tflite", recipe.dynamic_wi8_afp32())
work.quantize().export_model("fast.tflite", overwrite=True)
""",
    "int8": """\
from litert_quantizer import quantizer, recipe

work = quantizer.Quantizer("narrow.tflite", recipe.static_wi8_ai8())
samples = [{{"image": {picture}}} for image in images[:{calibration_images}]]
ranges = work.calibrate({{"serving_default": samples}}, num_threads=1)
work.quantize(ranges).export_model("fast.tflite", overwrite=True)
""",
}

SMALL_DENSE = """\
import torch

torch.manual_seed({seed})
model = {architecture}({widths})  # the same network with narrower layers, trained from nothing
epochs = {epochs}
{train}"""


def float_code(network: Network) -> str:
    """The code of the float row."""
    channels, height, width = network.input_shape
    return EXPORT.format(shape=(1, height, width, channels), path="float")


def coded_code(params: Params, network: Network) -> str:
    """The code of the coded row, with the settings of this run."""
    *in_rounds, for_values = epochs_of_phases(params.coded_epochs, phases=params.rounds + 1)
    recipe = replace(network.finetuning(epochs=0, seed=params.seed), learning_rate=LEARNING_RATE)
    train = indent(_training(recipe), "    ")
    pruned = PRUNE.format(epochs=in_rounds, sparsity=params.sparsity, rounds=params.rounds, train=train)
    return pruned + SHARE.format(shared_values=params.shared_values, epochs_for_values=for_values)


def fast_code(params: Params, network: Network) -> str:
    """The code of the fast row, with the settings of this run."""
    recipe = replace(network.finetuning(epochs=params.fast_epochs, seed=params.seed), learning_rate=LEARNING_RATE)
    removal = NARROW.format(pictures=(1, *network.input_shape), removed=params.removed, epochs=params.fast_epochs, train=_training(recipe))
    picture = "image[None, :, :, None]" if network.input_shape[0] == 1 else "image[None]"
    return removal + FORMATS[params.format].format(picture=picture, calibration_images=narrow.CALIBRATION_IMAGES)


def small_dense_code(network: Network, widths: object, *, recipe: Recipe) -> str:
    """The code of the small dense row; ``recipe`` is how it was trained."""
    return SMALL_DENSE.format(
        seed=recipe.seed,
        architecture=network.architecture.__name__,
        widths=widths,
        epochs=recipe.epochs,
        train=_training(recipe),
    )


def _training(recipe: Recipe) -> str:
    return TRAIN.format(**asdict(recipe))
