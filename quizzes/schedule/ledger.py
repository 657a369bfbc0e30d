"""Keeps each learner's memories at hand, computed from the log; throwing it away changes nothing."""

from __future__ import annotations

import threading
from collections import OrderedDict
from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from quizzes.content.models import Topic
from quizzes.events import EventLog, Extent
from quizzes.schedule.index import Index, index
from quizzes.schedule.memory import Memory, Replay, Review

KINDS = ("rated", "answered", "bet", "lab_run", "moved", "undone", "known")
"""What can change a memory."""

LEARNERS_LIMIT = 200
"""Learners whose memories are kept; the one that was not asked for longest goes first."""


@dataclass
class _Kept:
    index: Index
    extent: Extent
    replay: Replay


@dataclass(frozen=True)
class Recollection:
    """What a learner remembers by full item id, and every review that counted, in order."""

    memories: Mapping[str, Memory]
    reviews: Sequence[Review]


class Ledger:
    """The memories of the learners of one log. Safe to share between threads; other processes may write to the same log."""

    def __init__(self, log: EventLog) -> None:
        self._log = log
        self._kept: OrderedDict[str, _Kept] = OrderedDict()
        self._lock = threading.Lock()
        self._locks: dict[str, threading.Lock] = {}
        self._index: tuple[tuple[Topic, ...], Index] | None = None

    def index(self, topics: Sequence[Topic]) -> Index:
        """The index of these topics; the same object as long as they are the same objects."""
        held = self._index
        if held is None or len(held[0]) != len(topics) or any(one is not two for one, two in zip(held[0], topics, strict=True)):
            held = self._index = (tuple(topics), index(topics))
        return held[1]

    def memories(self, learner: str, index: Index) -> Mapping[str, Memory]:
        """The learner's memories as of now, by full item id."""
        return self.recollection(learner, index).memories

    def held(self, learner: str) -> Mapping[str, Memory] | None:
        """The learner's memories as they were asked for last, without a look at the log; None where they are not at hand."""
        with self._lock:
            kept = self._kept.get(learner)
        return None if kept is None else kept.replay.memories

    def recollection(self, learner: str, index: Index) -> Recollection:
        """The learner's memories and reviews as of now."""
        with self._lock:
            own = self._locks.setdefault(learner, threading.Lock())
        with own:  # nobody waits for another learner's replay
            kept = self._fresh(learner, index)
            with self._lock:
                self._kept[learner] = kept
                self._kept.move_to_end(learner)
                if len(self._kept) > LEARNERS_LIMIT:
                    gone, _ = self._kept.popitem(last=False)
                    self._locks.pop(gone, None)
        return Recollection(kept.replay.memories, kept.replay.reviews)

    def forget(self) -> None:
        """Throw everything away; it is computed again when it is asked for."""
        with self._lock:
            self._kept.clear()

    def _fresh(self, learner: str, index: Index) -> _Kept:
        """Rows newer than all known ones are added; anything else (an import of older rows, an undo) is replayed whole."""
        extent = self._log.extent(learner)
        with self._lock:
            kept = self._kept.get(learner)
        if kept is not None and kept.index is index:
            if kept.extent == extent:
                return kept
            newer = self._log.newer(learner, kept.extent) if kept.extent.rows else None
            if newer is not None and kept.extent.rows + len(newer) == extent.rows and not any(map(Replay.changes_earlier, newer)):
                replayed = kept.replay.copy()
                replayed.add(one for one in newer if one.kind in KINDS)
                return _Kept(index, extent, replayed)
        replayed = Replay(index)
        if extent.rows:
            replayed.add(self._log.of_learner(learner, kinds=KINDS, until=extent))
        return _Kept(index, extent, replayed)
