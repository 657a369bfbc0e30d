"""How much of a topic a learner is expected to know on a day: a range, and only after enough reviews."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date

from quizzes.schedule.index import Index
from quizzes.schedule.memory import Memory


@dataclass(frozen=True)
class Expected:
    """About ``low`` to ``high`` of ``of`` items."""

    low: int
    high: int
    of: int

    @property
    def sentence(self) -> str:
        """ "about 40 to 45 of these 52 items" """
        return f"about {self.low} to {self.high} of these {self.of} items"


def expected_recall(memories: Mapping[str, Memory], index: Index, *, topic: str, day: date) -> Expected | None:
    """Expected recall of the topic's items on that day without further review; None before there are enough reviews to say it."""
    raise NotImplementedError
