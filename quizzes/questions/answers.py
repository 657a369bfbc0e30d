"""What a learner hands in, the closed set of shapes in which a question can be asked, and what a grade says."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Literal, Protocol


@dataclass(frozen=True)
class Answer:
    """Ids of choices (or of steps, in the order given), or what was typed, one text a field. Empty means "I don't know"."""

    choices: tuple[str, ...] = ()
    texts: tuple[str, ...] = ()

    @property
    def is_empty(self) -> bool:
        return not self.choices and not any(text.strip() for text in self.texts)


class Option(Protocol):
    """What can be picked or put in order: a choice, or a step."""

    @property
    def id(self) -> str: ...

    @property
    def text(self) -> str: ...


@dataclass(frozen=True)
class PickOne:
    """Exactly one of the options is picked."""

    options: tuple[Option, ...]


@dataclass(frozen=True)
class PickSeveral:
    """Any number of the options is picked."""

    options: tuple[Option, ...]


@dataclass(frozen=True)
class PutInOrder:
    """All options are put in order; they come shuffled."""

    options: tuple[Option, ...]


@dataclass(frozen=True)
class TypeIn:
    """One text a field. ``labels`` stand above the fields; ``kind`` says what is wanted; ``unit`` stands behind a number."""

    labels: tuple[str, ...]
    kind: Literal["number", "output", "words"]
    unit: str | None = None


@dataclass(frozen=True)
class Slide:
    """A number is set on a scale from ``lowest``, where the slider starts, to ``highest``; it is handed in as one text."""

    lowest: float
    highest: float
    step: float
    unit: str | None = None


Shape = PickOne | PickSeveral | PutInOrder | TypeIn | Slide


@dataclass(frozen=True)
class Reason:
    """A line of feedback in Markdown. ``says`` is the verdict in a few words; ``about`` the answer it speaks of, where that helps."""

    kind: Literal["right", "wrong"]
    says: str
    why: str
    about: str | None = None


@dataclass(frozen=True)
class Grade:
    """Score 0..1, what was given, an answer that is right, that answer in words, and the reasons, most important first."""

    score: float
    given: Answer
    right: Answer
    right_text: str
    reasons: Sequence[Reason]

    @property
    def is_right(self) -> bool:
        return self.score == 1.0

    @property
    def feedback(self) -> tuple[str, ...]:
        """The reasons alone, each once."""
        return tuple(dict.fromkeys(reason.why for reason in self.reasons))
