"""What to practise today: the items, in order, with the reason for each and the minutes it will take."""

from __future__ import annotations

import math
from collections.abc import Iterable, Iterator, Mapping, Sequence
from collections.abc import Set as AbstractSet
from dataclasses import dataclass
from datetime import date, timedelta
from math import ceil
from statistics import median
from types import MappingProxyType
from typing import Literal

from quizzes.events.event import Event
from quizzes.schedule.confusions import NO_CONFUSIONS, Confusions
from quizzes.schedule.forecast import is_scheduled
from quizzes.schedule.index import Entry, Index
from quizzes.schedule.memory import Memory
from quizzes.schedule.needs import Key, Needs, needed_first
from quizzes.schedule.planner import HORIZON_DAYS, gain

RULE = (
    "First what you were sure of and got wrong, because such errors are corrected best; then what is due, what gains most for its time "
    "first; then new items up to your daily limit (more where an exam is near). Neighbours rarely share a concept: mixed practice is "
    "harder today and remembered better; what is easily mixed up comes in turns."
)
"""The rule as the app says it. Butterfield & Metcalfe (2001) on confident errors; Rohrer et al. (2014) on mixing."""

ENOUGH_TIMES = 20
"""Answers of a learner in a mode from which their own time an item is taken instead of the usual one."""
CARDS = "recall"
"""The mode of the items that teach what questions then ask."""
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

Reason = Literal["sure and wrong", "due", "exam", "new"]


@dataclass(frozen=True)
class Planned:
    """An item of the plan, why it is in it, and the seconds it will take."""

    entry: Entry
    why: Reason
    seconds: float


@dataclass(frozen=True)
class Plan:
    """Today's items in order; ``waiting`` are due items that the minutes left out."""

    items: tuple[Planned, ...]
    waiting: int = 0

    @property
    def seconds(self) -> float:
        return sum(item.seconds for item in self.items)

    @property
    def minutes(self) -> int:
        return max(1, round(self.seconds / 60)) if self.items else 0

    def count(self, reason: Reason) -> int:
        return sum(item.why == reason for item in self.items)


def todays_plan(
    memories: Mapping[str, Memory],
    index: Index,
    *,
    day: date,
    new_left: int,
    minutes: int | None = None,
    exams: Mapping[str, date] | None = None,
    pace: Mapping[str, float] = MappingProxyType({}),
) -> Plan:
    """The plan of a learner's day over all topics.

    ``new_left`` is what is left of the daily limit of new items; ``minutes`` the time given (None: as long as it takes); ``exams`` maps
    topic ids to the day of the exam (future ones only count); ``pace`` holds the learner's own seconds an item by mode,
    where known. Claims to bet on are not planned: they need a lab run.
    """
    exams_ahead = {topic: exam for topic, exam in (exams or {}).items() if exam > day}
    reviews, left_out_count = _reviews(memories, index, day, exams_ahead, pace)
    candidates = [*reviews, *_new(memories, index, day, exams_ahead, pace, new_left)]
    candidates.sort(key=lambda weighed: (-weighed[0], weighed[1].entry.item))
    planned_items, waiting_count = _within([item for _, item in candidates], None if minutes is None else minutes * 60)
    waiting_count += left_out_count
    surprises = [item for item in planned_items if item.why == "sure and wrong"]
    regular = [item for item in planned_items if item.why != "sure and wrong"]
    return Plan((*surprises, *mixed(regular, needs=index.needs, confusions=index.confusions)), waiting_count)


Weighed = tuple[float, Planned]
"""How early an item is chosen (larger first), and the item."""


def _reviews(
    memories: Mapping[str, Memory], index: Index, day: date, exams: Mapping[str, date], pace: Mapping[str, float]
) -> tuple[list[Weighed], int]:
    """Known items that are due, or that an exam wants before they are due; and how many due ones CANDIDATES_LIMIT leaves out."""
    scheduled = [(memory, index.entries[item]) for item, memory in memories.items() if is_scheduled(memory, index.entries[item])]
    candidates = [(memory, entry) for memory, entry in scheduled if _is_due(memory, day) or entry.topic in exams]
    candidates = [(memory, entry) for memory, entry in candidates if memory.last != day]  # once a day: more would not count
    left_out_count = 0
    if len(candidates) > CANDIDATES_LIMIT:
        candidates.sort(key=lambda pair: (not pair[0].sure_wrong, pair[0].recall_on(day), pair[1].item))
        left_out_count = sum(_is_due(memory, day) for memory, _ in candidates[CANDIDATES_LIMIT:])
        candidates = candidates[:CANDIDATES_LIMIT]
    weighed: list[Weighed] = []
    for memory, entry in candidates:
        is_due, takes = _is_due(memory, day), _takes(entry, pace) * (NEW_TAKES if memory.stability is None else 1)
        if memory.sure_wrong and is_due:
            weighed.append((1e6, Planned(entry, "sure and wrong", takes)))
            continue
        value = gain(memory, entry, day=day, exam=exams.get(entry.topic, day + timedelta(days=HORIZON_DAYS)))
        if is_due or value >= WORTH:
            weighed.append((value / takes, Planned(entry, "due" if is_due else "exam", takes)))
    return weighed, left_out_count


def _takes(entry: Entry, pace: Mapping[str, float]) -> float:
    """Seconds that the item will take: at the learner's own pace, or as long as it usually does."""
    return pace.get(entry.mode, entry.seconds)


def _is_due(memory: Memory, day: date) -> bool:
    return memory.due is not None and memory.due <= day


def _new(
    memories: Mapping[str, Memory], index: Index, day: date, exams: Mapping[str, date], pace: Mapping[str, float], quota: int
) -> Iterator[Weighed]:
    """New items, a concept's card before its question, and both after what topic and concept need; for an exam as many as bring all in
    during the first half of the days left.
    """
    order = {topic: place for place, topic in enumerate(_topics_in_turn(index, exams))}
    new_entries = [entry for entry in index.entries.values() if entry.planned and _is_unmet(memories.get(entry.item))]
    new_entries.sort(key=lambda entry: order[entry.topic])
    met_concepts = {index.entries[item].key for item, memory in memories.items() if memory.met is not None}
    new = taught_first(new_entries, needs=index.needs, met_concepts=met_concepts)
    met_today = [index.entries[item].topic for item, memory in memories.items() if memory.met == day]
    for topic in [*(topic for topic in order if topic in exams), None]:
        entries = [entry for entry in new if (entry.topic if entry.topic in exams else None) == topic]
        exam, exam_quota = (None, 0) if topic is None else (exams[topic], _wanted(len(entries), met_today.count(topic), exams[topic], day))
        todays = entries[: max(quota, exam_quota)] if quota > 0 or exam is not None else []
        quota -= len(todays)
        value = math.inf
        for place, entry in enumerate(todays):
            takes = NEW_TAKES * _takes(entry, pace)
            value = min(value, gain(None, entry, day=day, exam=exam) / takes if exam is not None else 0.0)  # so that the order holds
            yield value - place * 1e-9, Planned(entry, "new", takes)


def _topics_in_turn(index: Index, exams: Mapping[str, date]) -> Sequence[str]:
    """Topic ids, the nearest exam first, but none before the topics that it needs."""
    topics = sorted({entry.topic for entry in index.entries.values()}, key=lambda topic: (exams.get(topic, date.max), topic))
    return needed_first(topics, key=lambda topic: (topic, ""), needs=index.needs, met_concepts=frozenset())


def _wanted(new: int, met_today: int, exam: date, day: date) -> int:
    """How many new items an exam wants today."""
    return max(0, ceil((new + met_today) / max(1, (exam - day).days / 2)) - met_today)


def _is_unmet(memory: Memory | None) -> bool:
    """Whether an item is to be brought in: also one that was set aside and brought back before it was ever answered. What a lesson has
    brought has its day already."""
    return memory is None or (memory.is_new and memory.due is None)


def taught_first(
    entries: Iterable[Entry], *, needs: Needs = MappingProxyType({}), met_concepts: AbstractSet[Key] = frozenset()
) -> list[Entry]:
    """New items in the order of the file's concepts, each after the concepts that it needs, and each concept's cards before its
    questions; of the concepts ``met_concepts`` something was seen already.
    """
    by_concept: dict[Key, list[Entry]] = {}
    for entry in entries:
        by_concept.setdefault(entry.key, []).append(entry)
    groups = needed_first(list(by_concept.values()), key=lambda group: group[0].key, needs=needs, met_concepts=met_concepts)
    return [entry for group in groups for entry in sorted(group, key=lambda entry: entry.mode != CARDS)]


def _within(items: Sequence[Planned], limit_s: float | None) -> tuple[list[Planned], int]:
    """As many as fit, in order, at least one; and how many due ones did not."""
    within_limit: list[Planned] = []
    waiting_count, used_s = 0, 0.0
    for item in items:
        if limit_s is None or not within_limit or used_s + item.seconds <= limit_s:
            within_limit.append(item)
            used_s += item.seconds
        elif item.why in ("due", "sure and wrong"):
            waiting_count += 1
    return within_limit, waiting_count


def mixed(items: Sequence[Planned], *, needs: Needs = MappingProxyType({}), confusions: Confusions = NO_CONFUSIONS) -> list[Planned]:
    """The items so that neighbours share a concept, or a mode other than cards, as rarely as a look at the next NEIGHBOURS allows; after
    one of a concept comes one of a concept that it is mixed up with, however far behind that stands.

    A new question stays behind the new card of its concept, and a new item behind what its concept needs.
    """
    remaining = list(items)
    mixed_items: list[Planned] = []
    while remaining:
        last = mixed_items[-1].entry if mixed_items else None
        rivals = confusions.get(last.key, frozenset()) if last is not None else frozenset()
        rival = next((at for at, item in enumerate(remaining) if item.entry.key in rivals and _may_come(remaining, at, needs)), None)
        mixed_items.append(remaining.pop(rival if rival is not None else _least_alike(remaining[:NEIGHBOURS], last, needs)))
    return mixed_items


def _least_alike(nearest: Sequence[Planned], last: Entry | None, needs: Needs) -> int:
    return min(
        range(len(nearest)), key=lambda at: (_leans(nearest, at, needs), _clashes(nearest[at].entry, last), _untaught(nearest, at), at)
    )


def _may_come(remaining: Sequence[Planned], at: int, needs: Needs) -> bool:
    """Whether nothing waits before it that has to come first."""
    return not _leans(remaining, at, needs) and not _untaught(remaining, at)


def _clashes(entry: Entry, last: Entry | None) -> int:
    if last is None:
        return 0
    same = entry.key == last.key
    return 2 * same + (entry.mode == last.mode != CARDS)


def _untaught(nearest: Sequence[Planned], at: int) -> bool:
    """Whether a card of the same concept still waits before this question."""
    entry = nearest[at].entry
    cards = (item.entry for item in nearest[:at] if item.entry.mode == CARDS)
    return entry.mode != CARDS and any(card.key == entry.key for card in cards)


def _leans(nearest: Sequence[Planned], at: int, needs: Needs) -> bool:
    """Whether something new of a concept that this new item needs still waits before it."""
    needed_keys = needs.get(nearest[at].entry.key, ()) if nearest[at].why == "new" else ()
    return any(item.why == "new" and item.entry.key in needed_keys for item in nearest[:at])


def new_met_on(memories: Mapping[str, Memory], index: Index, day: date) -> int:
    """How many planned items the learner met for the first time on that day."""
    return sum(memory.met == day and index.entries[item].planned for item, memory in memories.items())


def seconds_by_mode(events: Iterable[Event]) -> Mapping[str, float]:
    """The learner's own median time of an item, in seconds, by those modes of which there are ENOUGH_TIMES."""
    times: dict[str, list[float]] = {}
    for event in events:
        if event.kind in ("answered", "rated") and event.ms and event.mode is not None:
            times.setdefault(event.mode, []).append(event.ms / 1000)
    return {mode: max(2.0, median(values)) for mode, values in times.items() if len(values) >= ENOUGH_TIMES}
