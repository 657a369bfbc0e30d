"""Days of practice, and a streak that forgives: the one place of this rule."""

from __future__ import annotations

from collections.abc import Collection
from datetime import date, timedelta
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    import pandas as pd

FORGIVEN_IN = 7
RULE = (
    "A streak is days in a row with at least one answer. One missed day in any seven does not break it (and does not count): for memory it "
    "matters that you come back, not that you never miss a day. Today cannot break it before it is over."
)
"""The rule as the app says it."""


def streak(days: Collection[date], today: date) -> int:
    """Days with practice in the streak that reaches today or yesterday; 0 where there is none."""
    practised = set(days)
    at = today if today in practised else today - timedelta(days=1)
    count, last_missed = 0, None
    first = min(practised, default=today)
    while at >= first:
        if at in practised:
            count += 1
        elif last_missed is not None and (last_missed - at).days < FORGIVEN_IN:
            break
        else:
            last_missed = at
            if at - timedelta(days=1) not in practised:
                break
        at -= timedelta(days=1)
    return count


def by_day(answers: pd.DataFrame, *, until: date, weeks: int) -> pd.DataFrame:
    """``day``, ``week`` (its Monday), ``weekday`` (0 Monday) and ``answers`` for every day of so many weeks up to ``until``."""
    import pandas as pd

    start = until - timedelta(days=until.weekday() + 7 * (weeks - 1))
    days = [start + timedelta(days=number) for number in range((until - start).days + 1)]
    counts = answers.groupby("day").size() if len(answers) else pd.Series(dtype=int)
    rows = [(day, day - timedelta(days=day.weekday()), day.weekday(), int(counts.get(day, 0))) for day in days]
    return pd.DataFrame(rows, columns=["day", "week", "weekday", "answers"])
