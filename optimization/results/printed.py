"""What a program found: the numbers that it printed, each a repeat of the same measurement."""

from __future__ import annotations

import math
from collections.abc import Sequence
from statistics import median

from optimization.errors import RunFailed
from optimization.results.records import Record

MOST_REPEATS = 1_000
LONGEST_ECHO = 60
"""Characters of a printed line that are said back."""


class Printed(Record):
    """The numbers in the order in which they were printed, one or more, and how one of them is written."""

    values: tuple[float, ...]
    show: str
    unit: str

    @property
    def value(self) -> float:
        """The middle one."""
        return median(self.values)

    @property
    def bounds(self) -> tuple[float, float] | None:
        """The smallest and the largest; None where the program measured once."""
        return (min(self.values), max(self.values)) if len(self.values) > 1 else None

    @property
    def text(self) -> str:
        """``1.08 times smaller``"""
        return f"{self.number(self.value)}{self.unit}"

    def number(self, value: float) -> str:
        """A value as the claim writes it, without its unit."""
        return format(value, self.show)


def read_numbers(output: str) -> tuple[float, ...]:
    """The numbers that a program printed, one a line; raises RunFailed where a line is none, or there are none or too many."""
    lines = [line.strip() for line in output.splitlines() if line.strip()]
    if not lines:
        raise RunFailed("The program has printed nothing; it has to print a number, or one a line where it measures several times.")
    if len(lines) > MOST_REPEATS:
        raise RunFailed(f"The program has printed {len(lines):,} lines; allowed: {MOST_REPEATS:,} numbers, one a line.")
    return tuple(_number(line, lines) for line in lines)


def _number(line: str, lines: Sequence[str]) -> float:
    try:
        number = float(line)
    except ValueError:
        number = math.nan
    if not math.isfinite(number):
        echo = line if len(line) <= LONGEST_ECHO else f"{line[:LONGEST_ECHO]}…"
        raise RunFailed(f"The program has printed {echo!r} in line {lines.index(line) + 1}; each line has to be a number.")
    return number
