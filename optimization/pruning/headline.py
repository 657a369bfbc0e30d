"""What a pruning run says first: one sentence and one figure, both from what was measured."""

from __future__ import annotations

from optimization.labs.prune import Params
from optimization.results import Headline, Variant


def headline(params: Params, dense: Variant, pruned: Variant) -> Headline:
    """The sentence that the verdict on ``pruned`` allows; both variants must be fully measured."""
    speedup = pruned.speedup
    if speedup is None:
        raise ValueError("the pruned network was not timed")
    sentence = _speed_sentence(params, speedup.verdict) + _accuracy_sentence(params, dense, pruned)
    if speedup.verdict == "too noisy":
        left = pruned.nonzero_weights / dense.total_weights
        return Headline(sentence=sentence, figure=f"{left:.1%}", figure_label="of the weights are left")
    return Headline(sentence=sentence, figure=f"{speedup.ratio:.2f}×", figure_label="as fast as the dense network")


def _speed_sentence(params: Params, verdict: str) -> str:
    structured = params.method in ("structured", "random_structured")
    if verdict == "too noisy":
        return "Too noisy to say: even the dense network against itself differed, so something else uses this CPU. Run it again."
    if params.amount == 0:
        return {"no difference": "No difference of 5 % or more: nothing was removed."}.get(verdict, _UNEXPECTED.format(verdict=verdict))
    if structured:
        return {
            "faster": "Faster: whole channels and units are gone, so there is less to compute.",
            "no difference": "No difference of 5 % or more: too little was removed to show in the latency.",
        }.get(verdict, _UNEXPECTED.format(verdict=verdict))
    return {"no difference": "No difference of 5 % or more: zeros do not speed up dense kernels."}.get(
        verdict, _UNEXPECTED.format(verdict=verdict)
    )


_UNEXPECTED = "Measured {verdict} than the dense network, which this kind of pruning does not explain: run it again before you believe it."


def _accuracy_sentence(params: Params, dense: Variant, pruned: Variant) -> str:
    if params.finetune_epochs == 0 or dense.accuracy is None or pruned.accuracy is None:
        return ""
    epochs = "1 epoch" if params.finetune_epochs == 1 else f"{params.finetune_epochs} epochs"
    return f" After {epochs} of fine-tuning {pruned.accuracy:.1%} of the pictures are read rightly (dense: {dense.accuracy:.1%})."
