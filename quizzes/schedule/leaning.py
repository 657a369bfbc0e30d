"""What a failed item leads back to."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from datetime import date

from quizzes.content.topic import Topic
from quizzes.models import Item
from quizzes.schedule.memory import Memory
from quizzes.schedule.needs import Key


def leaned_on(item: Item, topic: Topic, *, topics: Iterable[Topic], memories: Mapping[str, Memory], day: date) -> Key | None:
    """The concept that a failed item leans on and that is most worth a look: one that was never met, else the one that is remembered least.
    Only concepts with cards that are still asked are offered; None where there is none.
    """
    by_id = {other_topic.id: other_topic for other_topic in topics}
    needed_concepts = [need for need in topic.concept(item.concept).needed_in(topic.id) if need[0] in by_id]
    cards = {
        need: [memories.get(f"{need[0]}/{card.id}") for card in by_id[need[0]].recall if card.concept == need[1]]
        for need in needed_concepts
    }
    asked_cards = {
        need: [memory for memory in card_memories if memory is None or not memory.known] for need, card_memories in cards.items()
    }

    def remembered(need: Key) -> float:
        recalls = [memory.recall_on(day) for memory in asked_cards[need] if memory is not None and memory.stability is not None]
        return sum(recalls) / len(recalls) if recalls else -1.0

    return min((need for need in needed_concepts if asked_cards[need]), key=remembered, default=None)
