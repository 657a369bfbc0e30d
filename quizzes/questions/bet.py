"""A bet on a claim: which of its outcomes a measurement makes true."""

from __future__ import annotations

from quizzes.models import Myth, Outcome

NOT_DECIDED = "not decided"
"""The verdict that decides nothing: the interval is too wide."""
FORMERLY = "too noisy"
"""What older records call it."""


def outcome_of(myth: Myth, *, value: float, verdict: str | None = None) -> Outcome | None:
    """How the claim turned out; None where the measurement could not tell, or no outcome of the claim holds it.

    A claim about speed is decided by ``verdict`` (faster, no difference, slower, not decided), every other by ``value`` in the unit of its
    figure: an outcome holds the values from ``at_least`` on that are less than ``below``.
    """
    if myth.compare.figure == "speed":
        return next((one for one in myth.outcomes if one.verdict == verdict), None)
    return next((one for one in myth.outcomes if holds(one, value)), None)


def holds(outcome: Outcome, value: float) -> bool:
    """Whether the value lies in the outcome's half-open range; a bound that is not given is infinitely far away."""
    return (outcome.at_least is None or value >= outcome.at_least) and (outcome.below is None or value < outcome.below)
