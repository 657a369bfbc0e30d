"""What a quantization run says first: one sentence and one figure, both from what was measured."""

from __future__ import annotations

from collections.abc import Sequence

from optimization.results import Headline, Speedup, Variant


def headline(variants: Sequence[Variant]) -> Headline:
    """How much smaller the int8 file is, and what the verdicts allow to say of speed.

    The first variant is the float32 file, the second its control; all must be timed.
    """
    float32, _control, *smaller = variants
    static = next(variant for variant in smaller if variant.name == "int8 static")
    shrink = f"{float32.raw_bytes / static.raw_bytes:.1f}×"
    sentence = f"The int8 file is {shrink} smaller. {_speed(smaller)}"
    return Headline(sentence=sentence, figure=shrink, figure_label="smaller: int8 static against float32")


def _speed(smaller: Sequence[Variant]) -> str:
    """The files by verdict: "Faster on this CPU: int8 static (2.9×); no difference: float16."."""
    if any(_verdict(variant) == "too noisy" for variant in smaller):
        return "The latencies are too noisy to compare, so something else uses this CPU: run it again."
    found = {
        "faster": [f"{variant.name} ({_ratio(variant):.1f}×)" for variant in smaller if _verdict(variant) == "faster"],
        "no difference": [variant.name for variant in smaller if _verdict(variant) == "no difference"],
        "slower": [f"{variant.name} ({_ratio(variant):.1f}×)" for variant in smaller if _verdict(variant) == "slower"],
    }
    parts = [f"{verdict}: {', '.join(names)}" for verdict, names in found.items() if names]
    lead = "Speed on this CPU: " if found["faster"] else "On this CPU none is faster: "
    return f"{lead}{'; '.join(parts)}."


def _verdict(variant: Variant) -> str:
    return _speedup(variant).verdict


def _ratio(variant: Variant) -> float:
    return _speedup(variant).ratio


def _speedup(variant: Variant) -> Speedup:
    if variant.speedup is None:
        raise ValueError(f"{variant.name} was not timed")
    return variant.speedup
