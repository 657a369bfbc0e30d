"""What a table gave: the items that are whole, and what is to be mended in the others."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from quizzes.content.source.problems import printable
from quizzes.models import Item

WHOLE_FILE = 0
"""The row of a fault that keeps the whole file from being read."""


@dataclass(frozen=True, order=True)
class NotTaken:
    """One thing to mend. ``row`` counts as the spreadsheet shows it (the header is row 1), ``column`` is its title there."""

    row: int
    column: str
    wrong: str
    allowed: str

    def __str__(self) -> str:
        place = f"row {self.row}, {self.column}" if self.row and self.column else f"row {self.row}" if self.row else self.column
        return printable(f"{place}: {self.wrong}; {self.allowed}")


@dataclass(frozen=True)
class Taken:
    """``entries`` are ready to be written to YAML: section and keys; ``items`` are the same, validated; ``rows`` is where each stood.

    ``not_taken`` names every fault of every row that is left out, and the columns that nothing reads.
    """

    entries: tuple[tuple[str, Mapping[str, Any]], ...] = ()
    items: tuple[tuple[str, Item], ...] = ()
    not_taken: tuple[NotTaken, ...] = ()
    rows: tuple[int, ...] = ()
