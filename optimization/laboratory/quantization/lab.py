"""The quantization lab: the trained network as float32 .tflite and in fewer bits, each file counted, tested and timed."""

from __future__ import annotations

import time
from collections.abc import Mapping, Sequence
from datetime import UTC, datetime

from optimization.laboratory.networks.network import Network
from optimization.laboratory.networks.register import AVERAGING, NETWORKS
from optimization.laboratory.networks.training import trained, use_one_thread
from optimization.laboratory.pictures.data import Pictures
from optimization.laboratory.quantization import notes
from optimization.laboratory.quantization.formats import Format, formats
from optimization.laboratory.quantization.headline import headline
from optimization.laboratory.quantization.operators import operator_counts
from optimization.laboratory.quantization.runtime import LiteRTNetwork
from optimization.laboratory.quantization.snippets import code_of
from optimization.laboratory.quantization.stored_weights import StoredWeights, ideal_bytes, stored_weights
from optimization.labs.quantize import Params
from optimization.measuring.accuracy import with_accuracy
from optimization.measuring.sizes import gzip_bytes
from optimization.measuring.timing import compare, with_timing
from optimization.measuring.turn import turn_to_measure
from optimization.results import untimed
from optimization.results.machine import cpu_flags, describe_machine
from optimization.results.progress import Part, Report
from optimization.results.records import Conditions, LabResult, Variant

LIBRARIES = ("ai-edge-litert", "litert-quantizer", "tensorflow", "keras", "torch", "scikit-learn", "numpy")


def run(params: Params, report: Report) -> LabResult:
    """Quantize the trained network in every way and measure it; raises RunCancelled where ``report`` does."""
    started = time.perf_counter()
    use_one_thread()
    network = (AVERAGING if params.pooling == "average" else NETWORKS)[params.network]
    report.step("Loading the pictures", 0.0)
    pictures = network.pictures()
    variants, running = converted(network, pictures, params, report=report)
    variants = tested(variants, running, pictures, report=Part(report, 0.7, 0.85))
    timing = None
    if params.timed:
        variants, timing = timed(variants, running, pictures, params, report=report)
    report.step("Done", 1.0, variants)
    return LabResult(
        lab="quantize",
        parameters=params.model_dump(),
        seed=params.seed,
        machine=describe_machine(LIBRARIES, threads=params.threads),
        measured_at=datetime.now(UTC),
        took_s=time.perf_counter() - started,
        timing_rounds=timing.rounds if timing is not None else 0,
        timing=timing,
        headline=headline(params, variants) if params.timed else untimed.headline(variants[0], row(variants, "int8 static")),
        variants=tuple(variants),
        classes=pictures.classes,
    )


def timed(
    variants: list[Variant], running: Mapping[str, LiteRTNetwork], pictures: Pictures, params: Params, *, report: Report
) -> tuple[list[Variant], Conditions]:
    """The variants with the latency of one picture, and how it was measured."""
    calls = {name: one.inference(pictures.test.images[0]) for name, one in running.items()}
    parallel = [name for name, one in running.items() if one.threads > 1]
    with turn_to_measure(report, done=0.85, variants=variants):
        comparison = compare(calls, control="control", seed=params.seed, parallel=parallel, check=report.check)
    return [with_timing(variant, comparison.timings[variant.name]) for variant in variants], comparison.conditions


def row(variants: Sequence[Variant], name: str) -> Variant:
    """The variant of that name."""
    return next(one for one in variants if one.name == name)


def converted(network: Network, pictures: Pictures, params: Params, *, report: Report) -> tuple[list[Variant], Mapping[str, LiteRTNetwork]]:
    """Every row with its weights, bytes and operators, and its file loaded in an interpreter of its own."""
    state = trained(network, seed=params.seed, report=Part(report, 0.0, 0.4))
    variants: list[Variant] = []
    running: dict[str, LiteRTNetwork] = {}
    rows = formats(network, state, pictures, params)
    for place, row in enumerate(rows):
        report.step(f"Converting: {row.label}", 0.4 + 0.3 * place / len(rows), variants)
        file = row.file()
        running[row.name] = LiteRTNetwork(file, threads=row.threads)
        variants.append(counted(row, file, running[row.name], network=network, params=params))
    report.step("Reading the test pictures", 0.7, variants)
    return variants, running


def counted(row: Format, file: bytes, running: LiteRTNetwork, *, network: Network, params: Params) -> Variant:
    """A variant with its weights, bytes and operators; accuracy and latency follow."""
    weights = stored_weights(file, layers=network.layers)
    layers = tuple(stored.count for stored in weights)
    pieces = running.partitions
    return Variant(
        name=row.name,
        label=row.label,
        nonzero_weights=sum(layer.nonzero_weights for layer in layers),
        total_weights=sum(layer.total_weights for layer in layers),
        raw_bytes=len(file),
        gzip_bytes=gzip_bytes(file),
        sparse_bytes=len(file) if any(stored.sparse for stored in weights) else None,
        ideal_bytes=ideal_bytes(weights),
        layers=layers,
        operators=operator_counts(file),
        partitions=None if pieces is None else pieces.count,
        code=code_of(row.name, network=network, params=params),
        note=note(row, weights, running, params),
    )


def note(row: Format, weights: tuple[StoredWeights, ...], running: LiteRTNetwork, params: Params) -> str:
    """All there is to say about the file of a row; empty for most float files."""
    reason = notes.NO_INT4_FOR_DEPTHWISE if row.name == "int4 weight-only" else notes.CONVERTER_LEAVES_SMALL_TENSORS
    sentences = (
        notes.calibration_note(running, params) if row.calibrated else "",
        notes.sparse_note(weights) if row.name == "sparse float32" else "",
        notes.layers_left_in_float32(weights, reason=reason),
        notes.partition_note(running.partitions),
        notes.REFERENCE_KERNELS if row.arithmetic == "int16" else "",
        notes.integer_arithmetic_note(cpu_flags()) if row.arithmetic == "int8" else "",
        notes.TWO_THREADS if row.threads == 2 else "",
        notes.input_note(running.input_quantization),
    )
    return " ".join(filter(None, sentences))


def tested(variants: list[Variant], running: Mapping[str, LiteRTNetwork], pictures: Pictures, *, report: Report) -> list[Variant]:
    """The variants with their accuracy as the interpreter reads the test pictures, each shown as soon as it is known."""
    test = pictures.test
    before = running[variants[0].name].predict(test.images)
    result = list(variants)
    for place, variant in enumerate(variants):
        report.step(f"Reading the test pictures: {variant.label}", place / len(variants), result)
        seen = before if place == 0 else running[variant.name].predict(test.images)
        result[place] = with_accuracy(variant, seen, before=before, labels=test.labels, pixels=test.pixels)
    return result
