"""Runs labs for many learners at once without ever making a page wait.

``Runner`` is called by the web process from any thread; a ``Supervisor`` in a thread of its own decides what becomes of the runs.
"""

from __future__ import annotations

import secrets
import time
from collections.abc import Callable, Mapping
from dataclasses import replace
from functools import partial
from typing import TYPE_CHECKING, Any

from optimization.errors import RunFailed, UnknownLab
from optimization.labs import Lab
from optimization.results.progress import TIMING_S
from optimization.results.records import LabResult
from optimization.running.effort import Forecast, expected_s, lighter
from optimization.running.keeping import START, Keeping
from optimization.running.lab_keys import LabKeys, check_address
from optimization.running.pace import Course
from optimization.running.run_board import RunBoard
from optimization.running.run_store import RunStore
from optimization.running.runs import APP_ENDED, LABS, OnEnded, RunStatus, labs_at, stored_status, stored_unfinished, unknown_status
from optimization.running.supervisor import Supervisor

if TYPE_CHECKING:
    from optimization.running.cluster import Cluster

POLITE_S = 2.0
"""How long a cancelled run may take to stop by itself before its process is killed."""


class Runner:
    """Queue, progress, limits and results of lab runs; safe to call from many threads.

    ``scheduler`` is the address of a scheduler to join, with its ``keys``; without one a scheduler and one worker are started here, with
    keys of their own, when the first lab is opened. ``labs`` says as ``"module:name"`` where this process and the workers find the labs.
    A run may time its rows for ``timing_s``. Raises BadScheduler where that address may not be joined.
    """

    def __init__(
        self,
        store: RunStore,
        *,
        scheduler: str | None = None,
        keys: LabKeys | None = None,
        limit_s: float = 300,
        memory_limit_bytes: int = 3 * 1024**3,
        timing_s: float = TIMING_S,
        labs: str = LABS,
    ) -> None:
        if scheduler is not None:
            check_address(scheduler, keys)
        self._store = store
        self._limit_s = limit_s
        self._labs = labs_at(labs)
        self._board = RunBoard()
        self._supervisor = Supervisor(
            self._board,
            Keeping(store, self._labs),
            new_cluster=partial(
                _cluster,
                scheduler=scheduler,
                keys=keys,
                labs=labs,
                memory_limit_bytes=memory_limit_bytes,
                timing_s=timing_s,
                topic=f"featherweight-{secrets.token_hex(8)}",
            ),
            limit_s=limit_s,
            memory_limit_bytes=memory_limit_bytes,
            last_start=store.pace_of_lab(START),
        )

    def start_in_background(self) -> None:
        """Begin to start the lab processes, so that the first run need not wait for them; returns at once."""
        self._supervisor.start_ahead()

    def submit(self, lab_id: str, params: Mapping[str, Any], *, asker: str, on_ended: OnEnded | None = None) -> str:
        """Ask for a run and return its id at once; the same request of somebody else that is under way is joined.

        ``on_ended(run_id, found)`` is called once per asker, in another thread, when the run has a result, or has ended in any other way
        after it had measured something. Raises UnknownLab and BadParameter.
        """
        parameters = self._lab(lab_id).parameters(params).model_dump(mode="json")
        if self._supervisor.is_closed:
            raise RunFailed(APP_ENDED)
        run = self._board.ask(lab_id, parameters, asker=asker, on_ended=on_ended, course=self._course(lab_id, parameters))
        self._supervisor.hand_out()
        return run.run_id

    def status(self, run_id: str) -> RunStatus:
        """What is known about the run now; never raises. Finished runs of an earlier server process are found in the store."""
        supervisor = self._supervisor
        status = self._board.status(run_id, ready=supervisor.is_ready, ready_in_s=supervisor.ready_in_s)
        if status is not None:
            return status
        result = self._store.run(run_id)
        if result is not None:
            return stored_status(run_id, result)
        cut_run = self._store.unfinished(run_id)
        return unknown_status(run_id) if cut_run is None else stored_unfinished(run_id, cut_run)

    def forecast(self, lab_id: str, params: Mapping[str, Any]) -> Forecast | None:
        """How long a run with these parameters should take on this machine, and what would fit if it does not; None where no earlier run
        tells. Raises UnknownLab and BadParameter."""
        lab = self._lab(lab_id)
        valid_params = lab.parameters(params)
        parameters = valid_params.model_dump(mode="json")
        same, rates = self._store.pace(lab_id, parameters), self._store.rates(lab_id, parameters)
        told_s = same.took_s if same is not None else expected_s(rates, lab.work(valid_params)) if rates is not None else None
        if told_s is None:
            return None
        forecast = Forecast(expected_s=told_s, limit_s=self._limit_s)
        if forecast.fits or rates is None:
            return forecast
        return replace(forecast, instead=lighter(lab, valid_params, rates, limit_s=self._limit_s, at_least_s=told_s))

    def cancel(self, run_id: str, *, asker: str) -> None:
        """Stop waiting for the run. It ends when nobody else waits: at its next report, or killed after two seconds."""
        run = self._board.leave(run_id, asker=asker, kill_at=time.monotonic() + POLITE_S)
        if run is not None:
            self._supervisor.ask_to_stop(run)

    def latest(self, lab_id: str, params: Mapping[str, Any]) -> LabResult | None:
        """The newest stored result of the same validated parameters on this machine; None where that is of pictures that no run is
        measured on any more. Raises UnknownLab and BadParameter."""
        result = self._store.latest(lab_id, self._lab(lab_id).parameters(params).model_dump(mode="json"))
        return None if result is None or result.is_former else result

    def close(self) -> None:
        """End all runs and every process that was started here."""
        self._supervisor.close()

    def _course(self, lab_id: str, parameters: Mapping[str, Any]) -> Course:
        same = self._store.pace(lab_id, parameters)
        return Course(pace=same or self._store.pace_of_lab(lab_id), same=same is not None)

    def _lab(self, lab_id: str) -> Lab:
        if lab_id not in self._labs:
            raise UnknownLab(f"There is no lab {lab_id!r}; there are: {', '.join(self._labs)}.")
        return self._labs[lab_id]


def _cluster(listen: Callable[[Mapping[str, Any]], None], **options: Any) -> Cluster:
    from optimization.running.cluster import Cluster  # with the worker's side of it: only where a lab is opened

    return Cluster(listen=listen, **options)
