"""The visitor's own page: who this browser is, and how it becomes somebody else."""

from __future__ import annotations

from pathlib import Path

import pytest
from visiting import TINY, Browser, OpenPage, page_text, pick, press

from quizzes.learners import COOKIE, new_learner_id, resume_code


def test_the_resume_code_is_this_browsers_learner(open_page: OpenPage, browser: Browser) -> None:
    assert open_page("you").code[0].value == resume_code(browser.cookies[COOKIE])


def test_a_browser_without_cookies_is_told_that_nothing_will_be_found_again(open_page: OpenPage, browser: Browser) -> None:
    browser.cookies = {}
    visit = open_page("you")
    assert "no cookies" in visit.warning[0].value
    assert not visit.code


@pytest.mark.parametrize("typed", ["hello", "0000-0000", "UUUU-UUUU-UUUU-UUUU"])
def test_what_is_no_resume_code_is_refused(typed: str, open_page: OpenPage) -> None:
    visit = open_page("you")
    visit.text_input(key="resume-code").set_value(typed).run()
    assert "no resume code" in visit.error[0].value


def test_another_browsers_session_in_the_address_is_not_opened(open_page: OpenPage, tiny: Path, browser: Browser) -> None:
    mine = pick(open_page("quick-check", topic=TINY), "CHOICE-A")
    press(mine, "submit-q-one")
    assert "WHY-A" in page_text(open_page("quick-check", topic=TINY, session=str(mine.query_params["session"])))
    browser.cookies = {COOKIE: new_learner_id()}
    other = open_page("quick-check", topic=TINY, session=str(mine.query_params["session"]))
    assert not other.exception
    assert other.query_params["session"] != mine.query_params["session"]
    assert "WHY-A" not in page_text(other)
