"""Says on stderr what is being done."""

from __future__ import annotations

import sys
from collections.abc import Sequence

from optimization.results.progress import TIMING_S


class Report:
    """Prints each step once; a program may time its rows as long as a run."""

    timing_s = TIMING_S

    def __init__(self) -> None:
        self._last = ""

    def step(self, name: str, share: float, variants: Sequence[object] = ()) -> None:
        """``name`` is under way; how far it is (0..1) and the figures so far are not shown."""
        if name != self._last:
            print(name, file=sys.stderr, flush=True)
            self._last = name

    def check(self) -> None:
        """Nothing to do: a program is stopped with Ctrl-C."""


class Part:
    """The same for a part of the run, whose place in the whole is not shown either."""

    def __init__(self, report: Report, start: float, end: float) -> None:
        self._report = report

    def step(self, name: str, share: float, variants: Sequence[object] = ()) -> None:
        self._report.step(name, share)

    def check(self) -> None:
        self._report.check()
