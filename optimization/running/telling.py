"""Tells those who asked for a run that it has ended, away from the thread that decides it."""

from __future__ import annotations

import logging
import threading
from collections.abc import Mapping
from concurrent.futures import ThreadPoolExecutor

from optimization.results.records import LabResult, Unfinished
from optimization.running.runs import OnEnded

logger = logging.getLogger(__name__)

TOLD_AGAIN_S = (1.0, 5.0, 20.0)
"""After how long the end of a run is told once more to who could not take it."""


class Telling:
    """Calls back in threads of its own: one that waits to be told again holds up nobody."""

    def __init__(self) -> None:
        self._over = threading.Event()
        self._threads = ThreadPoolExecutor(max_workers=4, thread_name_prefix="lab-finished")

    def tell(self, askers: Mapping[str, OnEnded | None], run_id: str, ending: LabResult | Unfinished) -> None:
        """Call back everybody who wants to hear of that run; returns at once."""
        for on_ended in askers.values():
            if on_ended is not None:
                self._threads.submit(call_back, on_ended, run_id, ending, is_over=self._over)

    def close(self) -> None:
        """Wait for those who are being told; nobody is told again."""
        self._over.set()
        self._threads.shutdown(wait=True)


def call_back(on_ended: OnEnded, run_id: str, ending: LabResult | Unfinished, *, is_over: threading.Event) -> None:
    """Call it, and log what goes wrong in it; it is called again some times, in case what it writes to is away for some seconds.

    Not after ``is_over`` is set: the app ends.
    """
    for pause_s in (*TOLD_AGAIN_S, 0.0):
        try:
            return on_ended(run_id, ending)
        except Exception:
            logger.exception("While telling that run %s has ended", run_id)
        if not pause_s or is_over.wait(pause_s):
            return
