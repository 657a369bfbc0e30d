"""What this learner set; kept as events, so that it is there again in another tab or browser."""

from __future__ import annotations

import secrets
from collections.abc import Mapping
from datetime import date

from quizzes import settings as rules
from quizzes.attempts.succession import following
from quizzes.content.topic import Topic
from quizzes.events.rating import Rating
from quizzes.settings import ASK_WHY, AUTHOR_LINKS, FOUR_BUTTONS, SHORTCUTS, Settings, Value
from views.page import away, state, visitor
from views.page.services import services

TWO = (Rating.AGAIN, Rating.GOOD)
RATING_NAMES: Mapping[Rating, str] = {Rating.AGAIN: "Forgot", Rating.HARD: "Hard", Rating.GOOD: "Got it", Rating.EASY: "Easy"}
"""In Anki they are called Again, Hard, Good and Easy; here one rating has one name, however many buttons there are."""
NEW_TO_ME = "New to me"
"""What the first button says on a card that was never rated: nobody has forgotten what they never knew."""


def mine() -> Settings:
    """The learner's settings."""
    current = state.load().settings
    return current if current is not None else state.change(settings=rules.of(services().log, visitor.learner())).settings or Settings()


@away.sends
def change(name: str, new: Value) -> None:
    """Keep a changed setting."""
    learner, settings_before = visitor.learner(), mine()
    moment = following(services().log, learner, visitor.now())
    services().log.append([rules.event(name, new, learner=learner, moment=moment, token=secrets.token_urlsafe(9))])
    state.change(settings=settings_before.with_changed(name, new))


def rating_buttons(*, never_seen: bool = False) -> tuple[tuple[str, Rating], ...]:
    """Label and rating of each button under a card."""
    ratings = tuple(Rating) if mine().value(FOUR_BUTTONS) else TWO
    return tuple((NEW_TO_ME if never_seen and rating == Rating.AGAIN else RATING_NAMES[rating], rating) for rating in ratings)


def shortcuts_on() -> bool:
    """Whether keys press buttons."""
    return bool(mine().value(SHORTCUTS))


def asks_why() -> bool:
    """Whether the learner is asked why they chose wrongly, before the reason is shown."""
    return bool(mine().value(ASK_WHY))


def author_links() -> bool:
    """Whether the ways to Author stand on the pages: only where content may be written from here, and only when asked for."""
    return visitor.may_author() and bool(mine().value(AUTHOR_LINKS))


def set_exam(topic: Topic, day: date | None) -> None:
    """Keep the learner's own day of the exam; None says that there is none."""
    change(rules.exam(topic.id), day.isoformat() if day is not None else "")
