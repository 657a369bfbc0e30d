"""Field types of a content file.

The reader hands over every scalar that was written without quotes as ``Plain``: its source text. A text field takes that text as it
stands (``no``, ``4:1``, ``012`` stay text); a number or truth field reads it by the YAML 1.2 core schema.
https://yaml.org/spec/1.2.2/#103-core-schema
"""

from __future__ import annotations

import math
import re
from datetime import date
from typing import Annotated, Any, Literal

from pydantic import BeforeValidator, Field, StringConstraints, WithJsonSchema
from pydantic_core import PydanticCustomError

_NULL = re.compile(r"(null|Null|NULL|~|)\Z")
_TRUTH = re.compile(r"(true|True|TRUE|false|False|FALSE)\Z")
_INT = re.compile(r"([-+]?[0-9]{1,18}|0o[0-7]{1,20}|0x[0-9a-fA-F]{1,15})\Z")
_FLOAT = re.compile(r"[-+]?(\.[0-9]+|[0-9]+(\.[0-9]*)?)([eE][-+]?[0-9]{1,3})?\Z")

ID_PATTERN = r"[a-z0-9]+(-[a-z0-9]+)*"
_TOPIC_PATTERN = rf"^{ID_PATTERN}/{ID_PATTERN}$"
_NEED_PATTERN = rf"^({ID_PATTERN}/{ID_PATTERN}/)?{ID_PATTERN}$"
TEXT_LIMIT = 20_000


class Plain(str):
    """The source text of a scalar that was written without quotes."""

    __slots__ = ()


def core_value(value: Any) -> Any:
    """What a plain scalar means by the YAML 1.2 core schema; anything else is returned as it is.

    Infinity and not-a-number are left out on purpose: no field here has a use for them.
    """
    if not isinstance(value, Plain):
        return value
    if _NULL.match(value):
        return None
    if _TRUTH.match(value):
        return value.lower() == "true"
    if _INT.match(value):
        return int(value, 0) if value[:2] in ("0o", "0x") else int(value)
    if _FLOAT.match(value) and math.isfinite(float(value)):
        return float(value)
    return str(value)


def core_values(value: Any) -> Any:
    """``core_value`` for everything inside lists and mappings; keys are text."""
    if isinstance(value, dict):
        return {str(key): core_values(inner) for key, inner in value.items()}
    if isinstance(value, list):
        return [core_values(inner) for inner in value]
    return core_value(value)


def _text(value: Any) -> Any:
    if not isinstance(value, str):
        return value
    text = str(value).strip("\n")
    if not text.strip():
        raise PydanticCustomError("empty_text", "the text is empty")
    return text


def _optional(value: Any) -> Any:
    return None if isinstance(value, Plain) and _NULL.match(value) else value


def _day(value: Any) -> Any:
    if not isinstance(value, str) or not re.fullmatch(r"\d{4}-\d{2}-\d{2}", value):
        raise PydanticCustomError("day", "a day is written as 2027-02-14")
    try:
        return date.fromisoformat(value)
    except ValueError:
        raise PydanticCustomError("day", "there is no such day") from None


def _inputs(value: Any) -> Any:
    inputs = core_values(value)
    if isinstance(inputs, dict) and any(
        isinstance(value, bool) for values in inputs.values() if isinstance(values, list) for value in values
    ):
        raise PydanticCustomError("drawn_truth", "true and false cannot be drawn")
    return inputs


def _texts(value: Any) -> Any:
    return {str(key): str(inner) for key, inner in value.items()} if isinstance(value, dict) else value


def _tuple(value: Any) -> Any:
    """A single text stands for a list of one, as people write it."""
    return [value] if isinstance(value, str) else value


def _text_schema(*, longest: int, pattern: str) -> dict[str, Any]:
    """What editors are told: an unquoted 8 or true is text where the field holds text, and the pattern, which pydantic leaves out here."""
    return {"type": ["string", "number", "boolean"], "maxLength": longest, "pattern": pattern}


def _list_schema(schema: dict[str, Any]) -> WithJsonSchema:
    """A single text may stand for a list of one."""
    return WithJsonSchema({"anyOf": [schema, {"type": "array", "items": schema}]})


_TEXT = _text_schema(longest=TEXT_LIMIT, pattern=r"\S")
_LINE = _text_schema(longest=200, pattern=r"^[^\n]*\S[^\n]*$")
_ID = _text_schema(longest=60, pattern=rf"^{ID_PATTERN}$")
_FLAG = _text_schema(longest=60, pattern=r"^[a-z0-9_]+$")


Text = Annotated[str, BeforeValidator(_text), StringConstraints(strict=True, max_length=TEXT_LIMIT), WithJsonSchema(_TEXT)]
OptionalText = Annotated[Text | None, BeforeValidator(_optional)]
Line = Annotated[str, BeforeValidator(_text), StringConstraints(strict=True, max_length=200, pattern=r"^[^\n]*$"), WithJsonSchema(_LINE)]
Address = Annotated[Line, Field(pattern=r"^https://\S+$"), WithJsonSchema(_text_schema(longest=200, pattern=r"^https://\S+$"))]
Id = Annotated[str, BeforeValidator(_text), StringConstraints(strict=True, max_length=60, pattern=rf"^{ID_PATTERN}$"), WithJsonSchema(_ID)]
Ids = Annotated[tuple[Id, ...], BeforeValidator(_tuple), _list_schema(_ID)]
TopicId = Annotated[str, BeforeValidator(_text), StringConstraints(strict=True, max_length=130, pattern=_TOPIC_PATTERN)]
TopicIds = Annotated[tuple[TopicId, ...], BeforeValidator(_tuple), _list_schema(_text_schema(longest=130, pattern=_TOPIC_PATTERN))]
Need = Annotated[str, BeforeValidator(_text), StringConstraints(strict=True, max_length=200, pattern=_NEED_PATTERN)]
Needs = Annotated[tuple[Need, ...], BeforeValidator(_tuple), _list_schema(_text_schema(longest=200, pattern=_NEED_PATTERN))]
Texts = Annotated[tuple[Text, ...], BeforeValidator(_tuple), _list_schema(_TEXT)]
Truth = Annotated[bool, BeforeValidator(core_value), Field(strict=True)]
Whole = Annotated[int, BeforeValidator(core_value), Field(strict=True)]
Number = Annotated[float, BeforeValidator(core_value), Field(strict=True)]
Values = Annotated[dict[str, Any], BeforeValidator(core_values)]
Day = Annotated[date, BeforeValidator(_day)]
Inputs = Annotated[dict[str, tuple[float | int | str, ...]], BeforeValidator(_inputs)]
Expressions = Annotated[dict[str, Annotated[str, WithJsonSchema(_TEXT)]], BeforeValidator(_texts)]
TextById = dict[Id, Text]
Silences = dict[Id, Text]
Flag = Annotated[str, BeforeValidator(_text), StringConstraints(strict=True, max_length=60, pattern=r"^[a-z0-9_]+$")]
Flags = Annotated[tuple[Flag, ...], BeforeValidator(_tuple), _list_schema(_FLAG)]
CardLevel = Literal["beginner", "intermediate", "advanced"]
Level = Literal["easy", "medium", "hard"]
