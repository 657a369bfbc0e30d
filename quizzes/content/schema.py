"""A JSON Schema of topic files, made from the models, so that editors complete and check while one types.

It is a little wider than the reader: what only shows when parts are seen together is left to ``python -m quizzes check``.
https://json-schema.org/draft/2020-12
"""

from __future__ import annotations

import json
from collections.abc import Mapping
from typing import Any

from pydantic import BaseModel
from pydantic.json_schema import models_json_schema

from quizzes.content.draft import Labs
from quizzes.content.topic import SECTIONS, SECTIONS_SAID
from quizzes.models import Asked, Header, Myth, Part, Proof, Try
from quizzes.questions import question_types

FILE_NAME = "topic.schema.json"
EDITOR_LINE = f"# yaml-language-server: $schema=../{FILE_NAME}"
"""The first line of a topic file: editors with the YAML language server find the schema by it."""

PRESETS: tuple[type[Part], ...] = (Try, Myth, Proof)
"""Models that name a lab and set its parameters."""

COUNTED = ("contains", "minContains", "maxContains")
"""They stand last in a schema: which entries of a list are counted, and how many there must be."""

PARAMETER_KEYS = ("description", "enum", "type", "minimum", "maximum", "pattern")
BOUNDS = {"ge": "minimum", "gt": "exclusiveMinimum", "le": "maximum", "lt": "exclusiveMaximum"}
"""Where a field is read before it is checked, pydantic writes its own names for the bounds."""

Schema = dict[str, Any]


def topic_schema(labs: Labs) -> Schema:
    """The schema of a whole topic file; ``labs`` gives what may be set in each lab."""
    models: list[type[BaseModel]] = [Header, *dict.fromkeys(kind for kind in SECTIONS.values() if kind is not Asked)]
    models += list(question_types().values())
    _, made = models_json_schema([(model, "validation") for model in models], by_alias=True, ref_template="#/$defs/{model}")
    kinds: dict[str, Schema] = {name: _plain(schema) for name, schema in made["$defs"].items()}
    for name, model in question_types().items():
        if name != "one-choice":
            kinds[model.__name__]["required"] = ["type", *kinds[model.__name__]["required"]]
    for preset in PRESETS:
        _preset(kinds[preset.__name__], labs)
    kinds |= {f"set-{lab}": {"properties": _parameters(model), "additionalProperties": False} for lab, model in labs.items()}
    header = kinds.pop("Header")
    sections = {name: _section(name, model) for name, model in SECTIONS.items()}
    return {
        "$schema": "https://json-schema.org/draft/2020-12/schema",
        "title": "A topic of Featherweight",
        **header,
        "description": "One file, TRACK/TOPIC.yaml. Checked as a whole by: python -m quizzes check",
        "properties": header["properties"] | sections,
        "$defs": kinds,
    }


def schema_text(labs: Labs) -> str:
    """The schema as the file beside the content holds it."""
    return json.dumps(topic_schema(labs), indent=1, ensure_ascii=False) + "\n"


def _section(name: str, model: type[Part]) -> Schema:
    models = list(question_types().values()) if model is Asked else [model]
    entries = [{"$ref": f"#/$defs/{one.__name__}"} for one in models]
    said = {"description": SECTIONS_SAID[name], "examples": [[]]}
    return said | {"type": ["array", "null"], "items": entries[0] if len(entries) == 1 else {"anyOf": entries}}


def _plain(schema: Any) -> Any:
    """Without titles, and with the names of bounds that JSON Schema knows."""
    if isinstance(schema, list):
        return [_plain(one) for one in schema]
    if not isinstance(schema, Mapping):
        return schema
    found = {
        BOUNDS.get(key, key): value if key in ("examples", "default") else _plain(value)
        for key, value in schema.items()
        if not _is_title(key, value)
    }
    counted = {key: found.pop(key) for key in COUNTED if key in found}
    return found | counted


def _is_title(key: str, value: Any) -> bool:
    return key == "title" and isinstance(value, str)


def _preset(schema: Schema, labs: Labs) -> None:
    """The ids of the labs, and for each of them what may be set."""
    asked = schema["properties"]["lab"]
    named = {"enum": [*labs], "type": "string"}
    kept = {key: value for key, value in asked.items() if key in ("description", "examples", "default")}
    schema["properties"]["lab"] = kept | ({"anyOf": [named, {"type": "null"}]} if "anyOf" in asked else named)
    schema["allOf"] = [
        {
            "if": {"properties": {"lab": {"const": lab}}, "required": ["lab"]},
            "then": {"properties": {"set": {"$ref": f"#/$defs/set-{lab}"}}},
        }
        for lab in labs
    ]


def _parameters(model: type[BaseModel]) -> Schema:
    schema = model.model_json_schema(by_alias=False)
    found: Schema = schema["properties"]
    return {name: {key: value for key, value in _plain(one).items() if key in PARAMETER_KEYS} for name, one in found.items()}
