"""Puts the definitions that a program uses, out of the project's own modules, into the text of one file.

Nothing is written a second time: each function, class and constant is taken over as it stands in its module, with the comment above
it. Imports from the project are dropped, and so is what nothing uses. No module is imported for this, so that the web process can do
it. ``Rules`` say where the file needs something else than the project has: no cache, no progress bar, one network.
"""

from __future__ import annotations

import ast
import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from functools import cache
from pathlib import Path

from optimization.bundling.layout import Edit, edited, heading, import_lines, place_of_name, whole_place
from optimization.bundling.source import (
    Definition,
    External,
    Project,
    Source,
    attribute_names,
    first_line,
    last_line,
    module_files,
    read_source,
    references,
)

PACKAGE = Path(__file__).resolve().parents[1]

Key = tuple[str, str]
"""A module, and a name in it."""


class BundleError(Exception):
    """The modules cannot be put into one file; the text names the definition."""


@dataclass(frozen=True, kw_only=True)
class Rules:
    """Where the one file differs from the project.

    ``stand_ins`` are taken in place of a definition, ``texts`` in place of a module's file. A ``register`` is a module that describes
    things: of its calls only those keywords are kept whose field is used, a text "module:function" in them stands for that function,
    and it is never the default of a parameter elsewhere. ``described`` are the classes of which it makes things.
    """

    stand_ins: Mapping[Key, Key] = field(default_factory=dict)
    texts: Mapping[str, str] = field(default_factory=dict)
    register: str = ""
    described: frozenset[Key] = frozenset()


def bundled(program: str, *, rules: Rules) -> str:
    """The text of one file that does what the module ``program`` does.

    Imports first, then each part under the first sentence of its module, then the program. Raises BundleError where a name is nowhere
    defined, or stands for two imports.
    """
    return _Bundle(rules).text(program)


@dataclass(frozen=True)
class _Link:
    """A reference inside a definition, and what it stands for."""

    node: ast.expr
    target: Key | External


class _Bundle:
    def __init__(self, rules: Rules) -> None:
        self._rules = rules
        self._sources: dict[str, Source] = {}
        self._used: dict[Key, Definition] = {}
        self._links: dict[str, list[_Link]] = {}
        self._members: dict[ast.AST, tuple[str, str]] = {}
        """Methods, fields and keywords that are kept once their name is mentioned -> their module and that name."""
        self._kept: set[ast.AST] = set()
        self._dropped_defaults: list[tuple[str, ast.arg, ast.expr]] = []
        self._mentioned: set[str] = set()
        self._imports: dict[str, External] = {}

    def text(self, program: str) -> str:
        source = self._source(program)
        for name in source.definitions:
            self._use((program, name))
        for statement in source.others:
            self._scan(program, statement, but=set())
        while waiting := [node for node, (_, name) in self._members.items() if name in self._mentioned and node not in self._kept]:
            for node in waiting:
                self._kept.add(node)
                self._scan(self._members[node][0], node, but=set())
        order = self._order(program)
        names = self._final_names(order)
        last = [edited(source.text, *source.span(node), self._edits(source, names)) for node in source.others]
        return "\n\n\n".join([self._head(order), *(self._part(module, names) for module in order), *last]) + "\n"

    def _source(self, module: str) -> Source:
        if module not in self._sources:
            self._sources[module] = _read(module, self._rules.texts.get(module, ""))
        return self._sources[module]

    def _use(self, key: Key) -> None:
        """Take over a definition, and all that it refers to."""
        if key in self._used:
            return
        module, name = key
        definition = self._source(module).definitions.get(name)
        if definition is None:
            raise BundleError(f"{module} has no {name}")
        self._used.update({(module, one): definition for one in definition.names})
        members = self._members_of(module, definition.node)
        self._members.update(members)
        self._scan(module, definition.node, but=set(members))

    def _members_of(self, module: str, node: ast.AST) -> dict[ast.AST, tuple[str, str]]:
        """What a definition holds that may not be needed: methods of plain classes, fields, and keywords of a register."""
        found: dict[ast.AST, tuple[str, str]] = {}
        if isinstance(node, ast.ClassDef) and not node.bases:
            found = {one: (module, one.name) for one in node.body if isinstance(one, ast.FunctionDef) and not one.name.startswith("__")}
        if isinstance(node, ast.ClassDef) and (module, node.name) in self._rules.described:
            found |= {
                one: (module, one.target.id) for one in node.body if isinstance(one, ast.AnnAssign) and isinstance(one.target, ast.Name)
            }
        if module == self._rules.register:
            calls = (call for call in ast.walk(node) if isinstance(call, ast.Call))
            found |= {keyword: (module, keyword.arg) for call in calls for keyword in call.keywords if keyword.arg}
        return found

    def _scan(self, module: str, node: ast.AST, *, but: set[ast.AST]) -> None:
        """Follow everything that ``node`` refers to."""
        source = self._source(module)
        but = but | set(self._defaults_from_the_register(source, node))
        self._mentioned.update(attribute_names(node, skipped=but))
        for reference in references(node, skipped=but):
            if isinstance(reference, ast.Name | ast.Attribute):
                self._follow(module, reference, source.target(reference))
        if module == self._rules.register and isinstance(node, ast.keyword):
            for constant in ast.walk(node):
                if isinstance(constant, ast.Constant) and re.fullmatch(rf"{PACKAGE.name}[\w.]*:\w+", str(constant.value)):
                    place, _, name = str(constant.value).partition(":")
                    self._follow(module, constant, Project(module=place, name=name))

    def _follow(self, module: str, reference: ast.expr, target: Project | External | None) -> None:
        if isinstance(target, External):
            known = self._imports.setdefault(target.name, target)
            if known != target:
                raise BundleError(f"{target.name} is imported from both {known.module} and {target.module}")
            self._links.setdefault(module, []).append(_Link(reference, target))
        elif target is not None and target.name is not None:
            key = (target.module, target.name)
            key = self._rules.stand_ins.get(key, key)
            # A module that only hands on what it imported is looked through.
            handed_on = self._source(key[0]).targets.get(key[1])
            if key[1] not in self._source(key[0]).definitions and isinstance(handed_on, Project | External):
                return self._follow(module, reference, handed_on)
            self._links.setdefault(module, []).append(_Link(reference, key))
            self._use(key)

    def _defaults_from_the_register(self, source: Source, node: ast.AST) -> Iterator[ast.AST]:
        """The defaults of parameters that are a network of the register: the program always says which one it means."""
        for function in ast.walk(node):
            if isinstance(function, ast.FunctionDef):
                for argument, default in zip(function.args.kwonlyargs, function.args.kw_defaults, strict=True):
                    base = default.value if isinstance(default, ast.Attribute) else default
                    target = source.target(base) if isinstance(base, ast.Name) else None
                    if default is not None and isinstance(target, Project) and target.module == self._rules.register != source.module:
                        self._dropped_defaults.append((source.module, argument, default))
                        yield default

    def _order(self, program: str) -> list[str]:
        """The modules that something is taken from, each after those that it refers to; a text of the rules that needs none is first."""
        placed = [module for module in self._rules.texts if any(module == one for one, _ in self._used) and module not in self._links]
        seen = set(placed)

        def place(module: str) -> None:
            if module not in seen:
                seen.add(module)
                for link in self._links.get(module, []):
                    if not isinstance(link.target, External):
                        place(link.target[0])
                placed.append(module)

        place(program)
        return placed

    def _final_names(self, order: list[str]) -> dict[Key, str]:
        """What each definition is called in the one file: a second one of the same name carries that of its module before it."""
        taken = set(self._imports)
        names: dict[Key, str] = {}
        for module in order:
            for key in (key for key in self._used if key[0] == module):
                name = key[1]
                if name in taken:
                    stem = module.rpartition(".")[2]
                    private = "_" * name.startswith("_")
                    name = f"{private}{stem.upper() if name.isupper() else stem}_{name.removeprefix('_')}"
                if name in taken:
                    raise BundleError(f"{module}: there is another {name} already")
                taken.add(name)
                names[key] = name
        return names

    def _head(self, order: list[str]) -> str:
        """The imports; before them what the packages of the modules do when they are imported."""
        packages = sorted({module.rpartition(".")[0] for module in order} & module_files(PACKAGE).keys())
        setting_up = []
        for package in packages:
            source = self._source(package)
            for node in source.others:
                lines = source.lines_span(first_line(node, source.text.splitlines()), last_line(node, None))
                setting_up.append(source.text[slice(*lines)].rstrip())
                for reference in references(node):
                    if isinstance(reference, ast.Name | ast.Attribute):
                        self._follow(package, reference, source.target(reference))
        early = {link.target for package in packages for link in self._links.get(package, []) if isinstance(link.target, External)}
        first = [*import_lines(early), "", *setting_up, ""] if setting_up else []
        return "\n".join(["from __future__ import annotations", "", *first, *import_lines(set(self._imports.values()) - set(early))])

    def _part(self, module: str, names: Mapping[Key, str]) -> str:
        """The used definitions of a module in their order, under what the module says of itself."""
        source = self._source(module)
        edits = self._edits(source, names)
        taken = {id(one): one for (place, _), one in self._used.items() if place == module}
        text, before = "", None
        for definition in sorted(taken.values(), key=lambda one: one.first):
            start, end = source.lines_span(definition.first, definition.last)
            if before is not None:
                both_constant = all(isinstance(one.node, ast.Assign | ast.AnnAssign) for one in (before, definition))
                text += "\n" * (min(definition.first - before.last - 1, 1) if both_constant else 2)
            text += edited(source.text, start, end, edits).rstrip() + "\n"
            before = definition
        return f"{heading(source.docstring)}\n\n{text.rstrip()}".strip()

    def _edits(self, source: Source, names: Mapping[Key, str]) -> list[Edit]:
        """All that changes in a module: other names, and what is left out."""
        edits = []
        for link in self._links.get(source.module, []):
            if not isinstance(link.target, External):
                edits.append(Edit(*source.span(link.node), names[link.target]))
        for (module, name), definition in self._used.items():
            if module == source.module and names[module, name] != name:
                edits.append(Edit(*place_of_name(source, definition, name), names[module, name]))
        fields = {(place, name) for node, (place, name) in self._members.items() if node in self._kept and isinstance(node, ast.AnnAssign)}
        known = {name for _, name in fields}
        for node, (module, name) in self._members.items():
            if module == source.module and (node not in self._kept or (isinstance(node, ast.keyword) and name not in known)):
                edits.append(Edit(*whole_place(source, node), ""))
        for module, argument, default in self._dropped_defaults:
            if module == source.module:
                edits.append(Edit(source.span(argument)[1], source.span(default)[1], ""))
        return edits


@cache
def _read(module: str, text: str) -> Source:
    """The module taken apart; of its file where the rules give no text."""
    files = module_files(PACKAGE)
    if not text and module not in files:
        raise BundleError(f"there is no module {module}")
    return read_source(module, text=text or files[module].read_text(encoding="utf-8"), package=PACKAGE.name, modules=files.keys())
