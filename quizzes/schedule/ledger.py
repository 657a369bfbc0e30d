"""Keeps each learner's memories at hand, computed from the log; throwing it away changes nothing."""

from __future__ import annotations

from collections.abc import Mapping

from quizzes.events import EventLog
from quizzes.schedule.index import Index
from quizzes.schedule.memory import Memory, replay

KINDS = ("rated", "answered", "bet", "lab_run", "moved", "undone", "known")
"""What can change a memory."""


class Ledger:
    """The memories of the learners of one log."""

    def __init__(self, log: EventLog) -> None:
        self._log = log

    def memories(self, learner: str, index: Index) -> Mapping[str, Memory]:
        """The learner's memories as of now, by full item id."""
        return replay(self._log.of_learner(learner, kinds=KINDS), index)
