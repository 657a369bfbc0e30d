"""One row of a table as an entry of a section: what its cells say, put together as a file would say it."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from typing import Any

from quizzes.content.source.document import Path, Unreadable
from quizzes.imports.columns import CORRECT, SECTION, located, unguarded
from quizzes.imports.entries import CitedTexts
from quizzes.imports.flow import unflow
from quizzes.imports.header import Header
from quizzes.imports.shapes import Shape, fields_of
from quizzes.imports.taken import NotTaken
from quizzes.models import Item
from quizzes.models.fields import Plain

_IN_BRACES = re.compile(r"\s*\{(?!\{)")
"""A part in braces; two of them cite something."""
_MEANT_AS_ONE = ("typed", "model", "list", "mapping")


@dataclass
class Row:
    """A row on its way: ``entry`` is what a file would say, ``faults`` what is wrong with it.

    ``titles`` says in which column a path of the entry stands, ``numbers`` by which number a list's part is called there. ``item`` holds
    the numbers of figures that texts cite, ``written`` these texts as they stand in the table.
    """

    number: int
    section: str
    model: type[Item]
    entry: dict[str, Any] = field(default_factory=dict)
    faults: list[NotTaken] = field(default_factory=list)
    titles: dict[Path, str] = field(default_factory=dict)
    numbers: dict[Path, int] = field(default_factory=dict)
    item: Item | None = None
    written: CitedTexts = field(default_factory=dict)

    def refuse(self, column: str, wrong: str, allowed: str) -> None:
        """Name a fault, each once."""
        fault = NotTaken(self.number, column, wrong, allowed)
        if fault not in self.faults:
            self.faults.append(fault)

    def title(self, path: Path, header: Header) -> str:
        """The title of the column that the path stands in, or would stand in; inside a cell that holds several values, the cell's."""
        enclosing = (path[:end] for end in range(len(path), 0, -1))
        cell = next((self.titles[column] for column in enclosing if column in self.titles), None)
        return cell or header.title(".".join(str(self._number(path[: end + 1])) for end in range(len(path))))

    def at(self, path: Path) -> Any:
        """What the entry holds there; None where it holds nothing."""
        value: Any = self.entry
        for part in path:
            try:
                value = value[part]
            except (KeyError, IndexError, TypeError):
                return None
        return value

    def _number(self, path: Path) -> str | int:
        part = path[-1]
        return self.numbers.get(path, part + 1) if isinstance(part, int) else part


class _Cell(tuple[str, Any]):
    """Title and value of a cell, told apart from the mappings around it."""


def fill(row: Row, cells: Mapping[str, str], header: Header) -> None:
    """Put the cells, by column and none of them blank, into the row's entry; what cannot be put there is refused."""
    tree: dict[str | int, Any] = {}
    for column, text in cells.items():
        if column in (SECTION, CORRECT):
            continue
        title, place = header.title(column), located(row.model, column)
        if place is None:
            row.refuse(
                title, f"such an item of {row.section} has no such column", f"leave it empty; it has: {', '.join(fields_of(row.model))}"
            )
            continue
        path, shape = place
        try:
            value = _value(shape, unguarded(text))
        except (Unreadable, ValueError) as error:
            row.refuse(title, f"the cell cannot be read: {error}", "as 0.9, true, [64, 100], {amount: 0.9}, text in double quotes")
            continue
        if not _put_into(tree, path, _Cell((title, value))):
            row.refuse(title, "this is given whole, and in parts", f"leave out {title!r}, or the columns of its parts")
    row.entry = _settled(tree, (), row)
    for path, text in _texts(row.entry, ()):
        strange = next(filter(_is_strange, text), None)
        if strange is not None:
            row.refuse(row.title(path, header), f"the character U+{ord(strange):04X} cannot stand in a topic file", "take it out")


def _value(shape: Shape, text: str) -> Any:
    """What a cell of that shape says, as the reader of files would hand it over."""
    if shape.kind in _MEANT_AS_ONE or (shape.kind == "either" and _IN_BRACES.match(text)):
        return unflow(text)
    if shape.kind == "ids":
        return [word.strip() for word in re.split("[;,]", text) if word.strip()]
    if shape.kind == "scalar":
        return Plain(text.strip())
    if shape.kind == "word":
        plain = " ".join(text.split())
        return next((word for word in shape.words if word.lower() == plain.lower()), plain)
    return text.strip() if shape.kind == "id" else text


def _put_into(tree: dict[str | int, Any], path: Path, cell: _Cell) -> bool:
    """Hang the cell into the tree; False where a cell already holds what is around it, or parts of it."""
    node = tree
    for part in path[:-1]:
        inner = node.setdefault(part, {})
        if isinstance(inner, _Cell):
            return False
        node = inner
    return node.setdefault(path[-1], cell) is cell


def _settled(node: Any, path: Path, row: Row) -> Any:
    """The tree with lists for what is numbered; numbers that are left out close up."""
    if isinstance(node, _Cell):
        row.titles[path] = node[0]
        return node[1]
    if node and all(isinstance(part, int) for part in node):
        for index, number in enumerate(sorted(node)):
            row.numbers[(*path, index)] = number
        return [_settled(node[number], (*path, index), row) for index, number in enumerate(sorted(node))]
    return {part: _settled(inner, (*path, part), row) for part, inner in node.items()}


def _is_strange(letter: str) -> bool:
    """Characters that YAML refuses, takes for a line's end, or can write only in a way that the reader refuses."""
    return letter not in "\n\t" and (unicodedata.category(letter) in ("Cc", "Cs", "Zl", "Zp") or letter in "\ufffe\uffff")


def _texts(value: Any, path: Path) -> Iterator[tuple[Path, str]]:
    if isinstance(value, str):
        yield path, value
    elif isinstance(value, dict):
        for key, inner in value.items():
            yield (*path, key), str(key)
            yield from _texts(inner, (*path, key))
    elif isinstance(value, list):
        for index, inner in enumerate(value):
            yield from _texts(inner, (*path, index))
