"""Turns what pydantic refuses into words that a teacher can act on, with its place in the file."""

from __future__ import annotations

import types
import typing
from collections.abc import Iterator
from typing import Any

from pydantic import BaseModel, ValidationError

from quizzes.content.document import Document, Path, where
from quizzes.content.problems import Refusal, did_you_mean

SHOWN_CHARACTERS = 40


def refusals(error: ValidationError, *, model: type[BaseModel], base: Path, document: Document) -> Iterator[Refusal]:
    """One refusal for each thing that ``error`` names, below the path ``base`` of the document."""
    for detail in error.errors(include_url=False):
        location = tuple(part for part in detail["loc"])
        path = (*base, *location)
        kind = detail["type"]
        if kind == "extra_forbidden":
            known = list(field_names(model, location[:-1]))
            wrong, allowed = "there is no such key", did_you_mean(str(location[-1]), known)
            place = document.key_places.get(path, document.place(path))
        elif kind == "missing":
            wrong, allowed = "this key is missing", "add it; an item of this kind needs it"
            place = document.place(path[:-1])
        else:
            wrong, allowed = _words(kind, detail.get("ctx", {}), detail["input"], detail["msg"])
            place = document.place(path)
        yield Refusal(place, where(path), wrong, allowed)


def shown(value: Any) -> str:
    """A value as it is quoted in a message."""
    if value is None:
        return "nothing"
    if isinstance(value, dict):
        return "a mapping"
    if isinstance(value, list | tuple):
        return "a list"
    text = repr(str(value) if isinstance(value, str) else value)
    return text if len(text) <= SHOWN_CHARACTERS else text[: SHOWN_CHARACTERS - 1] + "…"


def _words(kind: str, context: dict[str, Any], value: Any, message: str) -> tuple[str, str]:
    got = shown(value)
    table: dict[str, tuple[str, str]] = {
        "empty_text": ("the text is empty", "write at least one word"),
        "one_right_choice": (message, "mark the right one, and only it, with “correct: true”"),
        "string_type": (f"{got} is not text", "write text"),
        "int_type": (f"{got} is not a whole number", "write a whole number without quotes"),
        "float_type": (f"{got} is not a number", "write a number without quotes"),
        "bool_type": (f"{got} is neither true nor false", "write true or false, without quotes"),
        "dict_type": (f"{got} is not a mapping", "write keys and values below it, indented"),
        "model_type": (f"{got} is not a mapping", "write keys and values below it, indented"),
        "model_attributes_type": (f"{got} is not a mapping", "write keys and values below it, indented"),
        "tuple_type": (f"{got} is not a list", "write a list: one “- ” for each entry"),
        "literal_error": (f"{got} is not known", f"allowed: {context.get('expected', '')}".replace(" or ", ", ")),
        "string_too_long": ("the text is too long", f"allowed: {context.get('max_length')} characters at most"),
        "too_short": ("the list is too short", f"allowed: {context.get('min_length')} entries at least"),
        "too_long": ("the list is too long", f"allowed: {context.get('max_length')} entries at most"),
        "greater_than_equal": (f"{got} is too small", f"allowed: {context.get('ge')} or more"),
        "less_than_equal": (f"{got} is too large", f"allowed: {context.get('le')} or less"),
        "string_pattern_mismatch": (f"{got} has the wrong form", _pattern(str(context.get("pattern", "")))),
    }
    return table.get(kind, (f"{got} is refused", message[:1].lower() + message[1:]))


def _pattern(pattern: str) -> str:
    if pattern.startswith("^https"):
        return "allowed: an address that starts with https://"
    if "\\n" in pattern:
        return "allowed: one line"
    return "allowed: lower-case letters and digits, joined by single hyphens"


def field_names(model: type[BaseModel], location: tuple[str | int, ...]) -> Iterator[str]:
    """The keys that are allowed at ``location`` inside ``model``."""
    current: Any = model
    for part in location:
        if isinstance(part, int):
            current = _model_in(current)
            continue
        field = next((field for name, field in current.model_fields.items() if part in (name, field.alias)), None)
        if field is None:
            return
        current = field.annotation
    found = _model_in(current)
    if found is not None:
        for name, field in found.model_fields.items():
            yield field.alias or name


def _model_in(annotation: Any) -> type[BaseModel] | None:
    """The model that an annotation like ``tuple[Choice, ...]`` or ``Try | None`` holds."""
    if isinstance(annotation, type) and not isinstance(annotation, types.GenericAlias) and issubclass(annotation, BaseModel):
        return annotation
    for inner in typing.get_args(annotation):
        found = _model_in(inner)
        if found is not None:
            return found
    return None
