"""True recall on exam day of simulated learners: planned for the exam, by plain FSRS, and with cards in random order.

    python -m tests.benchmarks.exam_day [--minutes 15] [--items 57 400] [--learners 8] [--picture FILE.svg]

Every learner gets the same minutes a day for 42 days; a new item takes 25 s, a right answer 10 s, a wrong one 18 s. What is simulated is
not what the schedule believes:

- ``other FSRS``: FSRS-6 whose 21 parameters are drawn around the defaults (log-normal, 0.3) and whose items are easier or harder by a
  factor (log-normal, 0.3);
- ``ACT-R``: activation with a decay that grows with the activation at each practice (Pavlik & Anderson 2005, "Practice and forgetting
  effects on vocabulary memory", Cognitive Science 29), parameters drawn around theirs. It knows no difficulty, no stability and no rating.

The rule was chosen with learners 0 to 3; ``--first`` says where the reported ones begin.
"""

from __future__ import annotations

import argparse
import math
from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import UTC, date, datetime, time, timedelta
from pathlib import Path
from typing import Protocol

import fsrs
import numpy as np
from fsrs.scheduler import LOWER_BOUNDS_PARAMETERS, UPPER_BOUNDS_PARAMETERS

from quizzes.schedule.index import Entry, Index
from quizzes.schedule.memory import Memory
from quizzes.schedule.plan import todays_plan

DAYS, NEW_S, RIGHT_S, WRONG_S = 42, 25.0, 10.0, 18.0
START = date(2026, 1, 1)
EXAM = START + timedelta(days=DAYS)
FIRST_RATINGS, LATER_RATINGS = (0.25, 0.2, 0.45, 0.1), (0.15, 0.75, 0.1)
TOPIC = "track/topic"


class Learner(Protocol):
    """A simulated memory of ``items``; days are numbered from 0."""

    def chance(self, item: int, day: int) -> float:
        """True recall 0..1."""
        ...

    def answer(self, item: int, day: int) -> int:
        """Study the item and return the rating (1..4) that the learner gives."""
        ...


class OtherFsrs:
    """FSRS-6 with parameters and items of its own."""

    def __init__(self, items: int, rng: np.random.Generator) -> None:
        drawn = np.array(fsrs.Scheduler().parameters) * np.exp(rng.normal(0, 0.3, 21))
        drawn[:4] = np.sort(drawn[:4])
        drawn[4] = np.clip(drawn[4], 5, 8)
        bounded = np.clip(drawn, LOWER_BOUNDS_PARAMETERS, UPPER_BOUNDS_PARAMETERS)
        self._scheduler = fsrs.Scheduler(bounded.tolist(), learning_steps=(), relearning_steps=(), enable_fuzzing=False)
        self._cards = [fsrs.Card(card_id=item + 1) for item in range(items)]
        self._ease, self._rng = np.exp(rng.normal(0, 0.3, items)), rng

    def chance(self, item: int, day: int) -> float:
        card = self._cards[item]
        if card.stability is None or card.last_review is None:
            return 0.0
        decay = -self._scheduler.parameters[20]
        days = (_moment(day) - card.last_review).days
        chance: float = (1 + (0.9 ** (1 / decay) - 1) * days / (card.stability * self._ease[item])) ** decay
        return chance

    def answer(self, item: int, day: int) -> int:
        card = self._cards[item]
        rating = _rating(None if card.stability is None else self.chance(item, day), self._rng)
        self._cards[item], _ = self._scheduler.review_card(card, fsrs.Rating(rating), _moment(day))
        return rating


class ActR:
    """Pavlik and Anderson's activation; a day between sittings counts as 0.025 of a day of practice time, as in their fits."""

    def __init__(self, items: int, rng: np.random.Generator) -> None:
        self._practised: list[list[tuple[float, float]]] = [[] for _ in range(items)]
        self._scale, self._base = 0.217 * math.exp(rng.normal(0, 0.15)), 0.177 * math.exp(rng.normal(0, 0.15))
        self._threshold, self._noise = -0.704 + rng.normal(0, 0.15), 0.255
        self._ease, self._rng = rng.normal(0, 0.3, items), rng

    def _activation(self, item: int, day: int) -> float:
        now = day * 86_400 * 0.025
        return math.log(sum(max(now - at, 1.0) ** -decay for at, decay in self._practised[item]))

    def chance(self, item: int, day: int) -> float:
        if not self._practised[item]:
            return 0.0
        return 1 / (1 + math.exp(min(50.0, (self._threshold - self._activation(item, day) - self._ease[item]) / self._noise)))

    def answer(self, item: int, day: int) -> int:
        known = bool(self._practised[item])
        rating = _rating(self.chance(item, day) if known else None, self._rng)
        decay = self._scale * math.exp(self._activation(item, day)) + self._base if known else self._base
        self._practised[item].append((day * 86_400 * 0.025, decay))
        return rating


def _moment(day: int) -> datetime:
    return datetime.combine(START + timedelta(days=day), time(12), UTC)


def _rating(chance: float | None, rng: np.random.Generator) -> int:
    if chance is None:
        return int(rng.choice([1, 2, 3, 4], p=FIRST_RATINGS))
    return int(rng.choice([2, 3, 4], p=LATER_RATINGS)) if rng.random() < chance else 1


@dataclass(frozen=True)
class Day:
    """What a policy may know when it is asked what comes next."""

    memories: Mapping[str, Memory]
    index: Index
    number: int
    minutes_left: float
    rng: np.random.Generator

    @property
    def date(self) -> date:
        return START + timedelta(days=self.number)


Policy = Callable[[Day], Sequence[str]]


def planned(day: Day) -> Sequence[str]:
    """What the app does for a topic with an exam."""
    minutes = max(1, round(day.minutes_left))
    plan = todays_plan(day.memories, day.index, day=day.date, new_left=20, minutes=minutes, exams={TOPIC: EXAM})
    return [one.entry.item for one in plan.items]


def plain(day: Day) -> Sequence[str]:
    """FSRS at its default target of 0.9: what is due, the least recalled first, then 20 new items a day; then it is done."""
    due = [one for one in day.memories.values() if one.due is not None and one.due <= day.date and one.last != day.date]
    met_today = sum(one.met == day.date for one in day.memories.values())
    new = [item for item in day.index.entries if item not in day.memories]
    return [one.item for one in sorted(due, key=lambda one: one.recall_on(day.date))] + new[: max(0, 20 - met_today)]


def plain_ahead(day: Day) -> Sequence[str]:
    """The same, but what is left of the minutes goes to reviews ahead of time, the least recalled first."""
    rest = [one for one in day.memories.values() if one.last != day.date]
    return list(dict.fromkeys([*plain(day), *(one.item for one in sorted(rest, key=lambda one: one.recall_on(day.date)))]))


def at_random(day: Day) -> Sequence[str]:
    """All cards in random order, each at most once a day."""
    items = [item for item in day.index.entries if item not in day.memories or day.memories[item].last != day.date]
    return [items[at] for at in day.rng.permutation(len(items))]


POLICIES: Mapping[str, Policy] = {"planner": planned, "plain FSRS": plain, "plain FSRS, then ahead": plain_ahead, "random order": at_random}
LEARNERS: Mapping[str, type[OtherFsrs] | type[ActR]] = {"other FSRS": OtherFsrs, "ACT-R": ActR}


def studied(policy: Policy, learner: Learner, items: int, minutes: float, rng: np.random.Generator) -> tuple[float, float]:
    """Mean true recall on exam day and the minutes a day that were used."""
    names = [f"{TOPIC}/item-{number}" for number in range(items)]
    index = Index({name: Entry(name, TOPIC, f"concept-{at // 3}", "recall", False) for at, name in enumerate(names)}, {})
    number_of = {name: number for number, name in enumerate(names)}
    memories: dict[str, Memory] = {}
    used = 0.0
    for day in range(DAYS):
        left = minutes * 60
        while left > 0:
            chosen = policy(Day(memories, index, day, left / 60, rng))
            if not chosen:
                break
            for name in chosen:
                if left <= 0:
                    break
                memory = memories.get(name, Memory(item=name, met=START + timedelta(days=day)))
                rating = learner.answer(number_of[name], day)
                spent = NEW_S if name not in memories else RIGHT_S if rating > 1 else WRONG_S
                left, used = left - spent, used + spent
                memories[name] = memory.rated(rating, START + timedelta(days=day))
    return float(np.mean([learner.chance(number, DAYS) for number in range(items)])), used / DAYS / 60


@dataclass(frozen=True)
class Found:
    """Mean recall in percent with half of its 95 % interval, and the minutes a day that were used."""

    learner: str
    items: int
    policy: str
    recall: float
    half: float
    minutes: float


def simulate(items: int, minutes: float, seeds: Sequence[int]) -> Iterator[Found]:
    for kind, made in LEARNERS.items():
        for name, policy in POLICIES.items():
            runs = [
                studied(policy, made(items, np.random.default_rng(seed)), items, minutes, np.random.default_rng(1_000 + seed))
                for seed in seeds
            ]
            recalls = np.array([one for one, _ in runs]) * 100
            half = 1.96 * recalls.std(ddof=1) / math.sqrt(len(runs)) if len(runs) > 1 else math.nan
            yield Found(kind, items, name, float(recalls.mean()), float(half), float(np.mean([used for _, used in runs])))


def picture(found: Sequence[Found]) -> str:
    """Bars with intervals as SVG, a group for each learner and number of items."""
    groups = list(dict.fromkeys((one.learner, one.items) for one in found))
    row, width, left = 22, 460, 190
    parts, y = [], 10
    for learner, items in groups:
        parts.append(f'<text x="10" y="{y + 14}" font-weight="bold">{learner}, {items} items</text>')
        y += 24
        for one in (each for each in found if (each.learner, each.items) == (learner, items)):
            bar, low, high = (width * value / 100 for value in (one.recall, one.recall - one.half, min(100, one.recall + one.half)))
            colour = "#A4502E" if one.policy == "planner" else "#8A8378"
            parts.append(f'<text x="{left - 8}" y="{y + 13}" text-anchor="end">{one.policy}</text>')
            parts.append(f'<rect x="{left}" y="{y + 2}" width="{bar:.1f}" height="14" fill="{colour}"/>')
            parts.append(f'<path d="M{left + low:.1f} {y + 9}H{left + high:.1f}" stroke="#222" stroke-width="2"/>')
            parts.append(f'<text x="{left + width + 8}" y="{y + 13}">{one.recall:.1f} %</text>')
            y += row
        y += 10
    body = "".join(parts)
    head = f'<svg xmlns="http://www.w3.org/2000/svg" width="{left + width + 80}" height="{y}" font-family="sans-serif" font-size="12">'
    return f'{head}<rect width="100%" height="100%" fill="white"/>{body}</svg>\n'


def main(arguments: Sequence[str] | None = None) -> None:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--minutes", type=float, default=15)
    parser.add_argument("--items", type=int, nargs="+", default=[57, 400])
    parser.add_argument("--learners", type=int, default=8)
    parser.add_argument("--first", type=int, default=100)
    parser.add_argument("--picture", type=Path)
    given = parser.parse_args(arguments)
    found: list[Found] = []
    for items in given.items:
        for one in simulate(items, given.minutes, range(given.first, given.first + given.learners)):
            found.append(one)
            print(
                f"{one.learner:11} {one.items:4} items  {one.policy:23} {one.recall:5.1f} % ± {one.half:.1f}  {one.minutes:4.1f} min a day",
                flush=True,
            )
    if given.picture is not None:
        given.picture.write_text(picture(found), encoding="utf-8")


if __name__ == "__main__":
    main()
