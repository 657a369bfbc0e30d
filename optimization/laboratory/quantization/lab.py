"""The quantization lab: the trained network as float32 .tflite and in fewer bits, each file counted, tested and timed."""

from __future__ import annotations

from collections.abc import Mapping

from optimization.laboratory.findings import Findings
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
from optimization.measuring.sizes import counted_row
from optimization.results import untimed
from optimization.results.machine import cpu_flags
from optimization.results.progress import Part, Report
from optimization.results.records import LabResult, Variant


def run(params: Params, report: Report) -> LabResult:
    """Quantize the trained network in every way and measure it; raises RunCancelled where ``report`` does."""
    use_one_thread()
    network = (AVERAGING if params.pooling == "average" else NETWORKS)[params.network]
    findings = Findings("quantize", params, report, threads=params.threads)
    pictures = findings.opened(network.pictures)
    networks = converted(network, pictures, params, findings=findings, report=report)
    test(networks, pictures, findings=findings)
    if params.timed:
        calls = {name: litert.inference(pictures.test.images[0]) for name, litert in networks.items()}
        findings.time(calls, share=0.85, parallel=[name for name, litert in networks.items() if litert.threads > 1])
    findings.step("Done", 1.0)
    first, static = findings.variants[0], findings.row("int8 static")
    return findings.result(headline(params, findings.variants) if params.timed else untimed.headline(first, static))


def converted(network: Network, pictures: Pictures, params: Params, *, findings: Findings, report: Report) -> Mapping[str, LiteRTNetwork]:
    """Every row with its weights, bytes and operators is added; its file, loaded in an interpreter of its own, is returned."""
    state = trained(network, seed=params.seed, report=Part(report, 0.0, 0.4))
    networks: dict[str, LiteRTNetwork] = {}
    rows = formats(network, state, pictures, params)
    for place, row in enumerate(rows):
        findings.step(f"Converting: {row.label}", 0.4 + 0.3 * place / len(rows))
        file = row.file()
        networks[row.name] = LiteRTNetwork(file, threads=row.threads)
        findings.add(counted(row, file, networks[row.name], network=network, params=params))
    findings.step("Reading the test pictures", 0.7)
    return networks


def counted(row: Format, file: bytes, runtime: LiteRTNetwork, *, network: Network, params: Params) -> Variant:
    """A variant with its weights, bytes and operators; accuracy and latency follow."""
    weights = stored_weights(file, layers=network.layers)
    pieces = runtime.partitions
    return counted_row(
        row.name,
        file,
        [layer.count for layer in weights],
        label=row.label,
        sparse_bytes=len(file) if any(layer.sparse for layer in weights) else None,
        ideal_bytes=ideal_bytes(weights),
        operators=operator_counts(file),
        partitions=None if pieces is None else pieces.count,
        code=code_of(row.name, network=network, params=params),
        note=note(row, weights, runtime, params),
    )


def note(row: Format, weights: tuple[StoredWeights, ...], runtime: LiteRTNetwork, params: Params) -> str:
    """All there is to say about the file of a row; empty for most float files."""
    reason = notes.NO_INT4_FOR_DEPTHWISE if row.name == "int4 weight-only" else notes.CONVERTER_LEAVES_SMALL_TENSORS
    sentences = (
        notes.calibration_note(runtime, params) if row.calibrated else "",
        notes.sparse_note(weights) if row.name == "sparse float32" else "",
        notes.layers_left_in_float32(weights, reason=reason),
        notes.partition_note(runtime.partitions),
        notes.REFERENCE_KERNELS if row.arithmetic == "int16" else "",
        notes.integer_arithmetic_note(cpu_flags()) if row.arithmetic == "int8" else "",
        notes.TWO_THREADS if row.threads == 2 else "",
        notes.input_note(runtime.input_quantization),
    )
    return " ".join(filter(None, sentences))


def test(networks: Mapping[str, LiteRTNetwork], pictures: Pictures, *, findings: Findings) -> None:
    """Read the test pictures with every interpreter; each accuracy is shown as soon as it is known."""
    rows = tuple(findings.variants)
    for place, row in enumerate(rows):
        findings.step(f"Reading the test pictures: {row.label}", 0.7 + 0.15 * place / len(rows))
        findings.read(row.name, networks[row.name].predict(pictures.test.images))
