"""The versions that the project is tested with, as ``requirements.txt`` pins them: the only place that names them.

Read without the library ``packaging``, which is a third of a second of the start of the app, for two kinds of line.
"""

from __future__ import annotations

import re
import sys
from collections.abc import Iterator
from functools import cache
from pathlib import Path

FILE = Path(__file__).resolve().parents[2] / "requirements.txt"
LINE = re.compile(r"(?P<pin>(?P<name>[\w.-]+)(\[[\w,]+\])?==[\w.+!]+)(; sys_platform (?P<sign>[!=]=) '(?P<system>\w+)')?")


def pinned(*names: str) -> str:
    """The requirement of the first of these distributions that is pinned for this system, as pip wants it.

    Several are given where a system has another build than the others. KeyError where none of them is pinned here.
    """
    for name in names:
        if name.lower() in _pins():
            return _pins()[name.lower()]
    raise KeyError(f"{FILE.name} pins no {' and no '.join(names)} for this system")


@cache
def _pins() -> dict[str, str]:
    return dict(pins_of(FILE.read_text(encoding="utf-8"), system=sys.platform))


def pins_of(text: str, *, system: str) -> Iterator[tuple[str, str]]:
    """Distribution in lower case, and what installs it on that system. Raises ValueError for a line of another kind."""
    for line in filter(None, (raw_line.partition("#")[0].strip() for raw_line in text.splitlines())):
        parts = LINE.fullmatch(line)
        if parts is None:
            raise ValueError(f"{FILE.name}: {line}: expected name==version, or that with ; sys_platform == or != 'system'")
        if parts["sign"] is None or (parts["sign"] == "==") == (parts["system"] == system):
            yield parts["name"].lower(), parts["pin"]
