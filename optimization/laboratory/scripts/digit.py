"""The run: one drawing, read by networks with fewer and fewer weights and bits."""

from __future__ import annotations

import sys

from torch.nn.utils import prune

from optimization.laboratory.breaking.lab import picture_of, softmax
from optimization.laboratory.breaking.networks import FINETUNE_EPOCHS, rounded
from optimization.laboratory.networks.classifier import StateDict, count_weights, predict, state_bytes, weight_layers
from optimization.laboratory.networks.lenet import lenet_from
from optimization.laboratory.networks.register import LENET
from optimization.laboratory.networks.training import train, trained, use_one_thread
from optimization.laboratory.scripts.progress import Report
from optimization.laboratory.scripts.table import Row, counted, print_json, print_rows
from optimization.labs.digit import BITS, SPARSITIES, Params, variant_name


def main(params: Params) -> None:
    """Redo the run that ``params`` describe, and print what was found."""
    use_one_thread()
    report = Report()
    dense = trained(LENET, seed=params.seed, report=report)
    rows = []
    for sparsity in SPARSITIES:
        state = pruned(dense, sparsity=sparsity, seed=params.seed, report=report) if sparsity else dense
        rows += [read(variant_name(sparsity, bits), rounded(state, bits=bits), params) for bits in BITS]
    (print_json if "--json" in sys.argv else print_rows)(rows)


def pruned(dense: StateDict, *, sparsity: float, seed: int, report: Report) -> StateDict:
    """The trained network without the smallest weights of each layer, trained on for an epoch."""
    model = lenet_from(dense)
    for layer in weight_layers(model).values():
        prune.l1_unstructured(layer, name="weight", amount=sparsity)  # type: ignore[no-untyped-call]
    recipe = LENET.finetuning(epochs=FINETUNE_EPOCHS, seed=seed)
    train(model, LENET.pictures(), recipe, report=report, title=f"{sparsity:.0%} zeros")
    for layer in weight_layers(model).values():
        prune.remove(layer, "weight")  # type: ignore[no-untyped-call]
    return model.state_dict()


def read(name: str, state: StateDict, params: Params) -> Row:
    """What a network holds, how many test pictures it reads rightly, and how it reads the drawing."""
    model, pictures = lenet_from(state), LENET.pictures()
    right = float((predict(model, pictures.test.images) == pictures.test.labels).mean())
    row = counted(name, count_weights(model.state_dict()), state_bytes(model.state_dict()), accuracy=right)
    return row.reading(softmax(model, picture_of(params.drawing, pictures)))


if __name__ == "__main__":
    main(Params())
