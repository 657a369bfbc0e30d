"""The header of a table: which column each title means, and which titles mean none."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass

from quizzes.content.source.document import Path
from quizzes.imports.columns import CORRECT, SECTION, column_named, csv_columns, is_short, short_title
from quizzes.imports.spreadsheet import Spreadsheet
from quizzes.imports.taken import NotTaken
from quizzes.models.suggestions import did_you_mean

HEADER_ROW = 1


@dataclass(frozen=True)
class Header:
    """``columns`` says which column of the table each known column is, ``titles`` how the table calls it."""

    columns: Mapping[str, int]
    titles: Mapping[str, str]
    is_short: bool
    """Whether the choices stand in the simple form (``choice 1``)."""

    def title(self, column: str) -> str:
        """What the table calls a column, or would call it where it is missing."""
        short = short_title(column) if self.is_short else column
        return self.titles.get(column) or self.titles.get(short, short)


def read_header(sheet: Spreadsheet) -> tuple[Header, list[NotTaken]]:
    """The header, and a fault for each title that is unknown, or that stands twice; what stands below those is not read."""
    columns: dict[str, int] = {}
    titles: dict[str, str] = {}
    faults: list[NotTaken] = []
    for index, title in enumerate(sheet.titles):
        column, title_text = column_named(title), title.strip()
        if not title_text:
            continue
        if not column:
            faults.append(
                NotTaken(HEADER_ROW, title_text, "there is no such column, it was not read", did_you_mean(title_text, known_titles()))
            )
        elif column in columns:
            wrong = f"this column stands twice, first as {titles[column]!r}"
            faults.append(NotTaken(HEADER_ROW, title_text, wrong, "keep one; the second one was not read"))
        else:
            columns[column], titles[column] = index, title_text
    return Header(columns, titles, any(map(is_short, sheet.titles))), faults


def known_titles() -> Iterator[str]:
    """What a title may be, those that teachers need most first."""
    first = (SECTION, "id", "concept", "level", "front", "back", "question", "choice 1", "why 1", CORRECT, "source")
    yield from first
    yield from (column for column, _ in csv_columns() if column not in first)


def path_said(place: str) -> Path:
    """The path that ``document.where`` printed: ``choices[0].why``."""
    return tuple(int(number) if number else word for number, word in re.findall(r"\[(\d+)\]|([^.\[\]]+)", place))
