"""What a learner remembers of each item, replayed from the event log with py-fsrs (FSRS-6, default parameters, no fuzz).

State is never stored as truth: the same events, in whatever order they come, give the same memories.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, replace
from datetime import date

import fsrs

from quizzes.events import Event
from quizzes.schedule.days import day_of, noon
from quizzes.schedule.index import Entry, Index
from quizzes.schedule.rule import Given, Rating, rating_of

SCHEDULER = fsrs.Scheduler(learning_steps=(), relearning_steps=(), enable_fuzzing=False)
"""Whole days only: a card that was forgotten comes again tomorrow; within a sitting it may be practised without counting."""


@dataclass(frozen=True, kw_only=True, slots=True)
class Memory:
    """``stability`` in days (recall falls to 90 % after so many), ``difficulty`` 1..10; ``reviews`` that counted, ``lapses`` among them.

    ``sure_wrong`` where the last answer was wrong and sure; ``known`` where the learner said "I know this, stop asking".
    An item that was met but never rated has no stability and is not due.
    """

    item: str
    stability: float | None = None
    difficulty: float | None = None
    last: date | None = None
    due: date | None = None
    reviews: int = 0
    lapses: int = 0
    sure_wrong: bool = False
    known: bool = False

    def recall_on(self, day: date) -> float:
        """Expected recall 0..1 on that day; 0 where the item was never rated."""
        return SCHEDULER.get_card_retrievability(_card(self), noon(day))

    def rated(self, rating: int, day: date) -> Memory:
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


def intervals(memory: Memory | None, item: str, day: date) -> Mapping[int, int]:
    """Rating -> days until the item is due again, if it were rated so on that day: what stands on the buttons."""
    before = memory or Memory(item=item)
    return {rating.value: ((before.rated(rating, day).due or day) - day).days for rating in Rating}


def replay(events: Iterable[Event], index: Index) -> Mapping[str, Memory]:
    """The memories of one learner's events, by full item id as it is now; items that no topic holds any more are left out."""
    events = tuple(events)
    undone = {event.payload["event"] for event in events if event.kind == "undone"}
    memories: dict[str, Memory] = {}
    met: dict[tuple[str, str], date] = {}
    for event in sorted(events, key=lambda one: (one.at, one.id)):
        entry = index.entries.get(index.current.get(event.item or "", ""))
        if entry is None or event.id in undone:
            continue
        memory = memories.get(entry.item, Memory(item=entry.item))
        day = day_of(event.at, event.utc_offset_min)
        if event.kind == "known":
            memories[entry.item] = replace(memory, known=bool(event.payload["known"]))
        elif event.kind in ("rated", "answered"):
            taught = met.get((entry.topic, entry.concept))
            rating = _rating(event, entry, first=entry.item not in memories, taught=taught, day=day)
            if rating is not None:
                memory = memory.rated(rating, max(day, memory.last or day))
            if event.score is not None:
                memory = replace(memory, sure_wrong=bool(event.sure) and event.score < 0.5)
            memories[entry.item] = memory
            met[entry.topic, entry.concept] = day
    return memories


def _rating(event: Event, entry: Entry, *, first: bool, taught: date | None, day: date) -> int | None:
    if event.kind == "rated":
        return event.rating  # a card rates itself; the ticks of an explanation carry no rating
    given = Given(
        mode=entry.mode,
        score=event.score or 0.0,
        guessable=entry.guessable,
        sure=event.sure,
        hints=event.hints,
        first=first,
        taught_before=taught is not None,
        taught_today=taught == day,
    )
    return rating_of(given)
