"""The columns of a table of items: ``section``, then the fields of the models, nested ones dotted, numbered from 1.

``choices.2.why`` is the reason of the second choice, ``try.set.amount`` a parameter of the lab. What each kind of cell holds:

- texts as they stand; numbers, and true or false, as they are written; ids that are several in one cell, with ``; `` between them;
- values whose type matters (``inputs.wide``, ``try.set.amount``) as YAML in one line: ``[64, 100]``, ``0.9``, ``true``, ``wrong``, and
  ``"64"`` for the text;
- a mapping or a part may also stand whole in one cell, as YAML in one line: ``inputs`` with ``{wide: [64, 100]}``. ``items_csv`` does so
  where names would not survive as titles, or where the order of names would be another one than that of the columns;
- ``{{figure.<id>}}``, ``{{cite.<source>: 39x}}`` and ``{{given: 90 %}}`` in texts, as in the file; their numbers are in the topic's record;
- an apostrophe in front of a text that a spreadsheet would take for a formula; reading takes one off again.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from functools import cache

from pydantic import BaseModel

from quizzes.content.source.document import Path
from quizzes.imports.shapes import DEFAULT_TYPE, FIRST, Field, Shape, fields_of, item_sections
from quizzes.models import Item

SECTION = "section"
CORRECT = "correct"
"""Of the simple form: which choice is right, by number, letter or text."""

_NUMBER = re.compile(r"[1-9][0-9]{0,2}\Z")
_SHORT = re.compile(r"(choice|why|mistake)[ _]?([1-8])\Z")
_SHORT_FIELD = {"choice": "text", "why": "why", "mistake": "mistake"}
_FORMULA = re.compile(r"'*[=+\-@\t\r]")


def guarded(text: str) -> str:
    """The text with an apostrophe in front where a spreadsheet would take it for a formula."""
    return f"'{text}" if _FORMULA.match(text) else text


def unguarded(cell: str) -> str:
    """The cell without the apostrophe that ``guarded`` put there."""
    return cell[1:] if cell.startswith("'") and _FORMULA.match(cell) else cell


@cache
def csv_columns() -> list[tuple[str, str]]:
    """Every column and what it is, from the fields' descriptions; N stands for a number from 1, NAME for a name.

    Where a column means different things in different sections, each is said.
    """
    labels_of: dict[str, dict[str, list[str]]] = {}
    ranks: dict[str, int] = {}
    for section, models in item_sections().items():
        for kind, model in models.items():
            label = section if len(models) == 1 else kind
            for field in fields_of(model).values():
                for pattern, description in _patterns(field, ""):
                    ranks.setdefault(pattern, _group(field))
                    labels = labels_of.setdefault(pattern, {}).setdefault(description, [])
                    if label not in labels:
                        labels.append(label)
    columns = [(SECTION, f"Where the item stands: {', '.join(item_sections())}.")]
    columns += [(pattern, _joined_meanings(labels_of[pattern])) for pattern in sorted(labels_of, key=lambda pattern: ranks[pattern])]
    return columns


def _joined_meanings(meanings: dict[str, list[str]]) -> str:
    if len(meanings) == 1:
        return next(iter(meanings))
    return " ".join(f"{', '.join(labels)}: {description}" for description, labels in meanings.items())


def _group(field: Field) -> int:
    return FIRST.index(field.name) if field.name in FIRST else len(FIRST) + (field.attribute in Item.model_fields)


def _patterns(field: Field, prefix: str) -> Iterator[tuple[str, str]]:
    yield from _inner_columns(field.shape, prefix + field.name, field.description)


def _inner_columns(shape: Shape, name: str, description: str) -> Iterator[tuple[str, str]]:
    if shape.kind == "model" and shape.model is not None:
        for field in fields_of(shape.model).values():
            yield from _patterns(field, f"{name}.")
    elif shape.kind in ("list", "mapping") and shape.inner is not None:
        yield from _inner_columns(shape.inner, f"{name}.{'N' if shape.kind == 'list' else 'NAME'}", description)
    else:
        yield name, description


def located(model: type[BaseModel], column: str) -> tuple[Path, Shape] | None:
    """Where the column's cells belong in an item of that model, lists counted from 1, and what they hold; None where they do not."""
    name, _, inner_column = column.partition(".")
    field = fields_of(model).get(_plain(name))
    return None if field is None else _located(field.shape, (field.name,), inner_column)


def _located(shape: Shape, path: Path, inner_column: str) -> tuple[Path, Shape] | None:
    if not inner_column:
        return path, shape
    if shape.kind == "model" and shape.model is not None:
        inner = located(shape.model, inner_column)
        return None if inner is None else ((*path, *inner[0]), inner[1])
    if shape.inner is None:
        return None
    if shape.kind == "mapping" and shape.inner.kind != "model":
        return (*path, inner_column.strip()), shape.inner
    part, _, inner_column = inner_column.partition(".")
    if shape.kind == "mapping":
        return _located(shape.inner, (*path, part.strip()), inner_column)
    return _located(shape.inner, (*path, int(part)), inner_column) if _NUMBER.match(part := part.strip()) else None


def _plain(word: str) -> str:
    return re.sub(r"[ _-]+", "_", word.strip().lower())


def column_named(title: str) -> str:
    """The column that a title means, capitals and spaces forgiven, ``choice 1`` as ``choices.1.text``; empty where there is none."""
    plain = _plain(title)
    if plain in (SECTION, CORRECT):
        return plain
    short = _SHORT.match(plain)
    if short:
        return f"choices.{short[2]}.{_SHORT_FIELD[short[1]]}"
    for model in all_models():
        place = located(model, title)
        if place is not None:
            return ".".join(map(str, place[0]))
    return ""


def is_short(title: str) -> bool:
    """Whether the title belongs to the simple form of choices."""
    return bool(_SHORT.match(_plain(title)))


def short_title(column: str) -> str:
    """What the simple form calls a column: ``why 2`` for ``choices.2.why``; the column itself where it has no name for it."""
    match = re.match(r"choices\.(\d+)\.(text|why|mistake)\Z", column)
    words = {field: word for word, field in _SHORT_FIELD.items()}
    return f"{words[match[2]]} {match[1]}" if match else CORRECT if column == "choices" else column


@cache
def all_models() -> tuple[type[Item], ...]:
    """Every model of an item."""
    return tuple(dict.fromkeys(model for models in item_sections().values() for model in models.values()))


def section_models(section: str) -> dict[str, type[Item]]:
    """The models of a section by type; a section of one kind has one."""
    return item_sections()[section]


def model_for(section: str, kind: str) -> type[Item] | None:
    """The model of a section's rows of that type; None where the section knows no such type."""
    models = section_models(section)
    return models[DEFAULT_TYPE] if len(models) == 1 else models.get(kind)
