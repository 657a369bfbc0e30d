"""The rows and the whole lab run in LiteRT, and TensorFlow takes seconds to import, so their tests are slow."""

from __future__ import annotations

from dataclasses import replace
from pathlib import Path
from typing import Any

import pytest

SLOW = {"test_pipeline_lab.py", "test_pipeline_snippets.py", "test_narrow_network.py"}


def pytest_collection_modifyitems(items: list[pytest.Item]) -> None:
    for item in items:
        if Path(__file__).parent in item.path.parents and item.path.name in SLOW:
            item.add_marker(pytest.mark.slow)


@pytest.fixture(scope="session")
def some_digits(pictures: Any) -> Any:
    """The digits with fewer of them to train on."""
    train = pictures.train
    return replace(pictures, train=replace(train, images=train.images[:160], labels=train.labels[:160], pixels=train.pixels[:160]))
