"""Days as people say them."""

from __future__ import annotations

from datetime import date

DAYS_UNTIL, WEEKS_UNTIL, MONTHS_UNTIL = 21, 84, 730


def ahead(days: int) -> str:
    """How far away a day is: ``today``, ``tomorrow``, ``in 3 days``, ``in 7 weeks``."""
    if days <= 1:
        return "today" if days <= 0 else "tomorrow"
    if days < DAYS_UNTIL:
        return f"in {days} days"
    if days < WEEKS_UNTIL:
        return f"in {round(days / 7)} weeks"
    return f"in {round(days / 30.44)} months" if days < MONTHS_UNTIL else f"in {days / 365.25:.1f} years"


def day_name(day: date, *, today: date) -> str:
    """A day: ``14 Feb``, with its year where that is another one."""
    return f"{day.day} {day:%b}" + ("" if day.year == today.year else f" {day.year}")


def counted(count: int, word: str) -> str:
    """``1 item``, ``2 items``."""
    return f"{count} {word}{'' if count == 1 else 's'}"
