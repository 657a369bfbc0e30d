"""All learners' answers, 35 bytes each, kept apart by learner: whose rows are new is gathered anew, and nobody else.

Who answered is a number that means nothing outside of one reading of it.
"""

from __future__ import annotations

import heapq
from collections import defaultdict
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from typing import TypeVar

import numpy as np
import numpy.typing as npt

from quizzes.progress.item_answers import Answer, Catalog, Gathered, Reported, kind_of
from quizzes.questions import Prompt

GRADED = ("question", "problem")
"""Kinds whose answers the app judges, so that they tell who knows a topic."""
NEWEST_EXPLANATIONS = 200
"""How many explanations are read again to see which points they miss: each takes some milliseconds."""
UNSAID = -1
"""Stands for a time or a certainty that the learner did not give."""

COLUMNS = np.dtype(
    [
        *(("key", "i4"), ("picks", "i4"), ("at", "i8"), ("ms", "i8"), ("score", "f8")),
        *(("sure", "i1"), ("is_skipped", "?"), ("has_hint", "?"), ("is_first", "?")),
    ]
)
"""An answer: ``key`` and ``picks`` are numbers of the tally; ``is_first`` for the learner's first one to a graded item."""

Key = tuple[str, str]
"""An item's full id and its content hash."""
Rows = npt.NDArray[np.void]
Numbers = npt.NDArray[np.int64]
T = TypeVar("T")


@dataclass(frozen=True)
class Part:
    """What one learner adds: rows of COLUMNS in order, and what is words."""

    rows: Rows
    explanations: Mapping[Key, Sequence[Answer]]
    reports: Sequence[Reported]


@dataclass(frozen=True)
class OfKey:
    """All answers to one version of an item: ``rows`` of COLUMNS, and by whom each is."""

    key: Key
    rows: Rows
    learners: Numbers


@dataclass
class Tally:
    """The parts of all learners, and what their numbers stand for."""

    parts: dict[str, Part] = field(default_factory=dict)
    keys: list[Key] = field(default_factory=list)
    picks: list[tuple[str, ...]] = field(default_factory=list)
    _key_numbers: dict[Key, int] = field(default_factory=dict)
    _pick_numbers: dict[tuple[str, ...], int] = field(default_factory=dict)

    def put(self, learner: str, gathered: Gathered, known: Catalog) -> None:
        """Keep what was gathered of that learner in place of what was."""
        first: set[str] = set()
        rows: list[tuple[object, ...]] = []
        explanations: dict[Key, list[Answer]] = defaultdict(list)
        for one in gathered.answers:
            item = known.items[one.item][1]
            is_first = one.item not in first and kind_of(item) in GRADED
            if is_first:
                first.add(one.item)
            if isinstance(item, Prompt) and one.text is not None:
                explanations[one.item, one.version].append(one)
            rows.append(self._row(one, is_first=is_first))
        if not rows and not gathered.reports:
            self.parts.pop(learner, None)
            return
        newest = {key: some[-NEWEST_EXPLANATIONS:] for key, some in explanations.items()}
        self.parts[learner] = Part(np.array(rows, dtype=COLUMNS), newest, gathered.reports)

    def _row(self, one: Answer, *, is_first: bool) -> tuple[object, ...]:
        key = _number((one.item, one.version), self._key_numbers, self.keys)
        picks = _number(one.picks, self._pick_numbers, self.picks)
        ms = UNSAID if one.ms is None else one.ms
        sure = UNSAID if one.sure is None else int(one.sure)
        return key, picks, one.at, ms, one.score, sure, one.skipped, one.hints > 0, is_first

    def rows(self) -> tuple[Rows, Numbers]:
        """The answers of all learners, one learner after the other, and the number of each one's learner."""
        parts = [part.rows for part in self.parts.values()]
        if not parts:
            return np.zeros(0, dtype=COLUMNS), np.zeros(0, dtype=np.int64)
        return np.concatenate(parts), np.repeat(np.arange(len(parts)), [len(rows) for rows in parts])

    def by_key(self, rows: Rows, learners: Numbers) -> Iterator[OfKey]:
        """The answers of ``rows()`` to each version of each item, sorted by id and hash."""
        places = dict(grouped(rows["key"]))
        for number in sorted(places, key=self.keys.__getitem__):
            where = places[number]
            yield OfKey(self.keys[number], rows[where], learners[where])

    def explanations(self) -> Mapping[Key, Sequence[tuple[int, Answer]]]:
        """The newest explanations to each version of a prompt, in order, with the number of each one's learner."""
        found: dict[Key, list[tuple[int, Answer]]] = defaultdict(list)
        for learner, part in enumerate(self.parts.values()):
            for key, some in part.explanations.items():
                found[key] += ((learner, one) for one in some)
        return {key: heapq.nlargest(NEWEST_EXPLANATIONS, some, key=lambda pair: pair[1].at)[::-1] for key, some in found.items()}

    def reports(self) -> Sequence[Reported]:
        """What all learners reported, in order."""
        return sorted((one for part in self.parts.values() for one in part.reports), key=lambda one: (one.at, one.id))

    def picks_of(self, some: OfKey) -> Iterator[tuple[tuple[str, ...], Rows, Numbers]]:
        """What was picked together in these answers, with the rows in which it was, and by whom."""
        for number, where in grouped(some.rows["picks"]):
            yield self.picks[number], some.rows[where], some.learners[where]


def grouped(values: npt.NDArray[np.int32]) -> Iterator[tuple[int, npt.NDArray[np.intp]]]:
    """Each value that is there, with the places at which it is, in order."""
    order = np.argsort(values, kind="stable")
    found, starts = np.unique(values[order], return_index=True)
    for number, start, end in zip(found.tolist(), starts, [*starts[1:], len(order)], strict=False):  # of nothing, only an end
        yield number, order[start:end]


def _number(one: T, numbers: dict[T, int], known: list[T]) -> int:
    found = numbers.get(one)
    if found is None:
        found = numbers[one] = len(known)
        known.append(one)
    return found
