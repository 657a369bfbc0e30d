"""Reads a module's text: what it defines, and what each definition refers to. Nothing is imported."""

from __future__ import annotations

import ast
import re
from collections.abc import Collection, Iterator, Mapping, Sequence
from dataclasses import dataclass
from functools import cached_property
from itertools import accumulate
from pathlib import Path

FUNCTIONS = (ast.FunctionDef, ast.AsyncFunctionDef, ast.Lambda)
COMPREHENSIONS = (ast.ListComp, ast.SetComp, ast.DictComp, ast.GeneratorExp)


@dataclass(frozen=True, kw_only=True)
class External:
    """Something that ``statement``, an import from a public library, binds to ``name``."""

    name: str
    module: str
    of: str | None
    """What is imported out of ``module``; None where the module itself is."""


@dataclass(frozen=True, kw_only=True)
class Project:
    """A module of the project, or what is called ``name`` in it."""

    module: str
    name: str | None = None


Target = External | Project


@dataclass(frozen=True, kw_only=True)
class Definition:
    """A statement that binds ``names``; its text, with the comment above and the docstring below, is the lines ``first`` to ``last``."""

    node: ast.stmt
    names: tuple[str, ...]
    first: int
    last: int


@dataclass(frozen=True, kw_only=True)
class Source:
    """The text of one module, taken apart."""

    module: str
    text: str
    tree: ast.Module
    docstring: str
    definitions: Mapping[str, Definition]
    targets: Mapping[str, Target]
    """What each imported name stands for."""
    others: Sequence[ast.stmt]
    """Statements that define nothing and import nothing."""

    def target(self, reference: ast.Name | ast.Attribute) -> Target | None:
        """What a reference of this module stands for; None for built-in names, and for attributes of anything but a module."""
        if isinstance(reference, ast.Attribute):
            owner = self.targets.get(reference.value.id) if isinstance(reference.value, ast.Name) else None
            return Project(module=owner.module, name=reference.attr) if isinstance(owner, Project) and owner.name is None else None
        if reference.id in self.definitions:
            return Project(module=self.module, name=reference.id)
        target = self.targets.get(reference.id)
        return None if isinstance(target, Project) and target.name is None else target

    def span(self, node: ast.AST) -> tuple[int, int]:
        """Where the text of ``node`` starts and ends, in characters."""
        assert isinstance(node, ast.expr | ast.stmt | ast.keyword | ast.arg)
        assert node.end_lineno is not None
        assert node.end_col_offset is not None
        return self._place(node.lineno, node.col_offset), self._place(node.end_lineno, node.end_col_offset)

    def lines_span(self, first: int, last: int) -> tuple[int, int]:
        """Where the lines ``first`` to ``last`` start and end, in characters, line ends included."""
        return self._starts[first - 1], self._starts[last]

    def _place(self, line: int, column: int) -> int:
        start, end = self.lines_span(line, line)
        return start + len(self.text[start:end].encode()[:column].decode())  # ast counts columns in bytes of UTF-8

    @cached_property
    def _starts(self) -> list[int]:
        return list(accumulate(map(len, self.text.splitlines(keepends=True)), initial=0))


def read_source(module: str, *, text: str, package: str, modules: Collection[str]) -> Source:
    """``text`` as the module called ``module`` of ``package``, whose modules are ``modules``."""
    tree = ast.parse(text)
    lines = text.splitlines()
    definitions: dict[str, Definition] = {}
    targets: dict[str, Target] = {}
    statements: list[ast.stmt] = []
    for node, next_node in zip(tree.body, [*tree.body[1:], None], strict=True):
        names = _bound_names(node)
        if names:
            definition = Definition(node=node, names=names, first=first_line(node, lines), last=last_line(node, next_node))
            definitions.update(dict.fromkeys(names, definition))
        elif isinstance(node, ast.Import | ast.ImportFrom):
            targets.update(_imported(node, package=package, modules=modules))
        elif not _is_text(node):
            statements.append(node)
    return Source(
        module=module,
        text=text,
        tree=tree,
        docstring=ast.get_docstring(tree) or "",
        definitions=definitions,
        targets=targets,
        others=statements,
    )


def first_line(node: ast.stmt, lines: Sequence[str]) -> int:
    """The line where a statement starts with its decorators and the comment above it."""
    decorators = node.decorator_list if isinstance(node, ast.FunctionDef | ast.AsyncFunctionDef | ast.ClassDef) else []
    first = min([node.lineno, *(decorator.lineno for decorator in decorators)])
    indent = " " * node.col_offset
    while first > 1 and re.match(rf"{indent}#", lines[first - 2]):
        first -= 1
    return first


def last_line(node: ast.stmt, next_node: ast.stmt | None) -> int:
    """The line where a statement ends, with the text below an assignment that describes it."""
    described = isinstance(node, ast.Assign | ast.AnnAssign) and next_node is not None and _is_text(next_node)
    return (next_node if described and next_node is not None else node).end_lineno or node.lineno


def references(node: ast.AST, *, bound_names: frozenset[str] = frozenset(), skipped_nodes: Collection[ast.AST] = ()) -> Iterator[ast.expr]:
    """The names that ``node`` reads and that are bound outside it, and each attribute; what is in ``skipped_nodes`` is left out."""
    if node in skipped_nodes:
        return
    if isinstance(node, ast.Name):
        if node.id not in bound_names and isinstance(node.ctx, ast.Load):
            yield node
        return
    if isinstance(node, ast.Attribute):
        if not (isinstance(node.value, ast.Name) and node.value.id in bound_names):
            yield node
        yield from references(node.value, bound_names=bound_names, skipped_nodes=skipped_nodes)
        return
    if isinstance(node, FUNCTIONS):
        inner = bound_names | _locals(node)
        in_outer_scope: list[ast.AST | None] = [*node.args.defaults, *node.args.kw_defaults]
        if not isinstance(node, ast.Lambda):
            arguments = ast.walk(node.args)
            annotations = [argument.annotation for argument in arguments if isinstance(argument, ast.arg)]
            in_outer_scope += [*node.decorator_list, node.returns, *annotations]
        body = [node.body] if isinstance(node, ast.Lambda) else node.body
        for part in filter(None, in_outer_scope):
            yield from references(part, bound_names=bound_names, skipped_nodes=skipped_nodes)
        for part in body:
            yield from references(part, bound_names=inner, skipped_nodes=skipped_nodes)
        return
    if isinstance(node, COMPREHENSIONS):
        bound_names = bound_names | {
            name.id for generator in node.generators for name in ast.walk(generator.target) if isinstance(name, ast.Name)
        }
    for child in ast.iter_child_nodes(node):
        yield from references(child, bound_names=bound_names, skipped_nodes=skipped_nodes)


def attribute_names(node: ast.AST, *, skipped_nodes: Collection[ast.AST] = ()) -> Iterator[str]:
    """The names of all attributes that ``node`` reads or sets."""
    if node in skipped_nodes:
        return
    if isinstance(node, ast.Attribute):
        yield node.attr
    for child in ast.iter_child_nodes(node):
        yield from attribute_names(child, skipped_nodes=skipped_nodes)


def _locals(function: ast.FunctionDef | ast.AsyncFunctionDef | ast.Lambda) -> set[str]:
    """The names that a function binds: its parameters, and what it assigns, imports or defines."""
    names = {argument.arg for argument in ast.walk(function.args) if isinstance(argument, ast.arg)}
    nodes: list[ast.AST] = [function.body] if isinstance(function, ast.Lambda) else list(function.body)
    while nodes:
        node = nodes.pop()
        if isinstance(node, ast.FunctionDef | ast.AsyncFunctionDef | ast.ClassDef):
            names.add(node.name)
            continue
        if isinstance(node, ast.Name) and _is_bound(node):
            names.add(node.id)
        elif isinstance(node, ast.ExceptHandler) and node.name:
            names.add(node.name)
        elif isinstance(node, ast.Import | ast.ImportFrom):
            names.update(alias.asname or alias.name.partition(".")[0] for alias in node.names)
        if not isinstance(node, (*COMPREHENSIONS, ast.Lambda)):
            nodes += ast.iter_child_nodes(node)
    return names


def _bound_names(node: ast.stmt) -> tuple[str, ...]:
    if isinstance(node, ast.FunctionDef | ast.AsyncFunctionDef | ast.ClassDef):
        return (node.name,)
    if isinstance(node, ast.Assign):
        return tuple(name.id for target in node.targets for name in ast.walk(target) if isinstance(name, ast.Name) and _is_bound(name))
    if isinstance(node, ast.AnnAssign) and isinstance(node.target, ast.Name):
        return (node.target.id,)
    return ()


def _is_bound(name: ast.Name) -> bool:
    return isinstance(name.ctx, ast.Store)


def _imported(node: ast.Import | ast.ImportFrom, *, package: str, modules: Collection[str]) -> Iterator[tuple[str, Target]]:
    if isinstance(node, ast.Import):
        for alias in node.names:
            yield alias.asname or alias.name.partition(".")[0], External(name=alias.asname or alias.name, module=alias.name, of=None)
        return
    module = node.module or ""
    if module == "__future__":
        return
    for alias in node.names:
        name = alias.asname or alias.name
        if module.partition(".")[0] != package:
            yield name, External(name=name, module=module, of=alias.name)
        elif f"{module}.{alias.name}" in modules:
            yield name, Project(module=f"{module}.{alias.name}")
        else:
            yield name, Project(module=module, name=alias.name)


def _is_text(node: ast.stmt) -> bool:
    return isinstance(node, ast.Expr) and isinstance(node.value, ast.Constant) and isinstance(node.value.value, str)


def module_files(package: Path) -> dict[str, Path]:
    """Every module below ``package`` by its dotted name; a package itself stands under its own name."""
    files = {}
    for path in sorted(package.rglob("*.py")):
        parts = (package.name, *path.relative_to(package).with_suffix("").parts)
        files[".".join(parts[:-1] if parts[-1] == "__init__" else parts)] = path
    return files
