"""The Dask scheduler and worker that this app starts for itself, or the scheduler that it joins."""

from __future__ import annotations

import logging
import os
import queue
import shutil
import subprocess
import sys
import threading
import time
import warnings
from collections.abc import Callable, Mapping
from functools import partial
from pathlib import Path
from typing import Any

from optimization.errors import LabError, RunFailed
from optimization.labs.pins import pinned
from optimization.running.lab_keys import LabKeys, keys_in, own_folder
from optimization.running.worker import end_process, run_lab, stop_run

logger = logging.getLogger(__name__)

ROOT = Path(__file__).resolve().parents[2]
START_LIMIT_S = 60.0
JOIN_LIMIT_S = 10.0
MEND_PAUSE_S = 5.0
"""Between two starts of a worker that keeps ending."""

Listener = Callable[[dict[str, Any]], None]


class Cluster:
    """Runs labs in other processes. All calls come from one thread; ``listen`` is called from another with these messages:

    ``{"kind": "started", "run", "worker"}``, ``{"kind": "step", "run", "step", "done"[, "variants"]}`` from a run,
    ``{"kind": "memory", "worker"}`` before a worker is killed for its memory, ``{"kind": "workers"}`` when ``workers`` has changed.
    """

    def __init__(
        self,
        *,
        scheduler: str | None,
        keys: LabKeys | None,
        labs: str,
        memory_limit_bytes: int,
        timing_s: float,
        topic: str,
        listen: Listener,
    ) -> None:
        self._joined, self._keys = scheduler, keys
        self._own_keys: Path | None = None
        self._labs = labs
        self._memory_limit_bytes, self._timing_s = memory_limit_bytes, timing_s
        self._topic = topic
        self._listen = listen
        self._scheduler: subprocess.Popen[str] | None = None
        self._worker: subprocess.Popen[str] | None = None
        self._worker_started_at = self._worker_seen_at = time.monotonic()
        self._client: Any = None
        self._address = ""
        self.workers: frozenset[str] = frozenset()
        """Addresses of the workers that are there now."""

    def start(self) -> None:
        """Start scheduler and worker, or join; raises RunFailed with a sentence for the learner."""
        try:
            self._start()
        except Exception as error:
            self.close()
            if isinstance(error, LabError):
                raise RunFailed(str(error)) from error
            logger.exception("The lab processes did not start")
            raise RunFailed(f"The lab processes did not start: {type(error).__name__}: {error}") from error

    def _start(self) -> None:
        if self._joined is None:
            self._own_keys = own_folder()
            self._keys = keys_in(self._own_keys)
            self._scheduler = start_process("scheduler", "--host", "127.0.0.1", "--own-keys", str(self._own_keys), stdout=subprocess.PIPE)
        client_class = dask_client()  # half a second, while the scheduler starts
        if self._scheduler is not None:
            self._address = first_line(self._scheduler)
            self.restart_worker()
        else:
            self._address = self._joined or ""
        self._client = self._connect(client_class)
        self._client.subscribe_topic(self._topic, lambda event: self._listen(event[1]))
        self._client.subscribe_topic("all", lambda event: self._on_cluster_event(event[1]))
        self._client.subscribe_topic("worker-restart-memory", lambda event: self._listen({"kind": "memory", "worker": event[1]["worker"]}))
        if self._scheduler is not None:
            self._await_worker()
        self.workers = frozenset(self._client.nthreads())

    def _connect(self, client_class: Any) -> Any:
        try:
            with warnings.catch_warnings():
                warnings.simplefilter("ignore")  # differing package versions on a worker of another machine
                security = None if self._keys is None else self._keys.security()
                return client_class(self._address, timeout=JOIN_LIMIT_S, security=security, set_as_default=False, name="featherweight")
        except (OSError, ValueError) as error:
            raise RunFailed(f"No lab scheduler answers at {self._address}; whoever runs this app should start it.") from error

    def _await_worker(self) -> None:
        for _ in range(int(START_LIMIT_S)):
            try:
                return self._client.wait_for_workers(1, timeout=1)  # type: ignore[no-any-return]
            except TimeoutError:
                code = self._worker.poll() if self._worker else None
                if code is not None:
                    raise RunFailed(f"The lab worker did not start: its process ended with exit code {code}.") from None
        raise RunFailed(f"The lab worker did not start within {START_LIMIT_S:g} s.")

    def restart_worker(self) -> None:
        """Start this app's own worker, after ending the one there was; nothing where the scheduler was joined."""
        if self._scheduler is None:
            return
        if self._worker is not None:
            end_now(self._worker)
        self._worker_started_at = time.monotonic()
        limit = str(self._memory_limit_bytes)
        keys = self._keys.arguments() if self._keys is not None else []
        self._worker = start_process("worker", "--scheduler", self._address, "--memory-limit", limit, "--labs", self._labs, *keys)

    def mend(self) -> None:
        """Start this app's own worker again where its process has ended."""
        recently = time.monotonic() - self._worker_started_at < MEND_PAUSE_S
        if self._worker is not None and self._worker.poll() is not None and not recently:
            logger.warning("The lab worker ended with exit code %s; starting it again", self._worker.returncode)
            self.restart_worker()

    def alive(self) -> bool:
        """Whether the scheduler is connected, and this app's own worker has not been away for long."""
        if self._client is None or self._client.status != "running":
            return False
        if self._scheduler is None:
            return True
        if self.workers:
            self._worker_seen_at = time.monotonic()
        return self._scheduler.poll() is None and time.monotonic() - self._worker_seen_at < START_LIMIT_S

    def submit(self, lab: str, parameters: Mapping[str, Any], *, run_id: str, on_done: Callable[[str, str], None]) -> Any:
        """Hand a run to the scheduler. ``on_done`` gets the future's status and the run's outcome, or what went wrong, from a thread."""
        future = self._client.submit(
            run_lab,
            lab,
            dict(parameters),
            labs=self._labs,
            run_id=run_id,
            topic=self._topic,
            timing_s=self._timing_s,
            key=f"{lab}-{run_id}",
            pure=False,
        )
        future.add_done_callback(lambda finished_task: on_done(*outcome_of(finished_task)))
        return future

    def ask_to_stop(self, run_id: str, worker: str | None) -> None:
        """Tell the worker, or all of them, that this run shall end at its next report; does not wait."""
        workers = None if worker is None else [worker]
        self._call_later(partial(self._client.run, stop_run, run_id, workers=workers, on_error="ignore"))

    def take_back(self, future: Any) -> None:
        """Let the scheduler forget a run, so that it is not tried again; does not wait, and does not stop a worker that is in it."""
        self._call_later(partial(self._client.cancel, [future], force=True))

    def kill(self, worker: str | None) -> None:
        """Kill the process of that worker; its nanny starts another. Does not wait."""
        if worker is not None:
            self._call_later(partial(self._client.run, end_process, workers=[worker], nanny=True, on_error="ignore"))

    def close(self) -> None:
        """End everything that this app started."""
        client, self._client = self._client, None
        if client is not None:
            try:
                client.unsubscribe_topic("all")  # otherwise the scheduler tells this client that it has left
                client.close(timeout=1)
            except Exception as error:  # a lost scheduler: there is nothing left to tell it
                logger.debug("While leaving the scheduler: %s", error)
        for process in (self._worker, self._scheduler):
            if process is not None:
                end_now(process)
        self._worker = self._scheduler = None
        if self._own_keys is not None:
            shutil.rmtree(self._own_keys, ignore_errors=True)
            self._own_keys = None

    def _call_later(self, call: Callable[[], Any]) -> None:
        async def quietly() -> None:
            try:
                await call()
            except Exception as error:  # the worker or the scheduler is gone already
                logger.debug("Not done: %s", error)

        self._client.loop.add_callback(quietly)

    def _on_cluster_event(self, event: Mapping[str, Any]) -> None:
        action = event.get("action")
        if action == "add-worker":
            self.workers |= {event["worker"]}
        elif action == "remove-worker":
            self.workers -= {event["worker"]}
        else:
            return
        self._listen({"kind": "workers"})


def dask_client() -> Any:
    """Dask's client class; raises RunFailed where Dask is not installed."""
    try:
        from distributed import Client
    except ImportError as error:
        raise RunFailed(f"The labs need Dask. Install with: pip install {pinned('distributed')}") from error
    return Client


def outcome_of(future: Any) -> tuple[str, str]:
    """The status of a future that is done, and its result, or the exception's type and text."""
    status: str = future.status
    try:
        if status == "finished":
            return status, future.result(timeout=10)
        if status == "error":
            error = future.exception(timeout=10)
            return type(error).__name__, str(error)
    except Exception as error:
        return type(error).__name__, str(error)
    return status, ""


def start_process(command: str, *arguments: str, stdout: int = subprocess.DEVNULL) -> subprocess.Popen[str]:
    """Start ``python -m optimization <command>``, which ends when this process does, because its stdin closes then.

    It gets a process group of its own: Ctrl-C in the terminal ends the app, and the app ends it.
    """
    path = os.pathsep.join(filter(None, (str(ROOT), os.environ.get("PYTHONPATH"))))
    group: dict[str, Any] = {"start_new_session": True}
    if sys.platform == "win32":
        group = {"creationflags": subprocess.CREATE_NEW_PROCESS_GROUP | subprocess.CREATE_NO_WINDOW}
    return subprocess.Popen(
        [sys.executable, "-m", "optimization", command, *arguments, "--die-with-stdin"],
        stdin=subprocess.PIPE,
        stdout=stdout,
        text=True,
        cwd=ROOT,
        env={**os.environ, "PYTHONPATH": path},
        **group,
    )


def first_line(process: subprocess.Popen[str]) -> str:
    """The first line that the process prints; raises RunFailed where it ends or stays silent."""
    lines: queue.SimpleQueue[str] = queue.SimpleQueue()
    assert process.stdout is not None
    threading.Thread(target=lambda stream: lines.put(stream.readline().strip()), args=(process.stdout,), daemon=True).start()
    try:
        line = lines.get(timeout=START_LIMIT_S)
    except queue.Empty:
        raise RunFailed(f"The lab scheduler did not start within {START_LIMIT_S:g} s.") from None
    if not line:
        raise RunFailed(f"The lab scheduler did not start: its process ended with exit code {process.wait()}.")
    return line


def end_now(process: subprocess.Popen[str]) -> None:
    """Close the process's stdin, on which it ends with its children; kill it where that does not help."""
    if process.stdin is not None:
        process.stdin.close()
    try:
        process.wait(timeout=2)
    except subprocess.TimeoutExpired:
        process.kill()
        process.wait()
    if process.stdout is not None:
        process.stdout.close()
