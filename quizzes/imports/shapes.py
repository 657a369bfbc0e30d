"""What the fields of an item hold, read from the models, so that a new field becomes a column by itself."""

from __future__ import annotations

import re
import types
import typing
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from functools import cache
from typing import Any, Literal

from pydantic import BaseModel

from quizzes.content.topic import SECTIONS
from quizzes.models import Asked, Item
from quizzes.questions import question_types

Kind = Literal["text", "id", "word", "scalar", "ids", "typed", "either", "model", "list", "mapping"]

FIRST = ("id", "type", "concept")
"""Fields that an item starts with, in tables and in files."""

DEFAULT_TYPE = "one-choice"


@dataclass(frozen=True)
class Shape:
    """What a field holds.

    ``text`` stands as it is; ``id`` cannot hold a space; ``word`` is one of ``words``; ``scalar`` is a number or a truth; ``ids`` are
    several ids; ``typed`` is any value, its type told by how it is written; ``either`` a text, or a part in braces; ``list`` and
    ``mapping`` hold ``inner``; ``model`` is a part with fields of its own.
    """

    kind: Kind
    inner: Shape | None = None
    model: type[BaseModel] | None = None
    words: tuple[str, ...] = ()


def shape_of(annotation: Any, metadata: Sequence[Any] = ()) -> Shape:
    """The shape of a field's annotation, whose constraints may stand in ``metadata``."""
    origin, arguments = typing.get_origin(annotation), typing.get_args(annotation)
    if origin is typing.Annotated:
        return shape_of(arguments[0], [*arguments[1:], *metadata])
    if origin in (typing.Union, types.UnionType):
        real_types = [argument for argument in arguments if argument is not type(None)]
        if len(real_types) == 1:
            return shape_of(real_types[0], metadata)
        return Shape("either" if [shape_of(part).kind for part in real_types] == ["text", "model"] else "typed")
    if origin is Literal:
        return Shape("word", words=tuple(map(str, arguments)))
    if origin is tuple:
        return _list(shape_of(arguments[0]))
    if origin is dict:
        inner = shape_of(arguments[1])
        return Shape("mapping", inner if inner.kind in ("text", "model") else Shape("typed"))
    if isinstance(annotation, type):
        if issubclass(annotation, BaseModel):
            return Shape("model", model=annotation)
        if issubclass(annotation, bool | int | float):
            return Shape("scalar")
        if issubclass(annotation, str):
            patterns = [getattr(constraint, "pattern", None) for constraint in metadata]
            return Shape("text" if all(pattern is None or re.search(pattern, "a; b") for pattern in patterns) else "id")
    return Shape("typed")


def _list(inner: Shape) -> Shape:
    if inner.kind == "id":
        return Shape("ids")
    return Shape("list", inner) if inner.kind in ("text", "model") else Shape("typed")


@dataclass(frozen=True)
class Field:
    """A field as a file names it; ``attribute`` is its name in Python."""

    name: str
    attribute: str
    shape: Shape
    description: str
    default: Any
    is_required: bool


@cache
def fields_of(model: type[BaseModel]) -> dict[str, Field]:
    """The fields by name: those of ``FIRST``, then the model's own, then those that every item may have."""
    fields = [
        Field(
            info.alias or attribute,
            attribute,
            shape_of(info.annotation, info.metadata),
            info.description or "",
            None if info.is_required() else info.get_default(call_default_factory=True, validated_data={}),
            info.is_required(),
        )
        for attribute, info in model.model_fields.items()
    ]
    if issubclass(model, Item):
        fields.sort(
            key=lambda field: FIRST.index(field.name) if field.name in FIRST else len(FIRST) + (field.attribute in Item.model_fields)
        )
    return {field.name: field for field in fields}


def given(part: BaseModel) -> Iterator[tuple[Field, Any]]:
    """The fields that say something: a value other than the default, and the type of a question that is not one-choice."""
    for field in fields_of(type(part)).values():
        value = getattr(part, field.attribute)
        is_type = field.name == "type" and isinstance(part, Asked)
        if (value != DEFAULT_TYPE) if is_type else (field.is_required or value != field.default):
            yield field, value


@cache
def item_sections() -> dict[str, dict[str, type[Item]]]:
    """Section -> its models of items by type; a section with one model has it under ``DEFAULT_TYPE``."""
    models: dict[str, dict[str, type[Item]]] = {}
    for name, model in SECTIONS.items():
        if issubclass(model, Item):
            models[name] = dict(question_types()) if model is Asked else {DEFAULT_TYPE: model}
    return models
