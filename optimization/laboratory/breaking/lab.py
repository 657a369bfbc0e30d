"""The lab behind "Break it": one drawing, read by every network."""

from __future__ import annotations

from collections.abc import Sequence
from typing import cast

import numpy as np
import numpy.typing as npt
import torch

from optimization.laboratory.breaking.headline import headline
from optimization.laboratory.breaking.networks import readers
from optimization.laboratory.findings import Findings
from optimization.laboratory.networks.classifier import as_input
from optimization.laboratory.networks.lenet import LeNet5
from optimization.laboratory.networks.register import LENET
from optimization.laboratory.networks.training import use_one_thread
from optimization.laboratory.pictures.data import Pictures
from optimization.labs.digit import Params
from optimization.labs.drawn_digit import as_training_digit
from optimization.results.progress import Part, Report
from optimization.results.records import LabResult


def run(params: Params, report: Report) -> LabResult:
    """Have every network read the drawing; ``scores`` of each variant are its softmax. Raises RunCancelled where ``report`` does.

    The first run of a process makes the networks or reads them from their files, which takes seconds; every other one only reads.
    """
    use_one_thread()
    findings = Findings("digit", params, report)
    pictures = findings.opened(LENET.pictures)
    ready = readers(seed=params.seed, report=Part(report, 0.0, 0.95))
    findings.step("Reading the drawing", 0.95)
    picture = picture_of(params.drawing, pictures)
    for variant in ready.variants:
        findings.add(variant.model_copy(update={"scores": softmax(ready.networks[variant.name], picture)}))
    findings.step("Done", 1.0)
    return findings.result(headline(findings.variants, classes=pictures.classes))


def picture_of(drawing: str, pictures: Pictures) -> npt.NDArray[np.float32]:
    """The drawing as the networks read it, float32 [28, 28]: in the shape of the training pictures. Nothing is the first test picture."""
    if not drawing:
        return cast("npt.NDArray[np.float32]", pictures.test.images[0])
    return np.array(as_training_digit(drawing), dtype=np.float32)


def softmax(network: LeNet5, picture: npt.NDArray[np.float32]) -> Sequence[float]:
    """The score of each class for one picture [28, 28]; they sum to 1."""
    with torch.inference_mode():
        return tuple(torch.softmax(network(as_input(picture[None]))[0], dim=0).tolist())
