"""The lab "Round it": a linear classifier, found by least squares, with fewer and fewer decimals."""

from __future__ import annotations

from functools import partial

import numpy as np
import numpy.typing as npt

from optimization.laboratory.findings import CONTROL, Findings
from optimization.laboratory.pictures.data import Split, digits
from optimization.labs.toy import Params, Spread
from optimization.measuring.sizes import counted_row
from optimization.results.progress import Report
from optimization.results.records import Headline, LabResult, LayerCount, Variant
from optimization.results.shares import percent

Floats = npt.NDArray[np.float32]


def run(params: Params, report: Report) -> LabResult:
    """Round the classifier and measure it; raises RunCancelled where ``report`` does."""
    found = Findings("toy", params, report)
    pictures = found.opened(digits)
    found.step("Solving", 0.1)
    weights = solved(pictures.train)
    networks = {"float": weights, CONTROL: weights.copy(), "rounded": weights.round(params.decimals)}
    for name, matrix in networks.items():
        found.add(counted_row(name, matrix.tobytes(), [counted(matrix)], label=name.capitalize()))
    found.step("Reading the test pictures", 0.5)
    test = flat(pictures.test)
    for name, matrix in networks.items():
        found.read(name, (test @ matrix).argmax(axis=1))
    found.time({name: partial(np.matmul, test[:1], matrix) for name, matrix in networks.items()}, share=0.7)
    found.step("Done", 1.0)
    return found.result(headline(found.row("float"), found.row("rounded")), extras=Spread(largest_weight=float(np.abs(weights).max())))


def solved(train: Split) -> Floats:
    """[pixels, classes]: what gives a 1 for the class of a picture and a 0 for the others, by least squares."""
    wanted = np.eye(10, dtype=np.float32)[train.labels]
    return np.linalg.lstsq(flat(train), wanted, rcond=0.01)[0].astype(np.float32)


def flat(part: Split) -> Floats:
    """The pictures as rows of numbers."""
    return part.images.reshape(len(part), -1)


def counted(matrix: Floats) -> LayerCount:
    """Its weights."""
    return LayerCount(layer="linear", shape=matrix.shape, nonzero_weights=int(np.count_nonzero(matrix)), total_weights=matrix.size)


def headline(whole: Variant, rounded: Variant) -> Headline:
    """What is read correctly with the decimals that are left."""
    if whole.accuracy is None or rounded.accuracy is None:
        raise ValueError("a row was not tested")
    return Headline(
        sentence=f"Rounded, it reads {percent(rounded.accuracy)} of the pictures correctly, {percent(whole.accuracy)} before.",
        figure=percent(rounded.accuracy),
        figure_label="read correctly by the rounded classifier",
    )
