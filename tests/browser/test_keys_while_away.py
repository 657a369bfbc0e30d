"""Keys that are pressed while a server is started again are pressed once it is back, in their order and once."""

from __future__ import annotations

import os
import re
import signal
import time
from collections.abc import Callable, Iterator
from typing import Any

import pytest
from app_server import KEPT_LIMIT_S, AppServer
from playwright.sync_api import Browser, expect
from slow_line import SlowLine
from student import TOPIC, Student

pytestmark = [pytest.mark.slow, pytest.mark.browser]

AWAY = '[data-testid="stApp"]:not([data-test-connection-state="CONNECTED"])'
BACK = '[data-testid="stApp"][data-test-connection-state="CONNECTED"]'
ANSWERED = re.compile("Next question|Show the reason")
"""The button of a question that was answered correctly, and of one that was not."""
SAYS_AWAY = """() => {
  const dialog = document.querySelector('[role="dialog"] > h2 + div > div')
  const found = getComputedStyle(dialog ?? document.body, '::after')
  return found.visibility === 'visible' && found.content.includes('Your answers are kept')
}"""
"""Whether the page says in words that the server is gone, by itself or in Streamlit's dialog."""
LONGER_THAN_SENT_AGAIN_MS = 3000
LOOKED_EVERY_MS = 100
DEAF_WHILE_DRAWN = """window.MutationObserver = class extends MutationObserver {
    constructor(heard) {
        super((...told) => document.querySelector('[data-test-script-state]:not([data-test-script-state="notRunning"])') || heard(...told))
    }
}"""
"""As where a busy browser shows the first and the last of a drawing at once."""
HELD_BACK_MS = 4000  # longer than after which a rating that was not answered is sent again


@pytest.fixture
def student(browser: Browser, start_server: Callable[..., AppServer]) -> Iterator[Student]:
    student = Student(browser, start_server())
    yield student
    student.close()


def kill(student: Student) -> None:
    student.server.kill()
    student.page.wait_for_selector(AWAY)


def kept(student: Student, kind: str) -> list[dict[str, Any]]:
    """The rows of this kind, once there is one, and long enough afterwards for another that would be one too many."""
    end = time.monotonic() + KEPT_LIMIT_S
    while not student.server.events(student.learner, kind=kind) and time.monotonic() < end:
        student.page.wait_for_timeout(LOOKED_EVERY_MS)  # not asleep: what is held back is passed on by this very thread
    student.page.wait_for_timeout(LONGER_THAN_SENT_AGAIN_MS)
    return student.server.events(student.learner, kind=kind)


def test_a_choice_and_space_hand_in_what_was_marked(student: Student) -> None:
    student.open("quick-check", topic=TOPIC)
    expect(student.button("Check")).to_be_visible()
    assert not student.page.evaluate(SAYS_AWAY)
    kill(student)
    for key in ("2", "Space"):
        student.page.keyboard.press(key)
    student.page.wait_for_function(SAYS_AWAY)
    student.server.start()
    expect(student.button(ANSWERED)).to_be_visible()
    student.page.wait_for_function(f"() => !({SAYS_AWAY})()")
    [answer] = kept(student, "answered")
    assert len(answer["payload"]["choices"]) == 1


@pytest.mark.parametrize("is_seen", [True, False], ids=["", "and is drawn between two looks"])
def test_a_choice_that_no_server_heard_of_before_it_died_is_marked_by_the_next_one(student: Student, is_seen: bool) -> None:
    if not is_seen:
        student.page.add_init_script(DEAF_WHILE_DRAWN)
    student.open("quick-check", topic=TOPIC)
    [question, *_] = student.items("quick-check")
    mark = student.of("choice", question, 3).locator('[data-testid="stIconMaterial"]')
    expect(mark).to_have_text("radio_button_unchecked")
    os.kill(student.server.pid, signal.SIGSTOP)
    student.page.keyboard.press("3")
    kill(student)
    student.server.start()
    expect(mark).to_have_text("radio_button_checked")
    student.page.keyboard.press("Space")
    expect(student.button(ANSWERED)).to_be_visible()
    assert len(kept(student, "answered")) == 1


def test_a_card_is_turned_and_rated(student: Student) -> None:
    student.open("recall", topic=TOPIC, deck="short")
    first, second, *_ = student.items("recall")
    expect(student.of("rate", first, 3)).to_have_count(1)
    kill(student)
    student.page.keyboard.press("Space")
    expect(student.of("rate", first, 3)).to_be_visible()
    student.page.keyboard.press("2")
    student.server.start()
    expect(student.of("card", second)).to_be_visible()
    assert [row["rating"] for row in kept(student, "rated")] == [3]


def test_a_rating_that_reaches_a_new_server_before_it_has_drawn_the_page_is_kept(student: Student) -> None:
    """The new server drops it, as it has not drawn that button yet."""
    line = SlowLine(student)
    student.open("recall", topic=TOPIC, deck="short")
    first, second, *_ = student.items("recall")
    expect(student.of("rate", first, 3)).to_have_count(1)
    kill(student)
    for key in ("Space", "2"):
        student.page.keyboard.press(key)
    line.hold()
    student.server.start()
    student.page.wait_for_selector(BACK)
    student.page.wait_for_timeout(HELD_BACK_MS)
    line.release()
    expect(student.of("card", second)).to_be_visible()
    assert [row["rating"] for row in kept(student, "rated")] == [3]


def test_what_is_marked_and_handed_in_waits_until_a_slow_new_server_has_drawn_the_page(student: Student) -> None:
    line = SlowLine(student)
    student.open("quick-check", topic=TOPIC)
    expect(student.button("Check")).to_be_visible()
    kill(student)
    for key in ("2", "Space"):
        student.page.keyboard.press(key)
    line.hold()
    student.server.start()
    student.page.wait_for_selector(BACK)
    student.page.wait_for_timeout(HELD_BACK_MS)
    line.release()
    expect(student.button(ANSWERED)).to_be_visible()
    [answer] = kept(student, "answered")
    assert len(answer["payload"]["choices"]) == 1


def test_a_rating_that_is_on_its_way_when_the_page_is_refreshed_is_kept(student: Student) -> None:
    line = SlowLine(student)
    student.open("recall", topic=TOPIC, deck="short")
    first, second, *_ = student.items("recall")
    expect(student.of("rate", first, 3)).to_have_count(1)
    line.hold()
    for key in ("Space", "2"):
        student.page.keyboard.press(key)
    expect(student.of("card", second)).to_be_visible()
    line.lose()
    student.refresh()
    expect(student.of("card", second)).to_be_visible()
    assert [row["rating"] for row in kept(student, "rated")] == [3]
