"""The recipes of CONTRIBUTING.md, followed to the letter in a copy of the project."""

from __future__ import annotations

import filecmp
import json
import os
import re
import shlex
import shutil
import subprocess
import sys
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

ROOT = Path(__file__).resolve().parents[1]
PRODUCT = ("content", "optimization", "quizzes", "tests", "views")
FILES = (
    "app.py",
    "CHANGELOG.md",
    "CONTRIBUTING.md",
    "README.md",
    "pyproject.toml",
    "requirements.txt",
    "LICENSE",
    "SECURITY.md",
    ".gitignore",
)
FOLDERS = (*PRODUCT, ".github", ".streamlit", "docs")
LEFT_BEHIND = shutil.ignore_patterns(".*_cache", ".hypothesis")
"""Compiled modules come along with the times of their sources, else each command would compile the project anew."""
FENCE = re.compile(r"^(?P<indent> *)```(?P<language>\w+)\n(?P<text>.*?)^(?P=indent)```$", re.MULTILINE | re.DOTALL)
PATH = re.compile(r"`([\w.-]+(?:/[\w.-]+)+\.\w+)`")

OPENED = """
import json, sys
sys.path += ["tests/views"]
from streamlit.components.v2 import manifest_scanner
from streamlit.runtime import context
from streamlit.testing.v1 import AppTest
from streamlit.util import calc_hash
from visiting import Browser, page_text
from quizzes.events.learners import COOKIE, new_learner_id
from views.page import pages, services

services.PATIENCE_S = None
manifest_scanner.scan_component_manifests = list
browser = Browser({COOKIE: new_learner_id()})
context._get_client_context = lambda: browser
shown = []
for name, topic in json.loads(sys.argv[1]):
    visit = AppTest.from_file("app.py", default_timeout=120)
    visit.query_params = {"topic": topic} if topic else {}
    visit._page_hash = calc_hash(pages.PAGES[name].address) if name != "catalog" else ""
    visit.run()
    assert not visit.exception, visit.exception
    shown.append(page_text(visit))
print(json.dumps(shown))
"""
"""Where the tests of the views draw a page they are in the same box. A page is told by its address, also one whose file draws others."""


@dataclass(frozen=True)
class Block:
    """A fenced block: the file that the text before it names last, its language, and its text as it would stand in that file."""

    path: str
    language: str
    text: str


def recipe(title: str) -> tuple[Block, ...]:
    """The blocks below that heading, in order; AssertionError where CONTRIBUTING.md has no such heading."""
    found = re.search(rf"^## {title}\n(.*?)(?=^## |\Z)", (ROOT / "CONTRIBUTING.md").read_text(encoding="utf-8"), re.MULTILINE | re.DOTALL)
    assert found is not None, f"CONTRIBUTING.md has no section “{title}”"
    return tuple(_blocks(found[1]))


def _blocks(section: str) -> Iterator[Block]:
    end, path = 0, ""
    for fence in FENCE.finditer(section):
        named = PATH.findall(section[end : fence.start()])
        path, end = (named[-1] if named else path), fence.end()
        yield Block(path, fence["language"], re.sub(rf"^{fence['indent']}", "", fence["text"], flags=re.MULTILINE))


class Copy:
    """A copy of the project in which ``.venv/bin/python`` is this Python, as a contributor has it."""

    def __init__(self, folder: Path) -> None:
        self.folder = folder
        for name in FOLDERS:
            shutil.copytree(ROOT / name, folder / name, ignore=LEFT_BEHIND)
        for name in FILES:
            shutil.copy2(ROOT / name, folder / name)
        (folder / ".venv" / "bin").mkdir(parents=True)
        for name in ("python", "ruff", "mypy"):
            self._program(name, sys.executable if name == "python" else f"{sys.executable} -m {name}")

    def _program(self, name: str, command: str) -> None:
        path = self.folder / ".venv" / "bin" / name
        path.write_text(f'#!/bin/sh\nexec {command} "$@"\n', encoding="utf-8")
        path.chmod(0o755)

    def follow(self, title: str) -> None:
        """Do what the recipe says, block by block: write the files, change the lines, run the commands. Each has to succeed."""
        for block in recipe(title):
            if block.language == "bash":
                self.run(block.text)
            elif block.language == "diff":
                self._change(block)
            else:
                path = self.folder / block.path
                assert not path.exists(), f"{block.path} is already there"
                path.parent.mkdir(parents=True, exist_ok=True)
                path.write_text(block.text, encoding="utf-8")

    def _change(self, block: Block) -> None:
        path, lines = self.folder / block.path, block.text.splitlines(keepends=True)
        before, after = ("".join(line[1:] for line in lines if line[0] != sign) for sign in "+-")
        text = path.read_text(encoding="utf-8")
        assert text.count(before) == 1, f"{block.path} has these lines {text.count(before)} times:\n{before}"
        path.write_text(text.replace(before, after), encoding="utf-8")

    def run(self, commands: str) -> str:
        """What the commands print; AssertionError with all of it where one fails."""
        inherited = {name: value for name, value in os.environ.items() if not name.startswith(("PYTEST_", "COV_CORE", "PYTHONDONTWRITE"))}
        environment = {**inherited, "DATA_DIR": str(self.folder.with_name("data"))}
        done = subprocess.run(
            ["bash", "-euo", "pipefail", "-c", commands], cwd=self.folder, env=environment, capture_output=True, text=True
        )
        assert done.returncode == 0, f"{commands}\n{done.stdout}\n{done.stderr}"
        return done.stdout

    def shown(self, *opened: tuple[str, str]) -> list[str]:
        """All that pages of the copy's app say: each is named, with the topic that it is opened for; AssertionError where one fails."""
        said = self.run(f"PYTHONPATH=. .venv/bin/python -c {shlex.quote(OPENED)} {shlex.quote(json.dumps(opened))}")
        found: list[str] = json.loads(said.splitlines()[-1])
        return found

    def touched(self) -> set[str]:
        """The files that are no longer, or not yet, in the project as they are here."""
        files = [path for name in FOLDERS for path in (self.folder / name).rglob("*") if path.is_file()]
        named = {path.relative_to(self.folder).as_posix(): path for path in [*files, *map(self.folder.joinpath, FILES)]}
        return {
            name
            for name, path in named.items()
            if not {"__pycache__", ".pytest_cache", ".hypothesis"} & {*path.parts}
            if not (ROOT / name).is_file() or not filecmp.cmp(path, ROOT / name, shallow=False)
        }
