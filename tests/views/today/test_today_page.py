"""Today: what is due is asked in its own way, a refresh finds the same item, and what is practice does not count."""

from __future__ import annotations

from pathlib import Path

import pytest
from remembered import answered, events_of, rated, remember
from streamlit.testing.v1 import AppTest
from visiting import TINY, Browser, OpenPage, go_to, key_of, labels, page_text, pick, press


@pytest.fixture
def nothing_new(open_page: OpenPage, tiny: Path) -> None:
    """The learner wants no new items."""
    open_page("you").number_input(key="new_a_day").set_value(0).run()


def progress(visit: AppTest) -> str:
    return str(visit.get("progress")[0].proto.text)


def test_the_first_visit_says_what_today_is_and_begins_with_new_items(open_page: OpenPage, tiny: Path) -> None:
    visit = open_page("today")
    assert "about to forget" in page_text(visit)
    assert visit.subheader[0].value.startswith("3 items · about ")
    assert "3 new, nothing due." in page_text(visit)
    assert "FRONT-ONE" not in page_text(visit)
    press(visit, "start")
    assert "FRONT-ONE" in page_text(visit)
    assert "BACK-ONE" not in page_text(visit)
    assert progress(visit) == "1 of 3 · Recall"


def test_what_is_due_is_counted_wrong_and_sure_first(open_page: OpenPage, tiny: Path, own_data: Path, browser: Browser) -> None:
    open_page("today")
    past = [rated(browser, "r-one", 3, days_ago=30), rated(browser, "r-two", 3, days_ago=20)]
    remember(own_data, browser, *past, answered(browser, "t-one", "self-test", days_ago=40, sure=True))
    remember(own_data, browser, answered(browser, "t-one", "self-test", days_ago=12, sure=True))
    visit = open_page("today")
    assert "1 you were sure of and got wrong, 2 due, 1 new." in page_text(visit)
    press(visit, "start")
    assert progress(visit) == "1 of 4 · Self-test"
    assert "TEST-ONE" in page_text(visit)


def test_a_question_of_the_self_test_gives_its_reason_and_asks_how_sure(
    open_page: OpenPage, tiny: Path, own_data: Path, browser: Browser, nothing_new: None
) -> None:
    remember(own_data, browser, *[answered(browser, "t-one", "self-test", days_ago=days, sure=True) for days in (40, 12)])
    visit = press(open_page("today"), "start")
    assert "WHY-A" not in page_text(visit)
    pick(visit, "CHOICE-A")
    press(visit, "sure-t-one")
    press(visit, "show-reason-t-one")
    assert "WHY-A" in page_text(visit)
    (row,) = [one for one in events_of(own_data, browser, "answered") if not one.id.startswith("past")]
    assert (row.item, row.mode, row.score, row.sure) == (f"{TINY}/t-one", "self-test", 0.0, True)
    press(visit, "next-t-one")
    assert visit.header[0].value == "1 item done"
    assert "TEST-ONE · sure" in page_text(visit)


def test_a_refresh_and_a_second_tab_return_to_the_same_item(open_page: OpenPage, tiny: Path, own_data: Path, browser: Browser) -> None:
    visit = press(open_page("today"), "start")
    press(visit, "turn-r-one")
    press(visit, "rate-r-one-3")
    shown = progress(visit)
    again = open_page("today", session=str(visit.query_params["session"][0]))
    assert progress(again) == progress(open_page("today")) == shown
    assert "FRONT-ONE" not in page_text(again)
    assert len(events_of(own_data, browser, "started")) == 1


def test_a_worked_problem_and_an_explanation_go_their_whole_way(
    open_page: OpenPage, tiny: Path, own_data: Path, browser: Browser, nothing_new: None
) -> None:
    remember(own_data, browser, answered(browser, "p-one", "practice", days_ago=30), answered(browser, "e-one", "explain", days_ago=30))
    visit = press(open_page("today"), "start")
    for _ in range(2):
        if "PROBLEM-ONE" in page_text(visit):
            assert "FINAL-ANSWER" not in page_text(visit)
            press(visit, "unsure-p-one")
            for _ in range(2):
                press(visit, "step-p-one")
            assert "FINAL-ANSWER" in page_text(visit)
            press(visit, "next-p-one")
        else:
            assert "MODEL-ANSWER" not in page_text(visit)
            visit.text_area(key=key_of("text", "e-one")).set_value("The model is smaller.").run()
            press(visit, "write-e-one")
            press(visit, "ticked-e-one")
            assert "MODEL-ANSWER" in page_text(visit)
            press(visit, "next-e-one")
    assert visit.header[0].value == "2 items done"
    assert not visit.exception
    assert [(one.mode, one.item) for one in events_of(own_data, browser, "finished")] == [("today", "")]


def through_two_cards(open_page: OpenPage, own_data: Path, browser: Browser) -> AppTest:
    """Two due cards, the first forgotten and the second remembered."""
    remember(own_data, browser, rated(browser, "r-one", 3, days_ago=30), rated(browser, "r-two", 3, days_ago=20))
    visit = press(open_page("today"), "start")
    for rating in (1, 3):
        card = next(str(button.key).removeprefix("turn-") for button in visit.button if str(button.key).startswith("turn-"))
        press(visit, f"turn-{card}")
        press(visit, f"rate-{card}-{rating}")
    return visit


def test_the_end_says_when_everything_comes_again_and_offers_practice_that_does_not_count(
    open_page: OpenPage, tiny: Path, own_data: Path, browser: Browser, nothing_new: None
) -> None:
    visit = through_two_cards(open_page, own_data, browser)
    assert "1 of 2 cards remembered. They come again: 1 tomorrow, 1 in " in page_text(visit)
    counted = events_of(own_data, browser, "rated")
    press(visit, "again-hard")
    assert progress(visit).endswith("practice, does not count")
    card = str(next(button.key for button in visit.button if str(button.key).startswith("turn-"))).removeprefix("turn-")
    press(visit, f"turn-{card}")
    assert [label for label in labels(visit) if label.startswith(("Forgot", "Got it"))] == ["Forgot `1`", "Got it `2`"]
    press(visit, f"rate-{card}-3")
    assert "That was practice" in page_text(visit)
    assert events_of(own_data, browser, "rated") == counted


def test_a_rating_is_taken_back_on_the_next_item_and_at_the_end(
    open_page: OpenPage, tiny: Path, own_data: Path, browser: Browser, nothing_new: None
) -> None:
    visit = through_two_cards(open_page, own_data, browser)
    press(visit, next(str(button.key) for button in visit.button if str(button.key).startswith("undo-")))
    assert progress(visit).startswith("2 of 2")
    assert [label for label in labels(visit) if label.startswith("Undo")] == []
    undone = events_of(own_data, browser, "undone")
    assert len(undone) == 2
    card = str(next(button.key for button in visit.button if str(button.key).startswith("turn-"))).removeprefix("turn-")
    press(visit, f"turn-{card}")
    press(visit, f"rate-{card}-1")
    assert "0 of 2 cards remembered" in page_text(visit)


def test_nothing_due_says_when_there_will_be_and_what_else_is_worth_doing(
    open_page: OpenPage, tiny: Path, own_data: Path, browser: Browser, nothing_new: None
) -> None:
    remember(own_data, browser, rated(browser, "r-one", 3, days_ago=0.001))
    visit = open_page("today")
    assert visit.subheader[0].value == "Nothing is due"
    assert "Next: 1 item in 2 days." in page_text(visit)
    assert "Bet on a claim" in page_text(visit)
    assert "start" not in [button.key for button in visit.button]
    press(visit, "more-new")
    assert progress(visit).startswith("1 of 2")


def test_an_item_that_is_taken_out_of_the_file_meanwhile_is_passed_over(open_page: OpenPage, tiny: Path) -> None:
    visit = press(open_page("today"), "start")
    tiny.write_text(tiny.read_text(encoding="utf-8").replace("id: r-one", "id: r-other"), encoding="utf-8")
    visit.run()
    assert not visit.exception
    assert "FRONT-TWO" in page_text(visit)
    assert progress(visit) == "1 of 2 · Recall"


def test_the_first_page_offers_what_is_due_and_nothing_where_nothing_is(
    open_page: OpenPage, tiny: Path, own_data: Path, browser: Browser
) -> None:
    visit = open_page("catalog")
    assert "Open" in labels(visit)
    assert "start-today" not in [button.key for button in visit.button]
    remember(own_data, browser, rated(browser, "r-one", 3, days_ago=30))
    visit = open_page("catalog")
    assert "**Today:** 1 due, 2 new · about 2 minutes" in page_text(visit)
    press(visit, "start-today")
    assert progress(visit) == "1 of 3 · Recall"


def test_the_topic_page_says_what_is_due(open_page: OpenPage, tiny: Path, own_data: Path, browser: Browser) -> None:
    assert "New here?" in page_text(open_page("topic", topic=TINY))
    remember(own_data, browser, rated(browser, "r-one", 3, days_ago=30))
    assert "1 item is due: Today asks it." in page_text(open_page("topic", topic=TINY))


def test_two_topics_are_asked_in_one_session_and_named(open_page: OpenPage, tiny: Path, own_data: Path, browser: Browser) -> None:
    other = tiny.read_text(encoding="utf-8").replace(TINY, "track/other").replace("Tiny: one", "Other: one")
    tiny.with_name("other.yaml").write_text(other, encoding="utf-8")
    open_page("today")
    past = [rated(browser, "r-one", 3, days_ago=30), rated(browser, "r-two", 3, days_ago=20, topic="track/other")]
    remember(own_data, browser, *past)
    open_page("you").number_input(key="new_a_day").set_value(0).run()
    visit = press(open_page("today"), "start")
    seen = set()
    for _ in range(2):
        seen.add(progress(visit).partition(" · ")[2])
        card = str(next(button.key for button in visit.button if str(button.key).startswith("turn-"))).removeprefix("turn-")
        press(visit, f"turn-{card}")
        press(visit, f"rate-{card}-3")
    assert seen == {"Recall · Tiny", "Recall · Other"}


def test_going_on_after_the_end_offers_what_is_left(open_page: OpenPage, tiny: Path, own_data: Path, browser: Browser) -> None:
    visit = press(open_page("today"), "start")
    for _ in range(3):
        if "QUESTION-ONE" in page_text(visit):
            pick(visit, "CHOICE-RIGHT")
            press(visit, "submit-q-one")
            press(visit, "next-q-one")
            continue
        card = str(next(button.key for button in visit.button if str(button.key).startswith("turn-"))).removeprefix("turn-")
        press(visit, f"turn-{card}")
        press(visit, f"rate-{card}-3")
    assert visit.header[0].value == "3 items done"
    press(visit, "go-on")
    assert visit.subheader[0].value == "Nothing is due"
    go_to(visit, "catalog", {})
    assert "**Today:**" not in page_text(visit)


def test_a_round_that_is_stopped_offers_what_is_left(open_page: OpenPage, tiny: Path, own_data: Path, browser: Browser) -> None:
    visit = press(open_page("today"), "start")
    press(press(visit, "turn-r-one"), "rate-r-one-3")
    press(visit, "stop")
    assert visit.subheader[0].value.startswith("2 items")
    assert not visit.exception
    press(visit, "start")
    assert progress(visit) == "1 of 2 · Recall"
    assert "FRONT-TWO" in page_text(visit)
    assert progress(open_page("today")) == "1 of 2 · Recall"


def test_what_went_wrong_leads_to_a_claim_about_it(
    open_page: OpenPage, tiny: Path, own_data: Path, browser: Browser, nothing_new: None
) -> None:
    remember(own_data, browser, rated(browser, "r-one", 3, days_ago=30))
    visit = press(press(press(open_page("today"), "start"), "turn-r-one"), "rate-r-one-1")
    assert "a claim to bet on: “CLAIM-ONE”" in page_text(visit)
    assert "CLAIM-TWO" not in page_text(visit)
    assert "claim=m-one" in page_text(visit)  # and the link opens this very claim
    press(press(press(visit, "undo-r-one"), "turn-r-one"), "rate-r-one-3")
    assert "CLAIM-ONE" not in page_text(visit)
