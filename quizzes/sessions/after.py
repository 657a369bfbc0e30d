"""What fits after a session of questions: to go on, or to practise what was missed first."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from quizzes.models import Item
from quizzes.sessions.self_test import FAIR_SHARE


@dataclass(frozen=True)
class After:
    """``missed`` are the items that were not fully correct, in order, ``concepts`` what they are about; ``goes_on`` says whether
    enough was correct for something harder."""

    missed: tuple[Item, ...]
    goes_on: bool

    @property
    def concepts(self) -> tuple[str, ...]:
        return tuple(dict.fromkeys(item.concept for item in self.missed))


def after(item_scores: Sequence[tuple[Item, float]]) -> After:
    """``item_scores`` are the session's items with their scores of 0..1. Below FAIR_SHARE on average the missed ones come first."""
    mean = sum(score for _, score in item_scores) / len(item_scores) if item_scores else 0.0
    return After(tuple(item for item, score in item_scores if score < 1.0), mean >= FAIR_SHARE)
