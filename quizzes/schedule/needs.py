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

One = TypeVar("One")


def needs_of(topics: Iterable[Topic]) -> Needs:
    """The concepts that need others, and which, and the topics, whose keys have no concept; what is not there is left out."""
    held = tuple(topics)
    there = {(topic.id, concept.id) for topic in held for concept in topic.concepts} | {(topic.id, "") for topic in held}
    found = {(topic.id, ""): [need for one in topic.needs if (need := (one, "")) in there] for topic in held}
    found |= {(topic.id, one.id): [need for need in one.needed_in(topic.id) if need in there] for topic in held for one in topic.concepts}
    return {key: needed for key, needed in found.items() if needed}


def topics_in_order(topics: Iterable[Topic]) -> list[Topic]:
    """The topics in their order, but each after those that it needs: the path on which one takes them."""
    held = list(topics)
    return needed_first(held, key=lambda topic: (topic.id, ""), needs=needs_of(held), met=frozenset())


def needed_first(new: Sequence[One], *, key: Callable[[One], Key], needs: Needs, met: AbstractSet[Key]) -> list[One]:
    """New things in their order, but one whose concept needs others comes once something of each of these has come or was ``met``.

    Nothing is left out: what needs a concept that is not among them comes when nothing else is left, and so does a circle.
    """
    places: dict[Key, list[int]] = {}
    for place, one in enumerate(new):
        places.setdefault(key(one), []).append(place)
    missing = {concept: {need for need in needs.get(concept, ()) if need not in met and need != concept} for concept in places}
    leaning: dict[Key, list[Key]] = {}
    for concept, needed in missing.items():
        for need in needed:
            leaning.setdefault(need, []).append(concept)
    ready = [place for concept, found in places.items() if not missing[concept] for place in found]
    waiting = {concept: None for concept in places if missing[concept]}
    heapify(ready)
    ordered: list[One] = []
    while ready or waiting:
        if not ready:
            released = next((one for one in waiting if not missing[one] & waiting.keys()), next(iter(waiting)))
            del waiting[released]
            ready = places[released][:]
        place = heappop(ready)
        ordered.append(new[place])
        for concept in leaning.pop(key(new[place]), ()):
            missing[concept].discard(key(new[place]))
            if not missing[concept] and concept in waiting:
                del waiting[concept]
                for freed in places[concept]:
                    heappush(ready, freed)
    return ordered
