"""A bet on a claim: which of its outcomes a measurement makes true."""

from __future__ import annotations

from quizzes.models import Myth, Outcome, Shown

NOT_DECIDED = "not decided"
"""The verdict that decides nothing: the interval is too wide."""
FORMERLY = "too noisy"
"""What older records call it."""


Interval = tuple[float, float]


def outcome_of(myth: Myth, *, value: float, verdict: str | None = None, interval: Interval | None = None) -> Outcome | None:
    """How the claim turned out; None where the measurement could not tell, or no outcome of the claim holds it.

    A claim about speed is decided by ``verdict`` (faster, no difference, slower, not decided), or by the range that holds the whole
    ``interval``; what a program printed several times by the range that holds all of it; every other by ``value`` in the unit of its
    figure: an outcome holds the values from ``at_least`` on that are less than ``below``.
    """
    if myth.run.compare.figure == "speed":
        return next((outcome for outcome in myth.outcomes if decides_speed(outcome, verdict=verdict, interval=interval)), None)
    ends = (value,) if myth.measure is None or interval is None else interval
    return next((outcome for outcome in myth.outcomes if all(holds(outcome, end) for end in ends)), None)


def decides_speed(outcome: Outcome | Shown, *, verdict: str | None, interval: Interval | None) -> bool:
    """Whether a measured speed makes the outcome true: by its verdict, or where its range holds the whole interval."""
    if outcome.verdict is not None:
        return outcome.verdict == verdict
    return interval is not None and all(holds(outcome, end) for end in interval)


def holds(outcome: Outcome | Shown, value: float) -> bool:
    """Whether the value lies in the outcome's half-open range; a bound that is not given is infinitely far away."""
    return (outcome.at_least is None or value >= outcome.at_least) and (outcome.below is None or value < outcome.below)
