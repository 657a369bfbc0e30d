"""README shows every page that needs a picture, every picture is there, and none lies about unused."""

from __future__ import annotations

import importlib.util
import re
import struct
import sys
from pathlib import Path
from types import ModuleType

import pytest

from views.page.pages import ANY_LAB, ANY_MODE, PAGES

ROOT = Path(__file__).resolve().parents[1]
SHOWN = re.compile(r"!\[([^\]]*)\]\(\.github/screenshots/([^)]+)\)")
LEAST_WORDS = 4


def _screenshots() -> ModuleType:
    """The module that makes the pictures, which needs no browser to be read."""
    spec = importlib.util.spec_from_file_location("screenshots", ROOT / "tests" / "browser" / "screenshots.py")
    assert spec is not None
    assert spec.loader is not None
    module = importlib.util.module_from_spec(spec)
    sys.modules["screenshots"] = module
    spec.loader.exec_module(module)
    return module


screenshots = _screenshots()
SHOWN_BY_README = {name: alt for alt, name in SHOWN.findall((ROOT / "README.md").read_text(encoding="utf-8"))}


def test_every_page_with_a_file_of_its_own_is_pictured_or_named_as_one_that_needs_no_picture() -> None:
    pictured = {picture.page for picture in screenshots.PICTURES.values()}
    with_a_file = {name for name, page in PAGES.items() if page.file not in (ANY_MODE, ANY_LAB)}
    assert pictured | screenshots.WITHOUT.keys() == with_a_file
    assert not pictured & screenshots.WITHOUT.keys()
    assert all(screenshots.WITHOUT.values())


def test_readme_shows_every_picture_and_no_other_and_none_lies_about_unused() -> None:
    assert SHOWN_BY_README.keys() == screenshots.PICTURES.keys()
    assert {path.name for path in screenshots.FOLDER.iterdir()} == screenshots.PICTURES.keys()


@pytest.mark.parametrize("name", screenshots.PICTURES)
def test_a_picture_has_words_for_who_cannot_see_it(name: str) -> None:
    assert len(SHOWN_BY_README.get(name, "").split()) >= LEAST_WORDS


@pytest.mark.parametrize("name", screenshots.PICTURES)
def test_a_picture_is_as_large_as_the_command_makes_it(name: str) -> None:
    head = (screenshots.FOLDER / name).read_bytes()[:24]
    assert head[:8] == b"\x89PNG\r\n\x1a\n"
    picture = screenshots.PICTURES[name]
    assert struct.unpack(">II", head[16:24]) == (picture.width_px, picture.height_px)


def test_readme_names_the_command_that_makes_them() -> None:
    assert "python -m tests.browser.screenshots" in (ROOT / "README.md").read_text(encoding="utf-8")
