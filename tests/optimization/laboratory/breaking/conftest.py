"""All forty networks, made once for the tests of this folder."""

from __future__ import annotations

from typing import Any

import pytest


@pytest.fixture(scope="session")
def ready(trained: Any) -> Any:
    from optimization.laboratory.breaking.networks import readers
    from optimization.results.progress import TerminalReport

    return readers(seed=0, report=TerminalReport())
