"""What forty networks made of one drawing, to look through with two sliders."""

from __future__ import annotations

from optimization.labs.digit import BITS, SPARSITIES, variant_name
from optimization.labs.drawn_digit import as_training_digit
from optimization.results.records import LabResult
from views.components.sources import Component, short

_COMPONENT = Component("readings")


def explorer(result: LabResult, *, drawn_digit: int | None, key: str) -> None:
    """Draw the readings of a finished run of the lab ``digit``; ``drawn_digit`` is the digit that the student says it is."""
    drawing = result.parameters["drawing"]
    variants = []
    for zeros in SPARSITIES:
        for bits in BITS:
            variant = result.variant(variant_name(zeros, bits))
            variants.append(
                {
                    "zeros": zeros,
                    "bits": bits,
                    "scores": short(variant.scores),
                    "nonzero": variant.nonzero_weights,
                    "idealBytes": variant.ideal_bytes,
                    "accuracy": variant.accuracy,
                    "images": variant.images,
                }
            )
    data = {
        "variants": variants,
        "zeros": SPARSITIES,
        "bits": BITS,
        "classes": result.classes,
        "drawn": drawn_digit,
        "drawing": drawing,
        "seen": [short(row) for row in as_training_digit(drawing)],
    }
    _COMPONENT.show(key=key, data=data)
