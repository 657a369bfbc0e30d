"""Keeps what a learner does in the order in which it was done, also where the computer's clock is set back in between.

Rows are ordered by their time. What is "newest" (the rating to take back, a setting, a session under way) would else be what was done
before the clock was set.
"""

from __future__ import annotations

from dataclasses import replace
from datetime import timedelta

from quizzes.attempts.attempt import Moment
from quizzes.events.log import EventLog

AHEAD_LIMIT = timedelta(hours=26)
"""Rows further ahead are from a clock that was wrong by days, and nothing is made to follow them."""

STEP = timedelta(microseconds=1)


def following(log: EventLog, learner: str, moment: Moment) -> Moment:
    """``moment``; just after the learner's newest row where that is later than now, by at most AHEAD_LIMIT. Raises LogUnavailable."""
    newest = log.newest(learner)
    if newest is None or newest < moment.at or newest - moment.at > AHEAD_LIMIT:
        return moment
    return replace(moment, at=newest + STEP)
