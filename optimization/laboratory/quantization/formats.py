"""The rows of the quantization lab: each way from the trained network to a .tflite file, or to run one."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from functools import cache
from typing import Any, Literal

import numpy as np
from torch.nn.utils import prune

from optimization.laboratory.networks.classifier import StateDict, weight_layers
from optimization.laboratory.networks.network import Network
from optimization.laboratory.pictures.data import LARGEST_PIXEL, Pictures
from optimization.laboratory.quantization import conversion
from optimization.laboratory.quantization.runtime import Images
from optimization.laboratory.quantization.twin import float_tflite, keras_twin
from optimization.labs.quantize import Params
from optimization.results.shares import percent


@dataclass(frozen=True, kw_only=True)
class Format:
    """One row: its file, and the number of threads that run it."""

    name: str
    label: str
    file: Callable[[], bytes]
    """Makes the file, or gives the one that another row has made."""
    threads: int = 1
    calibrated: bool = False
    arithmetic: Literal["float32", "int8", "int16"] = "float32"
    """In which numbers most of the file is computed."""


def formats(network: Network, state: StateDict, pictures: Pictures, params: Params) -> Sequence[Format]:
    """The rows that ``params`` ask for in the order of ``Params.variants``; no file is made before it is asked for."""
    float32 = cache(lambda: float_tflite(state, network=network))
    calibration = calibration_images(pictures, params)
    static = cache(lambda: conversion.int8_static(float32(), calibration))
    twin = cache(lambda: keras_twin(state, network=network))
    rows = [
        Format(name="float32", label="float32", file=float32),
        Format(name="control", label="Control: the float32 file again", file=float32),
        Format(name="float16", label="float16 weights", file=lambda: conversion.float16(float32())),
        Format(name="int8 dynamic", label="int8, dynamic range", file=lambda: conversion.int8_dynamic(float32()), arithmetic="int8"),
        Format(name="int8 weight-only", label="int8 weights only", file=lambda: conversion.int8_weight_only(float32())),
        Format(name="int8 static", label=_calibrated("int8, calibrated", params), file=static, calibrated=True, arithmetic="int8"),
        Format(
            name="classic int8 dynamic",
            label="int8, dynamic range, by TFLiteConverter",
            file=lambda: conversion.classic_int8_dynamic(twin()),
            arithmetic="int8",
        ),
    ]
    if params.more_formats:
        rows += _more_formats(network, state, params, float32=float32, twin=twin, calibration=calibration)
    if params.threads == 2:
        rows += [
            Format(name="float32, 2 threads", label="float32 on two threads", file=float32, threads=2),
            Format(
                name="int8 static, 2 threads",
                label=_calibrated("int8, calibrated, on two threads", params),
                file=static,
                threads=2,
                calibrated=True,
                arithmetic="int8",
            ),
        ]
    return rows


def calibration_images(pictures: Pictures, params: Params) -> Images:
    """The training pictures that calibrated formats see, drawn by the seed: float32 [n, h, w] or [n, h, w, 3].

    From 0 to 1 as the network learned them, or from 0 to 255 where the parameters ask for that mistake.
    """
    rows = np.random.default_rng(params.seed).permutation(len(pictures.train))[: params.calibration_images]
    images = pictures.train.images[rows]
    return images * np.float32(LARGEST_PIXEL) if params.preprocessing == "wrong" else images


def with_zeros(network: Network, state: StateDict, *, sparsity: float) -> StateDict:
    """The network with the share ``sparsity`` of each layer's weights set to zero, the smallest by |w|."""
    model = network.from_state(state)
    for layer in weight_layers(model).values():
        prune.l1_unstructured(layer, name="weight", amount=sparsity)  # type: ignore[no-untyped-call]
        prune.remove(layer, "weight")  # type: ignore[no-untyped-call]
    return model.state_dict()


def _more_formats(
    network: Network,
    state: StateDict,
    params: Params,
    *,
    float32: Callable[[], bytes],
    twin: Callable[[], Any],
    calibration: Images,
) -> Sequence[Format]:
    return [
        Format(
            name="int8 static per tensor",
            label=_calibrated("int8, calibrated, one scale a layer", params),
            file=lambda: conversion.int8_static_per_tensor(float32(), calibration),
            calibrated=True,
            arithmetic="int8",
        ),
        Format(name="int4 weight-only", label="int4 weights only", file=lambda: conversion.int4_weight_only(float32())),
        Format(
            name="int16x8",
            label=_calibrated("int16 activations, int8 weights", params),
            file=lambda: conversion.int16x8(twin(), calibration),
            calibrated=True,
            arithmetic="int16",
        ),
        Format(
            name="sparse float32",
            label=f"float32, {percent(params.sparsity, places=0)} zeros, stored sparsely",
            file=lambda: conversion.sparse_float32(keras_twin(with_zeros(network, state, sparsity=params.sparsity), network=network)),
        ),
    ]


def _calibrated(label: str, params: Params) -> str:
    return label if params.preprocessing == "right" else f"{label} (wrong pictures)"
