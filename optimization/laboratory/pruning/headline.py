"""What a pruning run says first: a sentence or two and one figure, all from what was measured."""

from __future__ import annotations

from collections.abc import Mapping

from optimization.laboratory.pruning.notes import baked_before_training
from optimization.laboratory.pruning.selection import selection_of
from optimization.labs.prune import BY_CHANCE, Params
from optimization.results.records import Headline, Speedup, Variant, Verdict
from optimization.results.shares import percent


def headline(params: Params, rows: Mapping[str, Variant]) -> Headline:
    """What the verdict on ``pruned`` allows to say; every row of the lab must be fully measured. ValueError where it was not timed."""
    dense, pruned = rows["dense"], rows["pruned"]
    speedup = pruned.speedup
    if speedup is None:
        raise ValueError("the pruned network was not timed")
    sentences = [_speed(params, speedup, dense, pruned), _file(params, dense, pruned), _accuracy(params, dense, pruned)]
    sentence = " ".join(sentence for sentence in [*sentences, *_rivals(params, rows)] if sentence)
    if speedup.verdict == "not decided":
        return Headline(sentence=sentence, figure=_share_left(dense, pruned), figure_label="of the weights are left")
    if baked_before_training(params, structured=_structured(params)):
        return Headline(sentence=sentence, figure=_share_left(dense, pruned), figure_label="of the weights are not zero")
    return Headline(sentence=sentence, figure=f"{speedup.ratio:.2f}×", figure_label="as fast as the dense network")


NO_DIFFERENCE = "No difference of 5 % or more"
NOT_DECIDED = "Not decided: {bounds} as fast as the dense network. Run again when this computer has less to do."
UNEXPECTED = "Measured {verdict} than the dense network, which this kind of pruning does not explain: run again before you believe it."


def _speed(params: Params, speedup: Speedup, dense: Variant, pruned: Variant) -> str:
    if speedup.verdict == "not decided":
        return NOT_DECIDED.format(bounds=speedup.bounds)
    return _explained(params, dense, pruned).get(speedup.verdict, UNEXPECTED.format(verdict=speedup.verdict))


def _explained(params: Params, dense: Variant, pruned: Variant) -> Mapping[Verdict, str]:
    """The verdicts that this kind of pruning can explain, each with the sentence that does."""
    if _mask_stays(params):
        return {
            "slower": "Slower: the mask is still there, and is multiplied in again at every call.",
            "no difference": f"{NO_DIFFERENCE}, although the mask is multiplied in again at every call.",
        }
    if baked_before_training(params, structured=_structured(params)):
        remaining = f"{_share_left(dense, pruned)} of the weights are not zero, instead of {percent(1 - params.amount)}"
        return {"no difference": f"{NO_DIFFERENCE}: nothing held the zeros, and after training {remaining}."}
    if pruned.nonzero_weights == dense.nonzero_weights:
        return {"no difference": f"{NO_DIFFERENCE}: nothing was removed."}
    if _structured(params):
        return {
            "faster": "Faster: whole channels and units are gone, so there is less to compute.",
            "no difference": f"{NO_DIFFERENCE}: too little was removed to show in the latency.",
        }
    return {"no difference": f"{NO_DIFFERENCE}: zeros do not speed up dense kernels."}


def _file(params: Params, dense: Variant, pruned: Variant) -> str:
    if not _mask_stays(params):
        return ""
    return f"Weights and mask are both in the file: it is {pruned.raw_bytes / dense.raw_bytes:.2f} times as large."


def _accuracy(params: Params, dense: Variant, pruned: Variant) -> str:
    if params.finetune_epochs == 0 or dense.accuracy is None or pruned.accuracy is None:
        return ""
    epochs = "1 epoch" if params.finetune_epochs == 1 else f"{params.finetune_epochs} epochs"
    trained = f"{epochs} of fine-tuning" if params.steps == 1 else f"{params.steps} steps with {epochs} of fine-tuning each,"
    return f"After {trained} {percent(pruned.accuracy)} of the pictures are read correctly (dense: {percent(dense.accuracy)})."


def _rivals(params: Params, rows: Mapping[str, Variant]) -> list[str]:
    """The rows that did better than the pruned network, or with no method at all no worse."""
    pruned, by_chance, small = (rows[name] for name in ("pruned", BY_CHANCE, "small dense"))
    if pruned.accuracy is None or by_chance.accuracy is None or small.accuracy is None or params.amount == 0:
        return []
    sentences = []
    if by_chance.accuracy >= pruned.accuracy and not selection_of(params).random:
        parts = "Channels" if _structured(params) else "Weights"
        sentences.append(f"{parts} removed at random cost no more: {percent(by_chance.accuracy)} against {percent(pruned.accuracy)}.")
    further_correct = round((small.accuracy - pruned.accuracy) * (pruned.images or 0))
    if further_correct > 0:
        sentences.append(
            f"A small dense network with about as many parameters reads {further_correct} more of the {pruned.images:,} pictures correctly."
        )
    return sentences


def _structured(params: Params) -> bool:
    return selection_of(params).structured


def _mask_stays(params: Params) -> bool:
    return params.mask_removed == "never" and not _structured(params)


def _share_left(dense: Variant, pruned: Variant) -> str:
    return percent(pruned.nonzero_weights / dense.total_weights)
