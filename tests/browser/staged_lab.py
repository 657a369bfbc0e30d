"""Prune it without heavy libraries: a run that waits where the test wants it to, and finds the speed that the test wants it to."""

from __future__ import annotations

import json
import os
import time
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

from optimization.errors import RunFailed
from optimization.results.progress import Report
from optimization.results.records import LabResult, Speedup

STAGE = "STAGE"
"""The environment variable that names the folder of ``Stage``."""


class Stage:
    """What the runs do next: they stay half-way while ``hold`` is there, and ``speed`` is what they find."""

    def __init__(self, folder: Path) -> None:
        self.folder, self._hold, self._speed = folder, folder / "hold", folder / "speed.json"

    def hold(self) -> None:
        self._hold.touch()

    def let_go(self, speed: Speedup) -> None:
        """Runs go on, and find this."""
        self._speed.write_text(speed.model_dump_json(), encoding="utf-8")
        self._hold.unlink(missing_ok=True)

    @property
    def is_held(self) -> bool:
        return self._hold.exists()

    @property
    def speed(self) -> Speedup:
        return Speedup.model_validate(json.loads(self._speed.read_text(encoding="utf-8")))


def run(params: Any, report: Report) -> LabResult:
    """The dense row first, then the rest once the stage lets go; raises RunCancelled where the run is stopped."""
    from lab_double import prune_result  # a neighbour of the pages' tests, which the staged processes find

    stage, started = Stage(Path(os.environ[STAGE])), time.monotonic()
    parameters = params.model_dump(mode="json")
    report.step("Training: epoch 1 of 2", 0.2, prune_result().variants[:1])
    while stage.is_held:
        report.check()
        time.sleep(0.05)
    facts = {"measured_at": datetime.now(UTC), "took_s": time.monotonic() - started}
    return prune_result(stage.speed, parameters).model_copy(update=facts)


def not_on_stage(params: Any, report: Report) -> LabResult:
    """What every other lab is here."""
    raise RunFailed("This lab is not on the stage.")
