"""Recall: turn a card over, say how well it was remembered, go on."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field, replace
from datetime import datetime

from quizzes.content.models import Card, Item, Topic
from quizzes.events import Event
from quizzes.sessions import myths
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
    """The cards to learn: those that a claim made due first, then those forgotten at their last rating, then new ones, then the rest,
    each in the file's order.

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
    due = due_by_claims(topic, earlier)
    cards.sort(key=lambda card: 0 if card.id in due else 1 if last.get(card.id, GOT_IT) < GOT_IT else 2 if card.id not in last else 3)
    return tuple(cards[:SHORT_DECK] if chosen == "short" else cards)


def due_by_claims(topic: Topic, earlier: Sequence[Event]) -> frozenset[str]:
    """The ids of the cards that a measured claim has made due.

    The rule: when a run decides a claim, every card of the claim's concept is due once. It comes first in each new deck until it is
    rated after the measurement. How the bet turned out plays no part, and no rating is made up for it.
    """
    decided = myths.last_decided(topic, earlier)
    measured: dict[str, datetime] = {}
    for myth in topic.myths:
        if myth.id in decided:
            measured[myth.concept] = max(decided[myth.id], measured.get(myth.concept, decided[myth.id]))
    rated_at = {card: event.at for card, event in _last_rated(topic, earlier).items()}
    return frozenset(
        card.id
        for card in topic.recall
        if card.concept in measured and (card.id not in rated_at or rated_at[card.id] < measured[card.concept])
    )


def _last_ratings(topic: Topic, earlier: Sequence[Event]) -> dict[str, int]:
    return {card: event.rating for card, event in _last_rated(topic, earlier).items() if event.rating is not None}


def _last_rated(topic: Topic, earlier: Sequence[Event]) -> dict[str, Event]:
    """Card id -> its last rating; ``earlier`` is in order."""
    now = current_ids(topic.recall)
    rated = [(event.item or "", event) for event in earlier if event.kind == "rated" and event.rating is not None]
    ids = [(item.removeprefix(f"{topic.id}/"), event) for item, event in rated]
    return {now[item]: event for item, event in ids if item in now}


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
