"""Keeps the figures of all items up to date for a whole server: only learners with new rows are gathered anew.

The log tells by a mark of each learner who has rows that are not counted yet. A few rows are counted while one waits. Many, as the first
time after a start, are counted by a thread that rests as long as it works, so that whoever learns meanwhile has the processor, too.
"""

from __future__ import annotations

import operator
import threading
import time
from collections import defaultdict
from collections.abc import Callable, Collection, Iterator, Mapping, Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING

from quizzes.content.topic import Topic
from quizzes.events.log import EventLog, Mark
from quizzes.progress.item_answers import Catalog, Logged, bearing, catalog_of, gather, logged
from quizzes.progress.item_ranking import ranking
from quizzes.progress.item_statistics import ItemStatistics, item_statistics
from quizzes.progress.item_tally import Tally

if TYPE_CHECKING:
    import pandas as pd

AT_ONCE = 10_000
"""Rows that are counted while one waits, some tenths of a second."""
BATCH_ROWS, BATCH_LEARNERS = 2_000, 200
"""Read in one go: no transaction stays open for long, and memory holds no more rows than these and those of one learner."""
REST_FACTOR = 10
"""What had to be counted in the background is not counted so again before this many times as long as it took has passed."""


@dataclass(frozen=True)
class Figures:
    """What was counted, and the same table worst first. Shared by all sessions, so nobody changes it."""

    statistics: ItemStatistics
    ranked: pd.DataFrame


@dataclass(frozen=True)
class Counting:
    """How many rows are counted in the background, and how many of them already are."""

    done: int
    rows: int


@dataclass(frozen=True)
class Look:
    """The newest figures that there are, None before the first; and what is being counted.

    ``later`` is how many rows belong to learners whose newest answers are not in the figures and are not being counted yet.
    """

    figures: Figures | None
    counting: Counting | None = None
    later: int = 0


class ItemCount:
    """The figures of one log. Safe to share between threads."""

    def __init__(self, log: EventLog, *, at_once: int = AT_ONCE, clock: Callable[[], float] = time.monotonic) -> None:
        self._log, self._at_once, self._clock = log, at_once, clock
        self._lock = threading.Lock()
        self._counter: threading.Thread | None = None
        self._error: Exception | None = None
        self._progress = Counting(0, 0)
        self._rested_at = 0.0
        self._figures: Figures | None = None
        self._topics: Sequence[Topic] = ()
        self._state = Counted()

    def look(self, topics: Sequence[Topic]) -> Look:
        """The figures as the log and the topics are now, or, where many rows are new, those of before. Raises LogUnavailable."""
        with self._lock:
            if self._counter is not None and self._counter.is_alive():
                return Look(self._figures, self._progress)
            if self._error is not None:
                error, self._error = self._error, None
                raise error
            return self._up_to_date(topics)

    def counting(self) -> Counting | None:
        """What is being counted in the background; None where nothing is."""
        counter = self._counter
        return self._progress if counter is not None and counter.is_alive() else None

    def wait(self) -> None:
        """Wait until nothing is counted in the background."""
        if self._counter is not None:
            self._counter.join()

    def _up_to_date(self, topics: Sequence[Topic]) -> Look:
        is_same = len(topics) == len(self._topics) and all(map(operator.is_, topics, self._topics))
        state = self._state if is_same else self._state.with_catalog(catalog_of(topics))
        marks = self._log.marks()
        new = state.new(marks)
        rows = sum(marks[learner].rows for learner in new if learner in marks)
        if rows > self._at_once and self._figures is not None and is_same and self._clock() < self._rested_at:
            return Look(self._figures, later=rows)
        self._state, self._topics = state, tuple(topics)
        if rows > self._at_once:
            self._progress = Counting(0, rows)
            self._counter = threading.Thread(target=self._in_background, args=(marks, new), name="item-count", daemon=True)
            self._counter.start()
            return Look(self._figures, self._progress)
        if new or not is_same or self._figures is None:
            for _ in state.count(self._log, marks, new):
                pass
            self._figures = state.figures()
        return Look(self._figures)

    def _in_background(self, marks: Mapping[str, Mark], new: Collection[str]) -> None:
        began = self._clock()
        try:
            worked_s = time.thread_time()
            for rows in self._state.count(self._log, marks, new):
                self._progress = Counting(self._progress.done + rows, self._progress.rows)
                time.sleep(time.thread_time() - worked_s)
                worked_s = time.thread_time()
            self._figures = self._state.figures()
        except Exception as error:  # whoever looks next is told, in a thread that draws a page
            self._error = error
        self._rested_at = self._clock() + REST_FACTOR * (self._clock() - began)


class Counted:
    """What is counted, by the marks that the learners' rows had then, and all that a catalog said about it."""

    def __init__(self, catalog: Catalog | None = None) -> None:
        self._catalog = catalog or catalog_of(())
        self._tally = Tally()
        self._marks: dict[str, Mark] = {}
        self._bearings: dict[tuple[str, str], object] = {}

    def with_catalog(self, catalog: Catalog) -> Counted:
        """The same under another catalog; nothing is counted yet where that says something else about an item that was answered."""
        if any(bearing(*pair, catalog) != bearing_then for pair, bearing_then in self._bearings.items()):
            return Counted(catalog)
        self._catalog = catalog
        return self

    def new(self, marks: Mapping[str, Mark]) -> Sequence[str]:
        """The learners whose rows are others now, or gone."""
        changed_learners = [learner for learner, mark in marks.items() if self._marks.get(learner) != mark]
        return changed_learners + [learner for learner in self._marks if learner not in marks]

    def count(self, log: EventLog, marks: Mapping[str, Mark], new: Collection[str]) -> Iterator[int]:
        """Gather the rows of these learners, whose marks were read before; after each piece, how many rows it had. Raises LogUnavailable.

        Rows that come in between are gathered already, and again the next time, since the mark does not know them.
        """
        for learners in _batches(marks, new):
            events: dict[str, list[Logged]] = defaultdict(list)
            for event in logged(log, learners):
                events[event.learner].append(event)
                pair = (event.item or "", event.content_hash or "")
                if pair not in self._bearings:
                    self._bearings[pair] = bearing(*pair, self._catalog)
            for learner in learners:
                self._tally.put(learner, gather(events.get(learner, ()), self._catalog), self._catalog)
                if learner in marks:
                    self._marks[learner] = marks[learner]
                else:
                    self._marks.pop(learner, None)
            yield sum(marks[learner].rows for learner in learners if learner in marks)

    def figures(self) -> Figures:
        """The figures of what is counted."""
        statistics = item_statistics(self._tally, self._catalog)
        return Figures(statistics, ranking(statistics))


def _batches(marks: Mapping[str, Mark], learners: Collection[str]) -> Iterator[Sequence[str]]:
    batch: list[str] = []
    rows = 0
    for learner in learners:
        batch.append(learner)
        rows += marks[learner].rows if learner in marks else 0
        if rows >= BATCH_ROWS or len(batch) >= BATCH_LEARNERS:
            yield batch
            batch, rows = [], 0
    if batch:
        yield batch
