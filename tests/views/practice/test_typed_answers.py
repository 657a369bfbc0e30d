"""What is marked or typed and not handed in is there again in another browser session of the same learner, and nowhere else."""

from __future__ import annotations

from functools import partial
from pathlib import Path
from typing import Any

import pytest
import streamlit as st
from remembered import log_of
from streamlit.testing.v1 import AppTest
from visiting import TINY, Browser, OpenPage, key_of, page_text, press

from quizzes.events.event import LogUnavailable
from quizzes.events.learners import COOKIE, new_learner_id
from quizzes.events.log import EventLog
from quizzes.events.unfinished import Place
from quizzes.questions.explain.grading import TOO_SHORT
from quizzes.sessions import fading
from views.page import state
from views.practice import pending

CHECKED = ":material/radio_button_checked:"
TYPED = """
  - {id: q-typed, type: fill-blank, concept: first, level: easy, question: FILL, text: "`prune.[[call]]` is [[what]].",
     blanks: [{id: call, accept: [remove], why: WHY-CALL}, {id: what, accept: [lasting], why: WHY-WHAT}]}
"""


@pytest.fixture
def log(own_data: Path) -> EventLog:
    return log_of(own_data)


def marked(visit: AppTest) -> list[str]:
    return [str(button.key) for button in visit.button if str(button.key).startswith("choice-") and CHECKED in str(button.proto.icon)]


def test_a_mark_is_there_again_after_a_restart_of_the_server_and_not_for_another_learner(
    open_page: OpenPage, tiny: Path, browser: Browser
) -> None:
    visit = open_page("quick-check", topic=TINY)
    first = next(str(button.key) for button in visit.button if str(button.key).startswith("choice-"))
    assert marked(visit) == []
    press(visit, first)
    assert marked(visit) == [first]
    st.cache_resource.clear()
    assert marked(open_page("quick-check", topic=TINY)) == [first]
    browser.cookies = {COOKIE: new_learner_id()}
    assert marked(open_page("quick-check", topic=TINY)) == []


@pytest.fixture
def with_fields(tiny: Path) -> Path:
    """The tiny topic whose quick check begins with two gaps and whose problem has a step to fill in."""
    text = tiny.read_text(encoding="utf-8").replace("quick_check:", f"quick_check:{TYPED.rstrip()}", 1)
    step = "heading: STEP-ONE, text: Divide., blank: {ask: ASK-ONE, answer: '4', why: WHY-STEP}"
    tiny.write_text(text.replace("heading: STEP-ONE, text: Divide.", step), encoding="utf-8")
    return tiny


def place(visit: AppTest, browser: Browser, item: str, token: str) -> Place:
    return Place(browser.cookies[COOKIE], f"{visit.query_params['session']}:{item}:{token}")


def test_typed_gaps_are_there_again_and_go_when_they_are_handed_in(
    open_page: OpenPage, with_fields: Path, browser: Browser, log: EventLog
) -> None:
    first = open_page("quick-check", topic=TINY)
    here = place(first, browser, "q-typed", "answered")
    log.keep_unfinished(here, {"0": "remov", "1": "last"})
    again = open_page("quick-check", topic=TINY)
    fields = [again.text_input(key=key_of("typed", "q-typed", number)) for number in (0, 1)]
    assert [field.value for field in fields] == ["remov", "last"]
    for field, text in zip(fields, ("remove", "lasting"), strict=True):
        field.set_value(text)
    press(again, "submit-q-typed")
    assert "`prune.remove` is **lasting**." in [one.value for one in again.markdown]
    assert log.unfinished(here) == {}


def test_a_step_that_is_being_filled_in_is_there_again(
    open_page: OpenPage, with_fields: Path, browser: Browser, log: EventLog, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(fading, "blank_steps", lambda *_: frozenset({0}))
    visit = press(open_page("practice", topic=TINY), "unsure-p-one")
    here, step = place(visit, browser, "p-one", "step-1"), key_of("typed-step", "p-one", 1)
    log.keep_unfinished(here, {"blank": "3 or"})
    again = open_page("practice", topic=TINY)
    assert again.text_input(key=step).value == "3 or"
    again.text_input(key=step).set_value("4")
    press(again, "fill-p-one-1")
    assert "WHY-STEP" not in page_text(again)
    assert log.unfinished(here) == {}


def test_an_essay_its_ticks_and_a_report_are_there_again(open_page: OpenPage, with_fields: Path, browser: Browser, log: EventLog) -> None:
    visit = open_page("explain", topic=TINY)
    log.keep_unfinished(place(visit, browser, "e-one", "answered"), {"text": "It gets smal"})
    again = open_page("explain", topic=TINY)
    essay = again.text_area(key=key_of("text", "e-one"))
    assert essay.value == "It gets smal"
    assert "click outside" not in str(essay.proto.placeholder)
    essay.set_value("The model gets smaller.").run()
    press(again, "write-e-one")
    again.checkbox(key=key_of("tick", "e-one", "fast")).set_value(True).run()
    ticked = open_page("explain", topic=TINY)
    assert [box.value for box in ticked.checkbox] == [False, True]
    press(ticked, "ticked-e-one")
    log.keep_unfinished(place(visit, browser, "e-one", "report"), {"text": "A typ"})
    reported = open_page("explain", topic=TINY)
    report = reported.text_area(key=key_of("report", "e-one"))
    assert report.value == "A typ"
    report.set_value("A typo").run()
    press(reported, "send-e-one")
    assert reported.text_area(key=key_of("report", "e-one")).value == ""
    assert open_page("explain", topic=TINY).text_area(key=key_of("report", "e-one")).value == ""


def test_where_the_database_cannot_be_asked_the_question_stands_there_without_the_mark(
    open_page: OpenPage, tiny: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    def away(*_: Any) -> None:
        raise LogUnavailable("The database is away.")

    monkeypatch.setattr(EventLog, "unfinished", away)
    monkeypatch.setattr(EventLog, "keep_unfinished", away)
    visit = open_page("quick-check", topic=TINY)
    first = next(str(button.key) for button in visit.button if str(button.key).startswith("choice-"))
    press(visit, first)
    assert not visit.exception
    assert marked(visit) == [first]


HERE = Place("ann", "s1:q-typed:answered")


@pytest.mark.parametrize(
    "sent",
    [
        None,
        "text",
        {"place": "s1:another:answered", "number": 1, "texts": {"0": "a"}},
        {"place": HERE.answer, "number": "1", "texts": {"0": "a"}},
        {"place": HERE.answer, "number": 1, "texts": ["a"]},
        {"place": HERE.answer, "number": 1, "texts": {"0": 7, "marked": "a", "9": "a"}},
    ],
)
def test_what_a_browser_makes_up_is_not_kept(sent: object, monkeypatch: pytest.MonkeyPatch) -> None:
    kept: list[object] = []
    monkeypatch.setattr(pending.state, "sent", lambda *_: sent)
    monkeypatch.setattr(pending, "keep", lambda *given: kept.append(given) or True)
    monkeypatch.setattr(state, "change", lambda **_: None)
    typed = partial(pending._take_in, "typing-x", HERE, ("0", "1"))
    typed()
    assert kept == []
    monkeypatch.setattr(pending.state, "sent", lambda *_: {"place": HERE.answer, "number": 2, "texts": {"0": "a", "x": "b"}})
    typed()
    assert kept == [(HERE, {"0": "a"})]


@pytest.mark.parametrize("text", ["asdf", "", "  pruning works "])
def test_less_than_a_sentence_is_not_compared_and_what_is_wanted_is_said(text: str, open_page: OpenPage, tiny: Path) -> None:
    visit = open_page("explain", topic=TINY)
    visit.text_area(key=key_of("text", "e-one")).set_value(text).run()
    press(visit, "write-e-one")
    assert [one.value for one in visit.warning] == [TOO_SHORT]
    assert visit.text_area(key=key_of("text", "e-one")).value == text
    assert "think you covered" not in page_text(visit)


def test_a_picked_choice_is_marked_by_style_and_an_answered_one_keeps_its_box(open_page: OpenPage, tiny: Path) -> None:
    visit = open_page("quick-check", topic=TINY)
    assert "border: 2px solid" not in page_text(visit)
    picked = next(button for button in visit.button if button.label == "CHOICE-A")
    key = str(picked.key)
    picked.click().run()
    assert f".st-key-{key} button {{border: 2px solid" in page_text(visit)
    press(visit, "submit-q-one")
    boxes = sorted(key.partition("_")[0] for key in keys_in(visit.main) if key.startswith("told-"))
    assert boxes == ["told-other-track", "told-other-track", "told-wrong-track"]
    press(visit, "show-reason-q-one")
    boxes = sorted(key.partition("_")[0] for key in keys_in(visit.main) if key.startswith("told-"))
    assert boxes == ["told-other-track", "told-right-track", "told-wrong-track"]


def keys_in(node: Any) -> list[str]:
    """The keys of all containers below."""
    own = str(getattr(getattr(node, "proto", None), "id", "")).split("-", 2)[-1]
    return [own, *(key for child in getattr(node, "children", {}).values() for key in keys_in(child))]
