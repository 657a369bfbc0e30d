"""What was switched off can be asked for again where it is missed, and what was begun is still there after a refresh."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta
from pathlib import Path

from visiting import TINY, Browser, OpenPage, page_text, press

from quizzes.events.event import Event
from quizzes.events.learners import COOKIE
from quizzes.events.log import open_log
from views.page import keyed


def row(browser: Browser, item: str, kind: str, number: int, **values: object) -> Event:
    at = datetime.now(UTC) - timedelta(days=3, minutes=-number)
    mode = "recall" if item.startswith("r-") else "quick-check"
    one = {"id": f"e{number}", "learner": browser.cookies[COOKIE], "session": f"s{number}", "kind": kind, "mode": mode, "at": at}
    return Event(**{**one, "item": f"{TINY}/{item}", **values})  # type: ignore[arg-type]


def write(own_data: Path, *rows: Event) -> None:
    log = open_log(f"sqlite:///{own_data / 'events.db'}")
    log.append(rows)
    log.close()


def test_a_concept_whose_only_card_is_switched_off_offers_the_card_and_its_questions(
    open_page: OpenPage, tiny: Path, own_data: Path, browser: Browser
) -> None:
    open_page("progress")
    known = row(browser, "r-one", "known", 1, payload={"known": True})
    failed = row(browser, "q-one", "answered", 2, score=0.0, payload={"choices": ["wrong-a"]})
    write(own_data, known, failed)
    visit = open_page("recall", topic=TINY, deck="concepts:first")
    text = page_text(visit)
    assert not visit.exception
    assert "you have seen every card" not in text
    assert "FRONT-ONE" in text
    assert "FRONT-TWO" not in text
    for question in ("q-one", "t-one"):
        assert f"only=track%2Ftiny%2F{question}" in text
    assert "p-one" not in text  # which is about the other concept
    press(visit, keyed.by_id("back", f"{TINY}/r-one"))
    assert not visit.exception
    assert "Card 1 of 1" in page_text(visit)
    asked = page_text(open_page("today", only=f"{TINY}/q-one"))
    assert "QUESTION-ONE" in asked
    assert "1 of 1" in asked


def test_an_item_that_is_gone_is_said_to_be_gone(open_page: OpenPage, tiny: Path) -> None:
    visit = open_page("today", only=f"{TINY}/never-was")
    assert not visit.exception
    assert "This item is not here" in page_text(visit)


def test_the_first_steps_are_gone_on_with_after_a_refresh(open_page: OpenPage, tiny: Path) -> None:
    visit = press(press(open_page("catalog"), "turn-track_tiny_r-one"), "rate-track_tiny_r-one_3")
    assert "New here? · 2 of" in page_text(visit)
    assert visit.query_params["step"] == "2"
    again = open_page("catalog", step="2")
    assert "New here? · 2 of" in page_text(again)
    press(again, "first-back")
    assert "New here? · 1 of" in page_text(again)
    assert "step" not in again.query_params
    for odd in ("9", "-1", "two", ""):
        assert "New here? · 1 of" in page_text(open_page("catalog", step=odd))


def test_the_steps_that_are_asked_for_again_do_not_hide_what_is_due(
    open_page: OpenPage, tiny: Path, own_data: Path, browser: Browser
) -> None:
    open_page("progress")
    write(own_data, row(browser, "r-one", "rated", 1, rating=1, score=0.0))
    assert "start-today" in {one.key for one in open_page("catalog").button}
    press(open_page("you"), "first-again")
    for page, button in (("catalog", "start-today"), ("topic", "to-today")):
        visit = open_page(page, topic=TINY) if page == "topic" else open_page(page)
        assert {"first-skip", button} <= {one.key for one in visit.button}, page


def test_each_mode_of_a_topic_says_how_far_one_has_come_and_where_one_stopped(open_page: OpenPage, tiny: Path) -> None:
    assert page_text(open_page("topic", topic=TINY)).count("not begun") > 2
    press(open_page("recall", topic=TINY), "rate-r-one-3")
    text = page_text(open_page("topic", topic=TINY))
    assert "go on: card 2 of " in text
    assert "1 of 2 seen" not in text
    press(open_page("recall", topic=TINY), "rate-r-two-3")
    assert "✓ all 2 seen" in page_text(open_page("topic", topic=TINY))
