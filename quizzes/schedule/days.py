"""A learner's days: whole days that begin at 04:00 on the learner's clock, so that a late evening belongs to the day it felt like."""

from __future__ import annotations

from datetime import UTC, date, datetime, time, timedelta

DAY_STARTS = timedelta(hours=4)


def day_of(at: datetime, utc_offset_min: int) -> date:
    """The learner's day of a moment; ``utc_offset_min`` is the learner's clock against UTC."""
    return (at.astimezone(UTC) + timedelta(minutes=utc_offset_min) - DAY_STARTS).date()


def noon(day: date) -> datetime:
    """The moment by which the schedule counts a day: py-fsrs counts whole days between moments, and needs UTC."""
    return datetime.combine(day, time(12), UTC)
