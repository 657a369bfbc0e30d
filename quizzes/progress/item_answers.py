"""A learner's answers to the items that the topics hold now: what counts of the events."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from itertools import combinations
from typing import Any, NamedTuple

from quizzes.content.topic import Topic
from quizzes.events.log import EventLog
from quizzes.models import Asked, Card, Item, Myth
from quizzes.questions import Problem, Prompt, has_shape
from quizzes.questions.answers import PutInOrder

KINDS = ("answered", "rated", "bet", "lab_run", "report", "undone", "overruled", "said_why")
MOST_FORMER_IDS = 4
"""Renames of one item whose earlier hashes are worked out."""


class Logged(NamedTuple):
    """An event as these figures need it; ``at`` in microseconds since 1970, ``payload`` without what is default."""

    id: str
    learner: str
    session: str
    kind: str
    item: str | None
    content_hash: str | None
    at: int
    score: float | None
    sure: bool | None
    hints: int
    ms: int | None
    payload: Mapping[str, Any]


class Answer(NamedTuple):
    """A card rated, a question answered, an explanation handed in or a bet decided. ``version`` is the item's content hash then.

    ``score`` is 0..1; ``skipped`` means "I don't know"; ``picks`` are choice ids, what was typed, or the outcome that was bet on.
    """

    item: str
    version: str
    at: int
    score: float
    skipped: bool
    sure: bool | None
    hints: int
    ms: int | None
    picks: tuple[str, ...]
    text: str | None = None
    overruled: frozenset[str] = frozenset()


class Reported(NamedTuple):
    """A problem that somebody reported, in their words; ``id`` is that of its event."""

    item: str
    version: str
    at: int
    text: str
    id: str


class SaidWhy(NamedTuple):
    """Why somebody chose wrongly, in their words; ``picks`` are the ids of the choices that they made, ``id`` that of its event."""

    item: str
    version: str
    at: int
    picks: tuple[str, ...]
    text: str
    id: str


@dataclass(frozen=True)
class Catalog:
    """``items`` by full id; ``current`` maps every id that an item has or had to its id now; ``versions`` maps the full id and a hash that
    an item had before it was only renamed to its hash now."""

    items: Mapping[str, tuple[Topic, Item]]
    current: Mapping[str, str]
    versions: Mapping[tuple[str, str], str]


@dataclass(frozen=True)
class Gathered:
    """A learner's answers, reports and lines about wrong choices, in the order in which they were given."""

    answers: Sequence[Answer] = ()
    reports: Sequence[Reported] = ()
    whys: Sequence[SaidWhy] = ()


@dataclass
class _Reading:
    """What has to be known of all rows of the learner before an event can be counted; by session and item."""

    undone: set[str] = field(default_factory=set)
    overruled: dict[tuple[str, str], frozenset[str]] = field(default_factory=dict)
    chosen: dict[tuple[str, str], tuple[str, ...]] = field(default_factory=dict)
    bets: dict[tuple[str, str], Logged] = field(default_factory=dict)


def logged(log: EventLog, learners: Sequence[str]) -> Sequence[Logged]:
    """The events of these learners that these figures are computed from, in no order. Raises LogUnavailable."""
    return list(map(Logged._make, log.of_learners(Logged._fields, learners, kinds=KINDS)))


def kind_of(item: Item) -> str:
    """``card``, ``question``, ``problem``, ``explanation`` or ``bet``; ``other`` for what is not answered."""
    kinds: tuple[tuple[type[Item], str], ...] = (
        (Card, "card"),
        (Problem, "problem"),
        (Asked, "question"),
        (Prompt, "explanation"),
        (Myth, "bet"),
    )
    return next((name for kind, name in kinds if isinstance(item, kind)), "other")


def catalog_of(topics: Iterable[Topic]) -> Catalog:
    """The items of the topics, with the ids and hashes that renamed ones had."""
    items: dict[str, tuple[Topic, Item]] = {}
    current: dict[str, str] = {}
    versions: dict[tuple[str, str], str] = {}
    for topic in topics:
        for item in topic.items():
            full = f"{topic.id}/{item.id}"
            items[full] = (topic, item)
            current |= dict.fromkeys((f"{topic.id}/{old}" for old in item.was), full)
            versions |= dict.fromkeys(((full, old) for old in former_hashes(item)), item.content_hash)
    return Catalog(items, current | {full: full for full in items}, versions)


def former_hashes(item: Item) -> Iterator[str]:
    """The hashes that the item had if nothing but its id was ever changed: the id is a part of what is hashed."""
    for index, old in enumerate(item.was[:MOST_FORMER_IDS]):
        other_ids = [former_id for number, former_id in enumerate(item.was[:MOST_FORMER_IDS]) if number != index]
        for count in range(len(other_ids) + 1):
            for was in combinations(other_ids, count):
                yield item.model_copy(update={"id": old, "was": was}).content_hash


def gather(events: Iterable[Logged], catalog: Catalog) -> Gathered:
    """What counts of one learner's events in any order: nothing that was undone, no bet that no run decided, no item that is gone."""
    in_order = sorted(events, key=lambda event: (event.at, event.id))
    reading = _reading_of(in_order, catalog)
    answers: list[Answer] = []
    reports: list[Reported] = []
    whys: list[SaidWhy] = []
    for event in in_order:
        item = catalog.current.get(event.item or "")
        if item is None or event.id in reading.undone:
            continue
        if event.kind == "report":
            reports.append(Reported(item, _version(event, item, catalog), event.at, str(event.payload.get("text", "")), event.id))
        elif event.kind == "said_why":
            picks, text = reading.chosen.get((event.session, item), ()), str(event.payload.get("text", ""))
            whys += [SaidWhy(item, _version(event, item, catalog), event.at, picks, text, event.id)] if text else []
        else:
            answer = _answer(event, item, catalog, reading)
            answers += [answer] if answer is not None else []
    return Gathered(answers, reports, whys)


def _reading_of(in_order: Sequence[Logged], catalog: Catalog) -> _Reading:
    reading = _Reading()
    for event in in_order:
        if event.kind == "undone":
            reading.undone.add(str(event.payload.get("event")))
    for event in in_order:
        key = (event.session, catalog.current.get(event.item or "", ""))
        if event.id in reading.undone:
            continue
        if event.kind == "overruled":
            reading.overruled[key] = reading.overruled.get(key, frozenset()) | {str(event.payload["point"])}
        elif event.kind == "answered" and event.payload.get("asks_why"):
            reading.chosen[key] = tuple(map(str, event.payload.get("choices", ())))
        elif event.kind == "bet":
            reading.bets.setdefault(key, event)
    return reading


def _answer(event: Logged, item: str, catalog: Catalog, reading: _Reading) -> Answer | None:
    key = (event.session, item)
    if event.kind == "lab_run":
        return _decided_bet(event, item, catalog, reading)
    if event.kind not in ("answered", "rated") or event.score is None or event.payload.get("practice"):
        return None
    version, content = _version(event, item, catalog), catalog.items[item][1]
    common = (item, version, event.at)
    if event.kind == "rated":
        return Answer(*common, event.score, False, None, 0, event.ms, ())
    if isinstance(content, Prompt):
        points = reading.overruled.get(key, frozenset())
        score = min(1.0, event.score + len(points) / len(content.points))
        return Answer(*common, score, False, event.sure, event.hints, event.ms, (), event.payload.get("text"), points)
    picks = _picks(event, content)
    return Answer(*common, 0.0 if not picks else event.score, not picks, event.sure, event.hints, event.ms, picks)


def _decided_bet(event: Logged, item: str, catalog: Catalog, reading: _Reading) -> Answer | None:
    """The bet that this run decides: the first run that tells anything, once."""
    outcome, key = event.payload.get("outcome"), (event.session, item)
    if outcome is None or key not in reading.bets:
        return None
    bet = reading.bets.pop(key)
    pick = str(bet.payload.get("outcome"))
    return Answer(item, _version(bet, item, catalog), bet.at, float(pick == outcome), False, bet.sure, 0, bet.ms, (pick,))


def _picks(event: Logged, item: Item) -> tuple[str, ...]:
    """What was chosen, each id; an order, or what was typed into all fields, is one pick. Nothing for "I don't know"."""
    choices, texts = event.payload.get("choices", ()), event.payload.get("texts", ())
    if has_shape(item, PutInOrder):
        return (" → ".join(choices),) if choices else ()
    typed_texts = [" ".join(str(text).split()) for text in texts]
    return (" · ".join(typed_texts),) if any(typed_texts) else tuple(map(str, choices))


def _version(event: Logged, item: str, catalog: Catalog) -> str:
    content_hash = event.content_hash or ""
    return catalog.versions.get((item, content_hash), content_hash)


def bearing(item: str, version: str, catalog: Catalog) -> tuple[object, ...]:
    """All that the catalog says to ``gather`` about events of that logged item and hash: where it is the same, so is what is gathered."""
    current = catalog.current.get(item)
    if current is None:
        return ()
    content = catalog.items[current][1]
    points = len(content.points) if isinstance(content, Prompt) else 0
    return current, catalog.versions.get((current, version), version), kind_of(content), type(content), points
