"""What is counted and measured."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Literal

Verdict = Literal["faster", "slower", "no difference", "not decided"]
ClockName = Literal["thread", "process", "wall"]


@dataclass(frozen=True, kw_only=True)
class Speedup:
    """How many times as fast as the first one: the median of the per-round ratios, the interval that holds it with the probability
    ``confidence``, and the clock that both were timed by."""

    ratio: float
    low: float
    high: float
    verdict: Verdict
    confidence: float
    clock: ClockName


@dataclass(frozen=True, kw_only=True)
class Conditions:
    """How it was timed: the clock, why it is not that of the thread, rounds and seconds, and how busy the machine was: how many
    processes wanted each core, and for which share of their time the timed calls had the processor."""

    clock: ClockName
    why: str
    rounds: int
    took_s: float
    load: float | None
    running: float | None

    @property
    def busy(self) -> bool:
        """Whether others wanted the processor meanwhile."""
        return self.running < 0.9 if self.running is not None else self.load is not None and self.load > 1


class Record:
    """Every kind of record is a frozen dataclass."""

    def __init_subclass__(cls) -> None:
        dataclass(frozen=True, kw_only=True)(cls)
