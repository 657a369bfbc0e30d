"""What a lesson means for the schedule: the one place of this rule.

Whoever answers right after reading shows that they can read, not that they will remember: an answer there is a first meeting and no rating.
The first retrieval that tells something comes after a night (spaced against massed: Latimier et al. 2021).
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date, timedelta
from typing import Protocol

RULE = (
    "What you answer in a lesson counts as seen, right or wrong: it is never something forgotten. Once you have been through a part, the "
    "cards about it that you have not seen yet are due on the next day."
)
"""The rule as the app says it."""

WAITS = timedelta(days=1)


class Held(Protocol):
    """What the rule has to know of a memory: whether it is of something never answered, and when that is due."""

    @property
    def is_new(self) -> bool: ...
    @property
    def due(self) -> date | None: ...


@dataclass(frozen=True, slots=True)
class Taught:
    """A part of a lesson in a ``topic``: full ids of its ``screens``, its ``concepts``, and full ids of the ``cards`` about them."""

    topic: str
    screens: tuple[str, ...]
    concepts: tuple[str, ...]
    cards: tuple[str, ...]


def is_through(part: Taught, memories: Mapping[str, Held]) -> bool:
    """Whether every screen of the part was answered."""
    return all(screen in memories for screen in part.screens)


def brought(part: Taught, memories: Mapping[str, Held], day: date) -> Mapping[str, date]:
    """The new cards that a part brings which was gone through on ``day``, and when they are due.

    A card that was answered, is set aside, or was brought before is left as it is.
    """
    memory_of = {card: memories.get(card) for card in part.cards}
    return {card: day + WAITS for card, memory in memory_of.items() if memory is None or (memory.is_new and memory.due is None)}
