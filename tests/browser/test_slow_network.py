"""Over a slow line the page is never blank: title, paper and a word come at once, in the colours that were chosen."""

from __future__ import annotations

from collections.abc import Callable

import pytest
from playwright.sync_api import CDPSession, expect
from student import PHONE, Student

pytestmark = [pytest.mark.slow, pytest.mark.browser]

SLOW_BYTES_S = 50_000
PAPER = {"light": "rgb(251, 249, 244)", "dark": "rgb(25, 23, 20)"}
OF_PAGE = "() => getComputedStyle(document.documentElement).backgroundColor"


def take(rate: int, session: CDPSession) -> None:
    """From now on so many bytes a second arrive; -1 takes the limit away."""
    rates = {"downloadThroughput": rate, "uploadThroughput": rate, "latency": 150 if rate > 0 else 0, "offline": False}
    session.send("Network.emulateNetworkConditions", rates)


@pytest.mark.parametrize(("scheme", "chosen"), [("light", None), ("dark", None), ("dark", "Light")])
def test_title_paper_and_a_word_are_painted_while_everything_else_is_on_its_way(
    new_student: Callable[..., Student], scheme: str, chosen: str | None
) -> None:
    student = new_student(size=PHONE, scheme=scheme)
    page = student.page
    if chosen is not None:  # as Streamlit's own menu keeps it
        student.open("")
        page.evaluate("name => localStorage.setItem('stActiveTheme-/-v2', JSON.stringify({ name }))", chosen)
    session = student.context.new_cdp_session(page)
    session.send("Network.enable")
    session.send("Network.clearBrowserCache")
    take(SLOW_BYTES_S, session)
    page.goto(f"{student.server.url}/", wait_until="commit")
    word = page.get_by_text("Loading…")
    expect(word).to_be_visible()
    assert page.title() == "Featherweight"
    assert page.evaluate(OF_PAGE) == PAPER[(chosen or scheme).lower()]
    painted = "() => performance.getEntriesByName('first-contentful-paint').length"
    page.wait_for_function(painted)
    assert page.locator(".stApp").count() == 0, "the word was painted only with the page"
    take(-1, session)
    student.settle()
    expect(word).to_have_count(0)
