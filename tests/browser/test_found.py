"""What is found by searching is what opens, of every kind; and what opens alone counts nothing."""

from __future__ import annotations

import re
from typing import Any

import pytest
from app_server import AppServer
from playwright.sync_api import Browser, expect
from student import TOPIC, Student, shipped_topic

from quizzes.content.topic import Topic
from views.page import keyed

FIELD = "Search all topics"
PHONE_IN_HAND: Any = {"viewport": {"width": 390, "height": 844}, "has_touch": True, "is_mobile": True}
LAST_LOOK_MS = 1_500  # later than a page that is opened looks for the last time where its focus belongs
DRAWN_LATE_MS = 6_000
LAST = -1  # what a page that opens at its beginning would not show first


def words_of(text: str) -> str:
    return " ".join(re.findall(r"[A-Za-z]{3,}", text)[:12])


def follow(student: Student, section: str, item: str, words: str) -> None:
    """Search for the words and click the entry of this item."""
    student.open("search", **{"search-words": words_of(words)})
    entry = student.keyed(keyed.by_id(f"found-{section.replace('_', '-')}", f"{TOPIC}/{item}"))
    entry.get_by_role("link").first.click()
    expect(entry).to_have_count(0)
    student.settle()


@pytest.mark.parametrize("section", ["recall", "quick_check", "self_test", "practice", "explain", "myths"])
def test_a_hit_opens_the_item_that_was_clicked_and_back_is_the_search(student: Student, section: str) -> None:
    topic: Topic = shipped_topic()
    item = getattr(topic, section)[LAST]
    text = {"recall": "front", "explain": "prompt", "myths": "claim"}.get(section, "question")
    follow(student, section, item.id, getattr(item, text))
    expect(student.of("card", item)).to_be_visible()
    (started,) = student.server.events(student.learner, kind="started")
    assert [one["id"].rpartition("/")[2] for one in started["payload"]["items"]] == [item.id]
    assert started["payload"]["options"].get("counts", True) == (section in ("recall", "myths"))
    student.refresh()
    expect(student.of("card", item)).to_be_visible()
    student.page.go_back()
    student.sees("does not count")
    assert student.path == "/search"
    student.page.go_forward()
    expect(student.of("card", item)).to_be_visible()
    assert len(student.server.events(student.learner, kind="started")) == 1


def test_what_was_left_is_gone_on_with_after_a_found_card_which_back_shows_again(student: Student) -> None:
    student.open("recall", topic=TOPIC)
    for _ in range(2):
        student.press_when_seen("Show the answer", "Space")
        student.press_when_seen(re.compile("^Got it"), "2")
    student.sees("Card 3 of ")
    card = shipped_topic().recall[LAST]
    follow(student, "recall", card.id, card.front)
    student.sees("Card 1 of 1")
    student.page.go_back()
    student.sees("does not count")
    student.open("")
    student.button("Go on").click()
    student.sees("Card 3 of ")
    student.open("recall", topic=TOPIC, deck=f"cards:{card.id}")
    student.sees("Card 1 of 1")


def test_a_found_section_of_the_cheat_sheet_and_a_found_budget_open_there(student: Student) -> None:
    section, budget = shipped_topic().cheat_sheet[LAST - 1], shipped_topic().budgets[LAST]
    follow(student, "cheat_sheet", section.id, section.heading)
    heading = student.page.locator(f"#{section.id}")
    expect(heading).to_be_in_viewport()
    expect(heading).to_be_focused()
    follow(student, "budgets", budget.id, budget.title)
    assert student.query["budget"] == budget.id
    expect(student.page.get_by_role("heading", name=budget.title).first).to_be_visible()


def test_a_found_section_that_is_in_sight_already_comes_to_the_top_too(student: Student) -> None:
    student.page.set_viewport_size({"width": 1280, "height": 1800})
    student.open("cheat-sheet", topic=TOPIC)
    in_sight = """heads => heads.findLastIndex(head => head.getBoundingClientRect().bottom < innerHeight)"""
    last = student.page.locator(".st-key-cheat-sheet :is(h1, h2, h3)[id]").evaluate_all(in_sight)
    assert last > 0, "the window shows the beginning of a section that is not the first"
    section = shipped_topic().cheat_sheet[last]
    student.open("cheat-sheet", topic=TOPIC, section=section.id)
    heading = student.page.locator(f"#{section.id}")
    expect(heading).to_be_focused()
    student.page.wait_for_function(
        "id => { const { top } = document.getElementById(id).getBoundingClientRect(); return top >= 0 && top < innerHeight / 8 }",
        arg=section.id,
    )


def test_a_found_section_opens_there_where_it_is_drawn_late_too(student: Student) -> None:
    section = shipped_topic().cheat_sheet[LAST - 1]
    student.page.add_init_script(
        f"""const find = document.getElementById.bind(document)
        document.getElementById = id => id === "{section.id}" && performance.now() < {DRAWN_LATE_MS} ? null : find(id)"""
    )
    student.open("cheat-sheet", topic=TOPIC, section=section.id)
    expect(student.page.locator(f"#{section.id}")).to_be_in_viewport()


def test_the_cursor_is_in_the_search_field_at_once_but_not_on_a_phone(browser: Browser, server: AppServer, student: Student) -> None:
    student.open("search")
    expect(student.page.get_by_label(FIELD)).to_be_focused()
    student.open("progress")
    student.keyed("trail").get_by_role("link", name=re.compile("search", re.IGNORECASE)).click()
    field = student.page.get_by_label(FIELD)
    expect(field).to_be_focused()
    student.page.keyboard.type("zeros", delay=20)
    student.page.keyboard.press("Enter")
    student.sees("does not count")
    expect(field).to_have_value("zeros")
    student.page.keyboard.press("Tab")
    student.settle()
    expect(field).not_to_be_focused()

    thumbs = browser.new_context(**PHONE_IN_HAND)
    page = thumbs.new_page()
    page.goto(f"{server.url}/search")
    expect(page.get_by_label(FIELD)).to_be_visible()
    page.wait_for_timeout(LAST_LOOK_MS)
    expect(page.get_by_label(FIELD)).not_to_be_focused()
    thumbs.close()
