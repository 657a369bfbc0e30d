"""The progress page: nothing before there is something to say, and no traceback with much of it; one's data can be taken and deleted."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta
from pathlib import Path

from visiting import TINY, Browser, OpenPage, page_text, press

from quizzes.events.event import Event
from quizzes.events.learners import COOKIE
from quizzes.events.log import open_log


def write(own_data: Path, browser: Browser, count: int) -> None:
    now = datetime.now(UTC)
    rows = [
        Event(
            id=f"e{n}",
            learner=browser.cookies[COOKIE],
            session=f"s{n}",
            kind="rated" if n % 2 else "answered",
            mode="recall" if n % 2 else "self-test",
            item=f"{TINY}/{'r-one' if n % 2 else 't-one'}",
            at=now - timedelta(days=count - n),
            rating=3 if n % 2 else None,
            score=float(n % 3 > 0),
            sure=None if n % 2 else n % 4 == 0,
        )
        for n in range(count)
    ]
    log = open_log(f"sqlite:///{own_data / 'events.db'}")
    log.append(rows)
    log.close()


def test_a_new_learner_is_told_what_will_be_here(open_page: OpenPage, tiny: Path) -> None:
    visit = open_page("progress")
    assert not visit.exception
    assert "It begins with your first answer" in page_text(visit)
    assert not visit.get("vega_lite_chart")


def test_few_answers_show_what_they_can_and_say_what_is_missing(open_page: OpenPage, tiny: Path, own_data: Path, browser: Browser) -> None:
    open_page("progress")
    write(own_data, browser, 4)
    text = page_text(open_page("progress"))
    assert "2 answers handed in" not in text
    assert "28 to go" in text
    assert "to go" in text
    assert "%" not in text.partition("How sure")[2].partition("A missed day")[0]


def test_many_answers_fill_the_page(open_page: OpenPage, tiny: Path, own_data: Path, browser: Browser) -> None:
    open_page("progress")
    write(own_data, browser, 140)
    visit = open_page("progress")
    assert not visit.exception
    text = page_text(visit)
    assert "When you said sure" in text
    assert "you remembered" in text
    assert "The first concept" in text


def test_deleting_asks_first_and_then_leaves_nothing(open_page: OpenPage, tiny: Path, own_data: Path, browser: Browser) -> None:
    open_page("progress")
    write(own_data, browser, 6)
    visit = press(open_page("you"), "delete")
    assert "cannot be undone" in visit.warning[-1].value
    press(visit, "delete-no")
    log = open_log(f"sqlite:///{own_data / 'events.db'}")
    assert len(log.of_learner(browser.cookies[COOKIE])) == 6
    press(press(visit, "delete"), "delete-yes")
    assert not visit.exception
    assert log.of_learner(browser.cookies[COOKIE]) == ()
    assert "Nothing of yours is here yet" in page_text(visit)
    log.close()
