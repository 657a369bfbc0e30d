"""An imagined past: what a learner, or a class, did in the weeks before; written into the log behind the server's back."""

from __future__ import annotations

import random
from collections.abc import Sequence
from datetime import UTC, datetime, timedelta
from typing import Any

from app_server import AppServer
from student import TOPIC, Student, shipped_topic

from quizzes.events.event import Event
from quizzes.events.learners import new_learner_id
from quizzes.events.log import open_log
from quizzes.models import Item
from quizzes.questions import Question

DAYS, A_DAY, LEARNERS = 80, 9, 8
RIGHT = {"easy": 0.95, "medium": 0.8, "hard": 0.6}


def remember_weeks(student: Student, *, a_day: int = A_DAY) -> None:
    """Cards rated, questions answered, bets won and lost: enough for every picture of the progress page; 105 a day are a busy term."""
    rng, topic = random.Random(7), shipped_topic()
    done: list[Event] = []
    for day in range(DAYS, 0, -1):
        for number in range(a_day if day % 5 else 0):
            item, mode = rng.choice([(one, "recall") for one in topic.recall[:30]] + [(one, "self-test") for one in topic.self_test[:15]])
            values = _rated(rng) if mode == "recall" else _answered(rng, item)
            done.append(_event(student.learner, item, mode, datetime.now(UTC) - timedelta(days=day, minutes=number), **values))
    for number, claim in enumerate(topic.myths[:4]):
        bet, found = claim.outcomes[number % 2], claim.outcomes[1]
        at, session = datetime.now(UTC) - timedelta(days=number + 2), f"bet-{student.learner}-{number}"
        run = {
            "run": f"past{number}",
            "lab": claim.lab or "program",
            "parameters": {},
            "headline": "A run of the past.",
            "outcome": found.id,
        }
        common: dict[str, Any] = {"session": session, "at": at}
        done.append(
            _event(student.learner, claim, "myths", kind="bet", sure=number < 2, payload={"outcome": bet.id, "question": "?"}, **common)
        )
        done.append(_event(student.learner, claim, "myths", kind="lab_run", payload=run, **common))
    _write(student.server, done)


def remember_class(server: AppServer) -> None:
    """Some learners' answers to the same questions, and what they reported."""
    rng, topic = random.Random(3), shipped_topic()
    done: list[Event] = []
    for learner in (new_learner_id() for _ in range(LEARNERS)):
        for number, item in enumerate(topic.quick_check[:9]):
            at = datetime.now(UTC) - timedelta(days=number, minutes=number)
            done.append(_event(learner, item, "quick-check", at, **_answered(rng, item, right=0.35 if number == 0 else None)))
        done.append(_event(learner, topic.quick_check[0], "quick-check", kind="report", payload={"text": "Two choices say the same."}))
    _write(server, done)


def _rated(rng: random.Random) -> dict[str, Any]:
    rating = 3 if rng.random() < 0.85 else 1
    return {"kind": "rated", "rating": rating, "score": float(rating > 1), "ms": rng.randrange(2000, 9000)}


def _answered(rng: random.Random, item: Any, right: float | None = None) -> dict[str, Any]:
    is_right, sure = rng.random() < (RIGHT.get(item.level, 0.8) if right is None else right), rng.random() < 0.6
    picked = [one.id for one in item.choices if one.correct == is_right] if isinstance(item, Question) else []
    payload = {"choices": picked[:1]}
    return {"kind": "answered", "score": float(is_right), "sure": sure, "ms": rng.randrange(4000, 30_000), "payload": payload}


def _event(learner: str, item: Item, mode: str, at: datetime | None = None, *, kind: str, **values: Any) -> Event:
    moment = at or datetime.now(UTC) - timedelta(days=1)
    name = f"past:{learner}:{item.id}:{kind}:{moment:%m%d%H%M%S%f}"
    fields = {"session": f"past-{learner}", "content_hash": item.content_hash}
    return Event(id=name, learner=learner, kind=kind, item=f"{TOPIC}/{item.id}", mode=mode, at=moment, **{**fields, **values})


def _write(server: AppServer, done: Sequence[Event]) -> None:
    log = open_log(f"sqlite:///{server.folder / 'data' / 'events.db'}")
    log.append(done)
    log.close()
