"""What is found, looked up or practised again is opened beside the session that was left: that one is still there to go on with."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

import pytest
from remembered import events_of, log_of
from visiting import FOUND, SAYS, TINY, Browser, OpenPage, address_of, labels, page_text, press, primaries

from quizzes.events.learners import COOKIE


@pytest.fixture
def skipped(open_page: OpenPage, tiny: Path) -> OpenPage:
    """Opens pages for a learner who has skipped the first visit."""
    press(open_page("catalog"), "first-skip")
    return open_page


def leave_recall(open_page: OpenPage) -> None:
    visit = open_page("recall", topic=TINY)
    press(press(visit, "turn-r-one"), "rate-r-one-3")


def leave_the_test(open_page: OpenPage) -> None:
    visit = open_page("self-test", topic=TINY)
    press(visit, next(str(button.key) for button in visit.button if str(button.key).startswith("unsure-")))


def leave_claims(open_page: OpenPage) -> None:
    press(open_page("myths", topic=TINY), "next-m-one")


def leave_today(open_page: OpenPage) -> None:
    press(press(press(open_page("today"), "start"), "turn-r-one"), "rate-r-one-3")


LEFT: dict[str, tuple[Callable[[OpenPage], None], str, dict[str, str], str]] = {
    "recall": (leave_recall, "recall", {"topic": TINY}, "Card 2 of 2"),
    "self-test": (leave_the_test, "self-test", {"topic": TINY}, "Question 2 of 2"),
    "myths": (leave_claims, "myths", {"topic": TINY}, "Claim 2 of 2"),
    "today": (leave_today, "today", {}, "2 of 3"),
}
"""Mode -> how it is left at its second item, the page and the address that go on with it, and where it then is."""


@pytest.mark.parametrize(
    ("mode", "found"),
    [("recall", "recall"), ("self-test", "self-test"), ("myths", "myths"), ("myths", "recall")]
    + [("today", mode) for mode in FOUND if mode != "myths"],
)
def test_a_found_item_never_takes_the_place_of_what_was_left(mode: str, found: str, skipped: OpenPage) -> None:
    leave, page, address, place = LEFT[mode]
    leave(skipped)
    before = [primaries(skipped(name, topic=TINY)) for name in ("catalog", "topic")]
    aside, only = FOUND[found]
    visit = skipped(aside, **only)
    assert not visit.exception
    assert SAYS[found] in page_text(visit)
    refreshed = skipped(aside, **address_of(visit))
    assert SAYS[found] in page_text(refreshed)
    assert place not in page_text(refreshed) or mode == "today"
    assert [primaries(skipped(name, topic=TINY)) for name in ("catalog", "topic")] == before
    assert place in page_text(press(skipped("catalog"), "go-on"))
    assert place in page_text(skipped(page, **address))


@pytest.mark.parametrize(("mode", "title"), [("quick-check", "Quick check"), ("practice", "Worked problems"), ("explain", "Explain it")])
def test_a_found_item_stands_in_its_own_topic_and_mode_and_not_under_today(mode: str, title: str, skipped: OpenPage) -> None:
    page, only = FOUND[mode]
    visit = skipped(page, **only)
    assert SAYS[mode] in page_text(visit)
    assert title in [one.value for one in visit.caption]
    assert "Tiny" in [one.label for one in visit.get("page_link")]
    assert title not in [one.value for one in skipped("today").caption]


@pytest.mark.parametrize(
    ("mode", "leave", "place"), [("recall", leave_recall, "Card 2 of 2"), ("self-test", leave_the_test, "Question 2 of 2")]
)
def test_today_offers_to_go_on_with_what_was_left_in_a_topic(
    mode: str, leave: Callable[[OpenPage], None], place: str, skipped: OpenPage
) -> None:
    assert "go-on-left" not in [one.key for one in skipped("today").button]
    leave(skipped)
    visit = skipped("today")
    assert f"{place.lower()} · Tiny" in page_text(visit)
    assert primaries(visit) == ["Start"]
    assert place in page_text(press(visit, "go-on-left"))


def test_a_test_that_was_left_has_one_name_on_the_page_of_its_topic(skipped: OpenPage) -> None:
    assert "Test me (2 questions)" in labels(skipped("topic", topic=TINY))
    leave_the_test(skipped)
    assert [one for one in labels(skipped("topic", topic=TINY)) if "est" in one] == ["Go on: Self-test, question 2 of 2"]
    leave_recall(skipped)
    shown = labels(skipped("topic", topic=TINY))
    assert shown[:1] == ["Go on: Recall, card 2 of 2"]
    assert [one for one in shown if "est" in one] == ["Go on: Self-test, question 2 of 2"]
    assert "Question 2 of 2" in page_text(press(skipped("topic", topic=TINY), "test"))


def test_a_test_says_how_many_questions_it_has(open_page: OpenPage, tiny: Path) -> None:
    text = tiny.read_text(encoding="utf-8")
    tiny.write_text("".join(line for line in text.splitlines(keepends=True) if "id: t-two" not in line), encoding="utf-8")
    visit = open_page("topic", topic=TINY)
    assert "Test me (1 question)" in labels(visit)
    assert "1 question over three levels" in page_text(visit)


def test_however_many_items_were_found_since(skipped: OpenPage) -> None:
    leave_recall(skipped)
    for _ in range(3):
        for page, only in FOUND.values():
            visit = skipped(page, **only)
            if page == "recall":
                press(press(visit, "turn-r-two"), "rate-r-two-3")
    assert primaries(skipped("topic", topic=TINY)) == ["Go on: Recall, card 2 of 2"]


@pytest.mark.parametrize(
    ("leave", "mode", "steps", "place"),
    [
        (leave_recall, "recall", ("turn-r-two", "rate-r-two-3", "again-all"), "Card 2 of 2"),
        (leave_claims, "myths", ("next-m-two", "again"), "Claim 2 of 2"),
    ],
)
def test_all_cards_and_claims_at_the_end_of_a_found_one_are_those_that_were_left(
    leave: Callable[[OpenPage], None], mode: str, steps: tuple[str, ...], place: str, skipped: OpenPage
) -> None:
    leave(skipped)
    page, only = FOUND[mode]
    visit = skipped(page, **only)
    for key in steps:
        press(visit, key)
    assert place in page_text(visit)
    assert place in page_text(skipped(page, **address_of(visit)))


@pytest.mark.parametrize("mode", FOUND)
def test_the_address_of_a_found_item_opens_it_in_another_browser(mode: str, skipped: OpenPage, browser: Browser, own_data: Path) -> None:
    page, only = FOUND[mode]
    visit = skipped(page, **only)
    address = address_of(visit)
    assert "session" in address
    log_of(own_data).delete(browser.cookies[COOKIE])  # whoever follows it has begun no such session
    assert SAYS[mode] in page_text(skipped(page, **address))


def test_practice_that_is_stopped_leads_back_to_the_round_it_interrupted(skipped: OpenPage) -> None:
    leave_today(skipped)
    visit = press(skipped("today", only=f"{TINY}/q-one"), "stop")
    assert not visit.exception
    assert "2 of 3" in page_text(visit)
    assert "only" not in visit.query_params


def test_missed_questions_that_are_practised_leave_the_round_of_today_where_it_was(skipped: OpenPage) -> None:
    leave_today(skipped)
    missed = skipped("self-test", topic=TINY)
    press(press(missed, "unsure-t-one"), "unsure-t-two")
    own = address_of(missed)
    practice = press(missed, "practise-missed")
    assert "1 of 2 · practice, does not count" in page_text(practice)
    again = skipped("today", **address_of(practice))
    assert "1 of 2 · practice, does not count" in page_text(again)
    assert own["session"] != address_of(practice)["session"]
    assert "2 of 3" in page_text(skipped("today"))
    assert primaries(skipped("catalog")) == ["Go on"]


def test_the_topic_offers_the_latest_and_marks_the_others_where_they_are_listed(skipped: OpenPage) -> None:
    leave_recall(skipped)
    leave_claims(skipped)
    leave_the_test(skipped)
    visit = skipped("topic", topic=TINY)
    assert primaries(visit) == ["Go on: Self-test, question 2 of 2"]
    text = page_text(visit)
    for mark in ("**go on: card 2 of 2**", "**go on: claim 2 of 2**", "**go on: question 2 of 2**"):
        assert mark in text
    assert text.count("**go on: ") == 3


def test_a_deck_that_was_chosen_is_gone_on_with_from_the_list_of_modes_too(skipped: OpenPage, own_data: Path, browser: Browser) -> None:
    visit = skipped("recall", topic=TINY, deck="short")
    press(press(visit, "turn-r-one"), "rate-r-one-3")
    (started,) = events_of(own_data, browser, "started")
    assert f"session={started.session}" in page_text(skipped("topic", topic=TINY))
    assert "Card 2 of 2" in page_text(skipped("recall", topic=TINY, session=started.session))


def test_the_cards_of_a_concept_are_gone_on_with_beside_the_deck(skipped: OpenPage, tiny: Path) -> None:
    leave_recall(skipped)
    visit = skipped("recall", topic=TINY, deck="concepts:first+second")
    turn = next(str(button.key) for button in visit.button if str(button.key).startswith("turn-"))
    press(press(visit, turn), turn.replace("turn", "rate") + "_3")
    leave_the_test(skipped)
    topic = page_text(skipped("topic", topic=TINY))
    assert "**go on: card 2 of 2**" in topic
    assert "Go on: Recall, card 2 of 2" in topic


def test_a_topic_does_not_promise_minutes_that_its_modes_do_not_keep(open_page: OpenPage, tiny: Path) -> None:
    for page in ("topic", "catalog"):
        assert "about 2 minutes" not in page_text(open_page(page, topic=TINY)), page
