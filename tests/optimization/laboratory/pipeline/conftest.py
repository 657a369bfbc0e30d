"""Few pictures to train on, for runs whose accuracy does not count."""

from __future__ import annotations

from dataclasses import replace
from typing import Any

import pytest


@pytest.fixture(scope="session")
def some_digits(pictures: Any) -> Any:
    """The digits with fewer of them to train on."""
    train = pictures.train
    return replace(pictures, train=replace(train, images=train.images[:160], labels=train.labels[:160], pixels=train.pixels[:160]))
