"""How the text of the one file is made out of pieces of modules: edits, headings, import statements."""

from __future__ import annotations

import ast
import re
import sys
import textwrap
from dataclasses import dataclass

from optimization.bundling.source import Definition, External, Source, first_line, last_line

LINE_LENGTH = 120


@dataclass(frozen=True)
class Edit:
    """What stands in the one file in place of the characters ``start`` to ``end`` of a module."""

    start: int
    end: int
    text: str


def edited(text: str, start: int, end: int, edits: list[Edit]) -> str:
    """Characters ``start`` to ``end`` with the edits made, and without the comments that are meant for our own tools."""
    parts, place = [], start
    for edit in sorted(edits, key=lambda edit: (edit.start, -edit.end)):
        if place <= edit.start and edit.end <= end:  # one inside another that is left out anyway is passed over
            parts += [text[place : edit.start], edit.text]
            place = edit.end
    return re.sub(r"  # (type: ignore|noqa)\S*( - .*)?", "", "".join(parts) + text[place:end])


def place_of_name(source: Source, definition: Definition, name: str) -> tuple[int, int]:
    """Where a definition says its own name."""
    node = definition.node
    if isinstance(node, ast.FunctionDef | ast.ClassDef):
        start, end = source.span(node)
        match = re.compile(rf"(?:def|class) ({name})\b").search(source.text, start, end)
        assert match is not None
        return match.span(1)
    targets = node.targets if isinstance(node, ast.Assign) else [node.target] if isinstance(node, ast.AnnAssign) else []
    return next(source.span(part) for target in targets for part in ast.walk(target) if isinstance(part, ast.Name) and part.id == name)


def whole_place(source: Source, node: ast.AST) -> tuple[int, int]:
    """A method with the blank lines above it, a field with the text below it, or a keyword with its comma: all that goes with it."""
    if isinstance(node, ast.keyword):
        start, end = source.span(node)
        line_start = source.text.rfind("\n", 0, start) + 1
        is_alone = source.text[line_start:start].isspace()
        separator = re.compile(r",[ \t]*\n?" if is_alone else r",?[ \t]*").match(source.text, end)
        return (line_start if is_alone else start), (separator.end() if separator else end)
    assert isinstance(node, ast.stmt)
    lines = source.text.splitlines()
    owner = next(definition for definition in ast.walk(source.tree) if isinstance(definition, ast.ClassDef) and node in definition.body)
    next_statement = dict(zip(owner.body, [*owner.body[1:], None], strict=True))[node]
    start, end = source.lines_span(first_line(node, lines), last_line(node, next_statement))
    if isinstance(node, ast.FunctionDef):
        start = len(source.text[:start].rstrip()) + 1
    return start, end


def heading(docstring: str) -> str:
    """The first paragraph of a module's docstring, as a comment."""
    paragraph = " ".join(docstring.partition("\n\n")[0].split())
    return "\n".join(textwrap.wrap(paragraph, LINE_LENGTH, initial_indent="# ", subsequent_indent="# "))


def import_lines(imports: set[External]) -> list[str]:
    """Import statements: the standard library, then the others, each in the order that ruff gives them."""
    groups: dict[bool, list[str]] = {True: [], False: []}
    whole = sorted((external for external in imports if external.of is None), key=lambda external: external.module)
    for external in whole:
        groups[_is_standard(external)].append(
            f"import {external.module}" + (f" as {external.name}" if external.name != external.module else "")
        )
    for module in sorted({external.module for external in imports if external.of is not None}):
        parts = sorted(
            (external for external in imports if external.module == module and external.of is not None), key=lambda external: external.name
        )
        names = ", ".join(f"{external.of} as {external.name}" if external.of != external.name else external.name for external in parts)
        groups[_is_standard(parts[0])].append(f"from {module} import {names}")
    return [*groups[True], *([""] if groups[True] and groups[False] else []), *groups[False]]


def _is_standard(external: External) -> bool:
    return external.module.partition(".")[0] in sys.stdlib_module_names
