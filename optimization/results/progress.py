"""How a running lab tells what it is doing, and learns that it should stop."""

from __future__ import annotations

import sys
from collections.abc import Sequence
from typing import Protocol, TextIO

from optimization.results.records import Variant

TIMING_S = 10.0
"""How long a run may time its rows, where whoever runs the labs says nothing else."""
WAITING_STEP = "Waiting for another measurement on this computer"
"""The step of a run that has to wait with its timing; it takes as long as the others do."""


class Report(Protocol):
    """Handed to every lab run; each call is also the place where a cancelled run stops."""

    @property
    def timing_s(self) -> float:
        """How long the rows may be timed where the speed of one stays undecided."""

    def step(self, name: str, share: float, variants: Sequence[Variant] = ()) -> None:
        """Say that the step called ``name`` is under way and the run is ``share`` (0..1) through.

        ``variants`` are the figures known so far. Raises RunCancelled where the run was stopped.
        """

    def check(self) -> None:
        """Raise RunCancelled where the run was stopped; cheap enough for every round of a loop."""


class TerminalReport:
    """Progress as lines on a stream; a run in the foreground is stopped with Ctrl-C, so it never cancels."""

    timing_s = TIMING_S

    def __init__(self, stream: TextIO = sys.stderr) -> None:
        self._stream = stream
        self._last = ""

    def step(self, name: str, share: float, variants: Sequence[Variant] = ()) -> None:
        line = f"{share:4.0%}  {name}"
        if line != self._last:
            print(line, file=self._stream, flush=True)
            self._last = line

    def check(self) -> None:
        return None


class Part:
    """Progress of one part of a run: its 0..1 is shown as ``start``..``end`` of the whole."""

    def __init__(self, report: Report, start: float, end: float) -> None:
        self._report, self._start, self._end = report, start, end

    @property
    def timing_s(self) -> float:
        return self._report.timing_s

    def step(self, name: str, share: float, variants: Sequence[Variant] = ()) -> None:
        self._report.step(name, self._start + (self._end - self._start) * share, variants)

    def check(self) -> None:
        self._report.check()
