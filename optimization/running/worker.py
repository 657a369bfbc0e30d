"""The processes behind the runner: a Dask scheduler, and workers in which the labs run.

``main`` and ``scheduler_main`` are ``python -m optimization worker`` and ``… scheduler``. Importing this module is light; Dask is
imported when a process starts, a lab's libraries when its worker is up.
"""

from __future__ import annotations

import argparse
import asyncio
import importlib
import logging
import multiprocessing
import os
import shutil
import sys
import threading
import time
import traceback
from collections.abc import Callable, Mapping, Sequence
from functools import partial
from pathlib import Path
from typing import Any

from optimization.errors import LabError, RunCancelled
from optimization.labs.program import MEMORY_LIMIT
from optimization.results.progress import TIMING_S
from optimization.results.records import Variant
from optimization.running import lab_keys
from optimization.running.lab_keys import LabKeys
from optimization.running.runs import LABS, NO_MEMORY, VARIANTS, Outcome, labs_at

logger = logging.getLogger(__name__)

LEAST_PAUSE_S = 0.1
"""Between two reports that only move the progress bar."""

ONE_THREAD = {
    **dict.fromkeys(("OMP_NUM_THREADS", "OPENBLAS_NUM_THREADS", "MKL_NUM_THREADS", "NUMEXPR_NUM_THREADS", "VECLIB_MAXIMUM_THREADS"), "1"),
    **dict.fromkeys(("TF_NUM_INTRAOP_THREADS", "TF_NUM_INTEROP_THREADS"), "1"),
}
QUIET = {
    "TF_CPP_MIN_LOG_LEVEL": "3",
    "DASK_LOGGING__DISTRIBUTED": "critical",
    "PYTHONWARNINGS": "ignore:resource_tracker",  # it calls the semaphores of a process that was ended on purpose leaked
}
# Dask reads these when it is imported, in the worker's child process too. What samples, spills or reports in the background would
# disturb the timing of a lab; a dead worker's run is tried once more.
DASK = {
    "DASK_DISTRIBUTED__SCHEDULER__ALLOWED_FAILURES": "1",
    "DASK_DISTRIBUTED__SCHEDULER__ACTIVE_MEMORY_MANAGER__START": "False",
    "DASK_DISTRIBUTED__SCHEDULER__HTTP__ROUTES": "[]",
    "DASK_DISTRIBUTED__WORKER__HTTP__ROUTES": "[]",
    "DASK_DISTRIBUTED__WORKER__PROFILE__ENABLED": "False",
    "DASK_DISTRIBUTED__WORKER__MEMORY__TARGET": "False",
    "DASK_DISTRIBUTED__WORKER__MEMORY__SPILL": "False",
    "DASK_DISTRIBUTED__WORKER__MEMORY__PAUSE": "False",
    "DASK_DISTRIBUTED__WORKER__MEMORY__TERMINATE": "1.0",
    "DASK_DISTRIBUTED__ADMIN__TICK__INTERVAL": "1s",
    "DASK_DISTRIBUTED__ADMIN__LOW_LEVEL_LOG_LENGTH": "100",
    "DASK_DISTRIBUTED__ADMIN__SYSTEM_MONITOR__INTERVAL": "5s",
    "DASK_DISTRIBUTED__ADMIN__SYSTEM_MONITOR__GIL__ENABLED": "False",
}


def scheduler_main(argv: Sequence[str]) -> int:
    """Serve a scheduler, its address as the first line on stdout; ends with Ctrl-C, or with stdin where asked to."""
    parser = argparse.ArgumentParser(prog="python -m optimization scheduler", description="Hand out lab runs to workers.")
    parser.add_argument("--host", default="127.0.0.1", help="address to listen on; any but this one needs TLS (default: %(default)s)")
    parser.add_argument("--port", type=int, default=0, help="port to listen on (default: a free one)")
    parser.add_argument("--own-keys", type=Path, help=argparse.SUPPRESS)
    parser.add_argument("--die-with-stdin", action="store_true", help="end when stdin is closed")
    lab_keys.add_options(parser)
    options = parser.parse_args(argv)
    keys = lab_keys.keys_of(options)
    if keys is None and options.own_keys is None:
        lab_keys.check_address(options.host, None)
    at_end = partial(shutil.rmtree, options.own_keys, ignore_errors=True) if options.own_keys is not None else None

    async def serve() -> None:
        await _scheduler(options.host, options.port, keys or (lab_keys.make_keys(options.own_keys) if options.own_keys else None))

    return _serve(serve, die_with_stdin=options.die_with_stdin, at_end=at_end)


def main(argv: Sequence[str]) -> int:
    """Serve one worker, one run at a time, until Ctrl-C, the loss of its scheduler, or the end of stdin where asked to."""
    parser = argparse.ArgumentParser(prog="python -m optimization worker", description="Run labs for a scheduler.")
    parser.add_argument("--scheduler", required=True, help="its address, such as tls://192.168.1.10:8786")
    parser.add_argument("--memory-limit", type=int, default=3 * 1024**3, help="bytes at which a run is ended (default: 3 GB)")
    parser.add_argument("--labs", default=LABS, help=argparse.SUPPRESS)
    parser.add_argument("--die-with-stdin", action="store_true", help="end when stdin is closed")
    lab_keys.add_options(parser)
    options = parser.parse_args(argv)
    keys = lab_keys.keys_of(options)
    lab_keys.check_address(options.scheduler, keys)
    return _serve(lambda: _worker(options.scheduler, options.memory_limit, options.labs, keys), die_with_stdin=options.die_with_stdin)


def _serve(server: Callable[[], Any], *, die_with_stdin: bool, at_end: Callable[[], None] | None = None) -> int:
    os.environ.update(ONE_THREAD | QUIET | DASK)
    if die_with_stdin:
        threading.Thread(target=_end_with_stdin, args=(at_end,), daemon=True).start()
    try:
        asyncio.run(server())
    except KeyboardInterrupt:
        return 130
    except (OSError, TimeoutError) as error:
        print(f"{type(error).__name__}: {error}", file=sys.stderr)
        return 1
    return 0


def _end_with_stdin(at_end: Callable[[], None] | None) -> None:
    """The starting process holds the other end of stdin; however it ends, the pipe closes and this process ends at once."""
    while sys.stdin.buffer.read(1024):
        pass
    for child in multiprocessing.active_children():
        child.kill()
    if at_end is not None:
        at_end()
    os._exit(0)


def _is_news(record: logging.LogRecord) -> bool:
    """False for the scheduler's outcry that a client has left while it was being told something: apps end, and that is no fault."""
    return not record.getMessage().startswith("Closed comm")


async def _scheduler(host: str, port: int, keys: LabKeys | None) -> None:
    from distributed import Scheduler

    logging.getLogger("distributed.scheduler").addFilter(_is_news)

    tls: dict[str, Any] = {} if keys is None else {"protocol": "tls", "security": keys.security()}
    scheduler: Any = Scheduler(host=host, port=port, dashboard=False, dashboard_address="127.0.0.1:0", **tls)
    async with scheduler:
        print(scheduler.address, flush=True)
        await scheduler.finished()


async def _worker(address: str, memory_limit_bytes: int, labs: str, keys: LabKeys | None) -> None:
    from distributed import Nanny
    from distributed.comm.addressing import get_address_host
    from distributed.utils import get_ip

    os.environ |= {"LAB_REGISTRY": labs, MEMORY_LIMIT: str(memory_limit_bytes)}
    host = get_ip(get_address_host(address))  # type: ignore[no-untyped-call]
    nanny: Any = Nanny(
        address,
        host=host,  # only where the scheduler reaches it; Dask's default for a worker is everywhere
        nthreads=1,
        memory_limit=memory_limit_bytes,
        dashboard=False,
        dashboard_address="127.0.0.1:0",
        preload=[__name__],
        death_timeout=30,
        security=None if keys is None else keys.security(),
    )
    async with nanny:
        await nanny.finished()


_libraries = threading.Lock()
"""Held while a library is imported or a lab runs: two threads that import the same packages trip over half-imported modules, and an
import in the background would disturb the timing."""
_stopped: set[str] = set()
"""Ids of the runs that shall stop; the runner adds to it through ``stop_run``."""


def dask_setup(worker: object) -> None:
    """Called by Dask in a worker's process that has just started: import what the labs need before the first one is asked for."""
    labs = labs_at(os.environ.get("LAB_REGISTRY", LABS)).values()
    modules = [name for lab in labs for name in (*lab.needs, lab.entry.split(":")[0])]
    threading.Thread(target=_import_all, args=(modules,), daemon=True, name="imports").start()


def _import_all(modules: Sequence[str]) -> None:
    for name in modules:
        with _libraries:
            try:
                importlib.import_module(name)
            except Exception as error:  # a lab that needs it says so when it is run
                logger.info("Not imported ahead: %s (%s)", name, error)
        time.sleep(0.01)  # lets a waiting run take the lock


def stop_run(run_id: str) -> None:
    """Called by the runner in a worker's event loop: that run ends at its next report."""
    _stopped.add(run_id)


async def end_process(dask_worker: Any) -> None:
    """Called by the runner in a nanny: kill the worker's process; the nanny starts a new one."""
    process = dask_worker.process and dask_worker.process.process
    if process is not None:
        await process.kill()


class WorkerReport:
    """Progress as messages to the runner. Nothing is asked over the network: a stop was already sent here by the runner."""

    def __init__(self, run_id: str, *, send: Callable[[dict[str, Any]], None], timing_s: float = TIMING_S) -> None:
        self._run_id = run_id
        self.timing_s = timing_s
        self._send = send
        self._name = ""
        self._variants: tuple[Variant, ...] = ()
        self._sent_at = 0.0

    def step(self, name: str, share: float, variants: Sequence[Variant] = ()) -> None:
        self.check()
        figures = tuple(variants) or self._variants
        news = name != self._name or figures != self._variants
        if not news and time.monotonic() - self._sent_at < LEAST_PAUSE_S:
            return
        message: dict[str, Any] = {"kind": "step", "run": self._run_id, "step": name, "done": float(share)}
        if figures != self._variants:
            message["variants"] = VARIANTS.dump_json(figures).decode()
        self._send(message)
        self._name, self._variants, self._sent_at = name, figures, time.monotonic()

    def check(self) -> None:
        if self._run_id in _stopped:
            raise RunCancelled("The run was stopped.")


def run_lab(lab_id: str, parameters: Mapping[str, Any], *, labs: str, run_id: str, topic: str, timing_s: float) -> str:
    """The Dask task: run a lab, which may time its rows for ``timing_s``, and return an Outcome as JSON.

    Whatever goes wrong travels as text. An exception would be unpickled in the web process and import its library there.
    """
    from distributed import get_worker

    worker = get_worker()
    send = partial(worker.log_event, topic)
    send({"kind": "started", "run": run_id, "worker": worker.address})
    report = WorkerReport(run_id, send=send, timing_s=timing_s)
    try:
        report.check()
        with _libraries:
            lab = labs_at(labs)[lab_id]
            run = lab.load()
            outcome = Outcome(state="finished", result=run(lab.parameters(parameters), report))
    except RunCancelled:
        outcome = Outcome(state="cancelled")
    except LabError as error:
        outcome = Outcome(state="failed", message=str(error))
    except MemoryError:
        outcome = Outcome(state="failed", message=NO_MEMORY, details=traceback.format_exc(), reason="over memory")
    except (Exception, SystemExit) as error:
        text = (str(error).strip().splitlines() or ["no further explanation"])[0]
        message = f"The lab ended with an error: {type(error).__name__}: {text[:300]}"
        outcome = Outcome(state="failed", message=message, details=traceback.format_exc())
    finally:
        _stopped.discard(run_id)
    return outcome.model_dump_json()
