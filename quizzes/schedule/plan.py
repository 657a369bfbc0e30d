"""What to practise today: the items, in order, with the reason for each and the minutes it will take."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, timedelta
from math import ceil
from statistics import median
from typing import Literal

from quizzes.events.log import Event
from quizzes.schedule.forecast import is_scheduled
from quizzes.schedule.index import PLANNED, Entry, Index
from quizzes.schedule.memory import Memory
from quizzes.schedule.planner import HORIZON_DAYS, gain

RULE = (
    "First what you were sure of and got wrong, because such errors are corrected best; then what is due, what gains most for its time "
    "first; then new items up to your daily limit (more where an exam is near). Neighbours rarely share a concept: mixed practice is "
    "harder today and remembered better."
)
"""The rule as the app says it. Butterfield & Metcalfe (2001) on confident errors; Rohrer et al. (2014) on mixing."""

SECONDS: Mapping[str, float] = {"recall": 12, "quick-check": 30, "self-test": 40, "practice": 120, "explain": 180}
"""Usual time of an item by mode, until there are ENOUGH_TIMES of this learner to take it from."""
ENOUGH_TIMES = 20
NEW_TAKES = 2.0
"""How many times as long as a known item a new one takes."""
NEW_A_DAY = 10
"""The default limit: with two minutes a new card's reviews of a week, ten a day come to about fifteen minutes a day."""
CANDIDATES_LIMIT = 400
"""Due items that are weighed against each other, those with the least expected recall; nobody does more in a day."""
WORTH = 0.001
"""Gain in expected recall below which an item that is not due is left alone even where an exam has minutes for it."""
NEIGHBOURS = 8
"""How far ahead is looked for an item of another concept."""

Why = Literal["sure and wrong", "due", "exam", "new"]


@dataclass(frozen=True)
class Planned:
    """An item of the plan, why it is in it, and the seconds it will take."""

    entry: Entry
    why: Why
    seconds: float


@dataclass(frozen=True)
class Plan:
    """Today's items in order; ``waiting`` are due items that the minutes left out."""

    items: tuple[Planned, ...]
    waiting: int = 0

    @property
    def seconds(self) -> float:
        return sum(one.seconds for one in self.items)

    @property
    def minutes(self) -> int:
        return max(1, round(self.seconds / 60)) if self.items else 0

    def count(self, why: Why) -> int:
        return sum(one.why == why for one in self.items)


def todays_plan(
    memories: Mapping[str, Memory],
    index: Index,
    *,
    day: date,
    new_left: int,
    minutes: int | None = None,
    exams: Mapping[str, date] | None = None,
    seconds: Mapping[str, float] = SECONDS,
) -> Plan:
    """The plan of a learner's day over all topics.

    ``new_left`` is what is left of the daily limit of new items; ``minutes`` the time given (None: as long as it takes); ``exams`` maps
    topic ids to the day of the exam (future ones only count). Claims to bet on (mode myths) are not planned: they need a lab run.
    """
    coming = {topic: exam for topic, exam in (exams or {}).items() if exam > day}
    reviews, left_out = _reviews(memories, index, day, coming, seconds)
    candidates = [*reviews, *_new(memories, index, day, coming, seconds, new_left)]
    candidates.sort(key=lambda one: (-one[0], one[1].entry.item))
    chosen, waiting = _within([one for _, one in candidates], None if minutes is None else minutes * 60)
    waiting += left_out
    surprises = [one for one in chosen if one.why == "sure and wrong"]
    return Plan((*surprises, *mixed([one for one in chosen if one.why != "sure and wrong"])), waiting)


Weighed = tuple[float, Planned]
"""How early an item is chosen (larger first), and the item."""


def _reviews(
    memories: Mapping[str, Memory], index: Index, day: date, exams: Mapping[str, date], seconds: Mapping[str, float]
) -> tuple[list[Weighed], int]:
    """Known items that are due, or that an exam wants before they are due; and how many due ones CANDIDATES_LIMIT leaves out."""
    scheduled = [(memory, index.entries[item]) for item, memory in memories.items() if is_scheduled(memory, index.entries[item])]
    wanted = [(memory, entry) for memory, entry in scheduled if _is_due(memory, day) or entry.topic in exams]
    wanted = [(memory, entry) for memory, entry in wanted if memory.last != day]  # once a day: more would not count
    left_out = 0
    if len(wanted) > CANDIDATES_LIMIT:
        wanted.sort(key=lambda pair: (not pair[0].sure_wrong, pair[0].recall_on(day), pair[1].item))
        left_out = sum(_is_due(memory, day) for memory, _ in wanted[CANDIDATES_LIMIT:])
        wanted = wanted[:CANDIDATES_LIMIT]
    found: list[Weighed] = []
    for memory, entry in wanted:
        is_due, takes = _is_due(memory, day), seconds[entry.mode]
        if memory.sure_wrong and is_due:
            found.append((1e6, Planned(entry, "sure and wrong", takes)))
            continue
        value = gain(memory, entry, day=day, exam=exams.get(entry.topic, day + timedelta(days=HORIZON_DAYS)))
        if is_due or value >= WORTH:
            found.append((value / takes, Planned(entry, "due" if is_due else "exam", takes)))
    return found, left_out


def _is_due(memory: Memory, day: date) -> bool:
    return memory.due is not None and memory.due <= day


def _new(
    memories: Mapping[str, Memory], index: Index, day: date, exams: Mapping[str, date], seconds: Mapping[str, float], left: int
) -> Iterator[Weighed]:
    """New items, a concept's card before its question; for an exam as many as bring all in during the first half of the days left."""
    by_topic: dict[str, list[Entry]] = {}
    for entry in index.entries.values():
        if entry.mode in PLANNED and _is_unmet(memories.get(entry.item)):
            by_topic.setdefault(entry.topic, []).append(entry)
    for topic in sorted(by_topic, key=lambda one: (exams.get(one, date.max), one)):
        entries = taught_first(by_topic[topic])
        exam = exams.get(topic)
        today = sum(one.met == day and index.entries[item].topic == topic for item, one in memories.items()) if exam is not None else 0
        wanted = 0 if exam is None else max(0, ceil((len(entries) + today) / max(1, (exam - day).days / 2)) - today)
        taken = entries[: max(left, wanted)] if left > 0 or exam is not None else []
        left -= len(taken)
        for place, entry in enumerate(taken):
            takes = NEW_TAKES * seconds[entry.mode]
            value = gain(None, entry, day=day, exam=exam) / takes if exam is not None else 0.0
            yield value - place * 1e-9, Planned(entry, "new", takes)


def _is_unmet(memory: Memory | None) -> bool:
    """Whether an item is new: also one that was set aside and brought back before it was ever answered."""
    return memory is None or (memory.met is None and not memory.known)


def taught_first(entries: Iterable[Entry]) -> list[Entry]:
    """New items in the order of the file's concepts, each concept's cards before its questions."""
    by_concept: dict[str, list[Entry]] = {}
    for entry in entries:
        by_concept.setdefault(entry.concept, []).append(entry)
    return [entry for group in by_concept.values() for entry in sorted(group, key=lambda one: PLANNED.index(one.mode))]


def _within(items: Sequence[Planned], limit_s: float | None) -> tuple[list[Planned], int]:
    """As many as fit, in order, at least one; and how many due ones did not."""
    chosen: list[Planned] = []
    waiting, used = 0, 0.0
    for one in items:
        if limit_s is None or not chosen or used + one.seconds <= limit_s:
            chosen.append(one)
            used += one.seconds
        elif one.why in ("due", "sure and wrong"):
            waiting += 1
    return chosen, waiting


def mixed(items: Sequence[Planned]) -> list[Planned]:
    """The items so that neighbours share a concept, or a mode other than cards, as rarely as a look at the next NEIGHBOURS allows.

    A new question stays behind the new card of its concept.
    """
    waiting = list(items)
    ordered: list[Planned] = []
    while waiting:
        last = ordered[-1].entry if ordered else None
        ahead = waiting[:NEIGHBOURS]
        pick = min(range(len(ahead)), key=lambda at: (_clashes(ahead[at].entry, last), _untaught(ahead, at), at))
        ordered.append(waiting.pop(pick))
    return ordered


def _clashes(entry: Entry, last: Entry | None) -> int:
    if last is None:
        return 0
    same = (entry.topic, entry.concept) == (last.topic, last.concept)
    return 2 * same + (entry.mode == last.mode != "recall")


def _untaught(ahead: Sequence[Planned], at: int) -> bool:
    """Whether a card of the same concept still waits before this question."""
    entry = ahead[at].entry
    cards = (one.entry for one in ahead[:at] if one.entry.mode == "recall")
    return entry.mode != "recall" and any((card.topic, card.concept) == (entry.topic, entry.concept) for card in cards)


def new_met_on(memories: Mapping[str, Memory], index: Index, day: date) -> int:
    """How many planned items the learner met for the first time on that day."""
    return sum(memory.met == day and index.entries[item].mode in PLANNED for item, memory in memories.items())


def seconds_by_mode(events: Iterable[Event]) -> Mapping[str, float]:
    """The learner's own median time of an item by mode, in seconds; the usual one where there are fewer than ENOUGH_TIMES."""
    times: dict[str, list[float]] = {}
    for event in events:
        if event.kind in ("answered", "rated") and event.ms and event.mode is not None and event.mode in SECONDS:
            times.setdefault(event.mode, []).append(event.ms / 1000)
    own = {mode: max(2.0, median(values)) for mode, values in times.items() if len(values) >= ENOUGH_TIMES}
    return {**SECONDS, **own}
