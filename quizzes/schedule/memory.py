"""What a learner remembers of each item, replayed from the event log with py-fsrs (FSRS-6, default parameters, no fuzz).

State is never stored as truth: the same events, in whatever order they come, give the same memories.
https://github.com/open-spaced-repetition/py-fsrs
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, replace
from datetime import date

import fsrs

from quizzes.events.event import Event
from quizzes.events.rating import Rating
from quizzes.schedule import lessons
from quizzes.schedule.days import day_of, noon
from quizzes.schedule.index import Entry, Index
from quizzes.schedule.rule import Given, rating_of

SCHEDULER = fsrs.Scheduler(learning_steps=(), relearning_steps=(), enable_fuzzing=False)
"""Whole days only: a card that was forgotten comes again tomorrow; within a sitting it may be practised without counting."""

_DECAY = -SCHEDULER.parameters[20]
_FACTOR = 0.9 ** (1 / _DECAY) - 1


@dataclass(frozen=True, kw_only=True, slots=True)
class Memory:
    """``stability`` in days (recall falls to 90 % after so many), ``difficulty`` 1..10; ``reviews`` that counted, ``lapses`` among them.

    ``sure_wrong`` where the last answer was wrong and sure; ``known`` where the learner said "I know this, stop asking"; ``met`` is the day
    on which the item was first answered or shown.
    An item that was met but never rated has no stability and is not due; a card that a lesson brought is due before it was ever met.
    """

    item: str
    met: date | None = None
    stability: float | None = None
    difficulty: float | None = None
    last: date | None = None
    due: date | None = None
    reviews: int = 0
    lapses: int = 0
    sure_wrong: bool = False
    known: bool = False

    @property
    def is_new(self) -> bool:
        """Whether it was never answered: a lesson may have brought it, or it was set aside and brought back."""
        return self.met is None and not self.known and not self.reviews

    def recall_on(self, day: date) -> float:
        """Expected recall 0..1 on that day; 0 where the item was never rated."""
        return 0.0 if self.stability is None or self.last is None else recall(self.stability, (day - self.last).days)

    def rated(self, rating: Rating, day: date) -> Memory:
        """The memory after a review on that day."""
        card, _ = SCHEDULER.review_card(_card(self), fsrs.Rating(rating), noon(day))
        return replace(
            self,
            stability=card.stability,
            difficulty=card.difficulty,
            last=day,
            due=card.due.date(),
            reviews=self.reviews + 1,
            lapses=self.lapses + (rating == Rating.AGAIN and self.reviews > 0),
        )


def recall(stability: float, days: float) -> float:
    """FSRS-6's forgetting curve: expected recall ``days`` after a review. The same as py-fsrs's, without its card."""
    probability: float = (1 + _FACTOR * max(0.0, days) / stability) ** _DECAY
    return probability


def _card(memory: Memory) -> fsrs.Card:
    if memory.last is None or memory.stability is None:
        return fsrs.Card(card_id=1)
    return fsrs.Card(
        card_id=1,
        state=fsrs.State.Review,
        stability=memory.stability,
        difficulty=memory.difficulty,
        last_review=noon(memory.last),
    )


def intervals(memory: Memory | None, item: str, day: date) -> Mapping[Rating, int]:
    """Rating -> days until the item is due again, if it were rated so on that day: what stands on the buttons."""
    memory_before = memory or Memory(item=item)
    return {rating: ((memory_before.rated(rating, day).due or day) - day).days for rating in Rating}


def replay(events: Iterable[Event], index: Index) -> Mapping[str, Memory]:
    """The memories of one learner's events, by full item id as it is now; items that no topic holds any more are left out."""
    replayed = Replay(index)
    replayed.add(events)
    return replayed.memories


@dataclass(frozen=True, slots=True)
class Review:
    """A review that counted: what was expected just before it (None: the first one), and the rating it was."""

    item: str
    day: date
    expected: float | None
    rating: Rating


class Replay:
    """Events of one learner taken in one after another; ``memories`` and ``reviews`` are what they come to.

    ``taught`` says when each concept of a topic was seen last, ``bets`` which outcome was bet on in a session and how sure, ``decided``
    which claims of a session a run has decided: what later events depend on.
    """

    def __init__(self, index: Index) -> None:
        self._index = index
        self.memories: dict[str, Memory] = {}
        self.reviews: list[Review] = []
        self.taught: dict[tuple[str, str], date] = {}
        self.bets: dict[tuple[str, str], tuple[str, bool | None]] = {}
        self.decided: set[tuple[str, str]] = set()

    def add(self, events: Iterable[Event]) -> None:
        """Take in events that are all newer than those before. They may come in any order."""
        events = tuple(events)
        undone_ids = {event.payload["event"] for event in events if event.kind == "undone"}
        claimed_points = _overruled(events)
        for event in sorted(events, key=lambda event: (event.at, event.id)):
            entry = self._index.entries.get(self._index.current.get(event.item or "", ""))
            if entry is not None and event.id not in undone_ids:
                self._take(event, entry, claimed_points.get((event.session, event.item or ""), frozenset()))

    def copy(self) -> Replay:
        """One that can go on without changing this one."""
        twin = Replay(self._index)
        twin.memories, twin.reviews = dict(self.memories), list(self.reviews)
        twin.taught, twin.bets, twin.decided = dict(self.taught), dict(self.bets), set(self.decided)
        return twin

    @property
    def size_bytes(self) -> int:
        """About how much of the computer's memory it takes."""
        return 700 * len(self.memories) + 300 * len(self.reviews) + 400 * (len(self.taught) + len(self.bets) + len(self.decided)) + 2_000

    @staticmethod
    def changes_earlier(event: Event) -> bool:
        """Whether the event changes what an earlier one means, so that all have to be replayed."""
        return event.kind in ("undone", "overruled")

    def _take(self, event: Event, entry: Entry, claimed_points: frozenset[str]) -> None:
        if event.kind == "known":
            memory = self.memories.get(entry.item, Memory(item=entry.item))
            self.memories[entry.item] = replace(memory, known=bool(event.payload["known"]))
        elif event.kind == "rated" and event.rating is not None:
            self._review(event, entry, event.rating, score=event.score, sure=event.sure)  # a card rates itself
        elif event.kind == "answered" and entry.teaches:
            self._teach(event, entry)
        elif event.kind == "answered" and not event.payload.get("practice"):
            score = event.score or 0.0
            if entry.points and claimed_points:
                score = min(1.0, score + len(claimed_points) / entry.points)
            self._answer(event, entry, score=score, sure=event.sure)
        elif event.kind == "bet":
            self.bets.setdefault((event.session, entry.item), (str(event.payload["outcome"]), event.sure))
        elif event.kind == "lab_run" and event.payload.get("outcome") is not None:
            self._judge_bet(event, entry)

    def _teach(self, event: Event, entry: Entry) -> None:
        """An answer in a lesson is a first meeting; the last one of a part brings its cards."""
        self._review(event, entry, None, score=None, sure=None)
        part = self._index.lessons.get(entry.item)
        if part is None or not lessons.is_through(part, self.memories):
            return
        day = day_of(event.at, event.utc_offset_min)
        for card, due_day in lessons.brought(part, self.memories, day).items():
            self.memories[card] = replace(self.memories.get(card, Memory(item=card)), due=due_day)
        self.taught |= {(part.topic, concept): day for concept in part.concepts}

    def _judge_bet(self, event: Event, entry: Entry) -> None:
        """The first run that decides a claim judges the bet on it; a run without a bet only shows how it is."""
        key = (event.session, entry.item)
        if key in self.decided:
            return
        self.decided.add(key)
        bet = self.bets.get(key)
        if bet is None:
            self._review(event, entry, None, score=None, sure=None)
            return
        outcome, sure = bet
        self._answer(event, entry, score=1.0 if outcome == event.payload["outcome"] else 0.0, sure=sure)

    def _answer(self, event: Event, entry: Entry, *, score: float, sure: bool | None) -> None:
        taught = self.taught.get((entry.topic, entry.concept))
        answer = Given(
            mode=entry.mode,
            score=score,
            guessable=entry.guessable,
            sure=sure,
            hints=event.hints,
            first=self.memories.get(entry.item, Memory(item=entry.item)).met is None,
            taught_before=taught is not None,
            taught_today=taught == day_of(event.at, event.utc_offset_min),
        )
        self._review(event, entry, rating_of(answer), score=score, sure=sure)

    def _review(self, event: Event, entry: Entry, rating: Rating | None, *, score: float | None, sure: bool | None) -> None:
        memory = self.memories.get(entry.item, Memory(item=entry.item))
        day = day_of(event.at, event.utc_offset_min)
        if rating is not None:
            reviewed = max(day, memory.last or day)  # a clock that was set back makes no negative interval
            expected_recall = memory.recall_on(reviewed) if memory.stability is not None else None
            self.reviews.append(Review(entry.item, reviewed, expected_recall, rating))
            memory = memory.rated(rating, reviewed)
        if score is not None:
            memory = replace(memory, sure_wrong=bool(sure) and score < 0.5)
        self.memories[entry.item] = memory if memory.met is not None else replace(memory, met=day)
        self.taught[entry.topic, entry.concept] = day


def _overruled(events: Iterable[Event]) -> Mapping[tuple[str, str], frozenset[str]]:
    """(session, item) -> the points of an explanation of which the learner said "I did say this"."""
    points: dict[tuple[str, str], frozenset[str]] = {}
    for event in events:
        if event.kind == "overruled":
            key = (event.session, event.item or "")
            points[key] = points.get(key, frozenset()) | {event.payload["point"]}
    return points
