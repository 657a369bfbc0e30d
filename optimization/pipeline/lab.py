"""The pipeline lab: from one trained network the smallest file and the fastest network, beside a small dense one, all run in LiteRT."""

from __future__ import annotations

import time
from collections.abc import Sequence
from datetime import UTC, datetime

import numpy as np
import numpy.typing as npt

from optimization.accuracy import with_accuracy
from optimization.data import Pictures
from optimization.labs.budget import Params
from optimization.machine import describe_machine
from optimization.measuring import compare, with_timing
from optimization.networks.classifier import predict
from optimization.networks.network import Network
from optimization.networks.register import NETWORKS
from optimization.networks.training import THREADS, trained, use_one_thread
from optimization.pipeline.headline import headline
from optimization.pipeline.rows import Row, coded_row, fast_row, float_rows, small_dense_row
from optimization.progress import Part, Report
from optimization.results import LabResult, Variant

LIBRARIES = ("ai-edge-litert", "litert-quantizer", "tensorflow", "keras", "torch", "torch-pruning", "scikit-learn", "numpy")

Labels = npt.NDArray[np.int64]


def run(params: Params, report: Report) -> LabResult:
    """Build both ways and what they are compared with, and measure all of it; raises RunCancelled where ``report`` does."""
    started = time.perf_counter()
    use_one_thread()
    network = NETWORKS[params.network]
    report.step("Loading the pictures", 0.0)
    pictures = network.pictures()
    rows = built(params, network=network, pictures=pictures, report=Part(report, 0.0, 0.6))
    variants = [row.variant for row in rows]
    as_long = equally_long(params, network=network, pictures=pictures, report=WithRows(Part(report, 0.6, 0.85), variants))
    report.step("Reading the test pictures", 0.85, variants)
    variants, reference = tested(rows, pictures, as_long=as_long, epochs=all_epochs(params, network), report=report)
    report.step("Measuring the latency", 0.9, variants)
    calls = {row.variant.name: row.running.inference(pictures.test.images[0]) for row in rows}
    comparison = compare(calls, control="control", seed=params.seed, check=report.check)
    variants = [with_timing(variant, comparison.timings[variant.name]) for variant in variants]
    report.step("Done", 1.0, variants)
    row_of = {variant.name: variant for variant in variants}
    return LabResult(
        lab="budget",
        parameters=params.model_dump(),
        seed=params.seed,
        machine=describe_machine(LIBRARIES, threads=THREADS),
        measured_at=datetime.now(UTC),
        took_s=time.perf_counter() - started,
        timing_rounds=comparison.conditions.rounds,
        timing=comparison.conditions,
        headline=headline(row_of["float"], row_of["coded"], row_of["fast"], reference=reference),
        variants=tuple(variants),
        classes=pictures.classes,
    )


def built(params: Params, *, network: Network, pictures: Pictures, report: Report) -> list[Row]:
    """All rows, counted, in the order in which they are shown."""
    state = trained(network, seed=params.seed, report=Part(report, 0.0, 0.2))
    report.step("Exporting it to LiteRT", 0.2)
    rows = float_rows(state, network=network)

    def part(start: float, end: float) -> Report:
        return WithRows(Part(report, start, end), [row.variant for row in rows])

    rows.append(coded_row(state, params, network=network, pictures=pictures, report=part(0.25, 0.75)))
    rows.append(fast_row(state, params, network=network, pictures=pictures, report=part(0.75, 0.87)))
    left, epochs = rows[2].variant.nonzero_weights, all_epochs(params, network)
    rows.append(small_dense_row(params, weights=left, epochs=epochs, network=network, report=part(0.87, 1.0)))
    return rows


class WithRows:
    """Hands a report on, with the rows known so far beside every step."""

    def __init__(self, report: Report, variants: Sequence[Variant]) -> None:
        self._report, self._variants = report, tuple(variants)

    def step(self, name: str, done: float, variants: Sequence[Variant] = ()) -> None:
        self._report.step(name, done, variants or self._variants)

    def check(self) -> None:
        self._report.check()


def all_epochs(params: Params, network: Network) -> int:
    """For how many epochs the coded network was trained: from nothing to the trained network, and on from there."""
    return network.recipe.epochs + params.coded_epochs


def equally_long(params: Params, *, network: Network, pictures: Pictures, report: Report) -> Labels:
    """How a float network that was trained from nothing for as many epochs as the coded one reads the test pictures: int64 [n]."""
    state = trained(network, seed=params.seed, report=report, epochs=all_epochs(params, network))
    return predict(network.from_state(state), pictures.test.images)


def tested(rows: Sequence[Row], pictures: Pictures, *, as_long: Labels, epochs: int, report: Report) -> tuple[list[Variant], float]:
    """The variants with their accuracy as LiteRT reads the test pictures, and the accuracy that losses are counted against.

    That is the better of the float network and the one that was trained as long as the coded one.
    """
    test = pictures.test
    before = rows[0].running.predict(test.images)
    variants: list[Variant] = []
    for row in rows:
        report.check()
        seen = row.running.predict(test.images)
        variant = with_accuracy(row.variant, seen, before=before, labels=test.labels, pixels=test.pixels)
        if variant.name == "coded":
            said = equally_long_note(seen, as_long, labels=test.labels, epochs=epochs)
            variant = variant.model_copy(update={"note": f"{said} {variant.note}"})
        variants.append(variant)
    return variants, max(float((seen == test.labels).mean()) for seen in (before, as_long))


def equally_long_note(coded: Labels, as_long: Labels, *, labels: Labels, epochs: int) -> str:
    """The coded network against the float one that was trained as long, picture by picture."""
    right, was_right = coded == labels, as_long == labels
    lost, won = int((was_right & ~right).sum()), int((~was_right & right).sum())
    return (
        f"A float network trained for the same {epochs} epochs reads {was_right.mean():.1%} correctly, this one {right.mean():.1%}: "
        f"against that network {lost} {_pictures(lost)} went from right to wrong, {won} from wrong to right."
    )


def _pictures(count: int) -> str:
    return "picture" if count == 1 else "pictures"
