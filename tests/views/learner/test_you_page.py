"""The visitor's own page: who this browser is, and how it becomes somebody else."""

from __future__ import annotations

from pathlib import Path

import pytest
from test_progress_page import write
from visiting import TINY, Browser, OpenPage, page_text, pick, press

from quizzes.events.learners import COOKIE, new_learner_id, resume_code
from quizzes.release import version


def test_the_resume_code_is_this_browsers_learner(open_page: OpenPage, browser: Browser) -> None:
    assert open_page("you").code[0].value == resume_code(browser.cookies[COOKIE])


def test_the_page_says_which_version_this_is(open_page: OpenPage) -> None:
    assert f"Featherweight {version()}" in page_text(open_page("you"))


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


def test_a_mistyped_code_is_refused_before_it_is_asked_for(open_page: OpenPage) -> None:
    visit = open_page("you")
    code = resume_code("0123456789abcdef")
    visit.text_input(key="resume-code").set_value(f"1{code[1:]}").run()
    assert "mistyped" in visit.error[0].value
    visit.text_input(key="resume-code").set_value(code).run()
    assert not visit.error


def test_a_code_without_a_check_sign_is_taken_and_a_sign_that_may_be_missing_is_named_at_once(open_page: OpenPage) -> None:
    visit, code = open_page("you"), resume_code("0123456789abcdef")
    for typed, is_named in (("0123-4567-89ab-cdef", True), (code.replace("5", ""), True), (code, False)):
        visit.text_input(key="resume-code").set_value(typed).run()
        assert not visit.error
        assert "This browser will then show that learner" in page_text(visit)
        assert ("in case one is missing" in page_text(visit)) == is_named


def test_ones_own_code_is_shown_again_before_one_leaves_it(open_page: OpenPage, own_data: Path, browser: Browser) -> None:
    visit = open_page("you")
    visit.text_input(key="resume-code").set_value(resume_code(new_learner_id())).run()
    assert "Nothing was answered here so far." in page_text(visit)
    assert len(visit.code) == 1
    write(own_data, browser, 2)
    visit.run()
    assert [one.value for one in visit.code] == [resume_code(browser.cookies[COOKIE])] * 2
    assert "Write down your own code first" in page_text(visit)


def test_another_browsers_session_in_the_address_is_not_opened(open_page: OpenPage, tiny: Path, browser: Browser) -> None:
    mine = pick(open_page("quick-check", topic=TINY), "CHOICE-A")
    press(press(mine, "submit-q-one"), "show-reason-q-one")
    assert "WHY-A" in page_text(open_page("quick-check", topic=TINY, session=str(mine.query_params["session"])))
    browser.cookies = {COOKIE: new_learner_id()}
    other = open_page("quick-check", topic=TINY, session=str(mine.query_params["session"]))
    assert not other.exception
    assert other.query_params["session"] != mine.query_params["session"]
    assert "WHY-A" not in page_text(other)
