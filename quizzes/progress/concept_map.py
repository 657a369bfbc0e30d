"""The concepts of a topic as a drawn list: each below what it needs, with lines from there, as a history of versions is drawn."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from quizzes.content.topic import Topic
from quizzes.models import Concept
from quizzes.schedule.needs import needed_first, needs_of


@dataclass(frozen=True)
class Row:
    """One row of the drawing: the name of a group, or a concept, whose node stands in ``lane``, from 0.

    ``joins`` are the lanes of what it needs, which lead to its node from above; ``passes`` those that go past it to a row below, joined or
    not; ``goes_on`` says whether something below needs it.
    """

    group: str = ""
    concept: Concept | None = None
    lane: int = 0
    joins: tuple[int, ...] = ()
    passes: tuple[int, ...] = ()
    goes_on: bool = False


def rows(topic: Topic) -> tuple[Row, ...]:
    """The groups with their concepts, in an order in which what is needed stands first as far as the groups allow it."""
    parts = _in_order(topic)
    place = {part.id: number for number, part in enumerate(parts) if isinstance(part, Concept)}
    needs = {concept.id: _needs(concept, topic, place) for concept in topic.concepts}
    last = {need: place[concept] for concept in sorted(place, key=place.__getitem__) for need in needs[concept]}
    lanes: dict[int, str] = {}
    drawn_rows: list[Row] = []
    for number, part in enumerate(parts):
        if not isinstance(part, Concept):
            drawn_rows.append(Row(group=part, passes=tuple(sorted(lanes))))
            continue
        joins = tuple(sorted(lane for lane, concept in lanes.items() if concept in needs[part.id]))
        for lane in [lane for lane, concept in lanes.items() if last[concept] == number]:
            del lanes[lane]
        free = [lane for lane in joins if lane not in lanes]
        own = free[0] if free else next(lane for lane in range(len(lanes) + 1) if lane not in lanes)
        passes = tuple(sorted(lanes))
        goes_on = part.id in last
        if goes_on:
            lanes[own] = part.id
        drawn_rows.append(Row(concept=part, lane=own, joins=joins, passes=passes, goes_on=goes_on))
    return tuple(drawn_rows)


def _in_order(topic: Topic) -> Sequence[str | Concept]:
    """The names of the groups, each before its concepts."""
    concepts = needed_first(topic.concepts, key=lambda concept: (topic.id, concept.id), needs=needs_of([topic]), met_concepts=frozenset())
    parts: list[str | Concept] = []
    for group in topic.groups:
        own = [concept for concept in concepts if concept.group == group.id]
        parts += [group.name, *own] if own else []
    return parts


def _needs(concept: Concept, topic: Topic, place: Mapping[str, int]) -> frozenset[str]:
    """What it needs of this topic that stands above it."""
    own_needs = {need for other_topic, need in concept.needed_in(topic.id) if other_topic == topic.id}
    return frozenset(need for need in own_needs if place[need] < place[concept.id])
