"""What a row says about its file besides the figures; every sentence follows from what the file holds or the interpreter did."""

from __future__ import annotations

from collections.abc import Sequence

from optimization.laboratory.quantization.operators import Partitions
from optimization.laboratory.quantization.runtime import LiteRTNetwork, Quantization
from optimization.laboratory.quantization.stored_weights import StoredWeights
from optimization.labs.quantize import Params
from optimization.results.shares import percent

INT8_DOT_PRODUCTS = {"avx512_vnni", "avx_vnni", "amx_int8", "asimddp", "i8mm"}
"""CPU flags of instructions that multiply and add several int8 numbers at once."""

CONVERTER_LEAVES_SMALL_TENSORS = "the converter leaves tensors of fewer than 1,024 numbers alone"
NO_INT4_FOR_DEPTHWISE = "litert-quantizer has no int4 for depthwise convolutions"
XNNPACK = "XNNPACK, LiteRT's library of fast kernels,"
REFERENCE_KERNELS = "For 16-bit activations these are plain reference code, written to be correct, not fast."
TWO_THREADS = "The two threads wait for each other after every layer: where another program uses the second core, this row gets slower."
ENCODED_FROM = 0.3
"""TensorFlow's converter stores a tensor sparsely from this share of zeros on (kMinSparsityLevel in its dense_to_sparse pass)."""


def integer_arithmetic_note(flags: Sequence[str]) -> str:
    """A sentence for networks that compute with int8 on a CPU that was not made for it; empty where it was, or is not known."""
    if not flags or INT8_DOT_PRODUCTS.intersection(flags):
        return ""
    return "This file computes with int8, and this CPU has no int8 dot-product instructions (such as VNNI), which make that fast."


def layers_left_in_float32(weights: Sequence[StoredWeights], *, reason: str) -> str:
    """A sentence for a file that stores some layers in fewer bits and others not; empty for all other files."""
    layers = [layer.count.layer for layer in weights if layer.dtype == "float32"]
    if not layers or len(layers) == len(weights):
        return ""
    return f"In this file {listed(layers)} stayed float32: {reason}."


def partition_note(partitions: Partitions | None) -> str:
    """A sentence for a file that XNNPACK does not run as one piece; empty where it does, or where that is not known."""
    if partitions is None or not partitions.outside:
        return ""
    if partitions.count == 0:
        return f"{XNNPACK} takes none of this file: all of it runs in LiteRT's own kernels."
    left_operators = listed([f"{operator.count} {operator.name}" for operator in partitions.outside])
    pieces = "one piece" if partitions.count == 1 else f"{partitions.count} pieces"
    return f"{XNNPACK} runs {pieces} of this file; outside of it, in LiteRT's own kernels: {left_operators}."


def input_note(quantization: Quantization | None) -> str:
    """A sentence for a file with int8 in- and outputs; empty for float ones."""
    if quantization is None:
        return ""
    return (
        f"Input and output of this file are int8: a pixel x goes in as round(x / {quantization.scale:.6f}) {quantization.zero_point:+d}, "
        "computed before the timer starts."
    )


def calibration_note(network: LiteRTNetwork, params: Params) -> str:
    """A sentence for a file that was calibrated with the wrong pictures; empty where they were the right ones."""
    if params.preprocessing == "right":
        return ""
    sentence = "Calibrated with pixels from 0 to 255 by mistake: the network reads pixels from 0 to 1"
    quantization = network.input_quantization
    if quantization is None:
        return f"{sentence}."
    values = round(1 / quantization.scale) + 1
    return f"{sentence}, and of those int8 keeps {values} values apart instead of 256."


def sparse_note(weights: Sequence[StoredWeights]) -> str:
    """How the pruned network was made, and what of it the file stores sparsely."""
    sentence = "Pruned in one shot by |w|, each layer alone, and not trained again (Prune it does that)."
    encoded = sum(layer.sparse for layer in weights)
    if not encoded:
        least = percent(ENCODED_FROM, places=0)
        return f"{sentence} The converter stores a layer sparsely from {least} zeros on, so here it stored none that way."
    storage = f"{sentence} {encoded} of {len(weights)} layers are stored as their non-zero weights with their places."
    in_blocks = [stored_layer.count.layer for stored_layer in weights if stored_layer.block > 1]
    if not in_blocks:
        return storage
    (size,) = {stored_layer.block for stored_layer in weights if stored_layer.block > 1}
    return f"{storage} Of {listed(in_blocks)} it stores blocks of {size} weights, and LiteRT has a kernel that skips what is not stored."


def listed(words: Sequence[str]) -> str:
    """ "a", "a and b", "a, b and c"."""
    return " and ".join(filter(None, (", ".join(words[:-1]), words[-1])))
