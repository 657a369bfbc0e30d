"""The end of a day: what was done, the days in a row, when the next comes, and one mark; only where nothing is left."""

from __future__ import annotations

from datetime import date, timedelta
from pathlib import Path

import pytest
from remembered import answered, rated, remember
from streamlit.testing.v1 import AppTest
from visiting import TINY, Browser, OpenPage, labels, page_text, pick, press, short

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


def test_a_concept_that_was_mastered_today_is_named_once_and_none_that_was_not(
    open_page: OpenPage, own_data: Path, browser: Browser
) -> None:
    open_page("today")
    cards = [rated(browser, "r-one", 3, days_ago=ago) for ago in (2500, 2490, 2450, 2300)]
    checks = [answered(browser, "q-one", "quick-check", days_ago=ago, score=1.0) for ago in (60, 55, 40, 12)]
    remember(own_data, browser, *cards, *checks)
    text = page_text(through(open_page("today"), "r-one"))
    assert text.count("You have mastered “The first concept”.") == 1
    assert "The second concept" not in text


def test_the_forecast_for_an_exam_is_named_where_it_has_risen(open_page: OpenPage, own_data: Path, browser: Browser) -> None:
    visit = open_page("topic", topic=TINY)
    visit.date_input[0].set_value(date.today() + timedelta(days=20)).run()
    cards = [rated(browser, "r-one", 3, days_ago=40 - 2 * number) for number in range(10)]
    others = [rated(browser, "r-two", 3, days_ago=41 - 2 * number) for number in range(11)]
    remember(own_data, browser, *cards, *others)
    remember(own_data, browser, rated(browser, "r-one", 1, days_ago=3))
    visit = press(open_page("today"), "start")
    for _ in range(3):  # the exam wants the other card and the question, too
        card = next((short(str(button.key)) for button in visit.button if str(button.key).startswith("turn-")), None)
        if card is not None:
            press(press(visit, card), f"{card.replace('turn-', 'rate-')}-3")
        elif "CHOICE-RIGHT" in labels(visit):
            press(press(pick(visit, "CHOICE-RIGHT"), "submit-q-one"), "next-q-one")
    text = page_text(visit)
    assert "you would know **about" in text
    assert "this morning it was" in text
