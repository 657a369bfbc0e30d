"""Recall: turn a card over, say how well it was remembered, go on."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field, replace
from datetime import datetime

from quizzes.content.models import Card, Item, Topic
from quizzes.events import Event
from quizzes.sessions.actions import Action, Rate, Reveal
from quizzes.sessions.attempt import Attempt, Moment, Options, as_now, current_ids, elapsed_ms, still_there

MODE = "recall"
SHORT_DECK = 12
"""Cards that a learner turns over in about five minutes (25 s each)."""

FORGOT, GOT_IT = 1, 3
"""The two default buttons as ratings: Again and Good."""


@dataclass(frozen=True)
class State:
    """``ratings`` maps card ids to 1..4; ``revealed`` is about the current card only."""

    attempt: Attempt
    cards: tuple[Card, ...]
    shown_at: datetime
    ratings: Mapping[str, int] = field(default_factory=dict)
    revealed: bool = False

    @property
    def position(self) -> int:
        """Index of the current card; equals ``len(cards)`` at the end."""
        return next((index for index, card in enumerate(self.cards) if card.id not in self.ratings), len(self.cards))

    @property
    def card(self) -> Card | None:
        """The current card, None at the end."""
        return self.cards[self.position] if self.position < len(self.cards) else None

    @property
    def finished(self) -> bool:
        return self.card is None

    @property
    def hard(self) -> tuple[Card, ...]:
        """The cards that were forgotten or hard, worst first."""
        rated = [card for card in self.cards if self.ratings.get(card.id, GOT_IT) < GOT_IT]
        return tuple(sorted(rated, key=lambda card: self.ratings[card.id]))


def deck(topic: Topic, earlier: Sequence[Event], *, options: Options, seed: int) -> tuple[Item, ...]:
    """The cards to learn: those forgotten at their last rating first, then new ones, then the rest, each in the file's order.

    ``options["deck"]`` is ``short`` (at most SHORT_DECK cards), ``all``, ``forgotten``, or ``concepts:a+b``.
    """
    last = _last_ratings(topic, earlier)
    chosen = str(options.get("deck", "all"))
    cards = list(topic.recall)
    if chosen.startswith("concepts:"):
        wanted = chosen.removeprefix("concepts:").split("+")
        cards = [card for card in cards if card.concept in wanted]
    if chosen == "forgotten":
        cards = [card for card in cards if last.get(card.id, GOT_IT) < GOT_IT]
    cards.sort(key=lambda card: 0 if last.get(card.id, GOT_IT) < GOT_IT else 1 if card.id not in last else 2)
    return tuple(cards[:SHORT_DECK] if chosen == "short" else cards)


def _last_ratings(topic: Topic, earlier: Sequence[Event]) -> dict[str, int]:
    now = current_ids(topic.recall)
    rated = [(event.item or "", event.rating) for event in earlier if event.kind == "rated" and event.rating is not None]
    ids = [(item.removeprefix(f"{topic.id}/"), rating) for item, rating in rated]
    return {now[item]: rating for item, rating in ids if item in now}


def restore(attempt: Attempt, topic: Topic, events: Sequence[Event]) -> State:
    """The state after ``events``; their order does not matter."""
    state = State(attempt, still_there(attempt, topic.recall), attempt.started_at)
    for event in as_now(attempt, topic.recall, events):
        state = apply(state, event)
    return state


def apply(state: State, event: Event) -> State:
    """The state once ``event`` has happened."""
    if event.kind != "rated" or event.rating is None:
        return state
    ratings = {**state.ratings, state.attempt.item_of(event): event.rating}
    return replace(state, ratings=ratings, revealed=False, shown_at=max(state.shown_at, event.at))


def step(state: State, action: Action, now: Moment) -> tuple[State, tuple[Event, ...]]:
    """Do what the learner asked where it is possible; anything else changes nothing."""
    card = state.card
    if card is None:
        return state, ()
    if isinstance(action, Reveal):
        return replace(state, revealed=True), ()
    if not isinstance(action, Rate) or not state.revealed or action.rating not in (1, 2, 3, 4):
        return state, ()
    score = 1.0 if action.rating > FORGOT else 0.0
    taken = elapsed_ms(state.shown_at, now)
    rated = state.attempt.event("rated", card, now, token="rated", rating=action.rating, score=score, ms=taken)
    after = apply(state, rated)
    if not after.finished:
        return after, (rated,)
    right = sum(after.ratings[card.id] > FORGOT for card in after.cards)
    return after, (rated, state.attempt.finished(now, right=right, of=len(after.cards)))
