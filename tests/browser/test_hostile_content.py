"""Content that tries to be a program: everything of it is text, whatever page shows it, and the browser is told to refuse the rest."""

from __future__ import annotations

import json
import urllib.request
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest
from app_server import AppServer
from playwright.sync_api import Browser
from student import Student

TOPIC = "track/hostile"
SVG = """<svg xmlns="http://www.w3.org/2000/svg" width="20" height="20" onload="top.pwned = 'svg'">
<script>top.pwned = 'svg script'</script><rect width="20" height="20"/><foreignObject><body xmlns="http://www.w3.org/1999/xhtml">
<img src="x" onerror="top.pwned = 'svg image'"/></body></foreignObject></svg>"""
TRICKS = " ".join(
    [
        "<script>window.pwned = 'script'</script>",
        "<img src=x onerror=\"window.pwned = 'image'\">",
        '<iframe srcdoc="<script>top.pwned = 1</script>"></iframe>',
        "<svg onload=\"window.pwned = 'svg'\"></svg>",
        "<a href=\"javascript:window.pwned='a'\">a</a>",
        '<form action="https://example.org"><button>go</button></form>',
    ]
)
CHOICES = [{"id": "a", "text": TRICKS, "correct": True, "why": TRICKS}, {"id": "b", "text": "other", "why": TRICKS}]
HOSTILE = {
    "format": 1,
    "id": TOPIC,
    "title": "Hostile <script>window.pwned = 'title'</script>",
    "track": "Track",
    "subject": "test",
    "minutes": 1,
    "summary": TRICKS,
    "learn": [TRICKS],
    "groups": [{"id": "g", "name": "<b onclick=x>Group</b>"}],
    "concepts": [{"id": "c", "name": "<img src=x onerror=top.pwned=1>", "group": "g"}],
    "sources": [{"id": "s", "title": "<script>window.pwned = 's'</script>", "url": 'https://example.org/"onmouseover="x'}],
    "recall": [
        {"id": "card", "concept": "c", "level": "beginner", "source": "s", "front": TRICKS, "back": f"{TRICKS}\n\n![a picture](trick.svg)"}
    ],
    "quick_check": [{"id": "question", "concept": "c", "level": "easy", "question": TRICKS, "choices": CHOICES}],
    "cheat_sheet": [{"id": "sheet", "heading": "<script>window.pwned = 'h'</script>", "text": TRICKS}],
}


@pytest.fixture
def victim(browser: Browser, tmp_path: Path, start_server: Callable[..., AppServer]) -> Iterator[Student]:
    folder = tmp_path / "content" / "track"
    folder.mkdir(parents=True)
    (folder / "hostile.yaml").write_text(json.dumps(HOSTILE), encoding="utf-8")
    (folder / "trick.svg").write_text(SVG, encoding="utf-8")
    one = Student(browser, start_server(content=tmp_path / "content"))
    yield one
    problem = one.traceback()
    one.close()
    assert problem == ""


def inert(one: Student) -> None:
    one.page.wait_for_timeout(300)
    for link in one.page.locator("a").all():
        address = link.get_attribute("href") or ""
        assert not address.lower().startswith(("javascript:", "data:", "vbscript:")), address
    assert one.page.evaluate("window.pwned") is None
    assert one.page.locator("main iframe, main form[action], main script").count() == 0


def test_html_scripts_links_and_svg_tricks_are_text_on_every_page(victim: Student) -> None:
    victim.come_by_link()
    for page in ("", "topic", "recall", "quick-check", "cheat-sheet", "author", "progress", "you", "items"):
        victim.open(page, topic=TOPIC)
        inert(victim)
    victim.open("recall", topic=TOPIC)
    victim.press("Space")
    victim.page.wait_for_selector("img")
    inert(victim)
    victim.open("quick-check", topic=TOPIC)
    victim.press("1")
    victim.press_when_seen("Check", "Space")
    inert(victim)
    victim.see_reason()
    victim.page.wait_for_selector('[class*="st-key-reason-"]')
    inert(victim)


def test_every_answer_carries_the_policy_and_a_script_that_gets_in_is_refused(victim: Student) -> None:
    with urllib.request.urlopen(f"{victim.server.url}/") as answer:
        policy = answer.headers["content-security-policy"]
        assert answer.headers["x-content-type-options"] == "nosniff"
    script = next(rule for rule in policy.split("; ") if rule.startswith("script-src"))
    assert "'unsafe-inline'" not in script
    assert "'unsafe-eval'" not in script
    assert "https:" not in policy
    victim.open("")
    victim.page.evaluate(
        "() => { const s = document.createElement('script'); s.textContent = 'window.pwned = 1'; document.body.append(s) }"
    )
    victim.page.evaluate("() => { const i = new Image(); i.setAttribute('onerror', 'pwned = 2'); i.src = 'x'; document.body.append(i) }")
    victim.page.wait_for_timeout(300)
    assert victim.page.evaluate("window.pwned") is None
    assert len(victim.refused) >= 2
    victim.refused.clear()
