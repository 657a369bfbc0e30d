"""A topic's items as a table that a spreadsheet opens, and that ``quizzes.imports.table`` reads again without any loss.

The columns, and how values are written, are said in ``quizzes/imports/columns.py``.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from typing import Any

from pydantic import BaseModel

from quizzes.content.source.document import Path
from quizzes.content.topic import Topic
from quizzes.imports.columns import SECTION, csv_columns, guarded
from quizzes.imports.entries import CitedTexts, cited_text, raw, whole
from quizzes.imports.flow import flow
from quizzes.imports.shapes import Shape, given, item_sections

__all__ = ["csv_columns", "items_csv"]

_NAME = re.compile(r"[A-Za-z0-9_-]+\Z")

Key = tuple[int, ...]
Cell = tuple[Key, str, str]
"""Where its column comes among the others, the column, and the cell's text."""


def items_csv(topic: Topic) -> str:
    """One row an item, in the order of the file; columns that no item uses are left out. Texts that cite figures do so here, too.

    Write it as UTF-8 with a byte order mark (``utf-8-sig``) where it shall be opened in Excel.
    """
    import pandas as pd

    table = _Table()
    rows: list[dict[str, str]] = []
    columns: dict[str, Key] = {SECTION: ()}
    for section in item_sections():
        for item in getattr(topic, section):
            row = {SECTION: section}
            for key, column, text in table.cells(item, _At(topic.written(item.id))):
                columns.setdefault(column, key)
                row[column] = text
            rows.append(row)
    column_names = sorted(columns, key=lambda column: columns[column])
    frame = pd.DataFrame([[row.get(column, "") for column in column_names] for row in rows], columns=column_names, dtype=str)
    return frame.to_csv(index=False, lineterminator="\r\n")


@dataclass(frozen=True)
class _At:
    """Where a value stands in its item: its column, the pattern that the column is of, its key among the others, and its path.

    ``written`` are the item's texts that cite something, as its file has them.
    """

    written: CitedTexts
    column: str = ""
    pattern: str = ""
    key: Key = ()
    path: Path = ()

    def inner(self, name: str, number: int, *, pattern: str = "", part: str | int | None = None) -> _At:
        """The place of a part called ``name`` in titles; ``pattern`` and ``part`` where it is called otherwise in patterns and paths."""
        column, pattern_so_far = (f"{prefix}." if prefix else "" for prefix in (self.column, self.pattern))
        path = (*self.path, name if part is None else part)
        return _At(self.written, column + name, pattern_so_far + (pattern or name), (*self.key, number), path)


@dataclass
class _Table:
    """``names`` keeps, for each column that holds a mapping, its names in the order in which they were first seen."""

    names: dict[str, dict[str, int]] = field(default_factory=dict)
    order: Mapping[tuple[str, str], int] = field(default_factory=lambda: _order())

    def cells(self, part: BaseModel, at: _At) -> Iterator[Cell]:
        """The cells of a part that stands there."""
        prefix = f"{at.pattern}." if at.pattern else ""
        for shaped, value in given(part):
            yield from self._value(shaped.shape, value, at.inner(shaped.name, self.order[prefix, shaped.name]))

    def _value(self, shape: Shape, value: Any, at: _At) -> Iterator[Cell]:
        if shape.kind == "model":
            cells = [*self.cells(value, at)]
            yield from cells or [(at.key, at.column, "{}")]
        elif shape.kind == "list" and shape.inner is not None and value:
            for index, inner in enumerate(value):
                yield from self._value(shape.inner, inner, at.inner(str(index + 1), index + 1, pattern="N", part=index))
        elif shape.kind == "mapping" and shape.inner is not None and self._has_columns(at.column, shape.inner, value):
            for name, inner in value.items():
                yield from self._value(shape.inner, inner, at.inner(name, self.names[at.column][name], pattern="NAME"))
        else:
            yield at.key, at.column, _cell(shape, value, at)

    def _has_columns(self, column: str, inner: Shape, value: Mapping[str, Any]) -> bool:
        """Whether a mapping can be read again from columns: its names survive as titles, its order is theirs, and no text is blank."""
        places_of = self.names.setdefault(column, {})
        if not value or not all(_NAME.match(name) for name in value):
            return False
        if inner.kind == "text" and not all(text.strip() for text in value.values()):
            return False
        free = max(places_of.values(), default=-1) + 1
        places = {name: places_of.get(name, free + number) for number, name in enumerate(value)}
        if list(places.values()) != sorted(places.values()):
            return False
        places_of.update(places)
        return True


def _cell(shape: Shape, value: Any, at: _At) -> str:
    text = cited_text(at.written, at.path)
    if text is not None:
        return guarded(text) if shape.kind != "typed" else flow(text)
    if shape.kind == "ids":
        return "; ".join(value)
    if shape.kind == "scalar":
        return flow(whole(value))
    if isinstance(value, str) and shape.kind != "typed":
        return guarded(value)
    return flow(raw(Shape("typed"), value, at.written, at.path))


def _order() -> dict[tuple[str, str], int]:
    """Pattern of what is around it, and name of a field -> its place there."""
    numbers: dict[tuple[str, str], int] = {}
    for pattern, _ in csv_columns():
        parts = pattern.split(".")
        for end, name in enumerate(parts):
            prefix = "".join(f"{part}." for part in parts[:end])
            numbers.setdefault((prefix, name), len(numbers))
    return numbers
