"""A browser knows every property of the style sheets and takes every value: what it does not know it drops without a word."""

from __future__ import annotations

from pathlib import Path

from playwright.sync_api import Browser
from style_declarations import blocks

ROOT = Path(__file__).resolve().parents[2]
DROPPED = "declarations => declarations.filter(([name, value]) => !CSS.supports(name, value))"


def test_the_browser_takes_every_declaration(browser: Browser) -> None:
    sheets = sorted((ROOT / "views").rglob("*.css"))
    declared = sorted({one for path in sheets for block in blocks(path.read_text(encoding="utf-8")) for one in block.declarations})
    assert len(declared) > 200
    page = browser.new_page()
    try:
        assert page.evaluate(DROPPED, [["colour", "red"], ["color", "redd"], ["color", "red"]]) == [["colour", "red"], ["color", "redd"]]
        assert page.evaluate(DROPPED, [list(one) for one in declared]) == []
    finally:
        page.close()
