"""What a learner may set; kept as events, so that it is there again in another tab or browser."""

from __future__ import annotations

import secrets
from collections.abc import Mapping

from quizzes.events import Event
from views import state, visitor
from views.services import services

FOUR_BUTTONS, SHORTCUTS = "four_buttons", "shortcuts"
DEFAULTS: Mapping[str, str | int | bool] = {FOUR_BUTTONS: False, SHORTCUTS: True}

TWO = (("Forgot", 1), ("Got it", 3))
FOUR = (("Again", 1), ("Hard", 2), ("Good", 3), ("Easy", 4))


def value(name: str) -> str | int | bool:
    """A setting as the learner left it."""
    known = state.load().settings
    if known is None:
        known = state.change(settings=services().log.settings(visitor.learner())).settings or {}
    return known.get(name, DEFAULTS[name])


def change(name: str, new: str | int | bool) -> None:
    """Keep a changed setting."""
    moment = visitor.now()
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
    services().log.append([event])
    state.change(settings=None)


def rating_buttons() -> tuple[tuple[str, int], ...]:
    """Label and rating of each button under a card."""
    return FOUR if value(FOUR_BUTTONS) else TWO


def shortcuts_on() -> bool:
    """Whether keys press buttons."""
    return bool(value(SHORTCUTS))
