"""Sessions that are opened beside the one under way: what was found or is looked up, and practice that does not count.

However many of them are opened, the learner still goes on with the session that was left for them.
"""

from __future__ import annotations

from quizzes.sessions.attempt import COUNTS, Options
from quizzes.sessions.myths import ONE
from quizzes.sessions.recall import CARDS, CONCEPTS, DECK


def is_aside(options: Options) -> bool:
    """Whether a session that began with these options stands beside the one that is gone on with."""
    return options.get(COUNTS, True) is False or names_items(options) or _deck(options).startswith(CONCEPTS)


def names_items(options: Options) -> bool:
    """Whether the options name the very items that are asked: cards, or one claim."""
    return _deck(options).startswith(CARDS) or ONE in options


def _deck(options: Options) -> str:
    return str(options.get(DECK, ""))
