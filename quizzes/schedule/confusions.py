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

NO_CONFUSIONS: Confusions = MappingProxyType({})

Taught = TypeVar("Taught")


def confusions_of(topics: Iterable[Topic]) -> Confusions:
    """The concepts of these topics that are mixed up with others which are there."""
    confusions: dict[Key, set[Key]] = {}
    for topic in topics:
        concept_ids = {concept.id for concept in topic.concepts}
        for concept in topic.concepts:
            for other_id in concept_ids.intersection(concept.confused_with):
                confusions.setdefault((topic.id, concept.id), set()).add((topic.id, other_id))
                confusions.setdefault((topic.id, other_id), set()).add((topic.id, concept.id))
    return confusions


def in_turns(
    in_order: Sequence[Taught], *, key: Callable[[Taught], Key], confusions: Confusions, needs: Needs = MappingProxyType({})
) -> list[Taught]:
    """Things in their order, but one of a concept is followed by the next one of a concept that it is mixed up with, if there is one that
    needs nothing which is still to come."""
    remaining, turns = list(in_order), list[Taught]()
    while remaining:
        rivals = confusions.get(key(turns[-1]), frozenset()) if turns else frozenset()
        turns.append(remaining.pop(_next(remaining, key, rivals, needs) if rivals else 0))
    return turns


def _next(remaining: Sequence[Taught], key: Callable[[Taught], Key], rivals: AbstractSet[Key], needs: Needs) -> int:
    keys_before: set[Key] = set()
    for place, candidate in enumerate(remaining):
        if key(candidate) in rivals and not keys_before.intersection(needs.get(key(candidate), ())):
            return place
        keys_before.add(key(candidate))
    return 0
