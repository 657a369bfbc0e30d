"""How far a learner has come with what one mode asks of one topic."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date

from quizzes.content.topic import Topic
from quizzes.schedule import forecast
from quizzes.schedule.index import Index
from quizzes.schedule.memory import Memory

NOT_BEGUN = "not begun"


@dataclass(frozen=True)
class Standing:
    """``met`` of ``of`` items were answered or shown at least once, of which ``due`` are to be asked again by now."""

    met: int
    of: int
    due: int = 0

    @property
    def said(self) -> str:
        """``12 of 38 seen, 3 due``"""
        if not self.met:
            return NOT_BEGUN
        seen = f"{self.met} of {self.of} seen" if self.met < self.of else f"✓ all {self.of} seen" if self.of > 1 else "✓ seen"
        return f"{seen}, {self.due} due" if self.due else seen


def standings(topic: Topic, memories: Mapping[str, Memory], index: Index, *, day: date) -> Mapping[str, Standing]:
    """Mode -> how far the learner is with its items of the topic, for every mode that has some."""
    entries = [entry for entry in index.entries.values() if entry.topic == topic.id]
    due_items = {memory.item for memory in forecast.due(memories, index, day=day, topic=topic.id)}
    of_mode = {mode: [entry.item for entry in entries if entry.mode == mode] for mode in {entry.mode for entry in entries}}

    def is_met(item: str) -> bool:
        memory = memories.get(item)
        return memory is not None and not memory.is_new  # a card that a lesson brought is due before it is met

    return {
        mode: Standing(sum(map(is_met, items)), len(items), sum(item in due_items for item in items)) for mode, items in of_mode.items()
    }
