"""Figures as people read them."""

from __future__ import annotations

import re
from collections.abc import Sequence

from optimization.results import shares
from optimization.results.records import Speedup

NO_VALUE = "…"
"""What stands for a figure that is not measured yet."""


def size(size_bytes: int) -> str:
    """Bytes as people compare them: ``1.72 MB``, ``352 kB``, ``17.3 kB`` (powers of ten)."""
    if size_bytes >= 1_000_000:
        return f"{size_bytes / 1e6:.2f} MB"
    return f"{size_bytes / 1e3:.1f} kB" if 0 < size_bytes < 99_950 else f"{size_bytes / 1e3:.0f} kB"


def percent(share: float | None) -> str:
    """A share of 0..1 with one decimal: ``97.5 %``."""
    return NO_VALUE if share is None else shares.percent(share)


def times(speedup: Speedup | None) -> str:
    """How many times as fast: ``2.31×``."""
    return NO_VALUE if speedup is None else f"{speedup.ratio:.2f}×"


def interval(speedup: Speedup) -> str:
    """How many times as fast, with its interval: ``2.31× (2.20–2.43)``."""
    return f"{speedup.ratio:.2f}× ({speedup.low:.2f}–{speedup.high:.2f})"


def count(number: int | None) -> str:
    """A whole number: ``431,080``."""
    return NO_VALUE if number is None else f"{number:,}"


def unbroken(text: str) -> str:
    """The same text, never broken across lines: neither at a space nor after the dash of a range."""
    return re.sub(r"(?<=\d)–(?=\d)", "–\N{WORD JOINER}", text.replace(" ", "\N{NO-BREAK SPACE}"))


def markdown_table(head: Sequence[str], rows: Sequence[Sequence[str]], *, left_columns: int = 1) -> str:
    """A Markdown table whose first ``left_columns`` are left-aligned and whose other columns are figures, never broken across lines."""
    marks = [":--" if number < left_columns else "--:" for number in range(len(head))]
    body = [[*row[:left_columns], *map(unbroken, row[left_columns:])] for row in rows]
    return "\n".join(f"| {' | '.join(cells)} |" for cells in (list(head), marks, *body))
