"""Content folders for the tests of the reader."""

from __future__ import annotations

from pathlib import Path

import pytest
from content_folder import BROKEN, ContentFolder, new_content_folder


@pytest.fixture(scope="session")
def broken() -> Path:
    """The folder of broken topics."""
    return BROKEN


@pytest.fixture
def content_folder(tmp_path: Path) -> ContentFolder:
    """A fresh folder for each test."""
    return new_content_folder(tmp_path / "content")


@pytest.fixture(scope="module")
def mutated_folder(tmp_path_factory: pytest.TempPathFactory) -> ContentFolder:
    """One folder for all examples of a property."""
    return new_content_folder(tmp_path_factory.mktemp("mutated") / "content")
