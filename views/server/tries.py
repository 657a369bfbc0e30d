"""How often somebody may try something that is not to be guessed."""

from __future__ import annotations

import threading
import time
from collections import OrderedDict, deque
from collections.abc import Callable

KEYS_LIMIT = 20_000
"""Keys that are remembered; the one that was not tried longest goes first."""


class Tries:
    """Failures of the last ``within_s`` seconds by key. Safe to share between threads."""

    def __init__(self, limit: int, *, within_s: float, clock: Callable[[], float] = time.monotonic) -> None:
        self._limit, self._within_s, self._clock = limit, within_s, clock
        self._failures: OrderedDict[str, deque[float]] = OrderedDict()
        self._lock = threading.Lock()

    def wait_s(self, key: str) -> float:
        """Seconds until this key may try again; 0 where it may now."""
        with self._lock:
            failures = self._tries_of(key)
            return failures[0] + self._within_s - self._clock() if failures is not None and len(failures) >= self._limit else 0.0

    def fail(self, key: str) -> None:
        """One more failure of this key."""
        with self._lock:
            failures = self._tries_of(key)
            if failures is None:
                failures = self._failures[key] = deque(maxlen=self._limit)
            failures.append(self._clock())
            self._failures.move_to_end(key)
            if len(self._failures) > KEYS_LIMIT:
                self._failures.popitem(last=False)

    def _tries_of(self, key: str) -> deque[float] | None:
        failures = self._failures.get(key)
        while failures and failures[0] <= self._clock() - self._within_s:
            failures.popleft()
        return failures
