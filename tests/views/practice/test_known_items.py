"""An item of which the learner said "I know this" is no dead end: it is shown, with the reason why it is not asked and the way back."""

from __future__ import annotations

from datetime import UTC, datetime
from pathlib import Path

import pytest
from remembered import events_of, log_of, remember
from streamlit.testing.v1 import AppTest
from visiting import FOUND, SAYS, TINY, Browser, OpenPage, address_of, key_of, labels, page_text, pick, press, primaries, short

from quizzes.events.event import Event
from quizzes.events.learners import COOKIE

WHY = "You said “I know this”, so it is not asked any more."
ITEMS = {"recall": "r-two", "quick-check": "q-one", "self-test": "t-two", "practice": "p-one", "explain": "e-one", "myths": "m-two"}
ALL = {"r-one": "recall", "r-two": "recall", "q-one": "quick-check", "t-one": "self-test", "t-two": "self-test"} | {
    "p-one": "practice",
    "e-one": "explain",
    "m-one": "myths",
    "m-two": "myths",
}


def know(own_data: Path, browser: Browser, *items: str) -> None:
    """The learner switched off these items of the tiny topic."""
    learner, now = browser.cookies[COOKIE], datetime.now(UTC)

    def row(item: str) -> Event:
        full, payload = f"{TINY}/{item}", {"known": True}
        return Event(id=f"known-{item}", learner=learner, session="s", kind="known", at=now, item=full, mode=ALL[item], payload=payload)

    remember(own_data, browser, *[row(one) for one in items])


def rates(visit: AppTest, card: str) -> list[str]:
    shown = [one.label for one in visit.button if short(str(one.key)).startswith(f"rate-{card}")]
    return [label.partition(" `")[0].replace("\N{NO-BREAK SPACE}", " ") for label in shown]


@pytest.mark.parametrize("mode", ITEMS)
def test_a_found_item_that_is_known_is_shown_and_can_be_asked_again(
    mode: str, open_page: OpenPage, tiny: Path, own_data: Path, browser: Browser
) -> None:
    open_page("progress")
    page, address = FOUND[mode]
    know(own_data, browser, ITEMS[mode])
    visit = open_page(page, **address)
    assert not visit.exception
    assert SAYS[mode] in page_text(visit)
    assert WHY in page_text(visit)
    assert "No cards here" not in page_text(visit)
    press(visit, key_of("ask-again", ITEMS[mode]))
    assert WHY not in page_text(visit)
    assert SAYS[mode] in page_text(visit)
    assert [one.payload["known"] for one in events_of(own_data, browser, "known")] == [True, False]
    assert WHY not in page_text(open_page(page, **address))


def test_the_buttons_of_a_card_promise_no_day_on_which_it_will_not_come(open_page: OpenPage, tiny: Path) -> None:
    visit = press(open_page("recall", topic=TINY, deck="cards:r-one"), "turn-r-one")
    assert rates(visit, "r-one") == ["New to me · tomorrow", "Got it · in 2 days"]
    press(visit, "known-r-one")
    assert rates(visit, "r-one") == ["New to me", "Got it"]
    assert "However you rate it, it is not asked again." in page_text(visit)
    press(visit, "ask-again-r-one")
    assert rates(visit, "r-one") == ["New to me · tomorrow", "Got it · in 2 days"]


def test_practice_of_a_known_card_says_nothing_of_when_it_comes_again(open_page: OpenPage, tiny: Path) -> None:
    visit = press(press(open_page("recall", topic=TINY, deck="cards:r-one"), "turn-r-one"), "rate-r-one-1")
    press(press(visit, "again-hard"), "turn-r-one")
    press(visit, "known-r-one")
    assert "when it would have anyway" not in page_text(visit)
    press(visit, "rate-r-one-1")
    assert "when they would have anyway" not in page_text(visit)
    assert "again-hard" not in [one.key for one in visit.button]
    assert primaries(visit) == ["All cards"]


@pytest.mark.parametrize("deck", ["all", "short"])
def test_where_every_card_is_known_the_deck_says_so(deck: str, open_page: OpenPage, tiny: Path, own_data: Path, browser: Browser) -> None:
    open_page("progress")
    know(own_data, browser, "r-one", "r-two")
    visit = open_page("recall", topic=TINY, deck=deck)
    assert "you have seen every card" not in page_text(visit)
    assert "You switched all of it off" in page_text(visit)
    press(visit, key_of("back", "r-two"))
    assert "FRONT-TWO" in page_text(visit)
    assert "Show the answer" in labels(visit)


@pytest.mark.parametrize("mode", [mode for mode in ITEMS if mode != "recall"])
def test_a_mode_of_which_everything_is_known_is_not_said_to_be_empty(
    mode: str, open_page: OpenPage, tiny: Path, own_data: Path, browser: Browser
) -> None:
    open_page("progress")
    know(own_data, browser, *ALL)
    visit = open_page(mode, topic=TINY)
    assert not visit.exception
    assert "You switched all of it off" in page_text(visit)
    assert {one for one, of in ALL.items() if key_of("back", one) in [button.key for button in visit.button]} == {
        one for one, of in ALL.items() if of == mode
    }
    press(visit, key_of("back", ITEMS[mode]))
    assert SAYS[mode] in page_text(visit)


@pytest.mark.parametrize(
    ("page", "address"),
    [("recall", {"deck": "cards:never-was"}), ("myths", {"claim": "never-was"}), ("recall", {"deck": "concepts:never-was"})],
)
def test_what_is_not_there_is_said_to_be_gone_and_nothing_else_is_opened(
    page: str, address: dict[str, str], open_page: OpenPage, tiny: Path
) -> None:
    visit = open_page(page, topic=TINY, **address)
    text = page_text(visit)
    assert not visit.exception
    assert "you have seen every card" not in text
    assert "Its questions are there" not in text
    assert "CLAIM-ONE" not in text
    assert primaries(visit) == ["Back to Tiny"]


def test_what_was_missed_and_then_switched_off_is_not_practised_again(open_page: OpenPage, tiny: Path) -> None:
    visit = press(pick(open_page("quick-check", topic=TINY), "CHOICE-A"), "submit-q-one")
    press(visit, "show-reason-q-one")
    press(press(visit, "known-q-one"), "next-q-one")
    assert visit.header[0].value == "0 of 1 correct"
    assert "practise-missed" not in [one.key for one in visit.button]
    assert len(primaries(visit)) == 1


def test_the_end_of_a_found_item_shows_it_and_opens_it_again(open_page: OpenPage, tiny: Path, own_data: Path, browser: Browser) -> None:
    visit = press(press(open_page("recall", topic=TINY, deck="cards:r-two"), "turn-r-two"), "rate-r-two-3")
    bookmark = open_page("recall", **address_of(visit))
    assert "1 card done" in page_text(bookmark)
    assert "BACK-TWO" in page_text(bookmark)
    assert "FRONT-TWO" in page_text(press(bookmark, "again-hard"))
    question = pick(open_page("today", only=f"{TINY}/q-one"), "CHOICE-RIGHT")
    press(press(question, "submit-q-one"), "next-q-one")
    bookmark = open_page("today", **address_of(question))
    assert "1 item done" in page_text(bookmark)
    assert "WHY-RIGHT" in page_text(bookmark)
    press(bookmark, "again-hard")
    assert "QUESTION-ONE" in page_text(bookmark)
    assert len(log_of(own_data).of_learner(browser.cookies[COOKIE], kinds=("started",))) == 4
