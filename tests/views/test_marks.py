"""What is marked and not handed in is there again in another browser session of the same learner, and nowhere else."""

from __future__ import annotations

from pathlib import Path

from streamlit.testing.v1 import AppTest
from visiting import TINY, Browser, OpenPage, press

from quizzes.learners import COOKIE, new_learner_id
from views.marks import LIMIT, Marks

CHECKED = ":material/radio_button_checked:"


def marked(visit: AppTest) -> list[str]:
    return [str(button.key) for button in visit.button if str(button.key).startswith("choice-") and CHECKED in str(button.proto.icon)]


def test_a_mark_is_there_again_after_a_refresh_and_not_for_another_learner(open_page: OpenPage, tiny: Path, browser: Browser) -> None:
    visit = open_page("quick-check", topic=TINY)
    first = next(str(button.key) for button in visit.button if str(button.key).startswith("choice-"))
    assert marked(visit) == []
    press(visit, first)
    assert marked(visit) == [first]
    assert marked(open_page("quick-check", topic=TINY)) == [first]
    browser.cookies = {COOKIE: new_learner_id()}
    assert marked(open_page("quick-check", topic=TINY)) == []


def test_only_the_newest_marks_are_kept() -> None:
    marks = Marks()
    for number in range(LIMIT + 1):
        marks.keep(("learner", "session", str(number)), ("a",))
    assert marks.of(("learner", "session", "0")) == ()
    assert marks.of(("learner", "session", "1")) == ("a",)
    marks.keep(("learner", "session", "1"), ())
    assert marks.of(("learner", "session", "1")) == ()
