"""The end of a session leads to what fits its result; what is due is counted alike on every page."""

from __future__ import annotations

from datetime import UTC, datetime
from pathlib import Path

import pytest
from remembered import answered, events_of, log_of, rated, remember
from streamlit.testing.v1 import AppTest
from visiting import TINY, Browser, OpenPage, address_of, key_of, page_text, pick, press, primaries, short

from quizzes.events.event import Event
from quizzes.events.learners import COOKIE
from quizzes.schedule.memory import Memory
from views.page import schedule_now
from views.page.services import services


def keys(visit: AppTest) -> list[str]:
    return [short(str(button.key)) for button in visit.button]


def remembered_by(browser: Browser) -> dict[str, Memory]:
    index = services().index.of(services().shelf.look().topics)
    return dict(services().ledger.memories(browser.cookies[COOKIE], index))


@pytest.fixture
def five_minutes(open_page: OpenPage, tiny: Path, own_data: Path, browser: Browser) -> None:
    """Five minutes a day, and nothing new."""
    open_page("you").number_input(key="new_a_day").set_value(0).run()
    learner = browser.cookies[COOKIE]
    chosen = {"name": "minutes", "value": 5}
    remember(own_data, browser, Event(id="five", learner=learner, session="five", kind="setting", at=datetime.now(UTC), payload=chosen))


def quick_check(open_page: OpenPage, choice: str) -> AppTest:
    visit = pick(open_page("quick-check", topic=TINY), choice)
    press(visit, "submit-q-one")
    return press(press(visit, "show-reason-q-one") if choice != "CHOICE-RIGHT" else visit, "next-q-one")


def test_a_bad_quick_check_leads_to_what_was_missed_and_its_cards_and_not_to_the_test(open_page: OpenPage, tiny: Path) -> None:
    visit = quick_check(open_page, "CHOICE-A")
    assert visit.header[0].value == "0 of 1 correct"
    assert primaries(visit) == ["Practise the one you missed"]
    assert "the test can wait" in page_text(visit)
    assert "Recall the card about it" in page_text(visit)


def test_a_good_one_leads_to_the_test(open_page: OpenPage, tiny: Path) -> None:
    visit = quick_check(open_page, "CHOICE-RIGHT")
    assert primaries(visit) == ["Test yourself with 2 questions"]
    assert "practise-missed" not in keys(visit)


def test_missed_questions_are_practised_alone_and_that_counts_nowhere(
    open_page: OpenPage, tiny: Path, own_data: Path, browser: Browser
) -> None:
    before_practice = quick_check(open_page, "CHOICE-A")
    before = remembered_by(browser)
    visit = press(before_practice, "practise-missed")
    assert not visit.exception
    visit = open_page("today", **address_of(visit))
    assert "practice, does not count" in page_text(visit)
    press(press(pick(visit, "CHOICE-RIGHT"), "submit-q-one"), "next-q-one")
    assert visit.header[0].value == "1 item done"
    assert "That was practice" in page_text(visit)
    assert "Back to Tiny" in page_text(visit)
    first, again = events_of(own_data, browser, "answered")
    assert (first.payload["practice"], again.payload["practice"]) == (False, True)
    assert remembered_by(browser) == before
    assert len(log_of(own_data).of_learner(browser.cookies[COOKIE], kinds=("answered",))) == 2


def test_a_self_test_offers_its_missed_questions_too(open_page: OpenPage, tiny: Path) -> None:
    visit = open_page("self-test", topic=TINY)
    press(press(visit, "unsure-t-one"), "unsure-t-two")
    assert primaries(visit) == ["Review what you missed"]
    visit = open_page("today", **address_of(press(visit, "practise-missed")))
    assert visit.get("progress")[0].proto.text.startswith("1 of 2")
    assert "practice, does not count" in page_text(visit)


def test_little_that_was_covered_leads_to_the_cards_and_the_prompt_again(open_page: OpenPage, tiny: Path) -> None:
    visit = open_page("explain", topic=TINY)
    visit.text_area(key=key_of("text", "e-one")).set_value("Nothing of it comes to my mind.").run()
    press(press(press(visit, "write-e-one"), "ticked-e-one"), "next-e-one")
    assert visit.header[0].value == "You covered 0 of 2 ideas"
    assert primaries(visit) == ["Practise the one you missed"]
    assert "Recall the card about it" in page_text(visit)


def test_the_minutes_that_were_chosen_end_with_a_tick_though_more_is_left(
    open_page: OpenPage, own_data: Path, browser: Browser, five_minutes: None
) -> None:
    due = [answered(browser, "p-one", "practice", days_ago=30), answered(browser, "e-one", "explain", days_ago=30)]
    remember(own_data, browser, rated(browser, "r-one", 3, days_ago=30), *due)
    visit = press(open_page("today"), "start")
    for _ in range(3):
        if "turn-r-one" in keys(visit):
            press(press(visit, "turn-r-one"), "rate-r-one-3")
        elif "unsure-p-one" in keys(visit):
            press(visit, "unsure-p-one")
            press(press(press(visit, "step-p-one"), "step-p-one"), "next-p-one")
    assert visit.header[0].value == "Your 5 minutes are done"
    assert "feather-day" in page_text(visit)
    assert "Go on: 1 due" in [button.label for button in visit.button]


def test_every_page_counts_alike_what_is_due(open_page: OpenPage, tiny: Path, own_data: Path, browser: Browser) -> None:
    press(open_page("catalog"), "first-skip")
    due = [answered(browser, "p-one", "practice", days_ago=30), answered(browser, "e-one", "explain", days_ago=30)]
    remember(own_data, browser, rated(browser, "r-one", 3, days_ago=30), *due)
    assert "**Today:** 3 due, 2 new" in page_text(open_page("catalog"))
    assert "Today: 3 due here" in [button.label for button in open_page("topic", topic=TINY).button]
    assert "3 items are due" in page_text(open_page("topic", topic=TINY))
    assert "3 items are due" in page_text(open_page("progress"))
    assert schedule_now.Left(3, 0, 2).said == "3 due, 2 new"
