"""What builds on what: new items come after those that they need."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping, Sequence
from collections.abc import Set as AbstractSet
from heapq import heapify, heappop, heappush
from typing import TypeVar

from quizzes.content.topic import Topic

Key = tuple[str, str]
"""Topic id and concept id; the second is empty where the whole topic is meant."""

Needs = Mapping[Key, Sequence[Key]]

Taught = TypeVar("Taught")


def needs_of(topics: Iterable[Topic]) -> Needs:
    """The concepts that need others, and which, and the topics, whose keys have no concept; what is not there is left out."""
    all_topics = tuple(topics)
    existing = {(topic.id, concept.id) for topic in all_topics for concept in topic.concepts} | {(topic.id, "") for topic in all_topics}
    needs_by_key = {(topic.id, ""): [need for topic_id in topic.needs if (need := (topic_id, "")) in existing] for topic in all_topics}
    needs_by_key |= {
        (topic.id, concept.id): [need for need in concept.needed_in(topic.id) if need in existing]
        for topic in all_topics
        for concept in topic.concepts
    }
    return {key: keys for key, keys in needs_by_key.items() if keys}


def topics_in_order(topics: Iterable[Topic]) -> list[Topic]:
    """The topics in their order, but each after those that it needs: the path on which one takes them."""
    all_topics = list(topics)
    return needed_first(all_topics, key=lambda topic: (topic.id, ""), needs=needs_of(all_topics), met_concepts=frozenset())


def needed_first(new: Sequence[Taught], *, key: Callable[[Taught], Key], needs: Needs, met_concepts: AbstractSet[Key]) -> list[Taught]:
    """New things in their order, but one whose concept needs others comes once something of each of these has come or was ``met_concepts``.

    Nothing is left out: what needs a concept that is not among them comes when nothing else is left, and so does a circle.
    """
    places: dict[Key, list[int]] = {}
    for place, taught in enumerate(new):
        places.setdefault(key(taught), []).append(place)
    open_needs = {concept: {need for need in needs.get(concept, ()) if need not in met_concepts and need != concept} for concept in places}
    leaning: dict[Key, list[Key]] = {}
    for concept, concept_needs in open_needs.items():
        for need in concept_needs:
            leaning.setdefault(need, []).append(concept)
    ready = [place for concept, concept_places in places.items() if not open_needs[concept] for place in concept_places]
    blocked = {concept: None for concept in places if open_needs[concept]}
    heapify(ready)
    in_turn: list[Taught] = []
    while ready or blocked:
        if not ready:
            released = next((concept for concept in blocked if not open_needs[concept] & blocked.keys()), next(iter(blocked)))
            del blocked[released]
            ready = places[released][:]
        place = heappop(ready)
        in_turn.append(new[place])
        for concept in leaning.pop(key(new[place]), ()):
            open_needs[concept].discard(key(new[place]))
            if not open_needs[concept] and concept in blocked:
                del blocked[concept]
                for freed in places[concept]:
                    heappush(ready, freed)
    return in_turn
