"""What the rows of an earlier version come to: every session as it was left, and the answers that progress and item figures count."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Mapping, Sequence
from collections.abc import Set as AbstractSet
from datetime import datetime
from typing import Any

from quizzes.attempts.attempt import attempt_of
from quizzes.attempts.mode import Scope
from quizzes.content.topic import Topic
from quizzes.events.log import Event, EventLog
from quizzes.progress.answers import answers
from quizzes.progress.item_answers import Answer as Counted
from quizzes.progress.item_answers import catalog_of, gather, logged
from quizzes.questions.answers import Answer
from quizzes.sessions import myths, questions, today
from quizzes.sessions.register import MODES, index

TOLD = (
    *("left", "ratings", "answers", "sure", "hints", "steps", "filled"),
    *("draft", "texts", "ticks", "overruled"),
    *("bets", "started", "measured"),
)
"""What the states of the modes know, by the names of their fields."""


def sessions(log: EventLog, learner: str, topics: Mapping[str, Topic]) -> dict[str, Any]:
    """Session id -> where it stands and all that was done in it."""
    begun = [one for one in log.of_learner(learner, kinds=["started"]) if one.mode in MODES]
    return {one.session: _session(one, log.session(learner, one.session), topics) for one in begun}


def _session(started: Event, events: Sequence[Event], topics: Mapping[str, Topic]) -> dict[str, Any]:
    attempt = attempt_of(started)
    scope = Scope.of(topics[attempt.topic]) if attempt.topic else Scope.all(topics)
    state = MODES[attempt.mode].restore(attempt, scope, events)
    told = {"mode": attempt.mode, "position": state.position} | _told(state)
    if isinstance(state, today.State):
        told["parts"] = [_told(part) | {"item": f"{part.attempt.topic}/{part.items[0].id}"} for part in state.parts]
    return told


def _told(state: Any) -> dict[str, Any]:
    found = {name: getattr(state, name, None) for name in TOLD}
    return {"finished": state.finished} | {name: _plain(value) for name, value in found.items() if value and not callable(value)}


def _plain(value: object) -> Any:
    """As JSON holds it; what has no order is put in one."""
    if isinstance(value, Mapping):
        return {" ".join(map(str, key)) if isinstance(key, tuple) else str(key): _plain(one) for key, one in sorted(value.items())}
    if isinstance(value, AbstractSet):
        return sorted((_plain(one) for one in value), key=str)
    if isinstance(value, Answer):
        return [*value.choices, *value.texts]
    if isinstance(value, questions.Filled):
        return [value.text, value.right]
    if isinstance(value, myths.Bet):
        return [value.outcome, value.sure]
    if isinstance(value, myths.Run):
        return [_plain(value.at), value.run, value.outcome, value.unfinished, value.recorded]
    return value.isoformat() if isinstance(value, datetime) else value


def counted(log: EventLog, learner: str, topics: Mapping[str, Topic]) -> dict[str, Any]:
    """By item: how many answers progress counts and their scores together, and what the figures of all items make of each answer."""
    table = answers(log.of_learner(learner), index(topics.values()))
    progress = {item: [len(some), round(float(some["score"].sum()), 6)] for item, some in table.groupby("item")}
    gathered = gather(logged(log, [learner]), catalog_of(topics.values()))
    items = sorted({one.item for one in gathered.answers})
    figures = {item: _figures(one for one in gathered.answers if one.item == item) for item in items}
    return {"progress": progress, "figures": figures, "reports": [[one.item, one.text] for one in gathered.reports]}


def _figures(some: Iterable[Counted]) -> dict[str, Any]:
    given = list(some)
    picks = Counter(pick for one in given for pick in one.picks)
    return {
        "answers": len(given),
        "score": round(sum(one.score for one in given), 6),
        "ms": sum(one.ms or 0 for one in given),
        "hints": sum(one.hints for one in given),
        "picks": dict(sorted(picks.items())),
        "overruled": sorted({point for one in given for point in one.overruled}),
    }
