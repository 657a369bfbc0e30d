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

from quizzes.progress.item_answers import Answer, Catalog, Gathered, Reported, SaidWhy, kind_of
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
    whys: Sequence[SaidWhy]


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

    def put(self, learner: str, gathered: Gathered, catalog: Catalog) -> None:
        """Keep what was gathered of that learner in place of what was."""
        first: set[str] = set()
        rows: list[tuple[object, ...]] = []
        explanations: dict[Key, list[Answer]] = defaultdict(list)
        for answer in gathered.answers:
            item = catalog.items[answer.item][1]
            is_first = answer.item not in first and kind_of(item) in GRADED
            if is_first:
                first.add(answer.item)
            if isinstance(item, Prompt) and answer.text is not None:
                explanations[answer.item, answer.version].append(answer)
            rows.append(self._row(answer, is_first=is_first))
        if not rows and not gathered.reports and not gathered.whys:
            self.parts.pop(learner, None)
            return
        newest = {key: answers[-NEWEST_EXPLANATIONS:] for key, answers in explanations.items()}
        self.parts[learner] = Part(np.array(rows, dtype=COLUMNS), newest, gathered.reports, gathered.whys)

    def _row(self, answer: Answer, *, is_first: bool) -> tuple[object, ...]:
        key = _number((answer.item, answer.version), self._key_numbers, self.keys)
        picks = _number(answer.picks, self._pick_numbers, self.picks)
        ms = UNSAID if answer.ms is None else answer.ms
        sure = UNSAID if answer.sure is None else int(answer.sure)
        return key, picks, answer.at, ms, answer.score, sure, answer.skipped, answer.hints > 0, is_first

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
            positions = places[number]
            yield OfKey(self.keys[number], rows[positions], learners[positions])

    def explanations(self) -> Mapping[Key, Sequence[tuple[int, Answer]]]:
        """The newest explanations to each version of a prompt, in order, with the number of each one's learner."""
        explanations: dict[Key, list[tuple[int, Answer]]] = defaultdict(list)
        for learner, part in enumerate(self.parts.values()):
            for key, answers in part.explanations.items():
                explanations[key] += ((learner, answer) for answer in answers)
        return {
            key: heapq.nlargest(NEWEST_EXPLANATIONS, answers, key=lambda pair: pair[1].at)[::-1] for key, answers in explanations.items()
        }

    def reports(self) -> Sequence[Reported]:
        """What all learners reported, in order."""
        return sorted((report for part in self.parts.values() for report in part.reports), key=lambda report: (report.at, report.id))

    def whys(self) -> Sequence[SaidWhy]:
        """Why learners chose wrongly, in their words, in order."""
        return sorted((reason for part in self.parts.values() for reason in part.whys), key=lambda reason: (reason.at, reason.id))

    def picks_of(self, item_rows: OfKey) -> Iterator[tuple[tuple[str, ...], Rows, Numbers]]:
        """What was picked together in these answers, with the rows in which it was, and by whom."""
        for number, positions in grouped(item_rows.rows["picks"]):
            yield self.picks[number], item_rows.rows[positions], item_rows.learners[positions]


def grouped(values: npt.NDArray[np.int32]) -> Iterator[tuple[int, npt.NDArray[np.intp]]]:
    """Each value that is there, with the places at which it is, in order."""
    order = np.argsort(values, kind="stable")
    distinct, starts = np.unique(values[order], return_index=True)
    for number, start, end in zip(distinct.tolist(), starts, [*starts[1:], len(order)], strict=False):  # of nothing, only an end
        yield number, order[start:end]


def _number(value: T, numbers: dict[T, int], values: list[T]) -> int:
    number = numbers.get(value)
    if number is None:
        number = numbers[value] = len(values)
        values.append(value)
    return number
