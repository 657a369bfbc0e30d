"""What is easily mixed up: items of two such concepts come in turns within a day.

Whoever sees both side by side learns what tells them apart; alone, each looks easy (Rohrer et al. 2014; Kornell & Bjork 2008).
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping, Sequence
from collections.abc import Set as AbstractSet
from types import MappingProxyType
from typing import TypeVar

from quizzes.content.topic import Topic
from quizzes.schedule.needs import Key, Needs

Confusions = Mapping[Key, AbstractSet[Key]]
"""Each concept with those that it is mixed up with, both ways."""

NONE: Confusions = MappingProxyType({})

One = TypeVar("One")


def confusions_of(topics: Iterable[Topic]) -> Confusions:
    """The concepts of these topics that are mixed up with others which are there."""
    found: dict[Key, set[Key]] = {}
    for topic in topics:
        there = {concept.id for concept in topic.concepts}
        for concept in topic.concepts:
            for other in there.intersection(concept.confused_with):
                found.setdefault((topic.id, concept.id), set()).add((topic.id, other))
                found.setdefault((topic.id, other), set()).add((topic.id, concept.id))
    return found


def in_turns(
    ordered: Sequence[One], *, key: Callable[[One], Key], confusions: Confusions, needs: Needs = MappingProxyType({})
) -> list[One]:
    """Things in their order, but one of a concept is followed by the next one of a concept that it is mixed up with, if there is one that
    needs nothing which is still to come."""
    waiting, turns = list(ordered), list[One]()
    while waiting:
        rivals = confusions.get(key(turns[-1]), frozenset()) if turns else frozenset()
        turns.append(waiting.pop(_next(waiting, key, rivals, needs) if rivals else 0))
    return turns


def _next(waiting: Sequence[One], key: Callable[[One], Key], rivals: AbstractSet[Key], needs: Needs) -> int:
    before: set[Key] = set()
    for place, one in enumerate(waiting):
        if key(one) in rivals and not before.intersection(needs.get(key(one), ())):
            return place
        before.add(key(one))
    return 0
