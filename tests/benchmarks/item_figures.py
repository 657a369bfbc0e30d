"""What the figures of all items cost. Run on an idle machine:

python tests/benchmarks/item_figures.py                 200,000 made rows of 400 learners about 600 items
python tests/benchmarks/item_figures.py --rows 2000000 --learners 3000

In one run, in seconds of processor: all rows counted from nothing, as ``tests/quizzes/progress/counted_anew.py`` does; the first count of
a server; the figures again after nothing, after one answer, and after an answer of each of 20 learners. Then how long a learner's step (a
few ms of work) takes beside a first count, and what memory is kept.
"""

from __future__ import annotations

import argparse
import random
import statistics
import sys
import tempfile
import time
from collections.abc import Callable, Iterator, Sequence
from datetime import timedelta
from pathlib import Path

sys.path.extend(str(Path(__file__).parents[2] / part) for part in ("", "tests/quizzes", "tests/quizzes/progress"))

import psutil
from counted_anew import counted_anew
from sample_topic import card, question, topic

from quizzes.content.topic import Topic
from quizzes.events.event import Event
from quizzes.events.log import EventLog, open_log
from quizzes.events.unfinished import EPOCH
from quizzes.models import Item
from quizzes.progress import item_ranking
from quizzes.progress.item_answers import logged
from quizzes.progress.item_count import ItemCount

CHOICES = ("right", "wrong", "other", "last")
ITEMS = 600
STEPS = 100


def rows(count: int, learners: int, items: Sequence[Item], *, begin: int = 0) -> Iterator[Event]:
    """Answers and ratings, a second apart; one in a hundred is taken back."""
    rng = random.Random(begin)
    for number in range(begin, begin + count):
        item, who = rng.choice(items), f"learner-{number % learners:05}"
        common = {"id": f"e{number}", "learner": who, "session": f"{who}-{number // 3000}", "at": EPOCH + timedelta(seconds=number)}
        about = {"item": f"track/topic/{item.id}", "content_hash": item.content_hash, "ms": rng.randrange(60_000)}
        if number % 100 == 99:
            yield Event(**common, kind="undone", item=about["item"], payload={"event": f"e{number - learners}"})
        elif item.id.startswith("c-"):
            yield Event(**common, **about, kind="rated", mode="recall", rating=3, score=rng.choice([0.0, 1.0, 1.0]))
        else:
            picked = rng.choice(CHOICES)
            values = {"score": float(picked == "right"), "sure": rng.random() < 0.5, "payload": {"choices": [picked]}}
            yield Event(**common, **about, **values, kind="answered", mode="self-test")


def write(log: EventLog, made: Iterator[Event]) -> None:
    piece: list[Event] = []
    for one in made:
        piece.append(one)
        if len(piece) == 5_000:
            log.append(piece)
            piece = []
    log.append(piece)


def processor_s(work: Callable[[], object]) -> float:
    start = time.process_time()
    work()
    return time.process_time() - start


def megabytes() -> float:
    return psutil.Process().memory_info().rss / 1e6


def up_to_date(count: ItemCount, topics: Sequence[Topic]) -> None:
    count._rested_at = 0.0
    while count.look(topics).counting is not None:
        count.wait()


def step_s() -> float:
    """How long a few ms of work take, after a pause as between two clicks."""
    time.sleep(0.02)
    start = time.perf_counter()
    sum(range(100_000))
    return time.perf_counter() - start


def print_steps(count: ItemCount, topics: Sequence[Topic]) -> None:
    alone = [step_s() for _ in range(STEPS)]
    count.look(topics)
    beside: list[float] = []
    while count.counting() is not None and len(beside) < STEPS:
        beside.append(step_s())
    for name, found in (("alone", alone), ("beside a first count", beside)):
        median, late = statistics.median(found), sorted(found)[int(len(found) * 0.95)]
        print(f"a step of a learner, {name}: median {median * 1e3:.1f} ms, 95th percentile {late * 1e3:.1f} ms, of {len(found)}")
    count.wait()


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--rows", type=int, default=200_000)
    parser.add_argument("--learners", type=int, default=400)
    parser.add_argument("--without-counting-anew", action="store_true", help="leave out the comparison, which takes the most memory")
    given = parser.parse_args()
    items = [*(question(f"q-{number}") for number in range(ITEMS - 100)), *(card(f"c-{number}") for number in range(100))]
    topics = [topic(self_test=items[: ITEMS - 100], recall=items[ITEMS - 100 :])]
    everybody = [f"learner-{number:05}" for number in range(given.learners)]
    with tempfile.TemporaryDirectory() as folder:
        log = open_log(f"sqlite:///{folder}/events.db")
        write(log, rows(given.rows, given.learners, items))
        before, count = megabytes(), ItemCount(log)
        first = processor_s(lambda: up_to_date(count, topics))
        print(f"{given.rows:,} rows of {given.learners} learners about {ITEMS} items; the first count: {first:.2f} s")
        print(f"memory of the process: {before:.0f} MB before, {megabytes():.0f} MB after it")
        costs = {"nothing": processor_s(lambda: up_to_date(count, topics))}
        for name, learners in (("one answer", 1), ("an answer each of 20 learners", 20)):
            write(log, rows(learners, given.learners, items, begin=given.rows * (learners + 1)))
            costs[name] = processor_s(lambda: up_to_date(count, topics))
        anew = None
        if not given.without_counting_anew:
            anew = processor_s(lambda: item_ranking.ranking(counted_anew(logged(log, everybody), topics)))  # type: ignore[arg-type]
            print(f"everything counted anew: {anew:.2f} s")
        for name, cost in costs.items():
            print(f"after {name}: {cost:.3f} s" + ("" if anew is None else f", {anew / cost:.0f} times less than everything anew"))
        print_steps(ItemCount(log), topics)
        log.close()


if __name__ == "__main__":
    main()
