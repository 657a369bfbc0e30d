"""Under every answered item: stop asking it, bring it back, report a problem with it."""

from __future__ import annotations

from pathlib import Path

from remembered import events_of
from visiting import TINY, Browser, OpenPage, key_of, labels, page_text, pick, press


def test_what_is_known_is_asked_no_more_and_stands_on_ones_own_page(
    open_page: OpenPage, tiny: Path, own_data: Path, browser: Browser
) -> None:
    visit = press(open_page("recall", topic=TINY, deck="concepts:first"), "turn-r-one")
    assert "You know this" not in page_text(visit)
    press(visit, "known-r-one")
    assert "You know this" in page_text(visit)  # on the card, not only in the menu
    assert visit.button(key=key_of("known", "r-one")).label == "Ask it again"
    (event,) = events_of(own_data, browser, "known")
    assert (event.item, event.mode, event.payload) == (f"{TINY}/r-one", "recall", {"known": True})
    assert "FRONT-ONE" not in page_text(open_page("recall", topic=TINY, deck="all"))
    you = open_page("you")
    assert "FRONT-ONE" in page_text(you)
    press(you, "back-r-one")
    assert "FRONT-ONE" not in page_text(you)
    assert [one.payload["known"] for one in events_of(own_data, browser, "known")] == [True, False]
    assert "FRONT-ONE" in page_text(open_page("recall", topic=TINY, deck="short"))


def test_known_and_back_and_known_again_is_three_rows(open_page: OpenPage, tiny: Path, own_data: Path, browser: Browser) -> None:
    visit = press(open_page("recall", topic=TINY), "turn-r-one")
    for _ in range(3):
        press(visit, "known-r-one")
    assert [one.payload["known"] for one in events_of(own_data, browser, "known")] == [True, False, True]


def test_a_problem_is_reported_once_however_often_it_is_sent(open_page: OpenPage, tiny: Path, own_data: Path, browser: Browser) -> None:
    visit = pick(open_page("quick-check", topic=TINY), "CHOICE-A")
    assert "Report a problem" not in labels(visit)
    press(press(visit, "submit-q-one"), "show-reason-q-one")
    for _ in range(2):
        visit.text_area(key=key_of("report", "q-one")).set_value("  The second choice is right too. ")
        press(visit, "send-q-one")
    assert "Thank you." in page_text(visit)
    (event,) = events_of(own_data, browser, "report")
    assert (event.item, event.mode, event.payload) == (f"{TINY}/q-one", "quick-check", {"text": "The second choice is right too."})
    visit.text_area(key=key_of("report", "q-one")).set_value("And a typo.")
    press(visit, "send-q-one")
    assert len(events_of(own_data, browser, "report")) == 2


def test_an_empty_report_is_none_and_a_long_one_is_cut(open_page: OpenPage, tiny: Path, own_data: Path, browser: Browser) -> None:
    visit = press(open_page("recall", topic=TINY), "turn-r-one")
    press(visit, "send-r-one")
    assert "Thank you." not in page_text(visit)
    visit.text_area(key=key_of("report", "r-one")).set_value("x" * 2000)
    press(visit, "send-r-one")
    (event,) = events_of(own_data, browser, "report")
    assert event.payload["text"] == "x" * 500


def test_the_menu_is_under_an_item_of_today_too_with_the_items_own_mode(
    open_page: OpenPage, tiny: Path, own_data: Path, browser: Browser
) -> None:
    visit = press(open_page("today"), "start")
    press(visit, "turn-r-one")
    press(visit, "known-r-one")
    (event,) = events_of(own_data, browser, "known")
    assert (event.item, event.mode) == (f"{TINY}/r-one", "recall")
    press(visit, "rate-r-one-3")
    assert "FRONT-ONE" not in page_text(visit)
