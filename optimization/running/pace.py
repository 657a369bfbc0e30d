"""How far a run is and how long it will still take, told from an earlier run on this machine; nothing is guessed.

A lab says of itself which part of its steps is done, but its steps differ in length by what is already on the disk, by the machine and
by the settings. So the bar and the seconds follow the clock of an earlier run: the newest of the same request for both, one of the same
lab with other settings for the bar alone.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Any

from optimization.results.progress import WAITING_STEP
from optimization.results.records import Record

CLOSE = 0.01
"""Marks of one stage that are closer (share of the run) are one."""
MAKING = "Training the network"
AT_TIMES = (MAKING, WAITING_STEP)
"""Stages that one run has and the next one has not."""
"""The stage of a run that had to make what later runs find on the disk: it tells nothing of them."""
SHARE_LIMIT = 0.99
"""A bar is full when the result is there, not before."""


def timed_parameters(parameters: Mapping[str, Any]) -> dict[str, Any]:
    """The parameters that decide how long a run takes: not the seed, and of a drawing only whether there is one."""
    return {name: bool(value) if name == "drawing" else value for name, value in parameters.items() if name != "seed"}


def stage_of(step: str) -> str:
    """What stays the same of a step's name from run to run: ``Training the network: epoch 3 of 8, 95.6% …`` is training."""
    return step.partition(":")[0]


class Mark(Record):
    """When a run said that it had come to ``stage`` and was ``done`` (0..1) through; seconds since its first step."""

    stage: str
    done: float
    at_s: float


class Span(Record):
    """How long a run was in one stage, and how often it reported there after its first report: an epoch, or a file, each time.

    ``ended`` says that the run came to its next stage, or to its end.
    """

    stage: str
    took_s: float
    reports: int
    ended: bool


class Pace(Record):
    """The marks of a run that has finished, in order, and how long it took from its first step to its result."""

    marks: tuple[Mark, ...]
    took_s: float

    def left_s(self, mark: Mark, *, since_s: float) -> float | None:
        """What was left of that run at the same place and ``since_s`` later, but no later than when it came to its next mark.

        None where that run had no such stage: it found on the disk what now has to be made, or made what is now there.
        """
        places = [place for place, earlier in enumerate(self.marks) if earlier.stage == mark.stage and earlier.done <= mark.done]
        if not places:
            return None
        last_mark = self.marks[places[-1]]
        then_s = self.marks[places[-1] + 1].at_s if places[-1] + 1 < len(self.marks) else self.took_s
        return self.took_s - min(last_mark.at_s + since_s, then_s)


@dataclass(kw_only=True)
class Course:
    """A run beside an earlier one. All times are seconds of one steady clock."""

    pace: Pace | None = None
    same: bool = False
    """Whether the earlier run is one of the same request, so that its seconds are worth telling."""
    marks: list[Mark] = field(default_factory=list)
    _stages: list[tuple[str, float, int]] = field(default_factory=list)
    """Of each stage: its name, when it began, and how often it was reported after that."""
    _first_s: float = 0.0
    _shown: float = 0.0
    _left_s: float | None = None

    def restart(self) -> None:
        """The run begins, perhaps for the second time; the bar stays where it was."""
        self.marks, self._stages = [], []

    def reach(self, step: str, share: float, *, now_s: float) -> None:
        """The run has reported."""
        if not self.marks:
            self._first_s = now_s
        stage = stage_of(step)
        if self._stages and self._stages[-1][0] == stage:
            _, began_s, reports = self._stages[-1]
            self._stages[-1] = (stage, began_s, reports + 1)
        else:
            self._stages.append((stage, now_s, 0))
        if not self.marks or self.marks[-1].stage != stage or share - self.marks[-1].done >= CLOSE:
            self.marks.append(Mark(stage=stage, done=share, at_s=now_s - self._first_s))

    def spans(self, *, now_s: float, has_ended: bool) -> tuple[Span, ...]:
        """The stages so far, in order; ``has_ended`` says that the run has come to its end by itself."""
        begins = [began_s for _, began_s, _ in self._stages]
        ends = [*begins[1:], now_s]
        return tuple(
            Span(stage=stage, took_s=end_s - began_s, reports=reports, ended=has_ended or number + 1 < len(self._stages))
            for number, ((stage, began_s, reports), end_s) in enumerate(zip(self._stages, ends, strict=False))
        )

    def waited_s(self, *, now_s: float) -> float:
        """How long the run has waited for other measurements on this computer: that is not its own time."""
        return sum(span.took_s for span in self.spans(now_s=now_s, has_ended=False) if span.stage == WAITING_STEP)

    def finished(self, *, now_s: float) -> Pace | None:
        """What later runs are compared with; None where the run has said nothing, or had to train the network or to wait first."""
        if not self.marks or any(mark.stage in AT_TIMES for mark in self.marks):
            return None
        return Pace(marks=tuple(self.marks), took_s=now_s - self._first_s)

    def expected_s(self) -> float | None:
        """How long a run that waits will take from its first step on; None where that is not known, or it does not wait."""
        return self.pace.took_s if self.pace is not None and self.same and not self.marks else None

    def look(self, *, now_s: float, before_s: float | None = None) -> tuple[float, float | None]:
        """The bar, 0..MOST, which never goes back; and the seconds left, None before the first step and where they are not known.

        ``before_s`` is what is left of the wait for a worker where that is known; it moves the bar only, because the libraries follow.
        """
        left_s = self._remaining_s(now_s, before_s)
        if left_s is None:
            self._shown = max(self._shown, min(SHARE_LIMIT, self.marks[-1].done if self.marks else 0.0))
        elif self._left_s and left_s < self._left_s:
            self._shown += (SHARE_LIMIT - self._shown) * (1 - left_s / self._left_s)
        self._left_s = left_s
        return self._shown, left_s if self.same and self.marks else None

    def _remaining_s(self, now_s: float, before_s: float | None) -> float | None:
        if self.pace is None:
            return None
        if self.marks:
            return self.pace.left_s(self.marks[-1], since_s=now_s - self._first_s - self.marks[-1].at_s)
        return None if before_s is None else before_s + self.pace.took_s
