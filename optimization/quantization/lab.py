"""The quantization lab: the trained network as float32 .tflite and in fewer bits, each file counted, tested and timed."""

from __future__ import annotations

import time
from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import UTC, datetime

import numpy as np

from optimization.accuracy import with_accuracy
from optimization.data import Pictures
from optimization.labs.quantize import Params
from optimization.machine import cpu_flags, describe_machine
from optimization.measuring import compare, with_timing
from optimization.networks.classifier import StateDict
from optimization.networks.register import LENET
from optimization.networks.training import THREADS, trained, use_one_thread
from optimization.progress import Part, Report
from optimization.quantization import conversion, snippets
from optimization.quantization.headline import headline
from optimization.quantization.runtime import Images, LiteRTNetwork
from optimization.quantization.stored_weights import StoredWeights, stored_weights
from optimization.quantization.twin import float_tflite, keras_twin
from optimization.results import LabResult, Variant
from optimization.sizes import gzip_bytes

INT8_DOT_PRODUCTS = {"avx512_vnni", "avx_vnni", "amx_int8", "asimddp", "i8mm"}
"""CPU flags of instructions that multiply and add several int8 numbers at once."""

LIBRARIES = ("ai-edge-litert", "litert-quantizer", "tensorflow", "keras", "torch", "scikit-learn", "numpy")


@dataclass(frozen=True, kw_only=True)
class Conversion:
    """One way from the float32 file to another one."""

    name: str
    label: str
    code: str
    convert: Callable[[], bytes]
    note: str = ""


def run(params: Params, report: Report) -> LabResult:
    """Quantize the trained network in every way and measure it; raises RunCancelled where ``report`` does."""
    started = time.perf_counter()
    use_one_thread()
    pictures = LENET.pictures()
    report.step("Loading the trained network", 0.0)
    state = trained(LENET, seed=params.seed, report=Part(report, 0.0, 0.5))
    report.step("Exporting it to LiteRT", 0.5)
    files: dict[str, bytes] = {}
    variants: list[Variant] = []
    for way in conversions(state, float_tflite(state), calibration_images(pictures, params), params):
        report.step(f"Converting: {way.name}", 0.5 + 0.03 * len(files), variants)
        files[way.name] = way.convert()
        variants.append(counted(way, files[way.name]))
    report.step("Reading the test pictures", 0.72, variants)
    networks = {name: LiteRTNetwork(file) for name, file in files.items()}
    variants = tested(variants, networks, pictures, report=report)
    report.step("Measuring the latency", 0.78, variants)
    calls = {name: network.inference(pictures.test.images[0]) for name, network in networks.items()}
    comparison = compare(calls, control="control", seed=params.seed, check=report.check)
    variants = [with_timing(variant, comparison.timings[variant.name]) for variant in variants]
    report.step("Done", 1.0, variants)
    return LabResult(
        lab="quantize",
        parameters=params.model_dump(),
        seed=params.seed,
        machine=describe_machine(LIBRARIES, threads=THREADS),
        measured_at=datetime.now(UTC),
        took_s=time.perf_counter() - started,
        timing_rounds=comparison.rounds,
        headline=headline(variants),
        variants=tuple(variants),
    )


def calibration_images(pictures: Pictures, params: Params) -> Images:
    """The training pictures that static int8 sees, drawn by the seed: float32 [n, 28, 28]."""
    rows = np.random.default_rng(params.seed).permutation(len(pictures.train))[: params.calibration_images]
    return pictures.train.images[rows]


def conversions(state: StateDict, float_file: bytes, calibration: Images, params: Params) -> Iterator[Conversion]:
    """All ways, in the order they are shown; the float32 file is first."""
    yield Conversion(name="float32", label="float32", code=snippets.FLOAT32, convert=lambda: float_file)
    yield Conversion(name="control", label="Control: the float32 file again", code=snippets.CONTROL, convert=lambda: float_file)
    yield Conversion(name="float16", label="float16 weights", code=snippets.FLOAT16, convert=lambda: conversion.float16(float_file))
    yield Conversion(
        name="int8 dynamic",
        label="int8, dynamic range",
        code=snippets.DYNAMIC,
        convert=lambda: conversion.int8_dynamic(float_file),
        note=integer_arithmetic_note(cpu_flags()),
    )
    yield Conversion(
        name="int8 weight-only",
        label="int8 weights only",
        code=snippets.WEIGHT_ONLY,
        convert=lambda: conversion.int8_weight_only(float_file),
    )
    yield Conversion(
        name="int8 static",
        label="int8, calibrated",
        code=snippets.static_code(params.calibration_images),
        convert=lambda: conversion.int8_static(float_file, calibration),
        note=integer_arithmetic_note(cpu_flags()),
    )
    yield Conversion(
        name="classic int8 dynamic",
        label="int8, dynamic range, by TFLiteConverter",
        code=snippets.CLASSIC,
        convert=lambda: conversion.classic_int8_dynamic(keras_twin(state)),
        note=integer_arithmetic_note(cpu_flags()),
    )


def counted(way: Conversion, file: bytes) -> Variant:
    """A variant with its weights and bytes; accuracy and latency follow."""
    weights = stored_weights(file)
    layers = tuple(stored.count for stored in weights)
    return Variant(
        name=way.name,
        label=way.label,
        nonzero_weights=sum(layer.nonzero_weights for layer in layers),
        total_weights=sum(layer.total_weights for layer in layers),
        raw_bytes=len(file),
        gzip_bytes=gzip_bytes(file),
        layers=layers,
        code=way.code,
        note=" ".join(filter(None, (layers_left_in_float32(weights), way.note))),
    )


def integer_arithmetic_note(flags: Sequence[str]) -> str:
    """A sentence for networks that compute with int8 on a CPU that was not made for it; empty where it was, or is not known."""
    if not flags or INT8_DOT_PRODUCTS.intersection(flags):
        return ""
    return "This file computes with int8, and this CPU has no int8 dot-product instructions (such as VNNI), which make that fast."


def layers_left_in_float32(weights: Sequence[StoredWeights]) -> str:
    """A sentence for a file that stores some layers in fewer bits and others not; empty for all other files."""
    left = [stored.count.layer for stored in weights if stored.dtype == "float32"]
    if not left or len(left) == len(weights):
        return ""
    return f"In this file {' and '.join(left)} stayed float32: the converter leaves tensors of fewer than 1,024 numbers alone."


def tested(variants: list[Variant], networks: Mapping[str, LiteRTNetwork], pictures: Pictures, *, report: Report) -> list[Variant]:
    """The variants with their accuracy as the interpreter reads the test pictures, and a note on how pictures go in."""
    test = pictures.test
    before = networks[variants[0].name].predict(test.images)
    result: list[Variant] = []
    for variant in variants:
        report.check()
        network = networks[variant.name]
        scored = with_accuracy(variant, network.predict(test.images), before=before, labels=test.labels, pixels=test.pixels)
        result.append(scored.model_copy(update={"note": f"{scored.note} {input_note(network)}".strip()}))
    return result


def input_note(network: LiteRTNetwork) -> str:
    """A sentence for a file with int8 in- and outputs; empty for float ones."""
    quantization = network.input_quantization
    if quantization is None:
        return ""
    return (
        f"In- and output of this file are int8: a pixel x goes in as round(x / {quantization.scale:.6f}) {quantization.zero_point:+d}, "
        "computed before the timer starts."
    )
