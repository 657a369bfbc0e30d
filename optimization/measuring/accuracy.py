"""How many held-out pictures a network reads rightly, how sure that is, and which readings changed."""

from __future__ import annotations

import base64
import io
from math import sqrt

import numpy as np
import numpy.typing as npt
from PIL import Image

from optimization.results.records import ChangedImage, Variant

Labels = npt.NDArray[np.int64]
Pixels = npt.NDArray[np.uint8]

SHOWN_CHANGES = 12
SHOWN_SIDE_PX = 84


def wilson_interval(correct: int, total: int, *, z: float = 1.959964) -> tuple[float, float]:
    """The Wilson score interval of a share ``correct / total``, at 95 % unless ``z`` says otherwise.

    Unlike the normal approximation it stays within 0..1 and is right near both ends. Raises ValueError where ``total`` is not
    positive or ``correct`` is outside 0..total. Source: E. B. Wilson, JASA 22 (1927), 209-212. The shares of answers have the same rule in
    ``quizzes``: neither package may import the other, and there is nothing below both. A test holds the two together.
    """
    if total <= 0 or not 0 <= correct <= total:
        raise ValueError(f"{correct} of {total} is not a share")
    share = correct / total
    centre = share + z * z / (2 * total)
    spread = z * sqrt(share * (1 - share) / total + z * z / (4 * total * total))
    scale = 1 + z * z / total
    return max(0.0, (centre - spread) / scale), min(1.0, (centre + spread) / scale)


def with_accuracy(variant: Variant, predictions: Labels, *, reference: Labels, labels: Labels, pixels: Pixels) -> Variant:
    """``variant`` with its accuracy and the predictions that differ from the first variant's.

    ``predictions``, ``reference`` (of the first variant) and ``labels`` have shape [n]; ``pixels`` are the n pictures
    as ``Split`` keeps them.
    """
    right, was_right = predictions == labels, reference == labels
    correct = int(right.sum())
    changed_places = np.flatnonzero(predictions != reference)
    shown_changes = tuple(
        ChangedImage(
            index=int(i),
            label=int(labels[i]),
            before=int(reference[i]),
            after=int(predictions[i]),
            png=picture_png(pixels[i]),
        )
        for i in changed_places[:SHOWN_CHANGES]
    )
    return variant.model_copy(
        update={
            "accuracy": correct / len(labels),
            "accuracy_interval": wilson_interval(correct, len(labels)),
            "images": len(labels),
            "changed_predictions": len(changed_places),
            "changed": shown_changes,
            "right_to_wrong": int((was_right & ~right).sum()),
            "wrong_to_right": int((~was_right & right).sum()),
        }
    )


def picture_png(pixels: Pixels) -> str:
    """A [28, 28] digit (dark on light) or a [32, 32, 3] sign, 0..255, as a PNG file in base64, each pixel enlarged to a square."""
    grey = pixels if pixels.ndim == 3 else 255 - pixels
    times = SHOWN_SIDE_PX // len(pixels)
    large = grey.repeat(times, axis=0).repeat(times, axis=1)
    file = io.BytesIO()
    Image.fromarray(large).save(file, format="PNG", optimize=True)
    return base64.b64encode(file.getvalue()).decode("ascii")
