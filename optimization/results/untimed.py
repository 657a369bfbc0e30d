"""What a run says first that was not asked to measure any latency."""

from __future__ import annotations

from optimization.results.records import Headline, Variant
from optimization.results.shares import percent

NOT_TIMED = "The latency was not measured in this run: the claim that it decides is not about speed."


def headline(first: Variant, variant: Variant) -> Headline:
    """How large the file of a row is against the first one's, and what both read correctly. Raises ValueError where one was not tested."""
    if first.accuracy is None or variant.accuracy is None:
        raise ValueError("a row was not tested")
    ratio = first.raw_bytes / variant.raw_bytes
    times, direction = (f"{ratio:.2f}×", "smaller") if ratio >= 1 else (f"{1 / ratio:.2f}×", "larger")
    larger = f"The file of {variant.name} is {times} {direction} than that of {first.name}"
    file = larger if times != "1.00×" else f"The files of {variant.name} and {first.name} are equally large"
    accuracies = f"{percent(variant.accuracy)} of the pictures are read correctly, {percent(first.accuracy)} by {first.name}"
    return Headline(
        sentence=f"{file}; {accuracies}. {NOT_TIMED}", figure=times, figure_label=f"{direction}: {variant.name} against {first.name}"
    )
