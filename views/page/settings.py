"""What this learner set; kept as events, so that it is there again in another tab or browser."""

from __future__ import annotations

import secrets
from datetime import date

from quizzes import settings as rules
from quizzes.content.topic import Topic
from quizzes.sessions.succession import following
from quizzes.settings import AUTHOR_LINKS, FOUR_BUTTONS, SHORTCUTS, Settings, Value
from views.page import away, state, visitor
from views.page.services import services

TWO = (("Forgot", 1), ("Got it", 3))
FOUR = (("Forgot", 1), ("Hard", 2), ("Got it", 3), ("Easy", 4))
"""In Anki they are called Again, Hard, Good and Easy; here one rating has one name, however many buttons there are."""
NEW_TO_ME = "New to me"
"""What the first button says on a card that was never rated: nobody has forgotten what they never knew."""


def mine() -> Settings:
    """The learner's settings."""
    known = state.load().settings
    return known if known is not None else state.change(settings=rules.of(services().log, visitor.learner())).settings or Settings()


@away.sends
def change(name: str, new: Value) -> None:
    """Keep a changed setting."""
    learner, before = visitor.learner(), mine()
    now = following(services().log, learner, visitor.now())
    services().log.append([rules.event(name, new, learner=learner, now=now, token=secrets.token_urlsafe(9))])
    state.change(settings=before.with_changed(name, new))


def rating_buttons(*, never_seen: bool = False) -> tuple[tuple[str, int], ...]:
    """Label and rating of each button under a card."""
    return tuple((rating_name(rating, never_seen=never_seen), rating) for _, rating in (FOUR if mine().value(FOUR_BUTTONS) else TWO))


def rating_name(rating: int, *, never_seen: bool = False) -> str:
    """What the button of a rating says."""
    return NEW_TO_ME if never_seen and rating == 1 else next(label for label, number in FOUR if number == rating)


def shortcuts_on() -> bool:
    """Whether keys press buttons."""
    return bool(mine().value(SHORTCUTS))


def author_links() -> bool:
    """Whether the ways to Author stand on the pages: only where content may be written from here, and only when asked for."""
    return visitor.may_author() and bool(mine().value(AUTHOR_LINKS))


def set_exam(topic: Topic, day: date | None) -> None:
    """Keep the learner's own day of the exam; None says that there is none."""
    change(rules.exam(topic.id), day.isoformat() if day is not None else "")
