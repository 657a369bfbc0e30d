"""The rows of the pipeline lab: each network is built, its file counted, and made ready to run in LiteRT."""

from __future__ import annotations

import tempfile
import time
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path

from optimization.laboratory.networks.classifier import StateDict, count_weights
from optimization.laboratory.networks.network import Network
from optimization.laboratory.networks.small import count_parameters, small_dense
from optimization.laboratory.pictures.data import Pictures
from optimization.laboratory.pipeline import coded, coding, narrow, snippets
from optimization.laboratory.quantization import notes
from optimization.laboratory.quantization.operators import operator_counts
from optimization.laboratory.quantization.runtime import LiteRTNetwork
from optimization.laboratory.quantization.stored_weights import stored_weights
from optimization.laboratory.quantization.twin import float_tflite
from optimization.labs.budget import FORMAT_LABELS, Params
from optimization.measuring.sizes import counted_row
from optimization.results.machine import cpu_flags
from optimization.results.progress import Report
from optimization.results.records import LayerCount, Variant
from optimization.results.shares import percent


@dataclass(frozen=True, kw_only=True)
class Row:
    """One variant as far as it is counted, and the network that runs for it in LiteRT."""

    variant: Variant
    running: LiteRTNetwork


def float_rows(state: StateDict, *, network: Network) -> list[Row]:
    """The trained network as the file that all others are measured against, and the same file again as the control."""
    file = float_tflite(state, network=network)
    label = "The trained network as a float32 .tflite file, which the others are measured against"
    return [
        _row("float", file, network=network, label=label, code=snippets.float_code(network)),
        _row("control", file, network=network, label="Control: the float file again", code=snippets.CONTROL),
    ]


def coded_row(state: StateDict, params: Params, *, network: Network, pictures: Pictures, report: Report) -> Row:
    """The coded file, written and read back; what runs and is tested is the network that was decoded from it."""
    file = written_and_read(coded.compressed(state, params, network=network, pictures=pictures, report=report))
    began_s = time.perf_counter()
    contents = coding.read(file, coded.layout_of(network))
    took_s = time.perf_counter() - began_s
    decoded_state = coded.state_of(contents.tensors)
    return _row(
        "coded",
        float_tflite(decoded_state, network=network),
        network=network,
        stored_file=file,
        layers=count_weights(decoded_state),
        label=f"Pruned, {params.shared_values} shared values a layer, arithmetically coded",
        code=snippets.coded_code(params, network),
        note=coded_note(contents.section_bytes, decoding_s=took_s),
    )


def fast_row(state: StateDict, params: Params, *, network: Network, pictures: Pictures, report: Report) -> Row:
    """The narrow network in the format that was asked for."""
    slim = narrow.narrowed(state, params, network=network, pictures=pictures, report=report)
    file = narrow.in_format(float_tflite(slim, network=network), params, pictures=pictures)
    int8 = params.format in ("int8", "int8_dynamic")
    return _row(
        "fast",
        file,
        network=network,
        label=f"{percent(params.removed, places=0)} of the channels and units removed, {FORMAT_LABELS[params.format]}",
        code=snippets.fast_code(params, network),
        note=notes.integer_arithmetic_note(cpu_flags()) if int8 else "",
    )


def small_dense_row(params: Params, *, weights: int, epochs: int, network: Network, report: Report) -> Row:
    """A dense network with about as many parameters as the coded one has ``weights`` left, trained from nothing."""
    state = small_dense(network, parameters=weights, epochs=epochs, seed=params.seed, report=report)
    widths = network.widths_of(state)
    return _row(
        "small dense",
        float_tflite(state, network=network),
        network=network,
        label=f"A small dense network of {count_parameters(network, widths):,} parameters, float32",
        code=snippets.small_dense_code(network, widths, recipe=network.training(seed=params.seed, epochs=epochs)),
        note=f"About as many parameters as the coded network has weights left ({weights:,}), trained from scratch for {epochs} epochs.",
    )


def written_and_read(content: bytes) -> bytes:
    """The content of a file on disk that was written with ``content``."""
    with tempfile.TemporaryDirectory() as folder:
        path = Path(folder) / "coded.bin"
        path.write_bytes(content)
        return path.read_bytes()


def coded_note(part: Mapping[str, int], *, decoding_s: float) -> str:
    """What the bytes of the coded file are for (``part`` names how many), and what it takes to run it."""
    return (
        f"Of its {sum(part.values()):,} bytes {part['positions']:,} say which weights are not zero, {part['choices']:,} which shared value "
        f"each has, {part['other numbers']:,} are biases and the like, {part['codebooks'] + part['header']:,} codebooks and header. "
        f"It is decoded into a dense float32 network before it runs ({decoding_s:.1f} s here): it saves storage and transfer, not time "
        "and not memory."
    )


def _row(
    name: str,
    file: bytes,
    *,
    network: Network,
    label: str,
    code: str,
    note: str = "",
    stored_file: bytes | None = None,
    layers: Sequence[LayerCount] | None = None,
) -> Row:
    """``file`` is what runs; ``stored_file``, where that is another file, is what counts, with the weights of ``layers``."""
    network_of_file = LiteRTNetwork(file)
    content = file if stored_file is None else stored_file
    counts = tuple(layers or (weights.count for weights in stored_weights(file, layers=network.layers)))
    pieces = network_of_file.partitions
    sentences = (note, notes.partition_note(pieces), notes.input_note(network_of_file.input_quantization))
    variant = counted_row(
        name,
        content,
        counts,
        label=label,
        operators=operator_counts(file),
        partitions=None if pieces is None else pieces.count,
        code=code,
        note=" ".join(filter(None, sentences)),
    )
    return Row(variant=variant, running=network_of_file)
