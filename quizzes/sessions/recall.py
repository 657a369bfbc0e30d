"""Recall: turn a card over, say how well it was remembered, go on; the last rating can be taken back."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field, replace
from datetime import date, datetime

from quizzes.content.topic import Topic
from quizzes.events.log import Event
from quizzes.models import Card, Item
from quizzes.schedule.memory import Memory
from quizzes.sessions import myths
from quizzes.sessions.actions import Action, Rate, Reveal, Undo
from quizzes.sessions.attempt import Attempt, Moment, Options, as_now, current_ids, elapsed_ms, still_there

MODE = "recall"
SHORT_DECK = 12
"""Cards that a learner turns over in about five minutes (25 s each)."""

FORGOT, GOT_IT = 1, 3
"""The two default buttons as ratings: Again and Good."""

PRACTISED = "practised"

DECK = "deck"
"""The option that says which cards: ``short`` (at most SHORT_DECK cards, none of the rest), ``all``, ``forgotten``, or those behind CARDS
or CONCEPTS, joined by ``+``."""
CARDS, CONCEPTS = "cards:", "concepts:"


@dataclass(frozen=True, order=True)
class Rated:
    """One rating of a card, in the order in which they were given."""

    at: datetime
    event: str
    card: str
    rating: int


@dataclass(frozen=True)
class State:
    """``rated`` holds every rating, ``undone`` the ids of events that were taken back and when, ``ends`` the ids of the events that closed
    the session; ``revealed`` is about the current card only."""

    attempt: Attempt
    cards: tuple[Card, ...]
    shown_at: datetime
    rated: frozenset[Rated] = frozenset()
    undone: Mapping[str, datetime] = field(default_factory=dict)
    ends: frozenset[str] = frozenset()
    revealed: bool = False

    @property
    def ratings(self) -> Mapping[str, int]:
        """Card id -> its rating (1..4), without what was taken back."""
        return {one.card: one.rating for one in sorted(self.rated) if one.event not in self.undone}

    @property
    def last(self) -> Rated | None:
        """The rating that can be taken back: the newest one, until one was taken back."""
        standing = [one for one in self.rated if one.event not in self.undone]
        newest = max(standing, default=None)
        return None if newest is None or any(at > newest.at for at in self.undone.values()) else newest

    @property
    def position(self) -> int:
        """Index of the current card; equals ``len(cards)`` at the end."""
        ratings = self.ratings
        return next((index for index, card in enumerate(self.cards) if card.id not in ratings), len(self.cards))

    @property
    def card(self) -> Card | None:
        """The current card, None at the end."""
        position = self.position
        return self.cards[position] if position < len(self.cards) else None

    @property
    def ahead(self) -> Card | None:
        """The card that comes once the current one is rated, None where that is the last."""
        ratings, current = self.ratings, self.card
        return next((card for card in self.cards if card.id not in ratings and card is not current), None)

    @property
    def finished(self) -> bool:
        return self.card is None

    @property
    def hard(self) -> tuple[Card, ...]:
        """The cards that were forgotten or hard, worst first."""
        ratings = self.ratings
        rated = [card for card in self.cards if ratings.get(card.id, GOT_IT) < GOT_IT]
        return tuple(sorted(rated, key=lambda card: ratings[card.id]))


def deck(
    topic: Topic,
    earlier: Sequence[Event],
    *,
    options: Options,
    seed: int,
    memories: Mapping[str, Memory] | None = None,
    day: date | None = None,
) -> tuple[Item, ...]:
    """The cards to learn: first those that are due on ``day`` by the learner's ``memories`` (by full id), worst first, then those that a
    claim made due, those forgotten at their last rating, new ones, and the rest, each in the file's order. ``options`` say which (DECK).
    """
    chosen = str(options.get(DECK, "all"))
    if chosen.startswith(CARDS):
        by_id, now = {card.id: card for card in topic.recall}, current_ids(topic.recall)
        return tuple(by_id[now[one]] for one in dict.fromkeys(chosen.removeprefix(CARDS).split("+")) if one in now)
    last = _last_ratings(topic, earlier)
    cards = list(topic.recall)
    if chosen.startswith(CONCEPTS):
        wanted = chosen.removeprefix(CONCEPTS).split("+")
        cards = [card for card in cards if card.concept in wanted]
    if chosen == "forgotten":
        cards = [card for card in cards if last.get(card.id, GOT_IT) < GOT_IT]
    due = _due(topic, memories, day) if memories is not None and day is not None else {}
    claimed = due_by_claims(topic, earlier)

    def turn(card: Card) -> tuple[int, float]:
        if card.id in due:
            return (0, due[card.id])
        forgotten = last.get(card.id, GOT_IT) < GOT_IT
        return (1 if card.id in claimed else 2 if forgotten else 3 if card.id not in last else 4, 0.0)

    cards.sort(key=turn)
    return tuple([card for card in cards if turn(card)[0] < 4][:SHORT_DECK] if chosen == "short" else cards)


def _due(topic: Topic, memories: Mapping[str, Memory], day: date) -> Mapping[str, float]:
    """Card id -> expected recall (0..1) of the cards that are due on that day."""
    known = {card.id: memories.get(f"{topic.id}/{card.id}") for card in topic.recall}
    return {card: one.recall_on(day) for card, one in known.items() if one is not None and one.due is not None and one.due <= day}


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
    """Card id -> its last rating that stands; ``earlier`` is in order."""
    now = current_ids(topic.recall)
    undone = {event.payload["event"] for event in earlier if event.kind == "undone"}
    rated = [one for one in earlier if one.kind == "rated" and one.rating is not None and one.id not in undone]
    ids = [((event.item or "").removeprefix(f"{topic.id}/"), event) for event in rated]
    return {now[item]: event for item, event in ids if item in now}


def restore(attempt: Attempt, topic: Topic, events: Sequence[Event]) -> State:
    """The state after ``events``; their order does not matter."""
    state = State(attempt, still_there(attempt, topic.recall), attempt.started_at)
    for event in as_now(attempt, topic.recall, events):
        state = apply(state, event)
    return state


def apply(state: State, event: Event) -> State:
    """The state once ``event`` has happened."""
    later = max(state.shown_at, event.at)
    if event.kind == "finished":
        return replace(state, ends=state.ends | {event.id})
    if event.kind == "undone":
        at = max(event.at, state.undone.get(event.payload["event"], event.at))
        return replace(state, undone={**state.undone, event.payload["event"]: at}, revealed=False, shown_at=later)
    if event.rating is None or not (event.kind == "rated" or (event.kind == "moved" and event.payload["to"] == PRACTISED)):
        return state
    rated = Rated(event.at, event.id, state.attempt.item_of(event), event.rating)
    return replace(state, rated=state.rated | {rated}, revealed=False, shown_at=later)


def step(state: State, action: Action, now: Moment) -> tuple[State, tuple[Event, ...]]:
    """Do what the learner asked where it is possible; anything else changes nothing."""
    if isinstance(action, Undo):
        made = _undo(state, now)
    elif state.card is None:
        return state, ()
    elif isinstance(action, Reveal):
        return replace(state, revealed=True), ()
    elif isinstance(action, Rate) and state.revealed and action.rating in (1, 2, 3, 4):
        made = [_rating(state, state.card, action.rating, now)]
    else:
        return state, ()
    after = state
    for event in made:
        after = apply(after, event)
    if after.finished and made and state.attempt.within is None:
        right = sum(after.ratings[card.id] > FORGOT for card in after.cards)
        made.append(state.attempt.finished(now, right=right, of=len(after.cards), again=len(after.ends)))
        after = apply(after, made[-1])
    return after, tuple(made)


def _rating(state: State, card: Card, rating: int, now: Moment) -> Event:
    """The row of a rating. A card that is rated again after an undo gets another token; practice does not count and is no rating."""
    number = 1 + sum(one.card == card.id for one in state.rated)
    score, taken = 1.0 if rating > FORGOT else 0.0, elapsed_ms(state.shown_at, now)
    name = "rated" if state.attempt.counts else PRACTISED
    token = name if number == 1 else f"{name}-{number}"
    if state.attempt.counts:
        return state.attempt.event("rated", card, now, token=token, rating=rating, score=score, ms=taken)
    return state.attempt.event("moved", card, now, token=token, rating=rating, score=score, ms=taken, payload={"to": PRACTISED})


def _undo(state: State, now: Moment) -> list[Event]:
    """The rows that take back the last rating, and the end of the session where that had come."""
    last = state.last
    card = next((one for one in state.cards if last is not None and one.id == last.card), None)
    if last is None or card is None:
        return []
    number = sum(one.card == card.id for one in state.rated)
    back = [state.attempt.event("undone", card, now, token=f"undone-{number}", payload={"event": last.event})]
    for end in sorted(state.ends - set(state.undone)):
        token = f"reopened-{len(state.ends)}"
        back.append(state.attempt.event("undone", None, now, token=token, payload={"event": end}))
    return back
