"""The lab behind "Break it": one drawing, read by every network."""

from __future__ import annotations

import time
from collections.abc import Sequence
from datetime import UTC, datetime
from typing import cast

import numpy as np
import numpy.typing as npt
import torch

from optimization.laboratory.breaking.headline import headline
from optimization.laboratory.breaking.networks import readers
from optimization.laboratory.networks.classifier import as_input
from optimization.laboratory.networks.lenet import LeNet5
from optimization.laboratory.networks.register import LENET
from optimization.laboratory.networks.training import THREADS, use_one_thread
from optimization.laboratory.pictures.data import SIDE, Pictures, enlarge
from optimization.labs.digit import Params
from optimization.labs.drawn_digit import as_training_digit
from optimization.results.machine import describe_machine
from optimization.results.progress import Part, Report
from optimization.results.records import LabResult

LIBRARIES = ("torch", "scikit-learn", "numpy")


def run(params: Params, report: Report) -> LabResult:
    """Have every network read the drawing; ``scores`` of each variant are its softmax. Raises RunCancelled where ``report`` does.

    The first run of a process makes the networks or reads them from their files, which takes seconds; every other one only reads.
    """
    started = time.perf_counter()
    use_one_thread()
    pictures = LENET.pictures()
    ready = readers(seed=params.seed, report=Part(report, 0.0, 0.95))
    report.step("Reading the drawing", 0.95)
    picture = picture_of(params.drawing, pictures)
    variants = tuple(one.model_copy(update={"scores": softmax(ready.networks[one.name], picture)}) for one in ready.variants)
    report.step("Done", 1.0, variants)
    return LabResult(
        lab="digit",
        parameters=params.model_dump(),
        seed=params.seed,
        machine=describe_machine(LIBRARIES, threads=THREADS),
        measured_at=datetime.now(UTC),
        took_s=time.perf_counter() - started,
        timing_rounds=0,
        headline=headline(variants, classes=pictures.classes),
        variants=variants,
        classes=pictures.classes,
    )


def picture_of(drawing: str, pictures: Pictures) -> npt.NDArray[np.float32]:
    """The drawing as the networks read it, float32 [28, 28]: in the shape of the training pictures. Nothing is the first test picture."""
    if not drawing:
        return cast("npt.NDArray[np.float32]", pictures.test.images[0])
    (picture,) = enlarge(np.array([as_training_digit(drawing)]), side=SIDE)
    return cast("npt.NDArray[np.float32]", picture)


def softmax(network: LeNet5, picture: npt.NDArray[np.float32]) -> Sequence[float]:
    """The score of each class for one picture; they sum to 1."""
    with torch.inference_mode():
        return tuple(torch.softmax(network(as_input(picture[None]))[0], dim=0).tolist())
