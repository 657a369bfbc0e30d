"""The JSON Schemas of topic files and of the home page's file, made from the models, so that editors complete and check while one types.

It is a little wider than the reader: what only shows when parts are seen together is left to ``python -m quizzes check``.
https://json-schema.org/draft/2020-12
"""

from __future__ import annotations

import json
from collections.abc import Callable, Mapping
from typing import Any

from pydantic import BaseModel
from pydantic.json_schema import models_json_schema

from quizzes.content.lesson import OF_THE_SCREEN
from quizzes.content.site import FILE as SITE
from quizzes.content.site import Site
from quizzes.content.terms import FILE as TERMS
from quizzes.content.topic import SECTIONS, SECTIONS_SAID
from quizzes.models import Asked, Header, Myth, Part, Proof, Try
from quizzes.models.explorables import KINDS
from quizzes.models.figures import Figure
from quizzes.models.labs import Labs, budget_networks, explored, offered
from quizzes.models.terms import Terms
from quizzes.questions import question_types

FILE_NAME, SITE_FILE_NAME, TERMS_FILE_NAME = "topic.schema.json", "site.schema.json", "terms.schema.json"
EDITOR_LINE = f"# yaml-language-server: $schema=../{FILE_NAME}"
"""The first line of a topic file: editors with the YAML language server find the schema by it."""

PRESETS: tuple[type[Part], ...] = (Try, Myth, Proof, Figure)
"""Models that name a lab and set its parameters."""

EXPLORE = "explore-"
"""Before the name of a kind of explorable, in the list of what topics are made of."""

COUNTED = ("contains", "minContains", "maxContains")
"""They stand last in a schema: which entries of a list are counted, and how many there must be."""

PARAMETER_KEYS = ("description", "enum", "type", "minimum", "maximum", "pattern")
BOUNDS = {"ge": "minimum", "gt": "exclusiveMinimum", "le": "maximum", "lt": "exclusiveMaximum"}
"""Where a field is read before it is checked, pydantic writes its own names for the bounds."""

Schema = dict[str, Any]


def topic_schema(labs: Labs) -> Schema:
    """The schema of a whole topic file; ``labs`` gives what may be set in each lab, and the examples that name one."""
    models: list[type[BaseModel]] = [Header, *dict.fromkeys(kind for kind in SECTIONS.values() if kind is not Asked)]
    models += list(question_types().values())
    _, made = models_json_schema([(model, "validation") for model in models], by_alias=True, ref_template="#/$defs/{model}")
    kinds: dict[str, Schema] = {name: _plain(schema) for name, schema in made["$defs"].items()}
    for name, model in question_types().items():
        if name != "one-choice":
            kinds[model.__name__]["required"] = ["type", *kinds[model.__name__]["required"]]
    for name in question_types():
        kinds[f"ask-{name}"] = _of_a_screen(kinds[question_types()[name].__name__])
    small = kinds["Screen"]["properties"]["ask"]
    kinds["Screen"]["properties"]["ask"] = {key: value for key, value in small.items() if key in ("description", "examples")}
    kinds["Screen"]["properties"]["ask"]["anyOf"] = [{"$ref": f"#/$defs/ask-{name}"} for name in question_types()]
    for preset in PRESETS:
        _preset(kinds[preset.__name__], labs)
    _budgeted(kinds["Budget"]["properties"]["network"], labs)
    for kind in kinds.values():
        _with_examples(kind["properties"], labs)
    kinds |= {f"set-{name}": {"properties": _parameters(lab.params), "additionalProperties": False} for name, lab in labs.items()}
    kinds |= _explorables(labs)
    header = kinds.pop("Header")
    _offer(header["properties"]["labs"], labs)
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


def site_schema() -> Schema:
    """The schema of the file that says what stands above the topics."""
    return {
        "$schema": "https://json-schema.org/draft/2020-12/schema",
        **_plain(Site.model_json_schema()),
        "title": "The home page of Featherweight",
        "description": f"One file, {SITE}, beside the tracks. Checked by: python -m quizzes check",
    }


def site_schema_text() -> str:
    """The schema as the file beside the content holds it."""
    return json.dumps(site_schema(), indent=1, ensure_ascii=False) + "\n"


def terms_schema_text() -> str:
    """The schema of the file of terms, as the file beside the content holds it."""
    terms_schema = Terms.model_json_schema(ref_template="#/$defs/{model}")
    schema = {
        "$schema": "https://json-schema.org/draft/2020-12/schema",
        **_plain({key: value for key, value in terms_schema.items() if key != "$defs"}),
        "title": "The terms of Featherweight",
        "description": f"One file, {TERMS}, beside the tracks. Checked by: python -m quizzes check",
        "$defs": {name: _plain(kind) for name, kind in terms_schema["$defs"].items()},
    }
    return json.dumps(schema, indent=1, ensure_ascii=False) + "\n"


SCHEMAS: Mapping[str, Callable[[Labs], str]] = {
    "topic": schema_text,
    "site": lambda _: site_schema_text(),
    "terms": lambda _: terms_schema_text(),
}
"""Kind of a content file -> the text of its schema."""


def _explorables(labs: Labs) -> dict[str, Schema]:
    """What may stand in a block ``explore`` of each kind. Such a block is part of a text, so that no field refers to these."""
    made = {f"{EXPLORE}{name}": _plain(model.model_json_schema()) for name, model in KINDS.items()}
    for name, schema in made.items():
        able = [network for network, shows in explored(labs).items() if name.removeprefix(EXPLORE) in shows]
        if able:
            schema["properties"]["network"] |= {"enum": able, "examples": able[:1]}
    return made


def _section(name: str, model: type[Part]) -> Schema:
    models = list(question_types().values()) if model is Asked else [model]
    entries = [{"$ref": f"#/$defs/{one.__name__}"} for one in models]
    said = {"description": SECTIONS_SAID[name], "examples": [[]]}
    return said | {"type": ["array", "null"], "items": entries[0] if len(entries) == 1 else {"anyOf": entries}}


def _of_a_screen(schema: Schema) -> Schema:
    """The schema of a question that stands in a screen, which has its id and concept for it."""
    fields = {key: value for key, value in schema["properties"].items() if key not in OF_THE_SCREEN}
    return {**schema, "properties": fields, "required": [key for key in schema["required"] if key in fields and key != "level"]}


def _plain(schema: Any) -> Any:
    """Without titles, and with the names of bounds that JSON Schema knows."""
    if isinstance(schema, list):
        return [_plain(part) for part in schema]
    if not isinstance(schema, Mapping):
        return schema
    kept_keys = {
        BOUNDS.get(key, key): value if key in ("examples", "default") else _plain(value)
        for key, value in schema.items()
        if not _is_title(key, value)
    }
    counts = {key: kept_keys.pop(key) for key in COUNTED if key in kept_keys}
    return kept_keys | counts


def _is_title(key: str, value: Any) -> bool:
    return key == "title" and isinstance(value, str)


def _preset(schema: Schema, labs: Labs) -> None:
    """The ids of the labs, and for each of them what may be set."""
    lab_schema = schema["properties"]["lab"]
    lab_names = {"enum": [*labs], "type": "string"}
    texts = {key: value for key, value in lab_schema.items() if key in ("description", "examples", "default")}
    schema["properties"]["lab"] = texts | ({"anyOf": [lab_names, {"type": "null"}]} if "anyOf" in lab_schema else lab_names)
    schema["allOf"] = [
        {
            "if": {"properties": {"lab": {"const": lab}}, "required": ["lab"]},
            "then": {"properties": {"set": {"$ref": f"#/$defs/set-{lab}"}}},
        }
        for lab in labs
    ]


def _offer(schema: Schema, labs: Labs) -> None:
    """The ids of the labs that a topic's page may offer; one alone stands for a list of one."""
    lab_names = {"enum": offered(labs), "type": "string"}
    schema["anyOf"] = [lab_names, {"type": "array", "items": lab_names, "uniqueItems": True}]


def _budgeted(schema: Schema, labs: Labs) -> None:
    """The networks that a budget may name; the first one stands where none is named."""
    networks = list(budget_networks(labs))
    if networks:
        network_schema = {
            "default": networks[0],
            "description": schema["description"],
            "enum": networks,
            "examples": networks[:1],
            "type": "string",
        }
        schema.clear()
        schema.update(network_schema)


def _with_examples(fields: Schema, labs: Labs) -> None:
    """What names a lab, a setting or a row is shown by the first lab that has an example."""
    name = next((name for name, lab in labs.items() if lab.example), None)
    if name is None:
        return
    example = labs[name].example
    preset = {"lab": name, "set": example["set"]}
    examples = {**example, **example["compare"], **preset, "try": preset | {"say": "See it"}, "labs": offered(labs)}
    for field, schema in fields.items():
        if field in examples and "examples" not in schema:
            schema["examples"] = [examples[field]]


def _parameters(model: type[BaseModel]) -> Schema:
    schema = model.model_json_schema(by_alias=False)
    properties: Schema = schema["properties"]
    return {
        name: {key: value for key, value in _plain(parameter).items() if key in PARAMETER_KEYS} for name, parameter in properties.items()
    }
