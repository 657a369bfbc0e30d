"""All runs of this server process: who waits for which, in what order, and how far each is."""

from __future__ import annotations

import math
import threading
import time
from collections.abc import Mapping, Sequence
from dataclasses import replace
from typing import Any

from optimization.results.records import LabResult, Variant
from optimization.running.pace import Course
from optimization.running.run_store import new_run_id, request_key
from optimization.running.runs import STOPPED, Ending, OnEnded, Run, RunStatus

MOST_OVERTAKEN = 10
"""So many short runs may go ahead of one that waits: it starts 20 s later at most, by what they are known to take."""
KEPT_RUNS = 300
"""Ended runs whose status is remembered without the store."""


class RunBoard:
    """Every change of a run happens in one of these methods, under one lock; each may be called from any thread."""

    def __init__(self) -> None:
        self._lock = threading.RLock()
        self._runs: dict[str, Run] = {}
        self._in_flight: dict[str, Run] = {}
        """Request key -> the run that further identical requests join."""
        self._waiting: list[Run] = []
        self._handed_out: list[Run] = []

    def ask(self, lab: str, parameters: dict[str, Any], *, asker: str, on_ended: OnEnded | None, course: Course | None = None) -> Run:
        """The run under way for the same request, which the asker joins, or a new one at the end of the queue, on that course.

        A short one goes ahead of the others that wait: no run is disturbed, and nobody waits a minute for the tenth of a second.
        """
        key = request_key(lab, parameters)
        with self._lock:
            run = self._in_flight.get(key)
            if run is None:
                run = Run(run_id=new_run_id(), lab=lab, parameters=parameters, key=key, course=course or Course())
                self._runs[run.run_id] = self._in_flight[key] = run
                self._line_up(run)
                self._forget_old_runs()
            run.askers.setdefault(asker, on_ended)
            return run

    def _line_up(self, run: Run) -> None:
        place = len(self._waiting)
        while run.is_short and place and not self._waiting[place - 1].is_short and self._waiting[place - 1].overtaken < MOST_OVERTAKEN:
            place -= 1
        for later_run in self._waiting[place:]:
            later_run.overtaken += 1
        self._waiting.insert(place, run)

    def leave(self, run_id: str, *, asker: str, kill_at: float) -> Run | None:
        """The asker no longer wants the run. Returns it where it is in a worker and nobody else waits, so that it must be stopped."""
        with self._lock:
            run = self._runs.get(run_id)
            if run is None or run.ended or asker not in run.askers:
                return None
            if len(run.askers) > 1:
                del run.askers[asker]
                return None
            if run in self._waiting:
                self.end(run, Ending("cancelled", STOPPED, "stopped"))
                return None
            if run.ending is None:
                run.state, run.kill_at = "cancelling", kill_at
                self.stop(run, Ending("cancelled", STOPPED, "stopped"))
            return run

    def status(self, run_id: str, *, ready: bool, ready_in_s: float | None = None) -> RunStatus | None:
        """The run as a page sees it; ``ready`` says whether there is a worker to take a waiting one, ``ready_in_s`` when."""
        with self._lock:
            run = self._runs.get(run_id)
            if run is None:
                return None
            line = [other_run for other_run in (*self._handed_out, *self._waiting) if other_run.state == "queued"]
            status = run.status(ready=ready, position=line.index(run) + 1 if run in line else None, ready_in_s=ready_in_s)
            under_way = [other_run.status(ready=ready, position=None) for other_run in self._handed_out if other_run.state != "queued"]
            if run not in self._waiting or not under_way:
                return status
            soonest = min(under_way, key=lambda status: math.inf if status.left_s is None else status.left_s)
            return replace(status, behind=soonest.lab, behind_s=soonest.left_s)

    def run(self, run_id: str) -> Run | None:
        with self._lock:
            return self._runs.get(run_id)

    def waiting(self) -> list[Run]:
        """Runs that no worker has been asked to do, the next one first."""
        with self._lock:
            return list(self._waiting)

    def handed_out(self) -> list[Run]:
        """Runs that the scheduler has."""
        with self._lock:
            return list(self._handed_out)

    def hand_out(self) -> Run | None:
        """Take the next waiting run."""
        with self._lock:
            if not self._waiting:
                return None
            run = self._waiting.pop(0)
            self._handed_out.append(run)
            return run

    def begin(self, run: Run, worker: str) -> None:
        """A worker has begun with the run, perhaps for the second time after the first worker was lost."""
        with self._lock:
            run.worker, run.started_at = worker, time.monotonic()
            run.before = run.variants or run.before
            run.step, run.done, run.variants = "Loading the libraries", 0.0, ()
            run.course.restart()
            if run.state == "queued":
                run.state = "running"

    def advance(self, run: Run, step: str, share: float, variants: Sequence[Variant] | None) -> None:
        """The run has reported; None for ``variants`` leaves the figures as they are."""
        with self._lock:
            run.step, run.done = step, min(max(share, 0.0), 1.0)
            run.course.reach(step, run.done, now_s=time.monotonic())
            if variants is not None:
                run.variants = tuple(variants)

    def stop(self, run: Run, ending: Ending) -> None:
        """From now on the run can only end like this, and no further request joins it."""
        with self._lock:
            run.ending = run.ending or ending
            if self._in_flight.get(run.key) is run:
                del self._in_flight[run.key]

    def end(self, run: Run, ending: Ending, result: LabResult | None = None) -> Mapping[str, OnEnded | None]:
        """Close the record of the run; returns who waited for it. Without a result what it has measured stays."""
        with self._lock:
            run.state, run.message, run.ended_at, run.future = ending.state, ending.message, time.monotonic(), None
            if result is not None:
                run.result, run.variants, run.done = result, result.variants, 1.0
            else:
                run.unfinished = run.cut_short(ending)
            for line in (self._waiting, self._handed_out):
                if run in line:
                    line.remove(run)
            self.stop(run, ending)
            return dict(run.askers)

    def _forget_old_runs(self) -> None:
        ended_ids = [run_id for run_id, run in self._runs.items() if run.ended]
        for run_id in ended_ids[:-KEPT_RUNS]:
            del self._runs[run_id]
