"""Keys that are pressed while a server is started again are pressed once it is back, in their order and once."""

from __future__ import annotations

import os
import signal
from collections.abc import Callable, Iterator
from typing import Any

import pytest
from app_server import AppServer
from playwright.sync_api import Browser, expect
from student import TOPIC, Student

pytestmark = [pytest.mark.slow, pytest.mark.browser]

AWAY = '[data-testid="stApp"]:not([data-test-connection-state="CONNECTED"])'
LONGER_THAN_SENT_AGAIN_MS = 3000


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
    student.server.events_to_come(student.learner, kind=kind)
    student.page.wait_for_timeout(LONGER_THAN_SENT_AGAIN_MS)
    return student.server.events(student.learner, kind=kind)


def test_a_choice_and_space_hand_in_what_was_marked(student: Student) -> None:
    student.open("quick-check", topic=TOPIC)
    expect(student.button("Check")).to_be_visible()
    kill(student)
    for key in ("2", "Space"):
        student.page.keyboard.press(key)
    student.server.start()
    expect(student.button("Next question")).to_be_visible()
    [answer] = kept(student, "answered")
    assert len(answer["payload"]["choices"]) == 1


def test_a_choice_that_no_server_heard_of_before_it_died_is_marked_by_the_next_one(student: Student) -> None:
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
    expect(student.button("Next question")).to_be_visible()
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
