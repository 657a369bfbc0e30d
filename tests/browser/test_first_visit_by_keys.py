"""The first visit in a browser, on a small phone's width: its keys, its focus, its width, and nothing serious for axe in any step."""

from __future__ import annotations

from collections.abc import Callable

from axe import serious
from playwright.sync_api import expect
from student import TOPIC, Student

SMALL_PHONE = (360, 780)
FOCUSED = "() => document.activeElement.innerText ?? ''"
TOO_WIDE = "() => document.documentElement.scrollWidth > innerWidth"


def test_space_turns_the_card_two_goes_on_and_the_focus_follows_to_the_first_deck(new_student: Callable[..., Student]) -> None:
    student = new_student(size=SMALL_PHONE)
    page, found, wide = student.page, [], []

    def look(where: str) -> None:
        student.settle()
        wide.append(page.evaluate(TOO_WIDE))
        found.extend(serious(student, where))

    student.open("topic", topic=TOPIC)
    card = str(page.locator('[class*="st-key-turn-"]').first.get_attribute("class")).partition("st-key-turn-")[2].split()[0]
    expect(student.keyed(f"flip-back-{card}")).to_be_hidden()
    look("card")
    student.press("Space")
    expect(student.keyed(f"flip-back-{card}")).to_be_visible()
    expect(student.keyed(f"turn-{card}")).to_be_hidden()
    look("back of the card")
    page.keyboard.press("2")
    student.sees("People say")
    look("claim")
    student.keyed("choice-first-1").get_by_role("button").click()
    student.sees("You guessed")
    student.settle()
    assert page.evaluate(FOCUSED) == "Next"
    look("measured")
    page.keyboard.press("Enter")
    expect(student.keyed("first-start")).to_be_visible()
    look("where to begin")
    assert "Start" in page.evaluate(FOCUSED)
    assert found == []
    assert not any(wide)
    kinds = {one["kind"] for one in student.server.events(student.learner)}
    assert kinds == set()
    page.keyboard.press("Enter")
    page.wait_for_url("**/lesson?**")
    student.sees("screen 1 of")
    assert {one["kind"] for one in student.server.events(student.learner)} == {"setting", "started"}
