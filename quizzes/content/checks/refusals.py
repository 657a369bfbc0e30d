"""Turns what pydantic refuses into words that a teacher can act on, with its place in the file."""

from __future__ import annotations

import re
import types
import typing
from collections.abc import Iterator
from typing import Any

from pydantic import BaseModel, ValidationError

from quizzes.content.lesson import TAGS
from quizzes.content.source.document import Document, Path, where
from quizzes.content.source.problems import Refusal
from quizzes.models import FORMAT, UNSAID
from quizzes.models.fields import Plain, core_value
from quizzes.models.suggestions import did_you_mean

SHOWN_CHARACTERS = 40

CODE_OF = {
    "extra_forbidden": "unknown-key",
    "missing": "missing-key",
    "union_tag_invalid": "unknown-name",
}
"""What pydantic calls a fault -> the code of the problem, where it is not just a value."""


def unknown_format(document: Document, *, kind: str) -> Refusal | None:
    """Why a document is no file of ``kind`` ("topic") at all: it is no mapping, or its format is not known; None where it may be one."""
    if not isinstance(document.value, dict):
        wrong = f"{shown(document.value)} is not a mapping"
        return Refusal(document.place(()), kind, wrong, f"a {kind} file starts with “format: {FORMAT}”", "syntax")
    version = core_value(document.value.get("format", FORMAT))
    if version == FORMAT and isinstance(version, int) and not isinstance(version, bool):
        return None
    wrong = f"{shown(document.value['format'])} is not a known format"
    return Refusal(document.place(("format",)), "format", wrong, f"allowed: {FORMAT}")


def refusals(error: ValidationError, *, model: type[BaseModel], base: Path, document: Document) -> Iterator[Refusal]:
    """One refusal for each thing that ``error`` names, below the path ``base`` of the document."""
    for detail in error.errors(include_url=False):
        raw_location, value, context = detail["loc"], detail["input"], detail.get("ctx", {})
        location = tuple(part for part in raw_location if part not in UNSAID and part not in TAGS)
        path = (*base, *location)
        place = document.place(path)
        match detail["type"]:
            case "too_short" if len(value) >= context["min_length"]:
                continue  # pydantic counts only the valid entries; the faulty ones have been named
            case "extra_forbidden":
                wrong, allowed = "there is no such key", did_you_mean(str(location[-1]), field_names(model, raw_location[:-1]))
                place = document.key_places.get(path, place)
            case "missing":
                wrong, allowed = "this key is missing", f"add “{location[-1]}:” here"
            case "model_type" | "dict_type":
                keys = ", ".join(field_names(model, raw_location))
                wrong, allowed = f"{shown(value)} is not a mapping", f"write keys and values{': ' if keys else ''}{keys}"
            case "union_tag_invalid":  # the type of a question that stands in a part
                path = (*path, "type")
                place, name = document.place(path), str(context["tag"]).strip("<>")
                wrong, allowed = f"{name!r} is no type of question", did_you_mean(name, [tag.strip("<>") for tag in TAGS])
            case "union_tag_not_found":
                wrong, allowed = f"{shown(value)} is not a mapping", "write keys and values: question, choices"
            case "literal_error":
                allowed_values = re.findall("'([^']*)'", context["expected"])
                wrong, allowed = f"{shown(value)} is not known", did_you_mean(str(value), allowed_values)
            case "refused":  # by a model, in its own words
                wrong, allowed = context["wrong"], context["allowed"]
            case kind:
                wrong, allowed = _words(kind, context, value, detail["msg"])
        yield Refusal(place, where(path), wrong, allowed, context.get("code", CODE_OF.get(detail["type"], "value")))


def shown(value: Any) -> str:
    """A value as it is quoted in a message."""
    if value is None or (isinstance(value, Plain) and not value):
        return "nothing"
    if isinstance(value, dict):
        return "a mapping"
    if isinstance(value, list | tuple):
        return "a list"
    scalar = core_value(value)
    if isinstance(scalar, bool):
        return str(scalar).lower()
    text = str(value) if isinstance(scalar, int | float) else repr(str(value))
    return text if len(text) <= SHOWN_CHARACTERS else text[: SHOWN_CHARACTERS - 1] + "…"


def _words(kind: str, context: dict[str, Any], value: Any, message: str) -> tuple[str, str]:
    shown_value, length = shown(value), _length(value)
    table: dict[str, tuple[str, str]] = {
        "empty_text": ("the text is empty", "write at least one word"),
        "drawn_truth": ("true and false cannot be drawn", "allowed: numbers and texts, in quotes where needed"),
        "day": (f"{shown_value} is no day", "allowed: a day that exists, as 2027-02-14"),
        "string_type": (f"{shown_value} is not text", "write text, in quotes where it starts with [ or {"),
        "int_type": (f"{shown_value} is not a whole number", "write a whole number, without quotes"),
        "float_type": (f"{shown_value} is not a number", "write a number, without quotes"),
        "bool_type": (f"{shown_value} is neither true nor false", "write true or false, without quotes"),
        "tuple_type": (f"{shown_value} is not a list", "write a list, one “- ” for each entry"),
        "too_short": (length, f"allowed: {context.get('min_length')} or more"),
        "too_long": (length, f"allowed: {context.get('max_length')} or fewer"),
        "string_too_long": (length, f"allowed: {context.get('max_length')} or fewer"),
        "greater_than_equal": (f"{shown_value} is too small", f"allowed: {context.get('ge')} or more"),
        "greater_than": (f"{shown_value} is too small", f"allowed: more than {context.get('gt')}"),
        "less_than_equal": (f"{shown_value} is too large", f"allowed: {context.get('le')} or less"),
        "string_pattern_mismatch": (f"{shown_value} has the wrong form", _pattern(str(context.get("pattern", "")))),
        "value_error": (message.removeprefix("Value error, "), "change the value"),
    }
    return table.get(kind, (f"{shown_value} is refused", message[:1].lower() + message[1:]))


def _length(value: Any) -> str:
    if isinstance(value, str):
        return f"the text has {len(value):,} characters"
    return f"the list has {len(value)} {'entry' if len(value) == 1 else 'entries'}" if isinstance(value, list) else ""


def _pattern(pattern: str) -> str:
    if pattern.startswith("^https"):
        return "allowed: an address that starts with https:// and holds no space"
    if "\\n" in pattern:
        return "allowed: one line"
    if pattern.startswith("^("):
        return "allowed: the id of a concept of this file, or track/topic/concept"
    if "/" in pattern:
        return "allowed: track/topic, two names of lower-case letters a-z, digits and hyphens"
    return "allowed: lower-case letters a-z and digits, joined by single hyphens"


def field_names(model: type[BaseModel], location: tuple[str | int, ...]) -> Iterator[str]:
    """The keys that are allowed at ``location`` inside ``model``."""
    model_here: type[BaseModel] | None = model
    for part in location:
        if model_here is None:
            return
        if part in TAGS:
            model_here = TAGS[str(part)]
        elif isinstance(part, str) and part not in UNSAID:
            field = next((field for name, field in model_here.model_fields.items() if part in (name, field.alias)), None)
            model_here = _model_in(field.annotation) if field else None
    if model_here is not None:
        for name, field in model_here.model_fields.items():
            yield field.alias or name


def _model_in(annotation: Any) -> type[BaseModel] | None:
    """The model that an annotation like ``tuple[Choice, ...]`` or ``Try | None`` holds."""
    if isinstance(annotation, type) and not isinstance(annotation, types.GenericAlias) and issubclass(annotation, BaseModel):
        return annotation
    for inner in typing.get_args(annotation):
        inner_model = _model_in(inner)
        if inner_model is not None:
            return inner_model
    return None
