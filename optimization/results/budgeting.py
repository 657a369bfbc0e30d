"""Judges tries against a budget: what meets it, what is missing, which tries no other beats, and which is the best.

A speed is an interval. It meets a limit that lies below the whole of it and misses one that lies above; in between it is not decided.
"""

from __future__ import annotations

import math
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from typing import Any, Literal

from optimization.results.records import times

Standing = Literal["meets", "misses", "not decided"]

DENSE = "small dense"
COUNTED = ("coded", "fast", DENSE)
"""The rows of the lab ``budget`` that are tries; ``float`` and ``control`` are what they are compared with."""

LEAST_ALLOWED_ERROR = 0.001
"""Keeps the shortfall of accuracy finite where a budget allows no error at all."""


@dataclass(frozen=True, kw_only=True)
class Try:
    """One variant of one run. ``accuracy`` is a share of 0..1; ``speed`` times as fast as the float file, None where that is not claimed.

    ``low`` and ``high`` bound the speed, claimed or not; None in rows that the log has kept without them.
    """

    run: str
    variant: str
    size_bytes: int
    accuracy: float
    speed: float | None
    low: float | None = None
    high: float | None = None

    @property
    def span(self) -> tuple[float, float]:
        """Between what the speed lies: its bounds, else the speed that the log has kept, else anything."""
        if self.low is not None and self.high is not None:
            return self.low, self.high
        return (0.0, math.inf) if self.speed is None else (self.speed, self.speed)

    @property
    def middle(self) -> float:
        """The speed that stands for the interval: the one that is claimed, else the middle of the bounds; 1 where nothing is known."""
        low, high = self.span
        return self.speed or (math.sqrt(low * high) if low > 0 and high < math.inf else 1.0)

    @property
    def speed_in_words(self) -> str:
        """The speed that is claimed, ``3.2×``, else its bounds, ``0.9–1.7×``; empty where nothing is known of it."""
        low, high = self.span
        if self.speed is not None:
            return f"{self.speed:.1f}×"
        return "" if high == math.inf else f"{low:.1f}–{high:.1f}×"


@dataclass(frozen=True, kw_only=True)
class Limits:
    """What one variant has to meet all at once; ``least_accuracy`` is a share of 0..1, ``least_speed`` None where speed is free."""

    most_bytes: float
    least_accuracy: float
    least_speed: float | None = None


def tries_of(run: str, figures: Mapping[str, Any]) -> tuple[Try, ...]:
    """The tries among a run's short figures; a row without size or accuracy is none."""
    return tuple(_tries(run, figures))


def _tries(run: str, figures: Mapping[str, Any]) -> Iterator[Try]:
    for name in COUNTED:
        size, accuracy = _number(figures, f"{name}.bytes"), _number(figures, f"{name}.accuracy")
        if size is not None and accuracy is not None:
            speed, low, high = (_number(figures, key) for key in (name, f"{name}.low", f"{name}.high"))
            yield Try(run=run, variant=name, size_bytes=int(size), accuracy=accuracy, speed=speed, low=low, high=high)


def _number(figures: Mapping[str, Any], name: str) -> float | None:
    value = figures.get(name)
    return float(value) if isinstance(value, int | float) else None


def standing(attempt: Try, limits: Limits) -> Standing:
    """Whether the try meets all limits; "not decided" where nothing but its speed is in question, and that may meet them or not."""
    if _too_large(attempt, limits) or _too_inaccurate(attempt, limits) or _too_slow(attempt, limits):
        return "misses"
    return "not decided" if _undecided(attempt, limits) else "meets"


def misses(attempt: Try, limits: Limits) -> tuple[str, ...]:
    """What the try misses and by how much, or what is not decided, a few words each; empty where it meets all limits."""
    reasons: list[str] = []
    if _too_large(attempt, limits):
        reasons.append(f"{_kilobytes(attempt.size_bytes - limits.most_bytes)} too large")
    if _too_inaccurate(attempt, limits):
        reasons.append(f"{_points(limits.least_accuracy - attempt.accuracy)} of accuracy missing")
    if limits.least_speed is not None and _too_slow(attempt, limits):
        speed = (
            f"at most {_times(attempt.span[1], limits.least_speed)}" if attempt.speed is None else _times(attempt.speed, limits.least_speed)
        )
        reasons.append(f"{speed} as fast instead of {limits.least_speed:g}×")
    if limits.least_speed is not None and _undecided(attempt, limits):
        low, high = attempt.span
        between = "" if high == math.inf else f": between {times(low)} and {times(high)}, where {limits.least_speed:g}× is asked for"
        reasons.append(f"its speed is not decided{between}")
    return tuple(reasons)


def meets(attempt: Try, limits: Limits) -> bool:
    """Whether the try meets all limits."""
    return standing(attempt, limits) == "meets"


def _too_large(attempt: Try, limits: Limits) -> bool:
    return attempt.size_bytes > limits.most_bytes


def _too_slow(attempt: Try, limits: Limits) -> bool:
    return limits.least_speed is not None and attempt.span[1] < limits.least_speed


def _undecided(attempt: Try, limits: Limits) -> bool:
    return limits.least_speed is not None and attempt.span[0] < limits.least_speed <= attempt.span[1]


def _too_inaccurate(attempt: Try, limits: Limits) -> bool:
    # A share such as 436 of 450 and a limit such as 97 / 100 are not exact in binary.
    return attempt.accuracy < limits.least_accuracy - 1e-9


def _kilobytes(size_bytes: float) -> str:
    if size_bytes < 1000:
        return f"{size_bytes:.0f} bytes"
    if size_bytes >= 1_000_000:
        return f"{size_bytes / 1e6:.2f} MB"
    return f"{size_bytes / 1000:.0f} kB" if size_bytes >= 9_950 else f"{size_bytes / 1000:.1f} kB"


def _points(share: float) -> str:
    points = round(100 * share, 1)
    return "less than 0.1 points" if points < 0.1 else "1 point" if points == 1 else f"{points:g} points"


def _times(speed: float, least: float) -> str:
    """The speed in as few digits as keep it below the limit that it misses."""
    return next((f"{speed:.{digits}f}×" for digits in (1, 2, 3) if float(f"{speed:.{digits}f}") < least), f"just under {least:g}×")


def pareto_front(tries: Sequence[Try], *, with_speed: bool) -> tuple[Try, ...]:
    """The tries that no other one beats, smallest file first.

    One beats another where it is nowhere worse in size and accuracy, and in speed where that counts, and somewhere better. In speed it is
    no worse where neither end of its interval is: a wide interval beats little, and is beaten by little.
    """
    front = [attempt for attempt in tries if not any(_beats(rival, attempt, with_speed=with_speed) for rival in tries)]
    return tuple(sorted(front, key=lambda attempt: (attempt.size_bytes, -attempt.accuracy)))


def _beats(attempt: Try, rival: Try, *, with_speed: bool) -> bool:
    worth, rival_worth = _worth(attempt, with_speed=with_speed), _worth(rival, with_speed=with_speed)
    return worth != rival_worth and all(mine >= theirs for mine, theirs in zip(worth, rival_worth, strict=True))


def _worth(attempt: Try, *, with_speed: bool) -> tuple[float, ...]:
    worth = (-float(attempt.size_bytes), attempt.accuracy)
    return (*worth, *attempt.span) if with_speed else worth


def best(tries: Sequence[Try], limits: Limits) -> Try | None:
    """The best try: the smallest of those that meet the limits, else the one that comes closest; None where there is none."""
    good = [attempt for attempt in tries if meets(attempt, limits)]
    if good:
        return min(good, key=lambda attempt: (attempt.size_bytes, -attempt.accuracy, -attempt.middle))
    return min(
        tries, key=lambda attempt: (shortfall(attempt, limits), standing(attempt, limits) == "misses", attempt.size_bytes), default=None
    )


def shortfall(attempt: Try, limits: Limits) -> float:
    """How far a try is from the budget; 0 where it meets it, or may.

    The sum of three shares: bytes above the limit per allowed byte, errors above the limit per allowed error, and time above the limit
    per allowed time. Of a speed the middle of its interval counts, and of one that is not known the float file's.
    """
    over_size = max(0.0, attempt.size_bytes / limits.most_bytes - 1)
    allowed_error = max(1 - limits.least_accuracy, LEAST_ALLOWED_ERROR)
    over_error = (limits.least_accuracy - attempt.accuracy) / allowed_error if _too_inaccurate(attempt, limits) else 0.0
    over_time = 0.0 if limits.least_speed is None else max(0.0, limits.least_speed / max(attempt.middle, 1e-6) - 1)
    return over_size + over_error + over_time
