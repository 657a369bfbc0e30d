"""How long the due list of a learner with 100,000 events over 10,000 items takes: warm, after one more answer, and from nothing.

    python -m tests.benchmarks.due_list

The plain replay of the same rows is the measure that the others are given as a share of.
"""

from __future__ import annotations

import random
import tempfile
import time
from collections.abc import Callable
from datetime import UTC, datetime, timedelta
from pathlib import Path
from statistics import median

from quizzes.events.event import Event
from quizzes.events.log import EventLog, open_log
from quizzes.schedule.index import Entry, Index
from quizzes.schedule.ledger import KINDS, Ledger
from quizzes.schedule.memory import replay
from quizzes.schedule.plan import todays_plan

ITEMS, EVENTS, DAYS, ROUNDS = 10_000, 100_000, 365, 15
START = datetime(2026, 1, 1, 12, tzinfo=UTC)


def index_of_topics() -> Index:
    """Items of 100 topics, half of them cards, half questions."""
    modes = ("recall", "quick-check")
    entries = [
        Entry(f"track/topic-{n % 100}/item-{n}", f"track/topic-{n % 100}", f"concept-{n % 25}", modes[n % 2], guessable=n % 2 == 1)
        for n in range(ITEMS)
    ]
    return Index({one.item: one for one in entries}, {one.item: one.item for one in entries})


def rows(index: Index) -> list[Event]:
    rng, entries = random.Random(0), list(index.entries.values())
    seconds = sorted(rng.random() * DAYS * 86_400 for _ in range(EVENTS))
    return [_row(number, rng.choice(entries), START + timedelta(seconds=at), rng) for number, at in enumerate(seconds)]


def _row(number: int, entry: Entry, at: datetime, rng: random.Random) -> Event:
    is_card, right = entry.mode == "recall", rng.random() < 0.85
    kind, rating = ("rated", 3 if right else 1) if is_card else ("answered", None)
    score = float(right)
    return Event(
        id=f"e{number}", learner="ann", session=f"s{number}", kind=kind, at=at, item=entry.item, mode=entry.mode, rating=rating, score=score
    )


def ms(work: Callable[[], object], rounds: int) -> float:
    """Median milliseconds of a call."""
    times = []
    for _ in range(rounds):
        begun = time.perf_counter()
        work()
        times.append((time.perf_counter() - begun) * 1000)
    return median(times)


def measure(log: EventLog) -> None:
    index, ledger = index_of_topics(), Ledger(log)
    events = rows(index)
    for start in range(0, EVENTS, 10_000):
        log.append(events[start : start + 10_000])
    today = (START + timedelta(days=DAYS)).date()

    def due() -> object:
        return todays_plan(ledger.memories("ann", index), index, day=today, new_left=10, minutes=15)

    def after_one_more() -> object:
        number = next(counter)
        log.append([_row(number, index.entries[events[number % EVENTS].item or ""], START + timedelta(days=DAYS, seconds=number), rng)])
        return due()

    def from_nothing() -> object:
        ledger.forget()
        return due()

    rng, counter = random.Random(1), iter(range(EVENTS, 2 * EVENTS))
    whole = ms(lambda: replay(log.of_learner("ann", kinds=KINDS), index), 3)
    cold = ms(from_nothing, 3)
    warm, added = ms(due, ROUNDS), ms(after_one_more, ROUNDS)
    print(f"reading and replaying {EVENTS:,} rows       {whole:8.0f} ms   1.0000")
    for name, value in (("due list from nothing", cold), ("due list, warm", warm), ("one more answer, then the list", added)):
        print(f"{name:38} {value:8.1f} ms   {value / whole:.4f}")
    print(f"warm under 50 ms: {'yes' if warm < 50 else 'NO'}")


def main() -> None:
    with tempfile.TemporaryDirectory() as folder:
        log = open_log(f"sqlite:///{Path(folder) / 'events.db'}")
        measure(log)
        log.close()


if __name__ == "__main__":
    main()
