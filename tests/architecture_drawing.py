"""The drawings of docs/architecture.md, made of the imports that are there: ``python tests/architecture_drawing.py`` writes them anew.

It also prints the longest chain of imports.
"""

from __future__ import annotations

import re
import sys
from collections.abc import Mapping
from collections.abc import Set as AbstractSet
from functools import cache

from product_modules import MODULES, ROOT, imports

DOCUMENT = ROOT / "docs" / "architecture.md"
DRAWING = re.compile(r"(?<=<!-- drawing: )(?P<what>\w+)(?P<before> -->\n```mermaid\n)(?P<lines>.*?)(?=```)", re.DOTALL)
PACKAGES = "packages"
"""The drawing of the packages; each other one is called after a package and shows its rooms."""
LABORATORY = "optimization.laboratory"
COMMANDS = "__main__"

Arrows = Mapping[str, AbstractSet[str]]
NAMES = {module.name for module in MODULES}


@cache
def imported() -> Arrows:
    """Module -> the modules of the product that it imports; where it imports what a module holds, that module."""
    return {module.name: ({*imports(module)} & NAMES) - {module.name, *_around(module.name)} for module in MODULES}


def _around(name: str) -> set[str]:
    """The packages that it stands in; they are imported with it."""
    parts = name.split(".")
    return {".".join(parts[:end]) for end in range(1, len(parts))}


def package_of(name: str) -> str:
    """What a module is part of in the drawing of the packages; the shell's two commands stand apart from what they command."""
    if name == LABORATORY or name.startswith(f"{LABORATORY}."):
        return LABORATORY
    return f"{name.removesuffix(COMMANDS)}{COMMANDS}" if name.endswith(COMMANDS) else name.partition(".")[0]


def room_of(name: str) -> str:
    """The room that a module stands in: the folder or the loose file of its package."""
    return ".".join(name.split(".")[1:2])


def between_packages() -> Arrows:
    """Package -> the packages that it imports."""
    return _between({name: package_of(name) for name in NAMES})


def between_rooms(package: str) -> Arrows:
    """Room of a package -> the rooms of the same package that it imports."""
    return _between({name: room_of(name) for name in NAMES if name.startswith(f"{package}.")})


def _between(places: Mapping[str, str]) -> Arrows:
    found: dict[str, set[str]] = {place: set() for place in places.values()}
    for name, others in imported().items():
        if name in places:
            found[places[name]] |= {places[other] for other in others if other in places} - {places[name]}
    return found


def without_detours(arrows: Arrows) -> Arrows:
    """The arrows but those whose end is reached over others, too."""
    return {start: {end for end in ends if end not in _beyond(arrows, ends - {end})} for start, ends in arrows.items()}


def _beyond(arrows: Arrows, starts: AbstractSet[str]) -> set[str]:
    reached, waiting = set(starts), [*starts]
    while waiting:
        new = arrows[waiting.pop()] - reached
        reached |= new
        waiting += new
    return reached


def lines(what: str) -> str:
    """One drawing in the language of Mermaid."""
    arrows = between_packages() if what == PACKAGES else without_detours(between_rooms(what))
    drawn = [f"    {_id(start)} --> {_id(end)}" for start in sorted(arrows) for end in sorted(arrows[start])]
    named = [f'    {_id(place)}["{place}"]' for place in sorted(arrows)]
    return "\n".join(["flowchart TD", *named, *drawn, ""])


def _id(place: str) -> str:
    """``end`` and dots mean something to Mermaid."""
    return "r_" + place.replace(".", "_")


def redrawn(text: str) -> str:
    """The document with its drawings as they have to be."""
    return DRAWING.sub(lambda found: f"{found['what']}{found['before']}{lines(found['what'])}", text)


class ImportCircle(Exception):
    """Modules that import each other in a circle, so that no chain of them has an end."""


def longest_chain(arrows: Arrows) -> list[str]:
    """The modules of the longest chain in which each imports the next. Raises ImportCircle."""
    longest: dict[str, list[str]] = {}

    def chain(name: str, way: tuple[str, ...]) -> list[str]:
        if name in way:
            raise ImportCircle(f"a circle of imports: {' > '.join([*way[way.index(name) :], name])}")
        if name not in longest:
            longest[name] = [name, *max((chain(end, (*way, name)) for end in sorted(arrows[name])), key=len, default=[])]
        return longest[name]

    return max((chain(name, ()) for name in sorted(arrows)), key=len)


if __name__ == "__main__":
    DOCUMENT.write_text(redrawn(DOCUMENT.read_text(encoding="utf-8")), encoding="utf-8")
    try:
        chain = longest_chain(imported())
    except ImportCircle as circle:
        sys.exit(str(circle))
    print(len(chain), "modules:", " > ".join(chain))
