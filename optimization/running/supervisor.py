"""The thread that starts the cluster, hands out runs, and decides what becomes of them.

Everything that happens elsewhere reaches it as an action in its inbox.
"""

from __future__ import annotations

import logging
import queue
import threading
import time
from collections.abc import Callable, Mapping
from functools import partial
from typing import TYPE_CHECKING, Any

from optimization.errors import RunFailed
from optimization.results.records import LabResult
from optimization.running.keeping import Keeping
from optimization.running.pace import Pace
from optimization.running.run_board import RunBoard
from optimization.running.runs import APP_ENDED, LOST_PROCESSES, VARIANTS, Ending, Outcome, Run, ending_without_result
from optimization.running.telling import Telling

if TYPE_CHECKING:
    from optimization.running.cluster import Cluster

logger = logging.getLogger(__name__)

KILL_LIMIT_S = 5.0
"""How long a killed worker may take to be gone before this app's whole worker is started anew."""
BUSY_S, IDLE_S = 0.1, 5.0
"""How often the supervisor looks at the clocks, with and without runs."""


class Supervisor:
    """Of the runs on a board. ``new_cluster`` takes what is to be done with each message of the cluster; ``last_start`` is how long the
    lab processes took to start the last time."""

    def __init__(
        self,
        board: RunBoard,
        keeping: Keeping,
        *,
        new_cluster: Callable[[Callable[[Mapping[str, Any]], None]], Cluster],
        limit_s: float,
        memory_limit_bytes: int,
        last_start: Pace | None,
    ) -> None:
        self._board, self._keeping, self._telling = board, keeping, Telling()
        self._new_cluster = new_cluster
        self._limit_s, self._memory_limit_bytes = limit_s, memory_limit_bytes
        self._cluster: Cluster | None = None
        self._starting_since_s: float | None = None
        self._last_start = last_start
        self._inbox: queue.SimpleQueue[Callable[[], None]] = queue.SimpleQueue()
        self._thread: threading.Thread | None = None
        self._starting = threading.Lock()
        self._closed = False

    # Called from any thread

    @property
    def is_ready(self) -> bool:
        """Whether a worker is there."""
        cluster = self._cluster
        return cluster is not None and bool(cluster.workers)

    @property
    def ready_in_s(self) -> float | None:
        """How long the lab processes will still take to start, as they did last time; None where they do not start now."""
        since_s = self._starting_since_s
        if since_s is None or self._last_start is None:
            return None
        return max(0.0, self._last_start.took_s - (time.monotonic() - since_s))

    def start_ahead(self) -> None:
        """Begin to start the lab processes before the first run."""
        self._do(self._start_ahead)

    def hand_out(self) -> None:
        """Look at the board: there is a new run."""
        self._do(self._hand_out)

    def ask_to_stop(self, run: Run) -> None:
        """Have the run end at its next report."""
        self._do(partial(self._ask_to_stop, run))

    @property
    def is_closed(self) -> bool:
        """Whether no run is taken any more."""
        return self._closed

    def close(self) -> None:
        """End all runs and every process that was started here."""
        self._closed = True
        if self._thread is not None:
            self._inbox.put(lambda: None)
            self._thread.join(timeout=10)
        self._telling.close()

    def _do(self, action: Callable[[], None]) -> None:
        """Have the thread do it, and start the thread with the first such request."""
        self._inbox.put(action)
        with self._starting:
            if self._thread is None and not self._closed:
                self._thread = threading.Thread(target=self._supervise, daemon=True, name="lab-runner")
                self._thread.start()

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
                cluster = self._new_cluster(self._listen)
                cluster.start()
            finally:
                self._starting_since_s = None
            self._cluster = cluster
            self._last_start = Pace(marks=(), took_s=time.monotonic() - began_s)
            self._keeping.started(self._last_start)
        return self._cluster

    def _hand_out(self) -> None:
        """Give the scheduler as many runs as there are workers free. A run that waited in Dask behind one whose worker is killed would
        count that death as its own."""
        if not self._board.waiting():
            return
        try:
            cluster = self._started_cluster()
        except RunFailed as error:
            for waiting_run in self._board.waiting():
                self._end(waiting_run, Ending("failed", str(error), "failed"))
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
        now_s = time.monotonic()
        for run in self._board.handed_out():
            if run.killed_at is not None:
                self._after_kill(run, since_s=now_s - run.killed_at)
            elif run.kill_at is not None and now_s >= run.kill_at:
                self._kill(run)
            elif run.ending is None and run.own_s(now_s=now_s) >= self._limit_s:
                self._board.stop(run, self._keeping.over_time(run, limit_s=self._limit_s))
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
        is_gone = run.worker not in self._cluster.workers
        if not is_gone and since_s > KILL_LIMIT_S:
            self._cluster.restart_worker()
        if is_gone or since_s > KILL_LIMIT_S:
            self._end(run, run.ending)

    def _ask_to_stop(self, run: Run) -> None:
        if self._cluster is not None and not run.ended:
            self._cluster.ask_to_stop(run.run_id, run.worker)

    # What the cluster tells, in the supervisor's thread

    def _listen(self, message: Mapping[str, Any]) -> None:
        self._inbox.put(partial(self._on_message, message))

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
                self._keeping.unfinished(run, run.cut_short(Ending("failed", APP_ENDED, "app ended")))

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
                self._board.stop(run, self._keeping.over_memory(run, limit_bytes=self._memory_limit_bytes))
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

    def _end(self, run: Run, ending: Ending) -> None:
        """End a run that has no result; what it has measured is kept, and everybody who waited for it is told."""
        askers = self._board.end(run, ending)
        if run.unfinished is None:
            return
        self._keeping.unfinished(run, run.unfinished)
        if ending.reason in ("stopped", "app ended"):
            self._keeping.rates(run, has_ended=False)
        self._telling.tell(askers, run.run_id, run.unfinished)

    def _finish(self, run: Run, result: LabResult) -> None:
        self._keeping.result(run, result)
        self._telling.tell(self._board.end(run, Ending("finished", ""), result), run.run_id, result)
