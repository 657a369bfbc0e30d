"""A topic's items as a table that a spreadsheet opens, and that ``quizzes.imports.table`` reads again without any loss.

The columns, and how values are written, are said in ``quizzes/imports/columns.py``.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from typing import Any

from pydantic import BaseModel

from quizzes.content.topic import Topic
from quizzes.imports.columns import SECTION, csv_columns, guarded
from quizzes.imports.entries import entry_of, whole
from quizzes.imports.flow import flow
from quizzes.imports.shapes import Shape, given, item_sections

__all__ = ["csv_columns", "items_csv"]

_NAME = re.compile(r"[A-Za-z0-9_-]+\Z")

Key = tuple[int, ...]
Cell = tuple[Key, str, str]
"""Where its column comes among the others, the column, and the cell's text."""


def items_csv(topic: Topic) -> str:
    """One row an item, in the order of the file; columns that no item uses are left out.

    Write it as UTF-8 with a byte order mark (``utf-8-sig``) where it shall be opened in Excel.
    """
    import pandas as pd

    table = _Table()
    rows: list[dict[str, str]] = []
    columns: dict[str, Key] = {SECTION: ()}
    for section in item_sections():
        for item in getattr(topic, section):
            row = {SECTION: section}
            for key, column, text in table.cells(item, "", "", ()):
                columns.setdefault(column, key)
                row[column] = text
            rows.append(row)
    ordered = sorted(columns, key=lambda column: columns[column])
    frame = pd.DataFrame([[row.get(column, "") for column in ordered] for row in rows], columns=ordered, dtype=str)
    return frame.to_csv(index=False, lineterminator="\r\n")


@dataclass
class _Table:
    """``names`` keeps, for each column that holds a mapping, its names in the order in which they were first seen."""

    names: dict[str, dict[str, int]] = field(default_factory=dict)
    order: Mapping[tuple[str, str], int] = field(default_factory=lambda: _order())

    def cells(self, part: BaseModel, prefix: str, pattern: str, key: Key) -> Iterator[Cell]:
        """The cells of a part whose columns start with ``prefix``, and whose patterns with ``pattern``."""
        for one, value in given(part):
            inner = (*key, self.order[pattern, one.name])
            yield from self._value(one.shape, value, prefix + one.name, pattern + one.name, inner)

    def _value(self, shape: Shape, value: Any, column: str, pattern: str, key: Key) -> Iterator[Cell]:
        if shape.kind == "model":
            found = [*self.cells(value, f"{column}.", f"{pattern}.", key)]
            yield from found or [(key, column, "{}")]
        elif shape.kind == "list" and shape.inner is not None and value:
            for number, inner in enumerate(value, start=1):
                yield from self._value(shape.inner, inner, f"{column}.{number}", f"{pattern}.N", (*key, number))
        elif shape.kind == "mapping" and shape.inner is not None and self._has_columns(column, shape.inner, value):
            for name, inner in value.items():
                place = (*key, self.names[column][name])
                yield from self._value(shape.inner, inner, f"{column}.{name}", f"{pattern}.NAME", place)
        else:
            yield key, column, _cell(shape, value)

    def _has_columns(self, column: str, inner: Shape, value: Mapping[str, Any]) -> bool:
        """Whether a mapping can be read again from columns: its names survive as titles, its order is theirs, and no text is blank."""
        known = self.names.setdefault(column, {})
        if not value or not all(_NAME.match(name) for name in value):
            return False
        if inner.kind == "text" and not all(text.strip() for text in value.values()):
            return False
        free = max(known.values(), default=-1) + 1
        places = {name: known.get(name, free + number) for number, name in enumerate(value)}
        if list(places.values()) != sorted(places.values()):
            return False
        known.update(places)
        return True


def _cell(shape: Shape, value: Any) -> str:
    if shape.kind == "ids":
        return "; ".join(value)
    if shape.kind == "scalar":
        return flow(whole(value))
    if isinstance(value, str) and shape.kind != "typed":
        return guarded(value)
    if isinstance(value, Mapping):
        value = {key: entry_of(inner) if isinstance(inner, BaseModel) else inner for key, inner in value.items()}
    return flow(value)


def _order() -> dict[tuple[str, str], int]:
    """Pattern of what is around it, and name of a field -> its place there."""
    found: dict[tuple[str, str], int] = {}
    for pattern, _ in csv_columns():
        parts = pattern.split(".")
        for end, name in enumerate(parts):
            around = "".join(f"{part}." for part in parts[:end])
            found.setdefault((around, name), len(found))
    return found
