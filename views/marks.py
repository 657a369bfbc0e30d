"""What is marked and not handed in, kept by the server beside the browser session, which a refresh or a long locked screen ends."""

from __future__ import annotations

import threading
from collections import OrderedDict

Place = tuple[str, str, str]
"""Learner, session and item."""

LIMIT = 5_000
"""Places that are kept; the one that was marked longest ago goes first. A restart of the server forgets all."""


class Marks:
    """Choices by place, in the order of marking. Safe to share between threads."""

    def __init__(self) -> None:
        self._kept: OrderedDict[Place, tuple[str, ...]] = OrderedDict()
        self._lock = threading.Lock()

    def keep(self, place: Place, choices: tuple[str, ...]) -> None:
        """Keep the choices; none of them forgets the place."""
        with self._lock:
            self._kept.pop(place, None)
            if choices:
                self._kept[place] = choices
            while len(self._kept) > LIMIT:
                self._kept.popitem(last=False)

    def of(self, place: Place) -> tuple[str, ...]:
        """The choices that are marked there."""
        with self._lock:
            return self._kept.get(place, ())
