"""What the record beside a topic says of a claim or of a bet: the run, on a quiet machine, that proved how it turns out."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime
from typing import Generic, TypeVar

from quizzes.models import Myth, Outcome
from quizzes.proofs.evidence import Measured
from quizzes.proofs.record import Proven
from quizzes.questions.bet import outcome_of

OutcomeType = TypeVar("OutcomeType")


@dataclass(frozen=True)
class OnRecord(Generic[OutcomeType]):
    """A recorded run, and the outcome by which it decides what was bet on."""

    proven: Proven
    measured: Measured
    outcome: OutcomeType

    @property
    def at(self) -> datetime:
        return self.proven.at

    @property
    def figure(self) -> str:
        """The figure with its unit and interval, without what was compared: ``1.00× as fast [0.99, 1.01]``."""
        return self.measured.text.partition(": ")[2] or self.measured.text

    @property
    def run(self) -> str:
        """The name under which a learner's log keeps that this run was taken."""
        return f"record-{self.proven.content_hash}-{self.at:%Y%m%d%H%M%S}"


def on_record(myth: Myth, record: Proven | None) -> OnRecord[Outcome] | None:
    """The recorded run that decides the claim; None where there is none, or where it could not tell either."""
    if record is None or not isinstance(record.evidence, Measured):
        return None
    outcome = outcome_of(myth, value=record.evidence.value, verdict=record.evidence.verdict, interval=record.evidence.interval)
    return OnRecord(record, record.evidence, outcome) if outcome is not None else None
