"""What has to be known about a row of a pruning run, beside its figures."""

from __future__ import annotations

from dataclasses import asdict
from typing import Any

from optimization.laboratory.pruning.selection import Selection
from optimization.labs.prune import Params
from optimization.results.records import Variant


def baked_before_training(params: Params, *, structured: bool) -> bool:
    """Whether the zeros were written into the weights and then trained away."""
    return not structured and params.mask_removed == "before" and params.finetune_epochs > 0


def pruned_note(params: Params, selection: Selection, variant: Variant) -> str:
    """Settings that mean nothing here, masks that stay, and layers that are empty; "" where there is nothing to say."""
    sentences = _structured(params) if selection.structured else _unstructured(params, selection)
    empty = [layer.layer for layer in variant.layers if not layer.nonzero_weights]
    if empty:
        sentences.append(f"Nothing is left in {', '.join(empty)}, so no picture gets through.")
    return " ".join(sentences)


def _structured(params: Params) -> list[str]:
    unused = params.mask_removed != "after"
    return ["The setting of the mask changes nothing: where whole channels are gone, there is no mask."] if unused else []


def _unstructured(params: Params, selection: Selection) -> list[str]:
    sentences = []
    if baked_before_training(params, structured=False):
        sentences.append("The zeros were written into the weights before fine-tuning, and nothing held them.")
        sentences.append("Only a weight that no training picture reaches gets no gradient and stays zero.")
    if params.mask_removed == "never":
        sentences.append("The file holds weight_orig and weight_mask; the weights that the mask leaves are counted.")
    if params.steps > 1 and not params.finetune_epochs and not selection.random:
        sentences.append("Without fine-tuning in between, the steps remove the same weights as one shot.")
    if params.round_to > 1:
        sentences.append("Rounding changes nothing: single weights keep every width.")
    return sentences


def small_dense_note(widths: Any, *, parameters: int, target_count: int, epochs: int) -> str:
    """How large the small dense network is, beside the parameters that the pruned one has left."""
    sizes = ", ".join(map(str, asdict(widths).values()))
    return (
        f"{parameters:,} parameters (widths {sizes}); {target_count:,} weights of the pruned network are not zero. "
        f"Trained from scratch for {epochs} epochs, as long as the pruned one in all."
    )
