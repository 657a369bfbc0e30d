"""Learn it: a part of a lesson, one screen after another. Each is left once its small question was answered and the reason read.

Every part is a session of its own and is gone on with by itself; wrong answers change nothing of that.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field

from quizzes.attempts.attempt import Attempt, Options
from quizzes.attempts.mode import Beginning
from quizzes.content.lesson import LessonPart
from quizzes.content.topic import Topic
from quizzes.events.event import Event
from quizzes.models import Item
from quizzes.sessions import questions

MODE = "lesson"
PART = "part"
"""The option of a session that says which part; without it the first one that was not gone through."""

KINDS = ("started", "answered", "went_on")
"""The kinds of rows by which one stands somewhere in a lesson."""

State = questions.State
step = questions.step


@dataclass(frozen=True)
class Standing:
    """How far a learner is with a part: so many of its screens were ever ``answered``; ``session`` is the newest one where it was not
    gone to its end, with so many screens ``behind``."""

    part: LessonPart
    answered: int = 0
    session: str | None = None
    behind: int = 0

    @property
    def of(self) -> int:
        """How many screens it has."""
        return len(self.part.screens)

    @property
    def is_done(self) -> bool:
        return self.answered == self.of

    @property
    def is_begun(self) -> bool:
        """Whether it was left in the middle."""
        return self.behind > 0

    @property
    def said(self) -> str:
        """``done``, ``in the middle: 3 of 7``, ``not begun``; what was done once stays done while it is read again."""
        middle = f"in the middle: {self.behind} of {self.of}"
        if self.is_done:
            return f"done · again {middle}" if self.is_begun else "done"
        return middle if self.is_begun else f"in the middle: {self.answered} of {self.of}" if self.answered else "not begun"


def deck(topic: Topic, beginning: Beginning) -> tuple[Item, ...]:
    """The questions of the part that was asked for, else of the first one that was not gone through, else of the first."""
    asked_part = topic.lesson_part(str(beginning.options.get(PART, "")))
    progress_of_parts = standings(topic, beginning.rows)
    part = (
        asked_part
        or next((progress.part for progress in progress_of_parts if not progress.is_done), None)
        or next(iter(topic.lesson), None)
    )
    return part.questions if part is not None else ()


def options_of(part: LessonPart) -> Options:
    """What a session of that part begins with."""
    return {PART: part.id}


def restore(attempt: Attempt, topic: Topic, events: Sequence[Event]) -> questions.State:
    """The state after ``events``."""
    return questions.restore(attempt, topic.lesson_questions, events, feedback=True)


@dataclass
class _Known:
    """What the rows of one topic say: which screens were ever answered, and of each session its screens and those that are behind."""

    answered: set[str] = field(default_factory=set)
    asked: dict[str, list[str]] = field(default_factory=dict)
    behind: dict[str, set[str]] = field(default_factory=dict)


def standings(topic: Topic, rows: Sequence[Event]) -> tuple[Standing, ...]:
    """How far the learner of these rows is with each part, in the lesson's order; ``rows`` are in order and may be of all modes."""
    names = {old: screen.id for part in topic.lesson for screen in part.screens for old in (screen.id, *screen.was)}
    record = _record_of(topic, rows, names)
    return tuple(_progress_of(part, record) for part in topic.lesson)


def _record_of(topic: Topic, rows: Sequence[Event], names: Mapping[str, str]) -> _Known:
    record = _Known()
    for row in rows:
        if row.mode != MODE:
            continue
        if row.kind == "started":
            record.asked[row.session] = [names[entry["id"]] for entry in row.payload["items"] if entry["id"] in names]
            continue
        screen = names.get((row.item or "").removeprefix(f"{topic.id}/"))
        if screen is not None and row.kind == "answered":
            record.answered.add(screen)
        elif screen is not None and row.kind == "went_on":
            record.behind.setdefault(row.session, set()).add(screen)
    return record


def _progress_of(part: LessonPart, record: _Known) -> Standing:
    own = [screen.id for screen in part.screens]
    newest = next((session for session, screen_ids in reversed(record.asked.items()) if set(screen_ids) & set(own)), None)
    answered_count = len(record.answered & set(own))
    if newest is None or record.behind.get(newest, set()) >= set(record.asked[newest]):
        return Standing(part, answered_count)
    return Standing(part, answered_count, newest, len(record.behind.get(newest, set())))
