"""What texts let explore: one of each kind moves by the keys alone on the narrowest phone, without the server and without a jump."""

from __future__ import annotations

import re
from collections.abc import Callable
from pathlib import Path

import axe
import explored
from app_server import AppServer
from playwright.sync_api import Browser, Locator, expect
from student import Student

from quizzes.models.explorables import KINDS

NARROW = (320, 640)
READY_MS = 30_000
HEIGHTS = """() => [...document.querySelectorAll('[class*="st-key-explorable-"]')].map(element => element.getBoundingClientRect().height)"""
WATCH = """() => {
    const heights = window.__heights = {}
    const look = () => {
        for (const element of document.querySelectorAll('[class*="st-key-explorable-"]')) {
            const name = element.className.match(/st-key-(\\S+)/)[1], height = Math.round(element.getBoundingClientRect().height)
            if (!heights[name]?.includes(height)) (heights[name] ??= []).push(height)
        }
        requestAnimationFrame(look)
    }
    look()
}"""
"""Every height that each of them has in any frame."""
WIDTH = """() => Math.max(...[document.scrollingElement, document.querySelector('[data-testid="stMain"]')].map(box => box.scrollWidth))"""


def slider(student: Student, kind: str) -> Locator:
    return student.page.locator(f'[class*="st-key-explorable-{kind}-"] input[type=range]')


def test_each_kind_is_moved_by_the_keys_without_the_server_and_nothing_jumps(
    tmp_path: Path, start_server: Callable[..., AppServer], browser: Browser
) -> None:
    student = Student(browser, start_server(explored.write_topic(tmp_path / "content")), size=NARROW, scheme="dark")
    page = student.page
    page.add_init_script(f"({WATCH})()")
    student.open("cheat-sheet", topic=explored.TOPIC)
    for kind in KINDS:
        expect(slider(student, kind)).to_have_attribute("aria-valuetext", re.compile("."), timeout=READY_MS)
    page.wait_for_load_state("networkidle")
    seen = page.evaluate("window.__heights")
    assert [len(ever) for ever in seen.values()] == [1] * len(KINDS), f"the room is kept for what comes later: {seen}"
    assert page.evaluate(WIDTH) == NARROW[0]
    asked: list[str] = []
    page.on("request", lambda request: asked.append(request.url))
    received, heights = len(student.received), page.evaluate(HEIGHTS)
    for kind in KINDS:
        moved = slider(student, kind)
        moved.focus()
        said = {moved.get_attribute("aria-valuetext")}
        for key in ("End", "Home", "ArrowRight", "ArrowRight"):
            page.keyboard.press(key)
            said.add(moved.get_attribute("aria-valuetext"))
            assert page.evaluate(HEIGHTS) == heights, (kind, key)
        assert len(said) >= 4, f"{kind} says what each move changes: {said}"
    assert (asked, len(student.received)) == ([], received), "nothing was asked of the server"
    assert axe.serious(student, "explorables in the dark") == []
    assert student.broke == []
    assert student.refused == []
    student.close()
