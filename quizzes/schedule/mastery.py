"""How well a concept is mastered: the one place of this rule."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from typing import Literal

from quizzes.schedule.index import Index
from quizzes.schedule.memory import Memory

Level = Literal["unseen", "begun", "shaky", "solid", "mastered"]


@dataclass(frozen=True)
class Mastery:
    """A concept's level, with the figures that it comes from: items met, items there are, mean expected recall of those met."""

    concept: str
    level: Level
    met: int
    of: int
    recall: float | None


def mastery(memories: Mapping[str, Memory], index: Index, *, topic: str, day: date) -> Mapping[str, Mastery]:
    """The mastery of every concept of a topic that has items, in the order of the file."""
    raise NotImplementedError
