"""Keyboard shortcuts, which a learner can switch off. Enter is never bound, C and R belong to Streamlit."""

from __future__ import annotations

from views import settings


def space() -> str | None:
    """The key that goes on, where shortcuts are on."""
    return "Space" if settings.shortcuts_on() else None


def letter(key: str) -> str | None:
    """A letter, where shortcuts are on."""
    return key if settings.shortcuts_on() else None


def digit(number: int) -> str | None:
    """The key of the choice or rating with that number."""
    return str(number) if settings.shortcuts_on() and 1 <= number <= 9 else None
