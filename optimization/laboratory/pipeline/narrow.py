"""The way to the fastest network: channels and units really removed, trained on, and stored as numbers that this CPU computes fast with."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import replace

import numpy as np

from optimization.laboratory.networks.classifier import StateDict
from optimization.laboratory.networks.network import Network
from optimization.laboratory.networks.training import train
from optimization.laboratory.pictures.data import Pictures
from optimization.laboratory.pipeline.sparsity import LEARNING_RATE
from optimization.laboratory.pruning.structured import remove_units
from optimization.laboratory.quantization import conversion
from optimization.labs.budget import Params
from optimization.results.progress import Report

CALIBRATION_IMAGES = 200

FORMATS: Mapping[str, Callable[[bytes, conversion.Images], bytes]] = {
    "float32": lambda float_file, _: float_file,
    "float16": lambda float_file, _: conversion.float16(float_file),
    "int8": conversion.int8_static,
    "int8_dynamic": lambda float_file, _: conversion.int8_dynamic(float_file),
}
"""The value of ``Params.format`` -> how it is made from a float32 .tflite file and calibration pictures."""


def narrowed(state: StateDict, params: Params, *, network: Network, pictures: Pictures, report: Report) -> StateDict:
    """A network with fewer channels and units, trained on: ``state`` stays as it is."""
    model = network.from_state(state)
    remove_units(model, amount=params.removed, random=False, seed=params.seed)
    if params.fast_epochs:
        recipe = replace(network.finetuning(epochs=params.fast_epochs, seed=params.seed), learning_rate=LEARNING_RATE)
        train(model, pictures, recipe, report=report, title="Training the narrow network")
    return model.state_dict()


def in_format(float_file: bytes, params: Params, *, pictures: Pictures) -> bytes:
    """The .tflite file with its numbers stored as ``params.format`` says; int8 is calibrated on training pictures drawn by the seed."""
    rows = np.random.default_rng(params.seed).permutation(len(pictures.train))[:CALIBRATION_IMAGES]
    return FORMATS[params.format](float_file, pictures.train.images[rows])
