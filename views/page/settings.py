"""What a learner may set; kept as events, so that it is there again in another tab or browser."""

from __future__ import annotations

import secrets
from collections.abc import Mapping
from datetime import date

from quizzes.events.log import Event
from quizzes.models import Topic
from quizzes.schedule import plan
from quizzes.sessions.succession import following
from views.page import away, state, visitor
from views.page.services import services

FOUR_BUTTONS, SHORTCUTS = "four_buttons", "shortcuts"
NEW_A_DAY, MINUTES = "new_a_day", "minutes"
FIRST_VISIT = "first_visit"
AUTHOR_LINKS = "author_links"
DEFAULTS: Mapping[str, str | int | bool] = {
    FOUR_BUTTONS: False,
    SHORTCUTS: True,
    NEW_A_DAY: plan.NEW_A_DAY,
    MINUTES: 10,
    FIRST_VISIT: "",
    AUTHOR_LINKS: False,
}

MINUTES_CHOICES = (5, 10, 15, 20, 30)
NEW_LIMIT = 50
"""Most new items a day that can be asked for."""

TWO = (("Forgot", 1), ("Got it", 3))
FOUR = (("Forgot", 1), ("Hard", 2), ("Got it", 3), ("Easy", 4))
"""In Anki they are called Again, Hard, Good and Easy; here one rating has one name, however many buttons there are."""
NEW_TO_ME = "New to me"
"""What the first button says on a card that was never rated: nobody has forgotten what they never knew."""


def value(name: str) -> str | int | bool:
    """A setting as the learner left it."""
    return _known().get(name, DEFAULTS[name])


def _known() -> Mapping[str, str | int | bool]:
    known = state.load().settings
    return known if known is not None else state.change(settings=services().log.settings(visitor.learner())).settings or {}


@away.sends
def change(name: str, new: str | int | bool) -> None:
    """Keep a changed setting."""
    moment = following(services().log, visitor.learner(), visitor.now())
    session = f"setting-{secrets.token_urlsafe(9)}"
    event = Event(
        id=f"{session}:{name}",
        learner=visitor.learner(),
        session=session,
        kind="setting",
        at=moment.at,
        utc_offset_min=moment.utc_offset_min,
        payload={"name": name, "value": new},
    )
    known = _known()
    services().log.append([event])
    state.change(settings={**known, name: new})


def rating_buttons(*, never_seen: bool = False) -> tuple[tuple[str, int], ...]:
    """Label and rating of each button under a card."""
    return tuple((rating_name(rating, never_seen=never_seen), rating) for _, rating in (FOUR if value(FOUR_BUTTONS) else TWO))


def rating_name(rating: int, *, never_seen: bool = False) -> str:
    """What the button of a rating says."""
    return NEW_TO_ME if never_seen and rating == 1 else next(label for label, number in FOUR if number == rating)


def shortcuts_on() -> bool:
    """Whether keys press buttons."""
    return bool(value(SHORTCUTS))


def author_links() -> bool:
    """Whether the ways to Author stand on the pages: only where content may be written from here, and only when asked for."""
    return visitor.may_author() and bool(value(AUTHOR_LINKS))


def minutes() -> int:
    """Minutes a day that the learner means to give."""
    set_to = value(MINUTES)
    return set_to if set_to in MINUTES_CHOICES and isinstance(set_to, int) else int(DEFAULTS[MINUTES])


def new_a_day() -> int:
    """The daily limit of new items."""
    set_to = value(NEW_A_DAY)
    return min(NEW_LIMIT, max(0, set_to)) if isinstance(set_to, int) else plan.NEW_A_DAY


def first_visit() -> str:
    """How the three steps of a first visit ended: ``finished`` or ``skipped``; ``again`` where they were asked for; else empty."""
    return str(value(FIRST_VISIT))


def exam_day(topic: Topic) -> date | None:
    """The day of the topic's exam: the learner's, else the one of the topic's file; None where there is none, or it was cleared."""
    set_to = _known().get(_exam(topic))
    if set_to is None:
        return topic.exam
    try:
        return date.fromisoformat(str(set_to)) if set_to else None
    except ValueError:  # a log that was edited by hand and read in again
        return topic.exam


def set_exam(topic: Topic, day: date | None) -> None:
    """Keep the learner's own day of the exam; None says that there is none."""
    change(_exam(topic), day.isoformat() if day is not None else "")


def _exam(topic: Topic) -> str:
    return f"exam:{topic.id}"
