"""The end of a day: what was done, the days in a row, when the next comes, and one mark; only where nothing is left."""

from __future__ import annotations

from pathlib import Path

import pytest
from remembered import rated, remember
from streamlit.testing.v1 import AppTest
from visiting import Browser, OpenPage, page_text, press

ALL = "That was all for today"


@pytest.fixture(autouse=True)
def nothing_new(open_page: OpenPage, tiny: Path) -> None:
    open_page("you").number_input(key="new_a_day").set_value(0).run()


def through(visit: AppTest, card: str, rating: int = 3) -> AppTest:
    return press(press(press(visit, "start"), f"turn-{card}"), f"rate-{card}-{rating}")


def test_the_last_item_of_the_day_ends_it_with_the_days_in_a_row_and_the_next(
    open_page: OpenPage, own_data: Path, browser: Browser
) -> None:
    remember(own_data, browser, rated(browser, "r-one", 3, days_ago=30), rated(browser, "r-two", 3, days_ago=1))
    text = page_text(through(open_page("today"), "r-one"))
    assert ALL in text
    assert "It is day 2 of your streak." in text
    assert "Next: 1 item tomorrow." in text
    assert "feather-day" in text


def test_a_first_day_is_no_streak(open_page: OpenPage, own_data: Path, browser: Browser) -> None:
    remember(own_data, browser, rated(browser, "r-one", 3, days_ago=30))
    text = page_text(through(open_page("today"), "r-one"))
    assert ALL in text
    assert "streak" not in text


def test_practice_ends_no_day(open_page: OpenPage, own_data: Path, browser: Browser) -> None:
    remember(own_data, browser, rated(browser, "r-one", 3, days_ago=30))
    visit = through(open_page("today"), "r-one", rating=1)
    assert ALL in page_text(visit)
    press(press(press(visit, "again-hard"), "turn-r-one"), "rate-r-one-3")
    assert "That was practice" in page_text(visit)
    assert ALL not in page_text(visit)
    assert "feather-day" not in page_text(visit)


def test_where_something_is_left_the_day_goes_on(open_page: OpenPage, own_data: Path, browser: Browser) -> None:
    visit = open_page("today")
    remember(own_data, browser, rated(browser, "r-one", 3, days_ago=30))
    visit = press(press(open_page("today"), "start"), "turn-r-one")
    remember(own_data, browser, rated(browser, "r-two", 3, days_ago=20))
    press(visit, "rate-r-one-3")
    assert "Go on: 1 due" in [button.label for button in visit.button]
    assert ALL not in page_text(visit)
