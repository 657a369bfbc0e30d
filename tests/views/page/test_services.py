"""What the server shares is made as the environment says."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import pytest

from optimization.running import runner as running
from views.page import services


def test_the_runner_has_the_limits_that_whoever_runs_the_app_has_set(own_data: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    given: dict[str, Any] = {}

    class Made:
        def __init__(self, **settings: Any) -> None:
            given.update(settings)

        def close(self) -> None:
            return None

    monkeypatch.setattr(running, "Runner", Made)
    for name, value in (("LAB_LIMIT_S", "31"), ("LAB_MEMORY_GB", "2"), ("LAB_TIMING_S", "1.5")):
        monkeypatch.setenv(name, value)
    services.runner()
    services.close()
    assert (given["limit_s"], given["memory_limit_bytes"], given["timing_s"]) == (31, 2 * 1024**3, 1.5)
