"""An attempt ends on the version of its questions and prompts that it began with, whatever is saved meanwhile."""

from __future__ import annotations

from collections.abc import Collection, Mapping, Sequence

from quizzes.content.topic import Topic
from quizzes.models import Item


def changed(topic: Topic, item_hashes: Sequence[tuple[str, str]]) -> dict[str, str]:
    """Item id -> content hash at the beginning, of those items that the topic holds otherwise now, or not at all."""
    hashes_then = dict(item_hashes)
    hashes_now = {item.id: item.content_hash for item in topic.items() if item.id in hashes_then}
    return {item: content_hash for item, content_hash in item_hashes if hashes_now.get(item) != content_hash}


def as_begun(topic: Topic, items_then: Mapping[str, Item], sections: Collection[str], *, into: str | None = None) -> Topic:
    """The topic with the items of ``items_then`` (by id, as they were) in the place of what they have become, in these sections.

    One that was taken out is put back ``into`` a section, where that is known. One whose concept is gone cannot be shown any more and is
    left as the topic has it now.
    """
    concepts = {concept.id for concept in topic.concepts}
    of_concepts = {name: item for name, item in items_then.items() if item.concept in concepts}
    update = {}
    for section in sections:
        items = [_as_it_was(item, of_concepts) for item in getattr(topic, section)]
        if section == into:
            ids_there = {old for item in getattr(topic, section) for old in (item.id, *item.was)}
            items += [item for name, item in of_concepts.items() if name not in ids_there]
        update[section] = tuple(items)
    return topic.model_copy(update=update)


def _as_it_was(item: Item, items_known: Mapping[str, Item]) -> Item:
    """The item as it was, also under an earlier id."""
    former = next((items_known[name] for name in (item.id, *item.was) if name in items_known), None)
    return item if former is None else former
