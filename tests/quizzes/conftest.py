"""What several tests of practising need: a log in a folder of its own."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest

from quizzes.events.log import EventLog, open_log


@pytest.fixture
def database(tmp_path: Path) -> Path:
    """Where the log's file is."""
    return tmp_path / "data" / "events.db"


@pytest.fixture
def log(database: Path) -> Iterator[EventLog]:
    opened = open_log(f"sqlite:///{database}")
    yield opened
    opened.close()
