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
    for edit in sorted(edits, key=lambda one: (one.start, -one.end)):
        if place <= edit.start and edit.end <= end:  # one inside another that is left out anyway is passed over
            parts += [text[place : edit.start], edit.text]
            place = edit.end
    return re.sub(r"  # (type: ignore|noqa)\S*( - .*)?", "", "".join(parts) + text[place:end])


def place_of_name(source: Source, definition: Definition, name: str) -> tuple[int, int]:
    """Where a definition says its own name."""
    node = definition.node
    if isinstance(node, ast.FunctionDef | ast.ClassDef):
        start, end = source.span(node)
        found = re.compile(rf"(?:def|class) ({name})\b").search(source.text, start, end)
        assert found is not None
        return found.span(1)
    targets = node.targets if isinstance(node, ast.Assign) else [node.target] if isinstance(node, ast.AnnAssign) else []
    return next(source.span(one) for target in targets for one in ast.walk(target) if isinstance(one, ast.Name) and one.id == name)


def whole_place(source: Source, node: ast.AST) -> tuple[int, int]:
    """A method with the blank lines above it, a field with the text below it, or a keyword with its comma: all that goes with it."""
    if isinstance(node, ast.keyword):
        start, end = source.span(node)
        line_start = source.text.rfind("\n", 0, start) + 1
        alone = source.text[line_start:start].isspace()
        rest = re.compile(r",[ \t]*\n?" if alone else r",?[ \t]*").match(source.text, end)
        return (line_start if alone else start), (rest.end() if rest else end)
    assert isinstance(node, ast.stmt)
    lines = source.text.splitlines()
    owner = next(one for one in ast.walk(source.tree) if isinstance(one, ast.ClassDef) and node in one.body)
    below = dict(zip(owner.body, [*owner.body[1:], None], strict=True))[node]
    start, end = source.lines_span(first_line(node, lines), last_line(node, below))
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
    whole = sorted((one for one in imports if one.of is None), key=lambda one: one.module)
    for one in whole:
        groups[_is_standard(one)].append(f"import {one.module}" + (f" as {one.name}" if one.name != one.module else ""))
    for module in sorted({one.module for one in imports if one.of is not None}):
        parts = sorted((one for one in imports if one.module == module and one.of is not None), key=lambda one: one.name)
        listed = ", ".join(f"{one.of} as {one.name}" if one.of != one.name else one.name for one in parts)
        groups[_is_standard(parts[0])].append(f"from {module} import {listed}")
    return [*groups[True], *([""] if groups[True] and groups[False] else []), *groups[False]]


def _is_standard(one: External) -> bool:
    return one.module.partition(".")[0] in sys.stdlib_module_names
