"""What a run of the pipeline says first: one sentence and one figure, both from what was measured."""

from __future__ import annotations

from optimization.results.records import Headline, Variant
from optimization.results.shares import percent


def headline(float32: Variant, coded: Variant, fast: Variant, *, reference: float) -> Headline:
    """How small the coded file is, how fast the narrow network is, and what each of them lost.

    ``reference`` is the accuracy (0..1) that losses are counted against. Raises ValueError where a row was not tested or timed.
    """
    times, direction = _times_smaller(float32.raw_bytes / coded.raw_bytes)
    small = f"The coded file is {times} {direction} with {_loss(reference, coded)}."
    against = f"Losses count against the better of the float network and one trained as long as the coded ({percent(reference)})."
    return Headline(
        sentence=f"{small} {_speed(fast)} with {_loss(reference, fast)}. {against}",
        figure=times,
        figure_label=f"{direction}: the coded file against the float file",
    )


def _times_smaller(ratio: float) -> tuple[str, str]:
    if ratio < 1:
        return _times(1 / ratio), "larger"
    return _times(ratio), "smaller"


def _times(ratio: float) -> str:
    return f"{ratio:.0f}×" if ratio >= 99.5 else f"{ratio:.1f}×"


def _loss(reference: float, variant: Variant) -> str:
    if variant.accuracy is None:
        raise ValueError(f"{variant.name} was not tested")
    points = round(100 * (reference - variant.accuracy), 1)
    if points <= 0:
        return "no loss seen"
    return "1 point of accuracy lost" if points == 1 else f"{points:g} points of accuracy lost"


def _speed(fast: Variant) -> str:
    if fast.speedup is None:
        raise ValueError(f"{fast.name} was not timed")
    ratio = f"{fast.speedup.ratio:.1f}× as fast"
    return {
        "faster": f"The narrow network is {ratio}",
        "slower": f"The narrow network is slower, {ratio},",
        "no difference": "The narrow network is no faster (no difference of 5 % or more)",
        "not decided": f"The speed of the narrow network is {fast.speedup.in_words} (run again); the network comes",
    }[fast.speedup.verdict]
