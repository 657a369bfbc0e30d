"""Many learners at once, and one learner in two tabs: no row is lost, none is doubled, nothing is locked."""

from __future__ import annotations

import itertools
import threading
from collections import Counter
from datetime import UTC, datetime
from pathlib import Path

import pytest

from quizzes.attempts.actions import Rate
from quizzes.attempts.attempt import Moment
from quizzes.attempts.mode import Scope
from quizzes.content.topic import Topic
from quizzes.events.log import EventLog, open_log
from quizzes.sessions import recall
from quizzes.sessions.register import RECALL
from quizzes.sessions.study import Study

LEARNERS = 20
DECK = {"deck": "short"}


def now() -> Moment:
    return Moment(datetime.now(UTC))


def desk(log: EventLog) -> Study:
    numbers = itertools.count()
    return Study(log, token=lambda: f"{threading.get_ident()}-{next(numbers)}", seed=lambda: 1)


def rate_all(study: Study, topic: Topic, session: recall.State) -> None:
    """Rate until the end, as a tab that never looks at the other one would."""
    while session.card is not None:
        session = study.act(session, Scope.of(topic), Rate(3), now())


def at_once(works: list[threading.Thread]) -> None:
    for work in works:
        work.start()
    for work in works:
        work.join()


@pytest.mark.slow
def test_twenty_learners_at_once_lose_nothing(database: Path, shipped: Topic) -> None:
    logs = [open_log(f"sqlite:///{database}") for _ in range(2)]  # as two server processes would
    failed: list[Exception] = []

    def learn(number: int) -> None:
        study = desk(logs[number % 2])
        try:
            session = study.begin(RECALL, Scope.of(shipped), learner=f"learner-{number}", moment=now(), options=DECK)
            rate_all(study, shipped, session)
        except Exception as error:
            failed.append(error)

    at_once([threading.Thread(target=learn, args=(number,)) for number in range(LEARNERS)])
    assert failed == []
    for number in range(LEARNERS):
        rows = Counter(one.kind for one in logs[0].of_learner(f"learner-{number}"))
        assert rows == {"started": 1, "rated": recall.SHORT_DECK, "finished": 1}
    for log in logs:
        log.close()


def test_two_tabs_of_one_learner_rate_each_card_once(database: Path, shipped: Topic) -> None:
    logs = [open_log(f"sqlite:///{database}") for _ in range(2)]
    failed: list[Exception] = []
    begun = desk(logs[0]).begin(RECALL, Scope.of(shipped), learner="ann", moment=now(), options=DECK)

    def learn(log: EventLog) -> None:
        study = desk(log)
        try:
            session = study.resume(RECALL, Scope.of(shipped), learner="ann", session=begun.attempt.session)
            assert session is not None
            rate_all(study, shipped, session)
        except Exception as error:
            failed.append(error)

    at_once([threading.Thread(target=learn, args=(log,)) for log in logs])
    assert failed == []
    rated = Counter(one.item for one in logs[0].of_learner("ann", kinds=["rated"]))
    assert len(rated) == recall.SHORT_DECK
    assert set(rated.values()) == {1}
    assert len(logs[0].of_learner("ann", kinds=["finished"])) == 1
    for log in logs:
        log.close()
