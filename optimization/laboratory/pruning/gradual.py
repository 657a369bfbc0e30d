"""One shot or many steps: prunes a trained network up to its target, with fine-tuning after each step."""

from __future__ import annotations

import torch

from optimization.laboratory.networks.classifier import Classifier, StateDict, weight_layers
from optimization.laboratory.networks.network import Recipe
from optimization.laboratory.networks.register import NETWORKS
from optimization.laboratory.networks.training import train
from optimization.laboratory.pictures.data import Pictures
from optimization.laboratory.pruning.selection import Selection, selection_of
from optimization.laboratory.pruning.structured import narrow, remaining, widths_with_units
from optimization.laboratory.pruning.unstructured import bake_masks, hide
from optimization.labs.prune import Params
from optimization.results.progress import Part, Report


def shares(amount: float, *, steps: int) -> list[float]:
    """The share of the original weights or units that is gone after each step: fast at first, and ``amount`` at the end.

    The cubic schedule from 0 of M. Zhu and S. Gupta, "To prune, or not to prune" (2017), arXiv 1710.01878, equation 1.
    """
    return [amount * (1 - (1 - step / steps) ** 3) for step in range(1, steps + 1)]


def prune_network(dense: StateDict, params: Params, pictures: Pictures, *, report: Report, selection: Selection | None = None) -> StateDict:
    """The state dict of a pruned, and where asked fine-tuned, copy of ``dense``.

    ``selection`` is the method's own unless another is given. The state holds ``weight_orig`` and ``weight_mask`` where the mask is
    never removed. Raises RunCancelled where ``report`` does.
    """
    selection = selection or selection_of(params)
    model = NETWORKS[params.network].from_state(dense)
    (_narrow_in_steps if selection.structured else _mask_in_steps)(model, params, selection, pictures, report)
    return model.state_dict()


def finetuning_recipe(params: Params) -> Recipe:
    """How the pruned network is trained on after each step: in smaller steps than in the first training."""
    return NETWORKS[params.network].finetuning(epochs=params.finetune_epochs, seed=params.seed)


def _mask_in_steps(model: Classifier, params: Params, selection: Selection, pictures: Pictures, report: Report) -> None:
    with torch.random.fork_rng(devices=[]):  # training draws its batches from a generator of its own
        torch.manual_seed(selection.seed)
        for step, share in enumerate(shares(params.amount, steps=params.steps), start=1):
            hide(weight_layers(model), share=share, random=selection.random, across_layers=selection.across_layers)
            if params.mask_removed == "before" and params.finetune_epochs:
                bake_masks(model)
            _finetune(model, params, pictures, report, step=step, share=share)
    if params.mask_removed != "never":
        bake_masks(model)


def _narrow_in_steps(model: Classifier, params: Params, selection: Selection, pictures: Pictures, report: Report) -> None:
    full = widths_with_units(model)
    order = torch.Generator().manual_seed(selection.seed) if selection.random else None
    for step, share in enumerate(shares(params.amount, steps=params.steps), start=1):
        narrow(model, {name: remaining(share, units, round_to=params.round_to) for name, units in full.items()}, order=order)
        _finetune(model, params, pictures, report, step=step, share=share)


def _finetune(model: Classifier, params: Params, pictures: Pictures, report: Report, *, step: int, share: float) -> None:
    if not params.finetune_epochs:
        return
    part = Part(report, (step - 1) / params.steps, step / params.steps)
    title = "Fine-tuning" if params.steps == 1 else f"Step {step} of {params.steps}, {share:.1%} removed, fine-tuning"
    train(model, pictures, finetuning_recipe(params), report=part, title=title)
