"""Learn it on the screen: its parts, a screen with its question, the way back, and the end of a part."""

from __future__ import annotations

from pathlib import Path

from remembered import events_of
from streamlit.testing.v1 import AppTest
from visiting import TINY, Browser, OpenPage, address_of, key_of, labels, page_text, pick, press, primaries

PART = f"open-part-{TINY.replace('/', '_')}_l-one"


def says(visit: AppTest, *words: str) -> bool:
    """Whether the page says all of these."""
    said = page_text(visit)
    return all(word in said for word in words)


def at_part_one(open_page: OpenPage) -> AppTest:
    return press(open_page("lesson", topic=TINY), PART)


def slid(visit: AppTest, value: int) -> AppTest:
    return visit.slider[0].set_value(value).run()


def to_the_end(open_page: OpenPage) -> AppTest:
    visit = at_part_one(open_page)
    pick(visit, "SMALL-WRONG")
    press(press(visit, "submit-s-one"), "next-s-one")
    return press(press(slid(visit, 9), "submit-s-two"), "next-s-two")


def test_the_parts_are_listed_with_how_far_one_is_and_one_of_them_to_press(open_page: OpenPage, tiny: Path) -> None:
    visit = open_page("lesson", topic=TINY)
    assert not visit.exception
    said = page_text(visit)
    assert "PART-ONE" in said
    assert "not begun · 2 screens · about 2 minutes · The second concept" in said
    assert "SAYS-ONE" not in said
    assert primaries(visit) == ["Start"]
    pick(press(visit, PART), "SMALL-RIGHT")
    press(press(visit, "submit-s-one"), "next-s-one")
    again = open_page("lesson", topic=TINY)
    assert "in the middle: 1 of 2" in page_text(again)
    assert primaries(again) == ["Go on"]
    assert "SAYS-TWO" in page_text(press(again, PART))


def test_a_wrong_answer_is_explained_and_the_next_screen_opens_all_the_same(open_page: OpenPage, tiny: Path) -> None:
    visit = at_part_one(open_page)
    assert says(visit, "SAYS-ONE", "ASKS-ONE")
    assert "PART-ONE · screen 1 of 2" in page_text(visit)
    assert not any(key.startswith("back-") for key in map(str, (button.key for button in visit.button)))
    pick(visit, "SMALL-WRONG")
    press(visit, "submit-s-one")
    assert says(visit, "SMALL-WHY-WRONG", "SMALL-WHY-RIGHT")
    assert primaries(visit) == ["Next screen"]
    press(visit, "next-s-one")
    assert "SAYS-TWO" in page_text(visit)
    press(slid(visit, 9), "submit-s-two")
    assert "5 too high: it is 4." in page_text(visit)
    assert "SMALL-WHY-NUMBER" in page_text(visit)
    press(visit, "next-s-two")
    assert visit.header[0].value == "You have been through “PART-ONE”"


def test_back_shows_the_screen_before_with_its_answer_and_loses_none(
    open_page: OpenPage, tiny: Path, own_data: Path, browser: Browser
) -> None:
    visit = at_part_one(open_page)
    pick(visit, "SMALL-WRONG")
    press(press(visit, "submit-s-one"), "next-s-one")
    press(visit, "back-s-two")
    assert "SMALL-WHY-WRONG" in page_text(visit)
    assert address_of(visit)["screen"] == "s-one"
    refreshed = open_page("lesson", **address_of(visit))
    assert "SMALL-WHY-WRONG" in page_text(refreshed)
    press(refreshed, "forward-s-one")
    assert "ASKS-TWO" in page_text(refreshed)
    assert "screen" not in address_of(refreshed)
    kinds = [event.kind for event in events_of(own_data, browser)]
    assert kinds == ["started", "answered", "went_on"]


def test_the_end_of_a_part_says_when_its_cards_come_and_offers_the_next_part(open_page: OpenPage, tiny: Path) -> None:
    visit = to_the_end(open_page)
    assert not visit.exception
    assert "1 card about it comes tomorrow" in page_text(visit)
    assert primaries(visit) == ["Next: PART-TWO"]
    press(visit, "next-part")
    assert "SAYS-THREE" in page_text(visit)
    pick(visit, "OTHER-RIGHT")
    press(press(visit, "submit-s-three"), "next-s-three")
    assert primaries(visit) == ["Check what you understood"]
    press(visit, "all-parts")
    assert "You have been through all of it." in page_text(visit)
    assert primaries(visit) == []


def test_the_session_in_the_address_is_gone_on_with_after_a_refresh(open_page: OpenPage, tiny: Path) -> None:
    visit = at_part_one(open_page)
    pick(visit, "SMALL-RIGHT")
    press(visit, "submit-s-one")
    again = open_page("lesson", **address_of(visit))
    assert "SMALL-WHY-RIGHT" in page_text(again)
    assert "Next screen" in labels(again)
    press(again, "next-s-one")
    assert "go on: screen 2 of 2" in page_text(open_page("topic", topic=TINY))


def test_a_screen_that_a_search_found_is_read_before_one_has_come_to_it(open_page: OpenPage, tiny: Path) -> None:
    visit = open_page("lesson", topic=TINY, screen="s-two")
    assert "SAYS-TWO" in page_text(visit)
    assert "You come to its question when you get here." in page_text(visit)
    assert "ASKS-TWO" not in page_text(visit)
    press(visit, "forward-s-two")
    assert "SAYS-ONE" in page_text(visit)


def test_the_topic_lists_the_lesson_first_and_today_says_what_it_counts_as(open_page: OpenPage, tiny: Path) -> None:
    said = page_text(open_page("topic", topic=TINY))
    assert "3 short screens with a small question each" in said
    assert said.index("Learn it") < said.index("flip 2 cards")


def test_the_menu_of_a_screen_takes_reports_and_does_not_switch_it_off(open_page: OpenPage, tiny: Path) -> None:
    visit = at_part_one(open_page)
    pick(visit, "SMALL-RIGHT")
    press(visit, "submit-s-one")
    assert "Report a problem" in labels(visit)
    assert "I know this, stop asking" not in labels(visit)
    assert key_of("next", "s-one") in [str(button.key) for button in visit.button]
