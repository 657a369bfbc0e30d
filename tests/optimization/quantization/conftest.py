"""TensorFlow takes seconds to import, so every test of this folder is slow."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import pytest


def pytest_collection_modifyitems(items: list[pytest.Item]) -> None:
    for item in items:
        if Path(__file__).parent in item.path.parents and "headline" not in item.path.name:
            item.add_marker(pytest.mark.slow)


@pytest.fixture(scope="session")
def float_file(trained: Any) -> bytes:
    pytest.importorskip("tensorflow")
    from optimization.quantization.twin import float_tflite

    return float_tflite(trained)


@pytest.fixture(scope="session")
def calibration(pictures: Any) -> Any:
    return pictures.train.images[:100]
