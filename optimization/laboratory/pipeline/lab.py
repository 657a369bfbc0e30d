"""The pipeline lab: from one trained network the smallest file and the fastest network, beside a small dense one, all run in LiteRT."""

from __future__ import annotations

import time
from collections.abc import Sequence
from dataclasses import dataclass, field
from datetime import UTC, datetime

import numpy as np
import numpy.typing as npt

from optimization.laboratory.networks.classifier import predict
from optimization.laboratory.networks.network import Network
from optimization.laboratory.networks.register import NETWORKS
from optimization.laboratory.networks.training import THREADS, trained, use_one_thread
from optimization.laboratory.pictures.data import Pictures
from optimization.laboratory.pipeline.headline import headline
from optimization.laboratory.pipeline.rows import Row, coded_row, fast_row, float_rows, small_dense_row
from optimization.labs.budget import AS_LONG, Params
from optimization.measuring.accuracy import with_accuracy
from optimization.measuring.timing import compare, with_timing
from optimization.measuring.turn import turn_to_measure
from optimization.results.machine import describe_machine
from optimization.results.progress import Part, Report
from optimization.results.records import LabResult, Variant
from optimization.results.shares import percent

LIBRARIES = ("ai-edge-litert", "litert-quantizer", "tensorflow", "keras", "torch", "torch-pruning", "scikit-learn", "numpy")

Labels = npt.NDArray[np.int64]


def run(params: Params, report: Report) -> LabResult:
    """Build both ways and what they are compared with, and measure all of it; raises RunCancelled where ``report`` does."""
    started = time.perf_counter()
    use_one_thread()
    network = NETWORKS[params.network]
    report.step("Loading the pictures", 0.0)
    pictures = network.pictures()
    table = Table(pictures)
    build(table, params, network=network, report=Part(report, 0.0, 0.6))
    as_long = equally_long(params, network=network, pictures=pictures, report=WithRows(Part(report, 0.6, 0.88), table.variants))
    reference = table.compare(as_long, epochs=all_epochs(params, network))
    calls = {row.variant.name: row.running.inference(pictures.test.images[0]) for row in table.rows}
    with turn_to_measure(report, done=0.88, variants=table.variants):
        comparison = compare(calls, control="control", seed=params.seed, check=report.check)
    variants = [with_timing(variant, comparison.timings[variant.name]) for variant in table.variants]
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


@dataclass
class Table:
    """The rows of a run as they are built: each is tested at once, so that a run which is ended early has figures to judge."""

    pictures: Pictures
    rows: list[Row] = field(default_factory=list)
    variants: list[Variant] = field(default_factory=list)
    _seen: list[Labels] = field(default_factory=list)

    def add(self, row: Row) -> None:
        """A row with its accuracy as LiteRT reads the test pictures."""
        test = self.pictures.test
        seen = row.running.predict(test.images)
        self.rows.append(row)
        self._seen.append(seen)
        self.variants.append(with_accuracy(row.variant, seen, before=self._seen[0], labels=test.labels, pixels=test.pixels))

    def compare(self, as_long: Labels, *, epochs: int) -> float:
        """Say of the coded row how it stands against the float network that was trained as long, and return the accuracy that losses
        are counted against: the better of that network's and the first row's."""
        labels = self.pictures.test.labels
        at = next(place for place, variant in enumerate(self.variants) if variant.name == "coded")
        said = equally_long_note(self._seen[at], as_long, labels=labels, epochs=epochs)
        self.variants[at] = self.variants[at].model_copy(update={"note": f"{said} {self.variants[at].note}"})
        return max(float((seen == labels).mean()) for seen in (self._seen[0], as_long))


def build(table: Table, params: Params, *, network: Network, report: Report) -> None:
    """Fill the table with all rows, in the order in which they are shown."""
    pictures = table.pictures
    state = trained(network, seed=params.seed, report=Part(report, 0.0, 0.2))
    report.step("Exporting it to LiteRT", 0.2)
    for row in float_rows(state, network=network):
        table.add(row)

    def part(start: float, end: float) -> Report:
        return WithRows(Part(report, start, end), table.variants)

    table.add(coded_row(state, params, network=network, pictures=pictures, report=part(0.25, 0.75)))
    table.add(fast_row(state, params, network=network, pictures=pictures, report=part(0.75, 0.87)))
    left, epochs = table.variants[2].nonzero_weights, all_epochs(params, network)
    table.add(small_dense_row(params, weights=left, epochs=epochs, network=network, report=part(0.87, 1.0)))


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
    state = trained(network, seed=params.seed, report=report, epochs=all_epochs(params, network), title=AS_LONG)
    return predict(network.from_state(state), pictures.test.images)


def equally_long_note(coded: Labels, as_long: Labels, *, labels: Labels, epochs: int) -> str:
    """The coded network against the float one that was trained as long, picture by picture."""
    right, was_right = coded == labels, as_long == labels
    lost, won = int((was_right & ~right).sum()), int((~was_right & right).sum())
    return (
        f"A float network trained for the same {epochs} epochs reads {percent(was_right.mean())} correctly, "
        f"this one {percent(right.mean())}: "
        f"against that network {lost} {_pictures(lost)} went from right to wrong, {won} from wrong to right."
    )


def _pictures(count: int) -> str:
    return "picture" if count == 1 else "pictures"
