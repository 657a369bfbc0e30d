"""How long a run will take with given settings, told from what the parts of earlier runs took on this machine; nothing is guessed.

A lab says how many units of work (epochs, files) each part of its run holds for its parameters, and which settings make a run lighter.
What a unit takes is measured by every run, also by one that was ended before its time.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any

from pydantic import BaseModel, Field

from optimization.labs import Lab
from optimization.results.records import Record
from optimization.running.pace import AT_TIMES, Span

ROOM = 0.9
"""A run that is expected to take more than this share of the limit does not fit."""
AIM = 0.75
"""What is offered instead should take at most this share."""


class Rates(Record):
    """What this machine took: seconds for a unit of each part of a lab's work, and for each stage that is no part of it."""

    unit_s: dict[str, float] = Field(default_factory=dict)
    stage_s: dict[str, float] = Field(default_factory=dict)


@dataclass(frozen=True, kw_only=True)
class Forecast:
    """How long a run should take, in seconds, and the limit. ``instead`` are settings that should fit where these do not; empty where
    none is known."""

    expected_s: float
    limit_s: float
    instead: Mapping[str, Any] = field(default_factory=dict)

    @property
    def fits(self) -> bool:
        return self.expected_s <= ROOM * self.limit_s


def rates_after(earlier: Rates | None, spans: Sequence[Span], work: Mapping[str, float]) -> Rates:
    """The rates once a run with that ``work`` has shown ``spans``; what it did not come to stays as it was."""
    earlier = earlier or Rates()
    unit_s, stage_s = dict(earlier.unit_s), dict(earlier.stage_s)
    for part, units in work.items():
        own = [span for span in spans if span.stage.startswith(part)]
        took_s = sum(span.took_s for span in own)
        units_done = units if own and all(span.ended for span in own) else sum(span.reports for span in own)
        if own and units_done:
            unit_s[part] = took_s / units_done
    for stage in {span.stage for span in spans if span.ended and part_of(span.stage, work) is None}:
        stage_s[stage] = sum(span.took_s for span in spans if span.stage == stage)
    return Rates(unit_s=unit_s, stage_s=stage_s)


def part_of(stage: str, work: Mapping[str, float]) -> str | None:
    """The part of a lab's work that a stage belongs to, None where it takes what it takes with any settings."""
    return next((part for part in work if stage.startswith(part)), None)


def expected_s(rates: Rates, work: Mapping[str, float]) -> float | None:
    """How long a run with that work should take; None where no part of it was ever measured.

    A part that is not known yet counts like the slowest that is. That the network itself has to be trained first, or another measurement
    waited for, is left out.
    """
    known_unit_s = [rates.unit_s[part] for part in work if part in rates.unit_s]
    if not known_unit_s:
        return None
    parts_s = sum(units * rates.unit_s.get(part, max(known_unit_s)) for part, units in work.items())
    return parts_s + sum(took_s for stage, took_s in rates.stage_s.items() if stage not in AT_TIMES)


def lighter(lab: Lab, params: BaseModel, rates: Rates, *, limit_s: float, at_least_s: float = 0.0) -> Mapping[str, Any]:
    """The fewest settings to lower, and to what, so that a run fits the limit; empty where none is known to.

    The setting that saves most is lowered first, and no further than needed. ``at_least_s`` is what a run with ``params`` is known to
    take: a busy machine may be slower than its parts were.
    """
    whole_s = expected_s(rates, lab.work(params))
    if not whole_s:
        return {}
    aim_s = AIM * limit_s * min(1.0, whole_s / at_least_s if at_least_s else 1.0)

    def with_(values: Mapping[str, Any]) -> float:
        return expected_s(rates, lab.work(params.model_copy(update=dict(values)))) or 0.0

    least = {name: value for name, value in lab.lighter.items() if getattr(params, name) > value}
    lighter_settings: dict[str, Any] = {}
    for name in sorted(least, key=lambda setting: with_({setting: least[setting]})):
        values = range(int(getattr(params, name)) - 1, int(least[name]) - 1, -1)
        fitting = next((value for value in values if with_(lighter_settings | {name: value}) <= aim_s), None)
        value = least[name] if fitting is None else type(least[name])(fitting)
        if with_(lighter_settings | {name: value}) < with_(lighter_settings):
            lighter_settings[name] = value
        if fitting is not None:
            return lighter_settings
    return {}


def without_stage(lab: Lab, params: BaseModel, stage: str) -> Mapping[str, Any]:
    """The switch that leaves out what a run was doing, or a part of it; empty where there is none."""
    work = lab.work(params)
    part = part_of(stage, work)
    if part is None:
        return {}
    for name, value in lab.lighter.items():
        remaining = lab.work(params.model_copy(update={name: value})).get(part, 0)
        if isinstance(value, bool) and remaining < work[part]:
            return {name: value}
    return {}
