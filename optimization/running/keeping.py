"""What is kept of runs: results, what was measured before one ended early, and how long each took. A full disk ends no run."""

from __future__ import annotations

import logging
import time
from collections.abc import Mapping
from typing import Any

from optimization.labs import Lab
from optimization.results.records import LabResult, Unfinished
from optimization.running.effort import lighter, rates_after, without_stage
from optimization.running.pace import Pace, stage_of
from optimization.running.run_store import RunStore
from optimization.running.runs import Ending, Run, over_memory, over_time

logger = logging.getLogger(__name__)

START = "start"
"""Under this name the store keeps how long the lab processes took to start."""


class Keeping:
    """Writes to the store for the supervisor. What cannot be written is logged."""

    def __init__(self, store: RunStore, labs: Mapping[str, Lab]) -> None:
        self._store, self._labs = store, labs

    def started(self, took: Pace) -> None:
        """Keep how long the lab processes took to start."""
        self._pace(START, {}, took)

    def result(self, run: Run, result: LabResult) -> None:
        """Keep what a run has found, and how long it took."""
        try:
            self._store.save(run.run_id, result)
        except OSError:
            logger.exception("The result of run %s could not be stored", run.run_id)
        self._pace(run.lab, run.parameters, run.course.finished(now_s=time.monotonic()))
        self.rates(run, has_ended=True)

    def _pace(self, lab: str, parameters: Mapping[str, Any], pace: Pace | None) -> None:
        if pace is None:
            return
        try:
            self._store.keep_pace(lab, parameters, pace)
        except OSError:
            logger.exception("How long it took could not be stored")

    def rates(self, run: Run, *, has_ended: bool) -> None:
        """Keep what the parts of the run took, for forecasts."""
        lab = self._labs[run.lab]
        work, spans = lab.work(lab.parameters(run.parameters)), run.course.spans(now_s=time.monotonic(), has_ended=has_ended)
        if not work or not spans:
            return
        try:
            rates = rates_after(self._store.rates(run.lab, run.parameters), spans, work)
            self._store.keep_rates(run.lab, run.parameters, rates)
        except OSError:
            logger.exception("What the run took could not be stored")

    def unfinished(self, run: Run, cut_run: Unfinished | None) -> None:
        """Keep what a run had measured when it ended early, or has measured so far."""
        if cut_run is None:
            return
        try:
            self._store.save_unfinished(run.run_id, cut_run)
        except OSError:
            logger.exception("What run %s has measured could not be stored", run.run_id)

    def over_time(self, run: Run, *, limit_s: float) -> Ending:
        """How a run ends that has reached the limit, with what this run itself has shown to be too much for it."""
        logger.warning("Run %s of lab %s has reached LAB_LIMIT_S=%g in “%s”", run.run_id, run.lab, limit_s, run.step)
        self._store.forget_pace(run.lab, run.parameters)
        self.rates(run, has_ended=False)
        lab, rates = self._labs[run.lab], self._store.rates(run.lab, run.parameters)
        lighter_settings = {} if rates is None else lighter(lab, lab.parameters(run.parameters), rates, limit_s=limit_s, at_least_s=limit_s)
        return Ending("failed", over_time(limit_s), "over time", lighter_settings)

    def over_memory(self, run: Run, *, limit_bytes: int) -> Ending:
        """How a run ends that has reached the limit of memory, with the setting that would not."""
        logger.warning("Run %s of lab %s has reached LAB_MEMORY_GB in “%s”", run.run_id, run.lab, run.step)
        lab = self._labs[run.lab]
        lighter_settings = without_stage(lab, lab.parameters(run.parameters), stage_of(run.step))
        return Ending("failed", over_memory(limit_bytes, run.step), "over memory", lighter_settings)
