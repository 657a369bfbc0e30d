"""Items as entries of a topic file: plain values, and their YAML."""

from __future__ import annotations

from collections.abc import Mapping
from types import MappingProxyType
from typing import Any

import yaml
from pydantic import BaseModel

from quizzes.content.source.document import Path
from quizzes.imports.flow import flow
from quizzes.imports.shapes import Shape, given
from quizzes.models.fields import Plain, core_value

ONE_LINE = 110
"""Characters up to which a mapping or a list is written in one line."""

WHOLE_LIMIT = 1e15


CitedTexts = Mapping[Path, str]
"""Texts that cite something, as their file has them: path in the item -> text."""
NOTHING_CITED: CitedTexts = MappingProxyType({})


def entry_of(part: BaseModel, cited_texts: CitedTexts = NOTHING_CITED, path: Path = ()) -> dict[str, Any]:
    """What a file says about the part: its fields in the usual order, without those that hold their default.

    ``path`` is where the part stands in its item; ``cited_texts`` has the texts that cite something as they were written.
    """
    return {field.name: raw(field.shape, value, cited_texts, (*path, field.name)) for field, value in given(part)}


def raw(shape: Shape, value: Any, cited_texts: CitedTexts, path: Path) -> Any:
    """What a file says about the value of a field."""
    text = cited_text(cited_texts, path)
    if text is not None:
        value = text
    if isinstance(value, BaseModel):
        return entry_of(value, cited_texts, path)
    if (shape.kind == "text" or text is not None) and isinstance(value, str) and "\n" in value:
        return f"{value}\n"  # a block then needs no mark for its end; text fields drop it again
    if shape.kind == "scalar":
        return whole(value)
    if isinstance(value, tuple | list):
        return [raw(shape.inner or Shape("typed"), inner, cited_texts, (*path, index)) for index, inner in enumerate(value)]
    if isinstance(value, Mapping):
        return {key: raw(Shape("typed"), inner, cited_texts, (*path, key)) for key, inner in value.items()}
    return value


def cited_text(cited_texts: CitedTexts, path: Path) -> str | None:
    """The text at the path as it was written, where it cites something; one alone may stand for a list of one."""
    text = cited_texts.get(path)
    if text is None and path[-1:] == (0,):
        text = cited_texts.get(path[:-1])
    return None if text is None else text.strip("\n")


def whole(number: Any) -> Any:
    """A float without a fraction as an int, as people write it; anything else as it is."""
    return int(number) if isinstance(number, float) and number.is_integer() and abs(number) < WHOLE_LIMIT else number


class _Entry(dict[str, Any]):
    """A mapping that is written as a block whatever its length."""


class _Dumper(yaml.SafeDumper):
    """Blocks for texts of several lines, one line for what is short, and no double quotes around a tab, which the reader refuses."""

    def ignore_aliases(self, data: Any) -> bool:
        return True

    def increase_indent(self, flow: bool = False, indentless: bool = False) -> None:
        super().increase_indent(flow, False)

    def analyze_scalar(self, scalar: str) -> Any:
        style = super().analyze_scalar(scalar)
        if _needs_block(scalar):
            style.allow_block = True
        return style

    def determine_block_hints(self, text: str) -> str:
        """A block that starts with a space or a tab says how far it is indented. https://yaml.org/spec/1.2.2/#8111-block-indentation-indicator"""
        hints = str(super().determine_block_hints(text))
        return f"{self.best_indent}{hints}" if text.startswith("\t") else hints


def _needs_block(text: str) -> bool:
    return "\n" in text or "\t" in text


def _fits(value: Any) -> bool:
    """Whether a mapping or list may be written in one line."""

    def texts(entry: Any) -> list[str]:
        if isinstance(entry, Mapping):
            return [text for pair in entry.items() for inner in pair for text in texts(inner)]
        return [text for inner in entry for text in texts(inner)] if isinstance(entry, list) else [entry] if isinstance(entry, str) else []

    return not any(map(_needs_block, texts(value))) and len(flow(value)) <= ONE_LINE


def _str(dumper: _Dumper, value: str) -> yaml.Node:
    style = "|" if _needs_block(value) else "'" if not isinstance(core_value(Plain(value)), str) else None
    return dumper.represent_scalar("tag:yaml.org,2002:str", value, style=style)


def _dict(dumper: _Dumper, value: dict[str, Any]) -> yaml.Node:
    return dumper.represent_mapping("tag:yaml.org,2002:map", value.items(), flow_style=not isinstance(value, _Entry) and _fits(value))


def _list(dumper: _Dumper, value: list[Any]) -> yaml.Node:
    is_block = any(isinstance(entry, dict) for entry in value) or not _fits(value)
    return dumper.represent_sequence("tag:yaml.org,2002:seq", value, flow_style=not is_block)


_Dumper.add_representer(str, _str)
_Dumper.add_representer(dict, _dict)
_Dumper.add_representer(_Entry, _dict)
_Dumper.add_representer(list, _list)


def yaml_of(entries: list[Mapping[str, Any]], *, indent: int) -> list[str]:
    """The lines of a list of entries, without line ends, the dashes ``indent`` columns from the left."""
    return _lines([_Entry(entry) for entry in entries], indent)


def yaml_of_keys(keys: Mapping[str, Any]) -> list[str]:
    """The lines of a mapping at the left margin."""
    return _lines(_Entry(keys), 0)


def _lines(value: Any, indent: int) -> list[str]:
    if not value:
        return []
    text = yaml.dump(value, Dumper=_Dumper, sort_keys=False, allow_unicode=True, width=10**9, indent=2, default_flow_style=False)
    # Only line feeds end a line here: what else Python would split at stands inside a text.
    return [" " * indent + line if line else line for line in text.removesuffix("\n").split("\n")]
