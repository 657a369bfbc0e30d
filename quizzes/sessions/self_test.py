"""Self-test: ten questions drawn over three levels, then a verdict that says what ten questions can tell."""

from __future__ import annotations

import random
from collections.abc import Iterator, Sequence
from collections.abc import Set as AbstractSet
from dataclasses import dataclass
from math import sqrt

from quizzes.attempts.attempt import Attempt, concepts_by_group, current_ids
from quizzes.attempts.mode import Beginning
from quizzes.content.topic import Topic
from quizzes.events.event import Event
from quizzes.models import Asked, Item
from quizzes.sessions import questions

MODE = "self-test"
DRAW = {"easy": 3, "medium": 4, "hard": 3}
LENGTH = sum(DRAW.values())
TRIES = 200

STRONG_SHARE, FAIR_SHARE = 0.9, 0.7
RULE = (
    "**Strong** needs 9 or more of 10 correct (a shorter test cannot show it), **on the way** 7 or 8. Ten questions are a small sample: "
    "the range given is the 95 % Wilson interval, so a verdict is a hint about what to do next, not a grade."
)

State = questions.State
step = questions.step


def restore(attempt: Attempt, topic: Topic, events: Sequence[Event]) -> State:
    """The state after ``events``; feedback waits for the end unless the learner asked for it at the start."""
    return questions.restore(attempt, topic.self_test, events, feedback=bool(attempt.options.get("feedback", False)))


def deck(topic: Topic, beginning: Beginning) -> tuple[Item, ...]:
    """Ten questions, 3 easy, 4 medium, 3 hard, at most one a concept, as few of the last test's as the pool allows.

    A pool that is too small for that gives as many as it can. Easy ones come first.
    """
    last = _last_drawn(topic, beginning.earlier)
    rng = random.Random(beginning.seed)
    best: tuple[Asked, ...] = ()
    for _ in range(TRIES):
        best = max(best, _draw(topic.self_test, last, rng), key=lambda questions: (len(questions), -_repeated(questions, last)))
        if len(best) == LENGTH and not _repeated(best, last):
            break
    return best


def length(topic: Topic) -> int:
    """How many questions a test of the topic asks: ten, or as many as its pool allows."""
    return len(deck(topic, Beginning()))


def _repeated(questions: Sequence[Asked], last: AbstractSet[str]) -> int:
    return sum(question.id in last for question in questions)


def _last_drawn(topic: Topic, earlier: Sequence[Event]) -> frozenset[str]:
    id_now = current_ids(topic.self_test)
    tests = [event for event in earlier if event.kind == "started"]
    return frozenset(id_now.get(item["id"], item["id"]) for item in tests[-1].payload["items"]) if tests else frozenset()


def _draw(pool: Sequence[Asked], last: AbstractSet[str], rng: random.Random) -> tuple[Asked, ...]:
    questions: list[Asked] = []
    for level, count in DRAW.items():
        candidates = [question for question in pool if question.level == level]
        rng.shuffle(candidates)
        candidates.sort(key=lambda question: question.id in last)
        for question in candidates:
            if count and question.concept not in {other.concept for other in questions}:
                questions.append(question)
                count -= 1
    return tuple(questions)


@dataclass(frozen=True)
class Verdict:
    """``level`` is strong, fair or weak; ``low`` and ``high`` are shares (0..1) of such questions that the learner may get right."""

    level: str
    title: str
    sentence: str
    low: float
    high: float


def verdict(right: int, of: int) -> Verdict:
    """What ``right`` of ``of`` answers can tell. The rule is RULE; the interval is Wilson's (1927) at 95 %."""
    low, high = wilson(right, of)
    share = right / of if of else 0.0
    enough = of >= LENGTH
    span = f"Someone with this result would get about {low * 100:.0f} to {high * 100:.0f} of 100 such questions right."
    if share >= STRONG_SHARE and enough:
        return Verdict("strong", "Strong", f"You know this topic well. {span}", low, high)
    if share >= FAIR_SHARE:
        return Verdict("fair", "On the way", f"Most of it is there; close the gaps below. {span}", low, high)
    return Verdict("weak", "Not yet", f"Start with what is listed below, then test again. {span}", low, high)


def wilson(right: int, of: int, *, z: float = 1.959964) -> tuple[float, float]:
    """The Wilson score interval of a share, as 0..1 (E. B. Wilson, JASA 22, 1927); (0, 1) where nothing was counted.

    ``optimization.measuring.accuracy`` has the same rule: neither package may import the other, and there is nothing below both. A test
    holds the two together.
    """
    if of == 0:
        return (0.0, 1.0)
    share = right / of
    centre = share + z * z / (2 * of)
    spread = z * sqrt(share * (1 - share) / of + z * z / (4 * of * of))
    scale = 1 + z * z / of
    return (max(0.0, (centre - spread) / scale), min(1.0, (centre + spread) / scale))


@dataclass(frozen=True)
class GroupScore:
    """Right answers of a group of concepts."""

    name: str
    right: int
    of: int


def breakdown(state: State, topic: Topic) -> tuple[GroupScore, ...]:
    """Right answers by concept group, in the topic's order, groups without a question left out."""
    group_of = concepts_by_group(topic)

    def scores() -> Iterator[GroupScore]:
        for name in dict.fromkeys(group_of.values()):
            questions = [question for question in state.questions if group_of.get(question.concept) == name]
            if questions:
                yield GroupScore(name, sum(state.grade(question).score == 1.0 for question in questions), len(questions))

    return tuple(scores())


def missed(state: State) -> tuple[Asked, ...]:
    """The questions that were not answered right, in order."""
    return tuple(question for question in state.questions if state.grade(question).score < 1.0)
