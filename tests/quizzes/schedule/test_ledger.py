"""The ledger is quick because it remembers, and right because what it remembers can be thrown away."""

from __future__ import annotations

import random
import threading
from collections.abc import Sequence

import pytest
from learner_log import entry, event, index_of, moment
from test_replay import INDEX, year_of_events

from quizzes.events.event import Event
from quizzes.events.log import EventLog
from quizzes.schedule.ledger import Ledger
from quizzes.schedule.memory import replay

CARD = entry("card", "recall")


@pytest.mark.parametrize("order", ["in time", "backwards", "shuffled"])
def test_the_memories_are_those_of_a_whole_replay_however_the_rows_arrive(log: EventLog, order: str) -> None:
    events = year_of_events(1)[:150]
    arriving: Sequence[Event] = {"in time": events, "backwards": events[::-1]}.get(order) or random.Random(1).sample(events, len(events))
    ledger = Ledger(log)
    for start in range(0, len(arriving), 7):
        log.append(arriving[start : start + 7])
        assert ledger.memories("ann", INDEX) == replay(arriving[: start + 7], INDEX)
    ledger.forget()
    assert ledger.memories("ann", INDEX) == replay(events, INDEX)


def test_rows_in_time_are_added_without_reading_the_old_ones_again(log: EventLog, monkeypatch: pytest.MonkeyPatch) -> None:
    ledger = Ledger(log)
    log.append([event(1, "rated", CARD, moment(1), rating=3)])
    ledger.memories("ann", INDEX)
    monkeypatch.setattr(EventLog, "of_learner", lambda *_, **__: pytest.fail("read everything again"))
    log.append([event(2, "rated", CARD, moment(3), rating=3)])
    assert ledger.memories("ann", INDEX)[CARD.item].reviews == 2
    assert ledger.memories("ann", INDEX)[CARD.item].reviews == 2


def test_a_row_of_the_very_same_moment_is_not_missed(log: EventLog) -> None:
    ledger = Ledger(log)
    log.append([event(1, "rated", CARD, moment(1), rating=3)])
    ledger.memories("ann", INDEX)
    log.append([event(2, "rated", CARD, moment(1), rating=3)])
    assert ledger.memories("ann", INDEX)[CARD.item].reviews == 2


def test_other_learners_and_other_topics_are_kept_apart(log: EventLog) -> None:
    ledger, other = Ledger(log), index_of(entry("other", "recall"))
    log.append([event(1, "rated", CARD, moment(1), rating=3)])
    assert ledger.memories("bob", INDEX) == {}
    assert ledger.memories("ann", other) == {}
    assert set(ledger.memories("ann", INDEX)) == {CARD.item}


def test_what_was_handed_out_does_not_change(log: EventLog) -> None:
    ledger = Ledger(log)
    log.append([event(1, "rated", CARD, moment(1), rating=3)])
    before = ledger.memories("ann", INDEX)
    log.append([event(2, "rated", CARD, moment(3), rating=3)])
    ledger.memories("ann", INDEX)
    assert before[CARD.item].reviews == 1


def test_many_threads_see_every_row(log: EventLog) -> None:
    ledger, failed = Ledger(log), []

    def work(worker: int) -> None:
        for number in range(10):
            log.append([event(worker * 100 + number, "rated", CARD, moment(1 + number), rating=3)])
            if ledger.memories("ann", INDEX)[CARD.item].reviews < number + 1:
                failed.append((worker, number))

    threads = [threading.Thread(target=work, args=(worker,)) for worker in range(4)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert failed == []
    assert ledger.memories("ann", INDEX)[CARD.item].reviews == 40
