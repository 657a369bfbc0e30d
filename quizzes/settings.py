"""What a learner may set: the names, what is so where nothing was changed, what is allowed, and the rows that keep it."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date

from quizzes.attempts.attempt import Moment
from quizzes.content.topic import Topic
from quizzes.events.event import Event
from quizzes.events.log import EventLog
from quizzes.schedule import plan

Value = str | int | bool

FOUR_BUTTONS, SHORTCUTS = "four_buttons", "shortcuts"
NEW_A_DAY, MINUTES = "new_a_day", "minutes"
FIRST_VISIT = "first_visit"
AUTHOR_LINKS = "author_links"
ASK_WHY = "ask_why"
"""After a wrong choice, the learner may say why they think so before they read the reason."""
DEFAULTS: Mapping[str, Value] = {
    FOUR_BUTTONS: False,
    SHORTCUTS: True,
    NEW_A_DAY: plan.NEW_A_DAY,
    MINUTES: 10,
    FIRST_VISIT: "",
    AUTHOR_LINKS: False,
    ASK_WHY: True,
}

MINUTES_CHOICES = (5, 10, 15, 20, 30)
NEW_LIMIT = 50
"""Most new items a day that can be asked for."""


@dataclass(frozen=True)
class Settings:
    """A learner's settings; ``changed`` holds those that they changed, as they stand in the log, where anything may stand."""

    changed: Mapping[str, Value] = field(default_factory=dict)

    def value(self, name: str) -> Value:
        """A setting as the learner left it. Raises KeyError where there is none of that name."""
        return self.changed.get(name, DEFAULTS[name])

    def with_changed(self, name: str, value: Value) -> Settings:
        """The same with another value."""
        return Settings({**self.changed, name: value})

    @property
    def minutes(self) -> int:
        """Minutes a day that the learner means to give, one of MINUTES_CHOICES."""
        minutes = self.value(MINUTES)
        return minutes if minutes in MINUTES_CHOICES and isinstance(minutes, int) else int(DEFAULTS[MINUTES])

    @property
    def new_a_day(self) -> int:
        """The daily limit of new items, 0 to NEW_LIMIT."""
        limit = self.value(NEW_A_DAY)
        return min(NEW_LIMIT, max(0, limit)) if isinstance(limit, int) else plan.NEW_A_DAY

    @property
    def first_visit(self) -> str:
        """How the three steps of a first visit ended: ``finished`` or ``skipped``; ``again`` where they were asked for; else empty."""
        return str(self.value(FIRST_VISIT))

    def exam_day(self, topic: Topic) -> date | None:
        """The day of the topic's exam: the learner's, else the one of the topic's file; None where there is none, or it was cleared."""
        day = self.changed.get(exam(topic.id))
        if day is None:
            return topic.exam
        try:
            return date.fromisoformat(str(day)) if day else None
        except ValueError:  # a log that was edited by hand and read in again
            return topic.exam


def exam(topic: str) -> str:
    """The name of the setting that holds the day of this topic's exam, as ISO 8601; empty where it was cleared."""
    return f"exam:{topic}"


def of(log: EventLog, learner: str) -> Settings:
    """The newest value of each setting that the learner changed. Raises LogUnavailable."""
    return Settings({row.payload["name"]: row.payload["value"] for row in log.of_learner(learner, kinds=["setting"])})


def event(name: str, value: Value, *, learner: str, moment: Moment, token: str) -> Event:
    """The row that keeps a changed setting; ``token`` tells two changes apart."""
    session = f"setting-{token}"
    return Event(
        id=f"{session}:{name}",
        learner=learner,
        session=session,
        kind="setting",
        at=moment.at,
        utc_offset_min=moment.utc_offset_min,
        payload={"name": name, "value": value},
    )
