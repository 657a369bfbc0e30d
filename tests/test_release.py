"""The version stands in one place, everything that shows it reads it there, and the changelog says what came with it."""

from __future__ import annotations

import re
import subprocess
import sys
import tomllib
from datetime import date
from pathlib import Path

import pytest

from quizzes import release
from quizzes.release import version

ROOT = Path(__file__).resolve().parents[1]
WRITTEN = str(tomllib.loads((ROOT / "pyproject.toml").read_text(encoding="utf-8"))["project"]["version"])
HEADING = re.compile(r"^## \[(?P<version>[^\]]+)\](?: - (?P<day>\d{4}-\d\d-\d\d))?$", re.MULTILINE)
KINDS = {"Added", "Changed", "Deprecated", "Removed", "Fixed", "Security"}
"""Of https://keepachangelog.com/en/1.1.0."""
READERS = {"Students", "Instructors", "Whoever runs it", "Contributors"}


def changelog() -> str:
    return (ROOT / "CHANGELOG.md").read_text(encoding="utf-8")


def sections() -> dict[str, str]:
    """Version -> what the changelog says of it, newest first."""
    found = list(HEADING.finditer(changelog()))
    ends = [*(one.start() for one in found[1:]), len(changelog())]
    return {one["version"]: changelog()[one.end() : end] for one, end in zip(found, ends, strict=True)}


def test_the_version_is_the_one_of_the_project_file() -> None:
    assert version() == WRITTEN
    assert re.fullmatch(r"\d+\.\d+\.\d+", WRITTEN)


def test_another_version_in_the_project_file_is_another_version_everywhere(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    (tmp_path / "pyproject.toml").write_text('[project]\nversion = "9.8.7"\n', encoding="utf-8")
    monkeypatch.setattr(release, "PROJECT", tmp_path)
    version.cache_clear()
    try:
        assert version() == "9.8.7"
    finally:
        version.cache_clear()


def test_the_shell_says_it() -> None:
    done = subprocess.run([sys.executable, "-m", "quizzes", "--version"], cwd=ROOT, capture_output=True, text=True, timeout=60)
    assert (done.returncode, done.stdout.strip()) == (0, f"Featherweight {WRITTEN}")


def test_no_other_file_of_the_product_has_the_version_typed_into_it() -> None:
    typed = re.compile(rf"(?<![\d.]){re.escape(WRITTEN)}(?![\d.])")
    folders = [ROOT / package for package in ("quizzes", "optimization", "views", ".github", "docs")]
    files = [
        path for folder in folders for path in folder.rglob("*") if path.suffix in {".py", ".js", ".css", ".html", ".yml", ".yaml", ".md"}
    ]
    files += [ROOT / "app.py", ROOT / "README.md"]
    assert len(files) > 100
    assert [str(path.relative_to(ROOT)) for path in files if typed.search(path.read_text(encoding="utf-8"))] == []


def test_the_newest_release_of_the_changelog_is_this_version() -> None:
    released = [one for one in sections() if one != "Unreleased"]
    assert released[0] == WRITTEN
    numbers = [tuple(map(int, one.split("."))) for one in released]
    assert numbers == sorted(numbers, reverse=True)


def test_every_release_has_its_day() -> None:
    days = [date.fromisoformat(one["day"]) for one in HEADING.finditer(changelog()) if one["version"] != "Unreleased"]
    assert days == sorted(days, reverse=True)


def test_what_changed_is_said_by_kind_and_for_whom() -> None:
    for name, text in sections().items():
        kinds = re.findall(r"^### (.+)$", text, re.MULTILINE)
        assert set(kinds) <= KINDS, name
        assert len(kinds) == len(set(kinds)), name
        assert set(re.findall(r"^\*\*(.+?)\*\*$", text, re.MULTILINE)) <= READERS, name
        for kind in re.split(r"^### ", text, flags=re.MULTILINE)[1:]:
            assert re.search(r"^- \S", kind, re.MULTILINE), f"{name}: nothing stands under {kind.splitlines()[0]}"


def test_commands_pages_and_files_that_the_changelog_names_are_there() -> None:
    modules = re.findall(r"python -m ([\w.]+)", changelog())
    assert modules
    missing = [name for name in modules if not any((ROOT / name.replace(".", "/")).with_suffix(end).exists() for end in (".py", ""))]
    files = re.findall(r"\]\((?!https?:)([^)#]+)\)", changelog()) + re.findall(
        r"`((?:docs|tests|content|quizzes|views)/[\w./-]+)`", changelog()
    )
    assert missing + [name for name in files if not (ROOT / name).exists()] == []
