"""A database that is away for some seconds takes nothing from the page: the card stays, and the answer is sent again on request."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import pytest
from sqlalchemy import Engine
from sqlalchemy.exc import OperationalError
from streamlit.testing.v1 import AppTest
from visiting import TINY, Browser, OpenPage, key_of, page_text, pick, press

from quizzes.events.event import Event
from quizzes.events.learners import COOKIE
from quizzes.events.log import open_log
from views.page.services import services
from views.practice.why_line import ASK

SECRET = "host.example"


@dataclass
class Outage:
    """Whether the database is away, for reading and for writing."""

    is_on: bool = False


@pytest.fixture
def outage(monkeypatch: pytest.MonkeyPatch) -> Iterator[Outage]:
    now = Outage()
    for name in ("connect", "begin"):
        whole = getattr(Engine, name)

        def asked(self: Engine, *args: Any, _whole: Any = whole, **kwargs: Any) -> Any:
            if now.is_on:
                raise OperationalError("SELECT", {}, Exception(f"no connection to {SECRET}"))
            return _whole(self, *args, **kwargs)

        monkeypatch.setattr(Engine, name, asked)
    yield now
    now.is_on = False


def events(browser: Browser, kind: str) -> tuple[Event, ...]:
    log = open_log(services().environment.database_url)
    found = log.of_learner(browser.cookies[COOKIE], kinds=[kind])
    log.close()
    return found


def turned(visit: AppTest) -> None:
    press(visit, "turn-r-one")


def marked(text: str) -> Callable[[AppTest], None]:
    return lambda visit: (pick(visit, text), None)[1]


def chosen_wrongly(visit: AppTest) -> None:
    press(pick(visit, "CHOICE-A"), "submit-q-one")


def written(visit: AppTest) -> None:
    visit.text_area(key=key_of("text", "e-one")).set_value("The model gets smaller.").run()


def begun(visit: AppTest) -> None:
    press(visit, "start")
    press(visit, "turn-r-one")


STEPS: tuple[Any, ...] = (
    ("recall", turned, "rate-r-one-3", "FRONT-ONE", "FRONT-TWO", "rated"),
    ("quick-check", marked("CHOICE-A"), "submit-q-one", "QUESTION-ONE", ASK, "answered"),
    ("quick-check", chosen_wrongly, "show-reason-q-one", "QUESTION-ONE", "WHY-A", "said_why"),
    ("self-test", marked("CHOICE-A"), "sure-t-one", "TEST-ONE", "TEST-TWO", "answered"),
    ("practice", marked("CHOICE-A"), "submit-p-one", "PROBLEM-ONE", "WHY-A", "answered"),
    ("explain", written, "write-e-one", "PROMPT-ONE", "ticked", "answered"),
    ("myths", marked("OUTCOME-FASTER"), "sure-m-one", "CLAIM-ONE", "You bet **OUTCOME-FASTER**", "bet"),
    ("today", begun, "rate-r-one-3", "FRONT-ONE", "FRONT-TWO", "rated"),
)


@pytest.mark.parametrize(("page", "before", "key", "stays", "comes", "kind"), STEPS, ids=[f"{one[0]}-{one[5]}" for one in STEPS])
def test_the_item_stays_and_its_answer_is_sent_again(
    page: str, before: Any, key: str, stays: str, comes: str, kind: str, open_page: OpenPage, tiny: Path, browser: Browser, outage: Outage
) -> None:
    visit = open_page(page, topic=TINY)
    before(visit)
    outage.is_on = True
    for _ in range(2):  # asked again while it is still away
        press(visit, key if not [one for one in visit.button if one.key == "send-again"] else "send-again")
        assert not visit.exception
        text = page_text(visit)
        assert stays in text
        assert comes not in text
        assert "That could not be saved" in visit.error[0].value
        assert SECRET not in text
    outage.is_on = False
    assert events(browser, kind) == ()
    press(visit, "send-again")
    assert not visit.exception
    assert comes in page_text(visit)
    assert "could not be saved" not in page_text(visit)
    assert len(events(browser, kind)) == 1


def test_another_press_on_the_same_item_counts_once_and_ends_the_offer(
    open_page: OpenPage, tiny: Path, browser: Browser, outage: Outage
) -> None:
    visit = press(open_page("recall", topic=TINY), "turn-r-one")
    outage.is_on = True
    press(visit, "rate-r-one-3")
    outage.is_on = False
    press(visit, "rate-r-one-1")
    assert "could not be saved" not in page_text(visit)
    assert [one.rating for one in events(browser, "rated")] == [1]


def test_what_is_said_of_an_item_and_what_is_set_are_sent_again_too(
    open_page: OpenPage, tiny: Path, browser: Browser, outage: Outage
) -> None:
    visit = press(open_page("recall", topic=TINY), "turn-r-one")
    visit.text_area(key=key_of("report", "r-one")).set_value("A wrong date.")
    outage.is_on = True
    press(visit, "send-r-one")
    outage.is_on = False
    press(visit, "send-again")
    assert [one.payload["text"] for one in events(browser, "report")] == ["A wrong date."]
    you = open_page("you")
    outage.is_on = True
    you.toggle(key="four_buttons").set_value(True).run()
    assert not you.exception
    assert you.toggle(key="four_buttons").value
    outage.is_on = False
    press(you, "send-again")
    assert [one.payload["value"] for one in events(browser, "setting") if one.payload["name"] == "four_buttons"] == [True]


@pytest.mark.parametrize("page", ["catalog", "today", "progress", "topic", "recall", "you", "self-test"])
def test_a_page_that_cannot_be_drawn_says_so_and_can_be_asked_for_again(page: str, open_page: OpenPage, tiny: Path, outage: Outage) -> None:
    services()
    outage.is_on = True
    visit = open_page(page, topic=TINY)
    assert not visit.exception
    assert "not with you" in visit.error[0].value
    assert SECRET not in page_text(visit)
    outage.is_on = False
    press(visit, "page-again")
    assert not visit.error
    assert "cannot be shown" not in page_text(visit)


def test_an_end_that_has_to_be_read_first_can_be_asked_for_again(open_page: OpenPage, tiny: Path, outage: Outage) -> None:
    visit = open_page("today")
    begun(visit)
    services().ledger.forget()
    outage.is_on = True
    visit.run()
    assert not visit.exception
    assert "cannot reach your answers" in visit.error[0].value
    outage.is_on = False
    press(visit, "read-again")
    assert "FRONT-ONE" in page_text(visit)
    assert not visit.error


def test_whoever_runs_the_app_reads_what_is_wrong(open_page: OpenPage, tiny: Path, author: Browser, outage: Outage) -> None:
    visit = press(open_page("recall", topic=TINY), "turn-r-one")
    outage.is_on = True
    press(visit, "rate-r-one-3")
    assert SECRET in visit.error[0].value
