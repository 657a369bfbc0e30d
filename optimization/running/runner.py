"""Runs labs for many learners at once without ever making a page wait.

``Runner`` is called by the web process from any thread. One thread of its own, the supervisor, starts the cluster, hands out runs, and
decides what becomes of them; everything that happens elsewhere reaches it as an action in its inbox.
"""

from __future__ import annotations

import logging
import queue
import secrets
import threading
import time
from collections.abc import Callable, Mapping
from concurrent.futures import ThreadPoolExecutor
from dataclasses import replace
from functools import partial
from typing import TYPE_CHECKING, Any

from optimization.errors import RunFailed, UnknownLab
from optimization.labs import Lab
from optimization.results.records import LabResult, Unfinished
from optimization.running.effort import Forecast, expected_s, lighter, rates_after, without_stage
from optimization.running.lab_keys import LabKeys, check_address
from optimization.running.pace import Course, Pace, stage_of
from optimization.running.run_board import RunBoard
from optimization.running.run_store import RunStore
from optimization.running.runs import (
    APP_ENDED,
    LABS,
    LOST_PROCESSES,
    VARIANTS,
    Ending,
    OnEnded,
    Outcome,
    Run,
    RunStatus,
    ending_without_result,
    labs_at,
    over_memory,
    over_time,
    stored_status,
    stored_unfinished,
    unknown_status,
)

if TYPE_CHECKING:
    from optimization.running.cluster import Cluster

logger = logging.getLogger(__name__)

POLITE_S = 2.0
"""How long a cancelled run may take to stop by itself before its process is killed."""
KILL_LIMIT_S = 5.0
"""How long a killed worker may take to be gone before this app's whole worker is started anew."""
START = "start"
"""Under this name the store keeps how long the lab processes took to start."""
TOLD_AGAIN_S = (1.0, 5.0, 20.0)
"""After how long the end of a run is told once more to who could not take it."""
BUSY_S, IDLE_S = 0.1, 5.0
"""How often the supervisor looks at the clocks, with and without runs."""


class Runner:
    """Queue, progress, limits and results of lab runs; safe to call from many threads.

    ``scheduler`` is the address of a scheduler to join, with its ``keys``; without one a scheduler and one worker are started here, with
    keys of their own, when the first lab is opened. ``labs`` says as ``"module:name"`` where this process and the workers find the labs.
    Raises BadScheduler where that address may not be joined.
    """

    def __init__(
        self,
        store: RunStore,
        *,
        scheduler: str | None = None,
        keys: LabKeys | None = None,
        limit_s: float = 300,
        memory_limit_bytes: int = 3 * 1024**3,
        labs: str = LABS,
    ) -> None:
        if scheduler is not None:
            check_address(scheduler, keys)
        self._store = store
        self._limit_s = limit_s
        self._memory_limit_bytes = memory_limit_bytes
        self._labs = labs_at(labs)
        self._new_cluster = partial(
            _cluster,
            scheduler=scheduler,
            keys=keys,
            labs=labs,
            memory_limit_bytes=memory_limit_bytes,
            topic=f"featherweight-{secrets.token_hex(8)}",
            listen=lambda message: self._inbox.put(partial(self._on_message, message)),
        )
        self._cluster: Cluster | None = None
        self._starting_since_s: float | None = None
        self._last_start = self._store.pace_of_lab(START)
        self._board = RunBoard()
        self._inbox: queue.SimpleQueue[Callable[[], None]] = queue.SimpleQueue()
        self._supervisor: threading.Thread | None = None
        self._starting = threading.Lock()
        self._closed = False
        self._over = threading.Event()
        # One that waits to be told again holds up nobody.
        self._callbacks = ThreadPoolExecutor(max_workers=4, thread_name_prefix="lab-finished")

    # Called by the pages, from any thread

    def start_in_background(self) -> None:
        """Begin to start the lab processes, so that the first run need not wait for them; returns at once."""
        self._do(self._start_ahead)

    def submit(self, lab_id: str, params: Mapping[str, Any], *, asker: str, on_ended: OnEnded | None = None) -> str:
        """Ask for a run and return its id at once; the same request of somebody else that is under way is joined.

        ``on_ended(run_id, found)`` is called once per asker, in another thread, when the run has a result, or has ended in any other way
        after it had measured something. Raises UnknownLab and BadParameter.
        """
        parameters = self._lab(lab_id).parameters(params).model_dump(mode="json")
        if self._closed:
            raise RunFailed(APP_ENDED)
        run = self._board.ask(lab_id, parameters, asker=asker, on_ended=on_ended, course=self._course(lab_id, parameters))
        self._do(self._hand_out)
        return run.run_id

    def status(self, run_id: str) -> RunStatus:
        """What is known about the run now; never raises. Finished runs of an earlier server process are found in the store."""
        cluster = self._cluster
        ready = cluster is not None and bool(cluster.workers)
        status = self._board.status(run_id, ready=ready, ready_in_s=self._ready_in_s())
        if status is not None:
            return status
        result = self._store.run(run_id)
        if result is not None:
            return stored_status(run_id, result)
        found = self._store.unfinished(run_id)
        return unknown_status(run_id) if found is None else stored_unfinished(run_id, found)

    def forecast(self, lab_id: str, params: Mapping[str, Any]) -> Forecast | None:
        """How long a run with these parameters should take on this machine, and what would fit if it does not; None where no earlier run
        tells. Raises UnknownLab and BadParameter."""
        lab = self._lab(lab_id)
        checked = lab.parameters(params)
        parameters = checked.model_dump(mode="json")
        same, rates = self._store.pace(lab_id, parameters), self._store.rates(lab_id, parameters)
        told_s = same.took_s if same is not None else expected_s(rates, lab.work(checked)) if rates is not None else None
        if told_s is None:
            return None
        forecast = Forecast(expected_s=told_s, limit_s=self._limit_s)
        if forecast.fits or rates is None:
            return forecast
        return replace(forecast, instead=lighter(lab, checked, rates, limit_s=self._limit_s, at_least_s=told_s))

    def cancel(self, run_id: str, *, asker: str) -> None:
        """Stop waiting for the run. It ends when nobody else waits: at its next report, or killed after two seconds."""
        run = self._board.leave(run_id, asker=asker, kill_at=time.monotonic() + POLITE_S)
        if run is not None:
            self._do(partial(self._ask_to_stop, run))

    def latest(self, lab_id: str, params: Mapping[str, Any]) -> LabResult | None:
        """The newest stored result of the same validated parameters on this machine. Raises UnknownLab and BadParameter."""
        return self._store.latest(lab_id, self._lab(lab_id).parameters(params).model_dump(mode="json"))

    def close(self) -> None:
        """End all runs and every process that was started here."""
        self._closed = True
        if self._supervisor is not None:
            self._inbox.put(lambda: None)
            self._supervisor.join(timeout=10)
        self._over.set()
        self._callbacks.shutdown(wait=True)

    def _course(self, lab_id: str, parameters: Mapping[str, Any]) -> Course:
        same = self._store.pace(lab_id, parameters)
        return Course(pace=same or self._store.pace_of_lab(lab_id), same=same is not None)

    def _ready_in_s(self) -> float | None:
        """How long the lab processes will still take to start, as they did last time."""
        since_s = self._starting_since_s
        if since_s is None or self._last_start is None:
            return None
        return max(0.0, self._last_start.took_s - (time.monotonic() - since_s))

    def _lab(self, lab_id: str) -> Lab:
        if lab_id not in self._labs:
            raise UnknownLab(f"There is no lab {lab_id!r}; there are: {', '.join(self._labs)}.")
        return self._labs[lab_id]

    def _do(self, action: Callable[[], None]) -> None:
        """Have the supervisor do it, and start the supervisor with the first such request."""
        self._inbox.put(action)
        with self._starting:
            if self._supervisor is None and not self._closed:
                self._supervisor = threading.Thread(target=self._supervise, daemon=True, name="lab-runner")
                self._supervisor.start()

    # In the supervisor's thread

    def _supervise(self) -> None:
        while not self._closed:
            busy = self._board.handed_out() or self._board.waiting()
            try:
                action = self._inbox.get(timeout=BUSY_S if busy else IDLE_S)
            except queue.Empty:
                action = self._hand_out
            for work in (action, self._watch_cluster, self._watch_clocks, self._hand_out):
                try:
                    work()
                except Exception:
                    logger.exception("In the lab runner")
        self._lose_cluster(Ending("cancelled", APP_ENDED, "app ended"))
        for run in self._board.waiting():
            self._end(run, Ending("cancelled", APP_ENDED, "app ended"))

    def _start_ahead(self) -> None:
        try:
            self._started_cluster()
        except RunFailed as error:
            logger.warning("%s", error)

    def _started_cluster(self) -> Cluster:
        if self._cluster is None:
            self._starting_since_s = began_s = time.monotonic()
            try:
                cluster = self._new_cluster()
                cluster.start()
            finally:
                self._starting_since_s = None
            self._cluster = cluster
            self._last_start = Pace(marks=(), took_s=time.monotonic() - began_s)
            self._keep_pace(START, {}, self._last_start)
        return self._cluster

    def _keep_pace(self, lab: str, parameters: Mapping[str, Any], pace: Pace | None) -> None:
        if pace is None:
            return
        try:
            self._store.keep_pace(lab, parameters, pace)
        except OSError:
            logger.exception("How long it took could not be stored")

    def _hand_out(self) -> None:
        """Give the scheduler as many runs as there are workers free. A run that waited in Dask behind one whose worker is killed would
        count that death as its own."""
        if not self._board.waiting():
            return
        try:
            cluster = self._started_cluster()
        except RunFailed as error:
            for waiting in self._board.waiting():
                self._end(waiting, Ending("failed", str(error), "failed"))
            return
        while len(self._board.handed_out()) < max(1, len(cluster.workers)):
            run = self._board.hand_out()
            if run is None:
                return
            run.future = cluster.submit(run.lab, run.parameters, run_id=run.run_id, on_done=partial(self._when_done, run))

    def _watch_cluster(self) -> None:
        if self._cluster is None:
            return
        if self._cluster.alive():
            self._cluster.mend()
        else:
            logger.error("The lab processes were lost")
            self._lose_cluster(Ending("failed", LOST_PROCESSES, "lost"))

    def _lose_cluster(self, ending: Ending) -> None:
        cluster, self._cluster = self._cluster, None
        for run in self._board.handed_out():
            self._end(run, run.ending or ending)
        if cluster is not None:
            cluster.close()

    def _watch_clocks(self) -> None:
        now = time.monotonic()
        for run in self._board.handed_out():
            if run.killed_at is not None:
                self._after_kill(run, since_s=now - run.killed_at)
            elif run.kill_at is not None and now >= run.kill_at:
                self._kill(run)
            elif run.ending is None and run.own_s(now_s=now) >= self._limit_s:
                self._board.stop(run, self._over_time(run))
                self._kill(run)

    def _kill(self, run: Run) -> None:
        run.killed_at = time.monotonic()
        if self._cluster is not None:
            self._cluster.take_back(run.future)
            self._cluster.kill(run.worker)

    def _after_kill(self, run: Run, *, since_s: float) -> None:
        """End the run when its worker is gone, so that the next one does not land on the dying process."""
        if self._cluster is None or run.ending is None:
            return
        gone = run.worker not in self._cluster.workers
        if not gone and since_s > KILL_LIMIT_S:
            self._cluster.restart_worker()
        if gone or since_s > KILL_LIMIT_S:
            self._end(run, run.ending)

    def _ask_to_stop(self, run: Run) -> None:
        if self._cluster is not None and not run.ended:
            self._cluster.ask_to_stop(run.run_id, run.worker)

    # What the cluster tells, in the supervisor's thread

    def _on_message(self, message: Mapping[str, Any]) -> None:
        if message["kind"] == "memory":
            self._on_memory(message["worker"])
        run = self._board.run(message.get("run", ""))
        if run is None:
            return
        if message["kind"] == "started":
            self._on_started(run, message["worker"])
        elif message["kind"] == "step" and not run.ended:
            variants = VARIANTS.validate_json(message["variants"]) if "variants" in message else None
            self._board.advance(run, message["step"], message["done"], variants)
            if variants:
                self._keep_unfinished(run, run.cut_short(Ending("failed", APP_ENDED, "app ended")))

    def _on_started(self, run: Run, worker: str) -> None:
        if run.ended:  # it was given up just before it began
            if self._cluster is not None:
                self._cluster.kill(worker)
            return
        self._board.begin(run, worker)
        if run.ending is not None:
            self._ask_to_stop(run)

    def _on_memory(self, worker: str) -> None:
        for run in self._board.handed_out():
            if run.worker == worker and run.killed_at is None and self._cluster is not None:
                self._board.stop(run, self._over_memory(run))
                run.killed_at = time.monotonic()
                self._cluster.take_back(run.future)

    def _when_done(self, run: Run, status: str, text: str) -> None:
        self._inbox.put(partial(self._on_done, run, status, text))

    def _on_done(self, run: Run, status: str, text: str) -> None:
        if run.ended or run.killed_at is not None:
            return
        outcome = Outcome.model_validate_json(text) if status == "finished" else None
        if outcome is not None and outcome.details:
            logger.error("Run %s of lab %s failed in its worker:\n%s", run.run_id, run.lab, outcome.details)
        if run.ending is None and outcome is not None and outcome.result is not None:
            self._finish(run, outcome.result)
        else:
            self._end(run, run.ending or ending_without_result(status, text, outcome))

    def _over_time(self, run: Run) -> Ending:
        """How a run ends that has reached the limit, with what this run itself has shown to be too much for it."""
        logger.warning("Run %s of lab %s has reached LAB_LIMIT_S=%g in “%s”", run.run_id, run.lab, self._limit_s, run.step)
        self._store.forget_pace(run.lab, run.parameters)
        self._keep_rates(run, ended=False)
        lab, rates = self._labs[run.lab], self._store.rates(run.lab, run.parameters)
        limit_s = self._limit_s
        instead = {} if rates is None else lighter(lab, lab.parameters(run.parameters), rates, limit_s=limit_s, at_least_s=limit_s)
        return Ending("failed", over_time(limit_s), "over time", instead)

    def _over_memory(self, run: Run) -> Ending:
        logger.warning("Run %s of lab %s has reached LAB_MEMORY_GB in “%s”", run.run_id, run.lab, run.step)
        lab = self._labs[run.lab]
        instead = without_stage(lab, lab.parameters(run.parameters), stage_of(run.step))
        return Ending("failed", over_memory(self._memory_limit_bytes, run.step), "over memory", instead)

    def _keep_rates(self, run: Run, *, ended: bool) -> None:
        """Keep what the parts of the run took, for forecasts."""
        lab = self._labs[run.lab]
        work, spans = lab.work(lab.parameters(run.parameters)), run.course.spans(now_s=time.monotonic(), ended=ended)
        if not work or not spans:
            return
        try:
            rates = rates_after(self._store.rates(run.lab, run.parameters), spans, work)
            self._store.keep_rates(run.lab, run.parameters, rates)
        except OSError:
            logger.exception("What the run took could not be stored")

    def _keep_unfinished(self, run: Run, found: Unfinished | None) -> None:
        if found is None:
            return
        try:
            self._store.save_unfinished(run.run_id, found)
        except OSError:
            logger.exception("What run %s has measured could not be stored", run.run_id)

    def _end(self, run: Run, ending: Ending) -> None:
        """End a run that has no result; what it has measured is kept, and everybody who waited for it is told."""
        askers = self._board.end(run, ending)
        if run.unfinished is None:
            return
        self._keep_unfinished(run, run.unfinished)
        if ending.reason in ("stopped", "app ended"):
            self._keep_rates(run, ended=False)
        self._tell(askers, run.run_id, run.unfinished)

    def _tell(self, askers: Mapping[str, OnEnded | None], run_id: str, found: LabResult | Unfinished) -> None:
        for on_ended in askers.values():
            if on_ended is not None:
                self._callbacks.submit(call_back, on_ended, run_id, found, over=self._over)

    def _finish(self, run: Run, result: LabResult) -> None:
        try:
            self._store.save(run.run_id, result)
        except OSError:
            logger.exception("The result of run %s could not be stored", run.run_id)
        self._keep_pace(run.lab, run.parameters, run.course.finished(now_s=time.monotonic()))
        self._keep_rates(run, ended=True)
        self._tell(self._board.end(run, Ending("finished", ""), result), run.run_id, result)


def call_back(on_ended: OnEnded, run_id: str, found: LabResult | Unfinished, *, over: threading.Event) -> None:
    """Call it, and log what goes wrong in it; it is called again some times, in case what it writes to is away for some seconds.

    Not after ``over`` is set: the app ends.
    """
    for pause_s in (*TOLD_AGAIN_S, 0.0):
        try:
            return on_ended(run_id, found)
        except Exception:
            logger.exception("While telling that run %s has ended", run_id)
        if not pause_s or over.wait(pause_s):
            return


def _cluster(**given: Any) -> Cluster:
    from optimization.running.cluster import Cluster  # with the worker's side of it: only where a lab is opened

    return Cluster(**given)
