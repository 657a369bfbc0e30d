"""Every script as browsers get it is read by Oxlint: it parses, knows every name it uses, and holds no function that nothing calls.

A component's script is several files one after another, so what is unused there only counts where it is unused in all that hold its file.
``no-shadow`` is off for the same reason, ``no-underscore-dangle`` because Streamlit's own name for its settings begins so.
"""

from __future__ import annotations

import json
import re
import subprocess
import sys
from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path

import pytest

from views.components.sources import SCRIPTS

VIEWS = Path(__file__).resolve().parents[3] / "views"
COMPONENTS = VIEWS / "components"
OXLINT = Path(sys.executable).parent / "oxlint"
RULES = Path(__file__).with_name("oxlint.json")
MADE_ELSEWHERE = {"codemirror/codemirror.js", "codemirror/entry.js"}
"""The bundle of CodeMirror, and the list of what goes into it."""
UNUSED = "eslint(no-unused-vars)"
EXPORTED = re.compile(r"^export (?=function|const|async)", re.MULTILINE)
"""Tests run such a function by itself; in the page it has to be called all the same."""


@dataclass(frozen=True, order=True)
class Fault:
    """What Oxlint says of a place in a file of the product."""

    file: str
    line: int
    rule: str
    message: str


def parts() -> dict[str, tuple[str, ...]]:
    """Name of a script -> the files, below ``views``, that it is made of."""
    own = {name: tuple(f"components/{one}.js" for one in files) for name, files in SCRIPTS.items() if name != "codemirror"}
    alone = sorted((VIEWS / "server" / "shell").glob("*.js"))
    shell = {path.stem: ("components/streamlit.js", path.relative_to(VIEWS).as_posix()) for path in alone}  # as the shell page has them
    return own | shell | {"fetch": ("components/fetch.js",)}


def faults(scripts: Mapping[str, tuple[str, ...]], root: Path, folder: Path) -> list[Fault]:
    """Those of scripts that are made of files below ``root``; ``folder`` is where they are put together."""
    places: dict[str, list[tuple[str, int]]] = {}
    for name, files in scripts.items():
        texts = [EXPORTED.sub("", (root / file).read_text(encoding="utf-8")) for file in files]
        (folder / f"{name}.js").write_text("\n".join(texts), encoding="utf-8")
        lines = [text.count("\n") + 1 for text in texts]
        places[name] = [(file, line) for file, count in zip(files, lines, strict=True) for line in range(1, count + 1)]
    done = subprocess.run([OXLINT, "-c", RULES, "-f", "json", folder], capture_output=True, text=True, timeout=60)
    told = json.loads(done.stdout)
    assert told["number_of_files"] == len(scripts)
    found: dict[Fault, set[str]] = {}
    for one in told["diagnostics"]:
        name = Path(one["filename"]).stem
        file, line = places[name][one["labels"][0]["span"]["line"] - 1] if one["labels"] else (name, 0)
        found.setdefault(Fault(file, line, one.get("code", "syntax"), one["message"]), set()).add(name)
    holding = {file: {name for name, files in scripts.items() if file in files} for files in scripts.values() for file in files}
    return sorted(fault for fault, where in found.items() if fault.rule != UNUSED or where == holding[fault.file])


def test_every_script_of_the_product_is_read() -> None:
    read = {file for files in parts().values() for file in files}
    there = {path.relative_to(VIEWS).as_posix() for path in VIEWS.rglob("*.js")}
    assert there - read == {f"components/{one}" for one in MADE_ELSEWHERE}


def test_no_script_has_a_fault(tmp_path: Path) -> None:
    assert faults(parts(), VIEWS, tmp_path) == []


@pytest.mark.parametrize(
    ("text", "rule"),
    [
        ("export default function () { return 1 +* 2 }", "syntax"),
        ("export default function () { return near(1) }", "eslint(no-undef)"),
        ("function far() { return 1 }\nexport default function () { return 2 }", UNUSED),
        ("export function far() { return 1 }\nexport default function () { return 2 }", UNUSED),
        ("const FAR = 1\nexport default function () { return 2 }", UNUSED),
        ("export default function (a) { if (a == a) return { x: 1, x: 2 } }", "eslint(no-dupe-keys)"),
    ],
)
def test_a_fault_is_found_in_its_file_and_line(tmp_path: Path, text: str, rule: str) -> None:
    (tmp_path / "good.js").write_text("function one() {\n  return 1\n}\n", encoding="utf-8")
    (tmp_path / "bad.js").write_text(f"{text.replace('return 2', 'return one()')}\n", encoding="utf-8")
    folder = tmp_path / "together"
    folder.mkdir()
    found = faults({"both": ("good.js", "bad.js")}, tmp_path, folder)
    assert rule in {fault.rule for fault in found if fault.file == "bad.js"}


def test_what_another_script_uses_of_a_shared_file_is_used(tmp_path: Path) -> None:
    (tmp_path / "shared.js").write_text(
        "function a() { return 1 }\nfunction b() { return 1 }\nfunction c() { return 1 }\n", encoding="utf-8"
    )
    for name in ("a", "b"):
        (tmp_path / f"{name}.js").write_text(f"export default function () {{ return {name}() }}\n", encoding="utf-8")
    folder = tmp_path / "together"
    folder.mkdir()
    found = faults({name: ("shared.js", f"{name}.js") for name in ("a", "b")}, tmp_path, folder)
    assert [(fault.file, fault.line) for fault in found] == [("shared.js", 3)]
