"""Converted files that several tests look into, each made once."""

from __future__ import annotations

from typing import Any

import pytest


@pytest.fixture(scope="session")
def float_file(trained: Any) -> bytes:
    pytest.importorskip("tensorflow")
    from optimization.laboratory.quantization.twin import float_tflite

    return float_tflite(trained)


@pytest.fixture(scope="session")
def calibration(pictures: Any) -> Any:
    return pictures.train.images[:100]


@pytest.fixture(scope="session")
def static_file(float_file: bytes, calibration: Any) -> bytes:
    from optimization.laboratory.quantization.conversion import int8_static

    return int8_static(float_file, calibration)


@pytest.fixture(scope="session")
def signs_file(briefly_trained: Any) -> bytes:
    """The float32 file of the second network after two short epochs."""
    pytest.importorskip("tensorflow")
    from optimization.laboratory.networks.register import SIGNS
    from optimization.laboratory.quantization.twin import float_tflite

    return float_tflite(briefly_trained, network=SIGNS)


@pytest.fixture(scope="session")
def average_file(pictures: Any) -> bytes:
    """The float32 file of an untrained LeNet-5 with average pooling: enough to see how the interpreter cuts it."""
    torch = pytest.importorskip("torch")
    pytest.importorskip("tensorflow")
    from optimization.laboratory.networks.lenet import AverageLeNet5
    from optimization.laboratory.networks.register import AVERAGE_LENET
    from optimization.laboratory.quantization.twin import float_tflite

    with torch.random.fork_rng(devices=[]):
        torch.manual_seed(7)
        return float_tflite(AverageLeNet5().state_dict(), network=AVERAGE_LENET)
