"""Keeps each learner's memories at hand, computed from the log; throwing it away changes nothing."""

from __future__ import annotations

import threading
from collections import OrderedDict
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path

from quizzes.events.log import EventLog, Extent
from quizzes.schedule.index import Index
from quizzes.schedule.memory import Memory, Replay, Review
from quizzes.schedule.remembered import Files

KINDS = ("rated", "answered", "bet", "lab_run", "overruled", "undone", "known")
"""What can change a memory."""

SIZE_LIMIT_BYTES = 64_000_000
"""What is kept of all learners together; the one that was not asked for longest goes first."""

WRITTEN_EVERY, WORTH_WRITING = 100, 300
"""A learner's file is written anew after so many more rows, and only from so many on: fewer are replayed in a moment."""


@dataclass
class _Kept:
    index: Index
    extent: Extent
    replay: Replay
    written: int = 0
    """Rows of the learner when the file was written; 0 where there is none."""


@dataclass(frozen=True)
class Recollection:
    """What a learner remembers by full item id, and every review that counted, in order."""

    memories: Mapping[str, Memory]
    reviews: Sequence[Review]


class Ledger:
    """The memories of the learners of one log. Safe to share between threads; other processes may write to the same log.

    With a ``folder`` they are kept there too, so that a server that was started again need not replay every history at once.
    """

    def __init__(self, log: EventLog, folder: Path | None = None, *, limit_bytes: int = SIZE_LIMIT_BYTES) -> None:
        self._log = log
        self._files = Files(folder) if folder is not None else None
        self._limit_bytes = limit_bytes
        self._size_bytes = 0
        self._kept: OrderedDict[str, _Kept] = OrderedDict()
        self._lock = threading.Lock()
        self._locks: dict[str, threading.Lock] = {}

    def memories(self, learner: str, index: Index) -> Mapping[str, Memory]:
        """The learner's memories as of now, by full item id."""
        return self.recollection(learner, index).memories

    def held(self, learner: str) -> Mapping[str, Memory] | None:
        """The learner's memories as they were asked for last, without a look at the log; None where they are not at hand."""
        with self._lock:
            entry = self._kept.get(learner)
        return None if entry is None else entry.replay.memories

    def recollection(self, learner: str, index: Index) -> Recollection:
        """The learner's memories and reviews as of now."""
        with self._lock:
            own = self._locks.setdefault(learner, threading.Lock())
        with own:  # nobody waits for another learner's replay
            entry = self._fresh(learner, index)
            self._write(learner, entry)
            self._keep(learner, entry)
        return Recollection(entry.replay.memories, entry.replay.reviews)

    def forget(self, learner: str | None = None) -> None:
        """Throw everything away, and the file of that learner, where one is named; it is computed again when it is asked for."""
        with self._lock:
            self._kept.clear()
            self._size_bytes = 0
        if learner is not None and self._files is not None:
            self._files.forget(learner)

    def _keep(self, learner: str, entry: _Kept) -> None:
        with self._lock:
            former = self._kept.pop(learner, None)
            self._size_bytes += entry.replay.size_bytes - (former.replay.size_bytes if former is not None else 0)
            self._kept[learner] = entry
            while self._size_bytes > self._limit_bytes and len(self._kept) > 1:
                dropped_learner, old = self._kept.popitem(last=False)
                self._size_bytes -= old.replay.size_bytes
                self._locks.pop(dropped_learner, None)

    def _write(self, learner: str, entry: _Kept) -> None:
        if self._files is None:
            return
        if entry.extent.rows == 0:
            self._files.forget(learner)
        elif entry.extent.rows >= max(WORTH_WRITING, entry.written + WRITTEN_EVERY):
            self._files.write(learner, entry.extent, entry.replay, entry.index)
            entry.written = entry.extent.rows

    def _fresh(self, learner: str, index: Index) -> _Kept:
        """Rows newer than all known ones are added; anything else (an import of older rows, an undo) is replayed whole."""
        extent = self._log.extent(learner)
        with self._lock:
            entry = self._kept.get(learner)
        if (entry is None or entry.index is not index) and self._files is not None and extent.rows:
            stored = self._files.read(learner, index)
            entry = _Kept(index, *stored, written=stored[0].rows) if stored is not None else None
        if entry is not None and entry.index is index:
            if entry.extent == extent:
                return entry
            newer = self._log.newer(learner, entry.extent) if entry.extent.rows else None
            if newer is not None and entry.extent.rows + len(newer) == extent.rows and not any(map(Replay.changes_earlier, newer)):
                replayed = entry.replay.copy()
                replayed.add(event for event in newer if event.kind in KINDS)
                return _Kept(index, extent, replayed, entry.written)
        replayed = Replay(index)
        if extent.rows:
            replayed.add(self._log.of_learner(learner, kinds=KINDS, until=extent))
        return _Kept(index, extent, replayed)
