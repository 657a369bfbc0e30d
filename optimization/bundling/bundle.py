"""Puts the definitions that a program uses, out of the project's own modules, into the text of one file.

Nothing is written a second time: each function, class and constant is taken over as it stands in its module, with the comment above
it. Imports from the project are dropped, and so is what nothing uses. No module is imported for this, so that the web process can do
it. ``Rules`` say where the file needs something else than the project has: no cache, no progress bar, one network.
"""

from __future__ import annotations

import ast
from collections.abc import Iterator, Mapping

from optimization.bundling.gathering import BundleError, Gathering, Key, Rules
from optimization.bundling.layout import Edit, edited, heading, import_lines, place_of_name, whole_place
from optimization.bundling.source import Definition, External, Source, first_line, last_line


def bundled(program: str, *, rules: Rules) -> str:
    """The text of one file that does what the module ``program`` does.

    Imports first, then each part under the first sentence of its module, then the program. Raises BundleError where a name is nowhere
    defined, or stands for two imports.
    """
    gathering = Gathering(program, rules=rules)
    order = module_order(program, gathering)
    names = final_names(order, gathering)
    source = gathering.source(program)
    edits = list(_edits(source, gathering, names))
    last = [edited(source.text, *source.span(node), edits) for node in source.others]
    parts = [_part(module, gathering, names) for module in order]
    return "\n\n\n".join([_head(gathering), *filter(None, parts), *last]) + "\n"


def module_order(program: str, gathering: Gathering) -> list[str]:
    """The modules that something is taken from, each after those that it refers to; a text of the rules that needs none is first."""
    used_modules = {module for module, _ in gathering.used}
    in_order = [module for module in gathering.rules.texts if module in used_modules and module not in gathering.links]
    visited = set(in_order)

    def place(module: str) -> None:
        if module not in visited:
            visited.add(module)
            for link in gathering.links.get(module, []):
                if not isinstance(link.target, External):
                    place(link.target[0])
            in_order.append(module)

    place(program)
    return in_order


def final_names(order: list[str], gathering: Gathering) -> dict[Key, str]:
    """What each definition is called in the one file.

    A second one of the same name carries that of its module before it, unless it is the same constant: then one stands for both.
    """
    owners: dict[str, Key | None] = dict.fromkeys(gathering.imports)
    names: dict[Key, str] = {}
    for module in order:
        for key in (key for key in gathering.used if key[0] == module):
            name = key[1]
            if name in owners and not _same_constant(owners[name], key, gathering):
                stem = module.rpartition(".")[2]
                private = "_" * name.startswith("_")
                name = f"{private}{stem.upper() if name.isupper() else stem}_{name.removeprefix('_')}"
                if name in owners:
                    raise BundleError(f"{module}: there is another {name} already")
            owners.setdefault(name, key)
            names[key] = name
    return names


def _same_constant(first: Key | None, second: Key, gathering: Gathering) -> bool:
    """Whether two assignments say the same, character by character, with the same imports and nothing of the project."""
    if first is None:
        return False
    texts = []
    for key in (first, second):
        definition, source = gathering.used[key], gathering.source(key[0])
        links_inside = [link for link in gathering.links.get(key[0], []) if link.node in set(ast.walk(definition.node))]
        if not isinstance(definition.node, ast.Assign) or any(not isinstance(link.target, External) for link in links_inside):
            return False
        texts.append(source.text[slice(*source.span(definition.node))])
    return texts[0] == texts[1]


def _head(gathering: Gathering) -> str:
    """The imports; before them what the packages of the modules do when they are imported."""
    setting_up, early_imports = [], set()
    for package in gathering.packages():
        source = gathering.source(package)
        for node in source.others:
            lines = source.lines_span(first_line(node, source.text.splitlines()), last_line(node, None))
            setting_up.append(source.text[slice(*lines)].rstrip())
        early_imports |= {link.target for link in gathering.links.get(package, []) if isinstance(link.target, External)}
    first = [*import_lines(early_imports), "", *setting_up, ""] if setting_up else []
    return "\n".join(["from __future__ import annotations", "", *first, *import_lines(set(gathering.imports.values()) - early_imports)])


def _part(module: str, gathering: Gathering, names: Mapping[Key, str]) -> str:
    """The used definitions of a module in their order, under what the module says of itself; empty where others stand for them."""
    source = gathering.source(module)
    edits = list(_edits(source, gathering, names))
    first_with_name = {name: key for key, name in reversed(list(names.items()))}
    own = {key: definition for key, definition in gathering.used.items() if key[0] == module and first_with_name[names[key]] == key}
    text = ""
    previous: Definition | None = None
    for definition in sorted({id(definition): definition for definition in own.values()}.values(), key=lambda definition: definition.first):
        if previous is not None:
            text += "\n" * _blank_lines(previous, definition)
        text += edited(source.text, *source.lines_span(definition.first, definition.last), edits).rstrip() + "\n"
        previous = definition
    return f"{heading(gathering.rules.headings.get(module, source.docstring))}\n\n{text.rstrip()}".strip() if text else ""


def _blank_lines(previous: Definition, definition: Definition) -> int:
    """As many as the module has between two constants, at most one; otherwise two."""
    constants = all(isinstance(part.node, ast.Assign | ast.AnnAssign) for part in (previous, definition))
    return min(definition.first - previous.last - 1, 1) if constants else 2


def _edits(source: Source, gathering: Gathering, names: Mapping[Key, str]) -> Iterator[Edit]:
    """All that changes in a module: other names, and what is left out."""
    for link in gathering.links.get(source.module, []):
        if not isinstance(link.target, External):
            yield Edit(*source.span(link.node), names[link.target])
    for (module, name), definition in gathering.used.items():
        if module == source.module and names[module, name] != name:
            yield Edit(*place_of_name(source, definition, name), names[module, name])
    fields = {name for node, (_, name) in gathering.members.items() if node in gathering.kept and isinstance(node, ast.AnnAssign)}
    for node, (module, name) in gathering.members.items():
        if module == source.module and (node not in gathering.kept or (isinstance(node, ast.keyword) and name not in fields)):
            yield Edit(*whole_place(source, node), "")
    for module, argument, default in gathering.dropped_defaults:
        if module == source.module:
            yield Edit(source.span(argument)[1], source.span(default)[1], "")
