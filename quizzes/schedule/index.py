"""What the schedule has to know of the items that the topics hold now."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass

from quizzes.content.topic import Topic
from quizzes.models import Asked, Item
from quizzes.questions import KINDS, Prompt

MODE_OF_SECTION: Mapping[str, str] = {
    "recall": "recall",
    "quick_check": "quick-check",
    "explain": "explain",
    "practice": "practice",
    "self_test": "self-test",
    "myths": "myths",
}
"""Section of a topic file -> the mode that asks its items. Budgets are no questions and are not scheduled."""


PLANNED = ("recall", "quick-check")
"""The modes whose new items are brought in day by day; others enter once they were met in their own mode."""


@dataclass(frozen=True, slots=True)
class Entry:
    """``item`` is the full id ``track/topic/item``; ``guessable`` where a right answer may be luck; ``points`` of an explanation."""

    item: str
    topic: str
    concept: str
    mode: str
    guessable: bool
    points: int = 0


@dataclass(frozen=True)
class Index:
    """``entries`` by full id, in the order of topics and files; ``current`` maps every full id that an item has or had to its id now."""

    entries: Mapping[str, Entry]
    current: Mapping[str, str]


def index(topics: Iterable[Topic]) -> Index:
    """The index of all scheduled items."""
    entries: dict[str, Entry] = {}
    current: dict[str, str] = {}
    for topic in topics:
        for section, mode in MODE_OF_SECTION.items():
            for item in getattr(topic, section):
                full = f"{topic.id}/{item.id}"
                entries[full] = Entry(full, topic.id, item.concept, mode, _guessable(item), _points(item))
                current |= dict.fromkeys((f"{topic.id}/{old}" for old in item.was), full) | {full: full}
    return Index(entries, current)


def _guessable(item: Item) -> bool:
    return KINDS[item.type].guessable if isinstance(item, Asked) else False


def _points(item: Item) -> int:
    return len(item.points) if isinstance(item, Prompt) else 0
