"""What a program uses: every definition it reaches through the project's own modules, and the imports those need."""

from __future__ import annotations

import ast
import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from functools import cache
from pathlib import Path

from optimization.bundling.source import Definition, External, Project, Source, attribute_names, module_files, read_source, references

PACKAGE = Path(__file__).resolve().parents[1]

Key = tuple[str, str]
"""A module, and a name in it."""


class BundleError(Exception):
    """The modules cannot be put into one file; the text names the definition."""


@dataclass(frozen=True, kw_only=True)
class Rules:
    """Where the one file differs from the project.

    ``stand_ins`` are taken in place of a definition, ``texts`` in place of a module's file; ``headings`` is what stands above a module's
    part where its docstring would say too much. A ``register`` is a module that describes
    things: of its calls only those keywords are kept whose field is used, a text "module:function" in them stands for that function,
    and it is never the default of a parameter elsewhere. ``described`` are the classes of which it makes things.
    """

    stand_ins: Mapping[Key, Key] = field(default_factory=dict)
    texts: Mapping[str, str] = field(default_factory=dict)
    headings: Mapping[str, str] = field(default_factory=dict)
    register: str = ""
    described: frozenset[Key] = frozenset()


@dataclass(frozen=True)
class Link:
    """A reference inside a definition, and what it stands for."""

    node: ast.expr
    target: Key | External


class Gathering:
    """Everything that is taken over into one file. A name that is nowhere defined raises BundleError."""

    def __init__(self, program: str, *, rules: Rules) -> None:
        self.rules = rules
        self.used: dict[Key, Definition] = {}
        self.links: dict[str, list[Link]] = {}
        """Module -> the references in it that were followed."""
        self.imports: dict[str, External] = {}
        self.members: dict[ast.AST, Key] = {}
        """Methods, fields and keywords that are kept once their name is mentioned -> their module and that name."""
        self.kept: set[ast.AST] = set()
        self.dropped_defaults: list[tuple[str, ast.arg, ast.expr]] = []
        self._mentioned: set[str] = set()
        self._sources: dict[str, Source] = {}
        self._take(program)

    def _take(self, program: str) -> None:
        source = self.source(program)
        for name in source.definitions:
            self._use((program, name))
        self._scan_statements(program)
        while mentioned_nodes := [node for node, (_, name) in self.members.items() if name in self._mentioned and node not in self.kept]:
            for node in mentioned_nodes:
                self.kept.add(node)
                self._scan(self.members[node][0], node, but=set())
        for package in self.packages():
            self._scan_statements(package)

    def packages(self) -> list[str]:
        """The packages of all modules that something is taken from."""
        return sorted({module.rpartition(".")[0] for module, _ in self.used} & module_files(PACKAGE).keys())

    def _scan_statements(self, module: str) -> None:
        for statement in self.source(module).others:
            self._scan(module, statement, but=set())

    def source(self, module: str) -> Source:
        """The module taken apart."""
        if module not in self._sources:
            self._sources[module] = _source_of(module, self.rules.texts.get(module, ""))
        return self._sources[module]

    def _use(self, key: Key) -> None:
        """Take over a definition, and all that it refers to."""
        if key in self.used:
            return
        module, name = key
        definition = self.source(module).definitions.get(name)
        if definition is None:
            raise BundleError(f"{module} has no {name}")
        self.used.update({(module, name): definition for name in definition.names})
        members = self._members_of(module, definition.node)
        self.members.update(members)
        self._scan(module, definition.node, but=set(members))

    def _members_of(self, module: str, node: ast.AST) -> dict[ast.AST, tuple[str, str]]:
        """What a definition holds that may not be needed: methods of plain classes, fields, and keywords of a register."""
        members: dict[ast.AST, tuple[str, str]] = {}
        if isinstance(node, ast.ClassDef) and not node.bases:
            members = {
                method: (module, method.name)
                for method in node.body
                if isinstance(method, ast.FunctionDef) and not method.name.startswith("__")
            }
        if isinstance(node, ast.ClassDef) and (module, node.name) in self.rules.described:
            members |= {
                annotated: (module, annotated.target.id)
                for annotated in node.body
                if isinstance(annotated, ast.AnnAssign) and isinstance(annotated.target, ast.Name)
            }
        if module == self.rules.register:
            calls = (call for call in ast.walk(node) if isinstance(call, ast.Call))
            members |= {keyword: (module, keyword.arg) for call in calls for keyword in call.keywords if keyword.arg}
        return members

    def _scan(self, module: str, node: ast.AST, *, but: set[ast.AST]) -> None:
        """Follow everything that ``node`` refers to."""
        source = self.source(module)
        but = but | set(self._defaults_from_the_register(source, node))
        self._mentioned.update(attribute_names(node, skipped_nodes=but))
        for reference in references(node, skipped_nodes=but):
            if isinstance(reference, ast.Name | ast.Attribute):
                self._follow(module, reference, source.target(reference))
        if module == self.rules.register and isinstance(node, ast.keyword):
            for constant in ast.walk(node):
                if isinstance(constant, ast.Constant) and re.fullmatch(rf"{PACKAGE.name}[\w.]*:\w+", str(constant.value)):
                    place, _, name = str(constant.value).partition(":")
                    self._follow(module, constant, Project(module=place, name=name))

    def _follow(self, module: str, reference: ast.expr, target: Project | External | None) -> None:
        if isinstance(target, External):
            earlier = self.imports.setdefault(target.name, target)
            if earlier != target:
                raise BundleError(f"{target.name} is imported from both {earlier.module} and {target.module}")
            self.links.setdefault(module, []).append(Link(reference, target))
        elif target is not None and target.name is not None:
            key = (target.module, target.name)
            key = self.rules.stand_ins.get(key, key)
            # A module that only hands on what it imported is looked through.
            handed_on = self.source(key[0]).targets.get(key[1])
            if key[1] not in self.source(key[0]).definitions and isinstance(handed_on, Project | External):
                return self._follow(module, reference, handed_on)
            self.links.setdefault(module, []).append(Link(reference, key))
            self._use(key)

    def _defaults_from_the_register(self, source: Source, node: ast.AST) -> Iterator[ast.AST]:
        """The defaults of parameters that are a network of the register: the program always says which one it means."""
        for function in ast.walk(node):
            if isinstance(function, ast.FunctionDef):
                for argument, default in zip(function.args.kwonlyargs, function.args.kw_defaults, strict=True):
                    base = default.value if isinstance(default, ast.Attribute) else default
                    target = source.target(base) if isinstance(base, ast.Name) else None
                    if default is not None and isinstance(target, Project) and target.module == self.rules.register != source.module:
                        self.dropped_defaults.append((source.module, argument, default))
                        yield default


@cache
def _source_of(module: str, text: str) -> Source:
    """The module taken apart; of its file where the rules give no text."""
    files = module_files(PACKAGE)
    if not text and module not in files:
        raise BundleError(f"there is no module {module}")
    return read_source(module, text=text or files[module].read_text(encoding="utf-8"), package=PACKAGE.name, modules=files.keys())
