"""Sessions that are opened beside the one under way: what was found or is looked up, and practice that does not count.

However many of them are opened, the learner still goes on with the session that was left for them.
"""

from __future__ import annotations

from quizzes.attempts.attempt import COUNTS, Options

DECK = "deck"
"""The option of a session of cards that says which: ``short``, ``all``, ``forgotten``, or those behind CARDS or CONCEPTS, joined by
``+``."""
CARDS, CONCEPTS = "cards:", "concepts:"

CLAIM = "claim"
"""The option of a session with one claim alone: its id."""


def is_aside(options: Options) -> bool:
    """Whether a session that began with these options stands beside the one that is gone on with."""
    return options.get(COUNTS, True) is False or names_items(options) or _deck(options).startswith(CONCEPTS)


def names_items(options: Options) -> bool:
    """Whether the options name the very items that are asked: cards, or one claim."""
    return _deck(options).startswith(CARDS) or CLAIM in options


def _deck(options: Options) -> str:
    return str(options.get(DECK, ""))
