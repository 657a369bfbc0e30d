"""The question types: how each grades an answer, and sample answers with the scores they must get."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass
from typing import Any, Protocol

from quizzes.content.models import Item, Prompt, Question
from quizzes.questions import explain, one_choice


class Graded(Protocol):
    """What every grade offers: a score 0..1 and what to say, most important first."""

    @property
    def score(self) -> float: ...

    @property
    def feedback(self) -> tuple[str, ...]: ...


@dataclass(frozen=True)
class QuestionType:
    """The class of the items that a type grades; its grade of (item, answer); its sample answers with their scores."""

    item: type[Item]
    grade: Callable[[Any, Any], Graded]
    samples: Callable[[Any], Iterator[tuple[Any, float]]]


TYPES: Mapping[str, QuestionType] = {
    "one-choice": QuestionType(Question, one_choice.grade, one_choice.samples),
    "explain": QuestionType(Prompt, explain.coverage, explain.samples),
}
"""Name -> type. ``tests/quizzes/questions/test_types.py`` holds all of them to the same contract."""
