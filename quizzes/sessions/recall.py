"""Recall: say how well each card was remembered; the last rating can be taken back.

A card is turned over where it is looked at: the session hears of the rating only.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping, Sequence
from collections.abc import Set as AbstractSet
from dataclasses import dataclass, field, replace
from datetime import date, datetime
from itertools import groupby

from quizzes.attempts import flow
from quizzes.attempts.actions import Action, Rate, Undo
from quizzes.attempts.asides import CARDS, CONCEPTS, DECK
from quizzes.attempts.attempt import Attempt, Moment, current_ids, elapsed_ms, still_there
from quizzes.attempts.flow import Flow
from quizzes.attempts.mode import Beginning
from quizzes.content.topic import Topic
from quizzes.events.event import Event
from quizzes.events.rating import Rating
from quizzes.models import Card, Item
from quizzes.schedule.confusions import confusions_of, in_turns
from quizzes.schedule.memory import Memory
from quizzes.schedule.needs import needed_first, needs_of
from quizzes.sessions import myths

MODE = "recall"
SHORT_DECK = 12
"""Cards that a learner turns over in about five minutes (25 s each)."""

NEW = 3
"""The turn of new cards."""

RATED_KIND, PRACTISED_KIND = "rated", "practised"
"""The kinds of a rating, and of one that counts nowhere."""


@dataclass(frozen=True, order=True)
class Rated:
    """One rating of a card, in the order in which they were given."""

    at: datetime
    event: str
    card: str
    rating: Rating


@dataclass(frozen=True)
class State(Flow[Card]):
    """``rated`` holds every rating, ``undone`` the ids of events that were taken back and when, ``ends`` the ids of the events that closed
    the session."""

    rated: frozenset[Rated] = frozenset()
    undone: Mapping[str, datetime] = field(default_factory=dict)
    ends: frozenset[str] = frozenset()

    @property
    def ratings(self) -> Mapping[str, Rating]:
        """Card id -> its rating, without what was taken back."""
        return {rating.card: rating.rating for rating in sorted(self.rated) if rating.event not in self.undone}

    @property
    def last(self) -> Rated | None:
        """The rating that can be taken back: the newest one, until one was taken back."""
        ratings = [rating for rating in self.rated if rating.event not in self.undone]
        newest = max(ratings, default=None)
        return None if newest is None or any(at > newest.at for at in self.undone.values()) else newest

    @property
    def cards(self) -> tuple[Card, ...]:
        return self.items

    @property
    def card(self) -> Card | None:
        return self.current

    @property
    def behind(self) -> AbstractSet[str]:
        return self.ratings.keys()

    @property
    def closings(self) -> int:
        return len(self.ends)

    @property
    def ahead(self) -> Card | None:
        """The card that comes once the current one is rated, None where that is the last."""
        ratings, current = self.ratings, self.card
        return next((card for card in self.cards if card.id not in ratings and card is not current), None)

    @property
    def right(self) -> int:
        """How many cards were remembered."""
        ratings = self.ratings
        return sum(ratings.get(card.id, Rating.AGAIN) > Rating.AGAIN for card in self.cards)

    @property
    def hard(self) -> tuple[Card, ...]:
        """The cards that were forgotten or hard, worst first."""
        ratings = self.ratings
        hard_cards = [card for card in self.cards if ratings.get(card.id, Rating.GOOD) < Rating.GOOD]
        return tuple(sorted(hard_cards, key=lambda card: ratings[card.id]))


def deck(topic: Topic, beginning: Beginning) -> tuple[Item, ...]:
    """The cards to learn: first those that are due on that day by what the learner remembers, worst first, then those that a claim made
    due, those forgotten at their last rating, new ones, and the rest, each in the file's order, but a new one after what its concept needs,
    and what is easily mixed up in turns. The options say which (DECK).
    """
    deck_name = str(beginning.options.get(DECK, "all"))
    if deck_name.startswith(CARDS):
        by_id, id_now = {card.id: card for card in topic.recall}, current_ids(topic.recall)
        return tuple(by_id[id_now[card_id]] for card_id in dict.fromkeys(deck_name.removeprefix(CARDS).split("+")) if card_id in id_now)
    last = _last_ratings(topic, beginning.earlier)
    cards = list(topic.recall)
    if deck_name.startswith(CONCEPTS):
        concept_ids = deck_name.removeprefix(CONCEPTS).split("+")
        cards = [card for card in cards if card.concept in concept_ids]
    if deck_name == "forgotten":
        cards = [card for card in cards if last.get(card.id, Rating.GOOD) < Rating.GOOD]
    recall_of_due = _due(topic, beginning.memories, beginning.day) if beginning.day is not None else {}
    claimed_ids = due_by_claims(topic, beginning.earlier)

    def turn(card: Card) -> tuple[int, float]:
        if card.id in recall_of_due:
            return (0, recall_of_due[card.id])
        forgotten = last.get(card.id, Rating.GOOD) < Rating.GOOD
        return (1 if card.id in claimed_ids else 2 if forgotten else NEW if card.id not in last else NEW + 1, 0.0)

    new = _new_in_turn(topic, [card for card in cards if turn(card)[0] == NEW], beginning.memories, last)
    cards = [*(card for card in cards if turn(card)[0] != NEW), *new]
    cards.sort(key=turn)
    if deck_name == "short":
        cards = [card for card in cards if turn(card)[0] <= NEW][:SHORT_DECK]
    return tuple(_in_turns(topic, cards, lambda card: turn(card)[0]))


def _in_turns(topic: Topic, cards: Sequence[Card], turn: Callable[[Card], int]) -> Iterator[Card]:
    """Those of one turn in their order, but what is easily mixed up one after the other."""
    confusions, needs = confusions_of([topic]), needs_of([topic])
    for number, cards_of_turn in groupby(cards, key=turn):
        yield from in_turns(
            tuple(cards_of_turn), key=lambda card: (topic.id, card.concept), confusions=confusions, needs=needs if number == NEW else {}
        )


def _new_in_turn(topic: Topic, cards: Sequence[Card], memories: Mapping[str, Memory], last: Mapping[str, Rating]) -> list[Card]:
    """New cards after those of the concepts that theirs need. What another topic would have to teach first is left to Today."""
    items = topic.items()
    seen_concepts = {
        item.concept for item in items if item.id in last or ((memory := memories.get(f"{topic.id}/{item.id}")) and memory.met is not None)
    }
    met_concepts = {(topic.id, concept) for concept in seen_concepts}
    return needed_first(cards, key=lambda card: (topic.id, card.concept), needs=needs_of([topic]), met_concepts=met_concepts)


def _due(topic: Topic, memories: Mapping[str, Memory], day: date) -> Mapping[str, float]:
    """Card id -> expected recall (0..1) of the cards that are due on that day."""
    memory_of = {card.id: memories.get(f"{topic.id}/{card.id}") for card in topic.recall}
    return {
        card: memory.recall_on(day)
        for card, memory in memory_of.items()
        if memory is not None and memory.due is not None and memory.due <= day
    }


def due_by_claims(topic: Topic, earlier: Sequence[Event]) -> frozenset[str]:
    """The ids of the cards that a measured claim has made due.

    The rule: when a run decides a claim, every card of the claim's concept is due once. It comes first in each new deck until it is
    rated after the measurement. How the bet turned out plays no part, and no rating is made up for it.
    """
    decided_at = myths.last_decided(topic, earlier)
    measured_at: dict[str, datetime] = {}
    for myth in topic.myths:
        if myth.id in decided_at:
            measured_at[myth.concept] = max(decided_at[myth.id], measured_at.get(myth.concept, decided_at[myth.id]))
    rated_at = {card: event.at for card, event in _last_rated(topic, earlier).items()}
    return frozenset(
        card.id
        for card in topic.recall
        if card.concept in measured_at and (card.id not in rated_at or rated_at[card.id] < measured_at[card.concept])
    )


def _last_ratings(topic: Topic, earlier: Sequence[Event]) -> dict[str, Rating]:
    return {card: event.rating for card, event in _last_rated(topic, earlier).items() if event.rating is not None}


def _last_rated(topic: Topic, earlier: Sequence[Event]) -> dict[str, Event]:
    """Card id -> its last rating that stands; ``earlier`` is in order."""
    id_now = current_ids(topic.recall)
    undone_ids = {event.payload["event"] for event in earlier if event.kind == "undone"}
    rated_events = [event for event in earlier if event.kind == "rated" and event.rating is not None and event.id not in undone_ids]
    ids = [((event.item or "").removeprefix(f"{topic.id}/"), event) for event in rated_events]
    return {id_now[item]: event for item, event in ids if item in id_now}


def restore(attempt: Attempt, topic: Topic, events: Sequence[Event]) -> State:
    """The state after ``events``; their order does not matter."""
    state = State(attempt, still_there(attempt, topic.recall), attempt.started_at)
    return flow.restore(state, topic.recall, events, apply)


def apply(state: State, event: Event) -> State:
    """The state once ``event`` has happened."""
    shown_at = state.seen_until(event)
    if event.kind == "finished":
        return replace(state, ends=state.ends | {event.id})
    if event.kind == "undone":
        at = max(event.at, state.undone.get(event.payload["event"], event.at))
        return replace(state, undone={**state.undone, event.payload["event"]: at}, shown_at=shown_at)
    if event.rating is None or event.kind not in (RATED_KIND, PRACTISED_KIND):
        return state
    rating = Rated(event.at, event.id, state.attempt.item_of(event), event.rating)
    return replace(state, rated=state.rated | {rating}, shown_at=shown_at)


def step(state: State, action: Action, moment: Moment) -> tuple[State, tuple[Event, ...]]:
    """Do what the learner asked where it is possible; anything else changes nothing."""
    if isinstance(action, Undo):
        events = _undo(state, moment)
    elif state.card is None:
        return state, ()
    elif isinstance(action, Rate):
        events = [_rating(state, state.card, action.rating, moment)]
    else:
        return state, ()
    return flow.step(state, events, apply, moment)


def _rating(state: State, card: Card, rating: Rating, moment: Moment) -> Event:
    """The row of a rating. A card that is rated again after an undo gets another token; practice does not count and is no rating."""
    number = 1 + sum(former.card == card.id for former in state.rated)
    score, ms = 1.0 if rating > Rating.AGAIN else 0.0, elapsed_ms(state.shown_at, moment)
    kind = RATED_KIND if state.attempt.counts else PRACTISED_KIND
    token = kind if number == 1 else f"{kind}-{number}"
    return state.attempt.event(kind, card, moment, token=token, rating=rating, score=score, ms=ms)


def _undo(state: State, moment: Moment) -> list[Event]:
    """The rows that take back the last rating, and the end of the session where that had come."""
    last = state.last
    card = next((shown_card for shown_card in state.cards if last is not None and shown_card.id == last.card), None)
    if last is None or card is None:
        return []
    number = sum(rating.card == card.id for rating in state.rated)
    events = [state.attempt.event("undone", card, moment, token=f"undone-{number}", payload={"event": last.event})]
    for end in sorted(state.ends - set(state.undone)):
        token = f"reopened-{len(state.ends)}"
        events.append(state.attempt.event("undone", None, moment, token=token, payload={"event": end}))
    return events
