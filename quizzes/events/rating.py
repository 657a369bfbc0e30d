"""How well something was remembered: the one scale of it."""

from __future__ import annotations

from enum import IntEnum


class Rating(IntEnum):
    """Anki's four, as py-fsrs counts them; rows and files keep the numbers."""

    AGAIN = 1
    HARD = 2
    GOOD = 3
    EASY = 4
