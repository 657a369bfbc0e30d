"""What a quantization run says first: one sentence and one figure, both from what was measured."""

from __future__ import annotations

from collections.abc import Sequence

from optimization.results import Headline, Speedup, Variant


def headline(variants: Sequence[Variant]) -> Headline:
    """What the verdicts allow: the first variant is the float32 file, the second its control; all must be timed."""
    float32, _control, *smaller = variants
    static = next(variant for variant in smaller if variant.name == "int8 static")
    shrink = f"{float32.raw_bytes / static.raw_bytes:.1f}×"
    if any(_verdict(variant) == "too noisy" for variant in smaller):
        sentence = (
            f"The int8 file is {shrink} smaller; the latencies are too noisy to compare, so something else uses this CPU. Run it again."
        )
        return Headline(sentence=sentence, figure=shrink, figure_label="smaller: int8 static against float32")
    faster = [variant for variant in smaller if _verdict(variant) == "faster"]
    if not faster:
        sentence = f"The int8 file is {shrink} smaller, but on this CPU no quantized file is faster by 5 % or more{_slower(smaller)}."
        return Headline(sentence=sentence, figure=shrink, figure_label="smaller: int8 static against float32")
    best = max(faster, key=_ratio)
    others = [variant for variant in smaller if _verdict(variant) != "faster"]
    rest = f"; {_names(others)} {'is' if len(others) == 1 else 'are'} not" if others else ""
    sentence = f"The int8 file is {shrink} smaller, and {_names(faster)} {'is' if len(faster) == 1 else 'are'} faster on this CPU{rest}."
    return Headline(sentence=sentence, figure=f"{_ratio(best):.2f}×", figure_label=f"as fast as float32: {best.name}")


def _slower(variants: Sequence[Variant]) -> str:
    slower = [variant for variant in variants if _verdict(variant) == "slower"]
    return f", and {_names(slower)} {'is' if len(slower) == 1 else 'are'} slower" if slower else ""


def _names(variants: Sequence[Variant]) -> str:
    names = [variant.name for variant in variants]
    return names[0] if len(names) == 1 else f"{', '.join(names[:-1])} and {names[-1]}"


def _verdict(variant: Variant) -> str:
    return _speedup(variant).verdict


def _ratio(variant: Variant) -> float:
    return _speedup(variant).ratio


def _speedup(variant: Variant) -> Speedup:
    if variant.speedup is None:
        raise ValueError(f"{variant.name} was not timed")
    return variant.speedup
