"""At any time one thing to do next is the most visible thing on the page: exactly one primary button, whatever state the learner is in."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

import pytest
from lab_double import RunnerDouble
from remembered import answered, rated, remember
from streamlit.testing.v1 import AppTest
from visiting import TINY, Browser, OpenPage, key_of, pick, press, primaries

Visits = Callable[..., AppTest]


@pytest.fixture
def skipped(open_page: OpenPage, tiny: Path) -> Visits:
    """Opens pages of the tiny topic for a learner who has skipped the first visit."""
    press(open_page("catalog"), "first-skip")
    return open_page


@pytest.fixture
def no_more_new(open_page: OpenPage, tiny: Path) -> None:
    open_page("you").number_input(key="new_a_day").set_value(0).run()


LESSON = "Start the lesson: PART-ONE (2 min)"


def another_topic(tiny: Path) -> None:
    """One that comes after the tiny one, and before it by its name."""
    text = tiny.read_text(encoding="utf-8").replace(TINY, "track/another").replace("Tiny: one", "Another: one")
    tiny.with_name("another.yaml").write_text(text.replace("minutes: 2", f"minutes: 2\nneeds: [{TINY}]"), encoding="utf-8")


@pytest.mark.parametrize("page", ["catalog", "topic"])
def test_on_a_first_visit_it_is_the_card(page: str, open_page: OpenPage, tiny: Path) -> None:
    visit = open_page(page, topic=TINY)
    assert primaries(visit) == ["Show the answer"]
    press(press(visit, "turn-r-one"), "rate-r-one-3")
    assert primaries(visit) == ["Start (2 min)"]


def test_after_it_the_first_page_opens_the_topic(skipped: Visits, tiny: Path) -> None:
    assert primaries(skipped("catalog")) == ["Open"]


def test_of_several_topics_the_first_on_the_path_is_to_be_opened(skipped: Visits, tiny: Path) -> None:
    another_topic(tiny)
    visit = skipped("catalog")
    assert [one.value for one in visit.markdown if one.value.startswith("#### ")] == ["#### Tiny: one of each", "#### Another: one of each"]
    assert primaries(visit) == ["Open"]
    press(visit, key_of("open", TINY))
    assert visit.title[0].value == "Tiny: one of each"


def test_what_is_due_comes_first_on_both_pages(skipped: Visits, own_data: Path, browser: Browser) -> None:
    remember(own_data, browser, rated(browser, "r-one", 3, days_ago=30))
    assert primaries(skipped("catalog")) == ["Start"]
    visit = skipped("topic", topic=TINY)
    assert primaries(visit) == ["Today: 1 due here"]
    assert not press(visit, "to-today").exception


def test_what_was_left_comes_before_what_is_due(skipped: Visits, own_data: Path, browser: Browser) -> None:
    remember(own_data, browser, rated(browser, "r-two", 3, days_ago=30))
    test = skipped("self-test", topic=TINY)
    question = next(str(button.key) for button in test.button if str(button.key).startswith("unsure-")).removeprefix("unsure-")
    press(test, f"unsure-{question}")
    for page in ("catalog", "topic"):
        visit = skipped(page, topic=TINY)
        assert primaries(visit) in (["Go on"], ["Go on: Self-test, question 2 of 2"])
        press(visit, "go-on")
        assert not visit.exception
        assert f"unsure-{question}" not in [button.key for button in visit.button]
        assert any(str(button.key).startswith("unsure-") for button in visit.button)


def test_an_attempt_in_which_nothing_was_answered_is_not_worth_going_on(skipped: Visits) -> None:
    skipped("self-test", topic=TINY)
    assert primaries(skipped("topic", topic=TINY)) == [LESSON]
    assert primaries(skipped("catalog")) == ["Open"]


def test_a_round_of_today_is_gone_on_with(skipped: Visits) -> None:
    today = press(skipped("today"), "start")
    press(press(today, "turn-r-one"), "rate-r-one-3")
    visit = skipped("catalog")
    assert primaries(visit) == ["Go on"]
    assert press(visit, "go-on").get("progress")[0].proto.text.startswith("2 of 3")
    assert primaries(skipped("topic", topic=TINY)) == [LESSON]


def test_with_nothing_due_the_topic_can_still_be_opened(skipped: Visits, own_data: Path, browser: Browser, no_more_new: None) -> None:
    remember(own_data, browser, rated(browser, "r-one", 3, days_ago=0.001))
    visit = skipped("catalog")
    assert primaries(visit) == ["Open"]
    assert "Nothing is due. Next: 1 item in 2 days." in [one.value for one in visit.caption]
    assert primaries(skipped("topic", topic=TINY)) == [LESSON]


@pytest.mark.parametrize(
    ("without", "label"),
    [
        (("lesson",), "Start (1 min)"),
        (("recall",), LESSON),
        (("lesson", "recall"), "Start: Quick check"),
        (("lesson", "recall", "quick_check", "explain", "practice", "myths"), "Test me (2 questions)"),
    ],
)
def test_what_a_topic_does_not_have_is_not_begun(without: tuple[str, ...], label: str, skipped: Visits, tiny: Path) -> None:
    parts = tiny.read_text(encoding="utf-8").split("\n\n")
    tiny.write_text("\n\n".join(part for part in parts if not part.startswith(tuple(f"{name}:" for name in without))), encoding="utf-8")
    visit = skipped("topic", topic=TINY)
    assert primaries(visit) == [label]
    assert not press(visit, next(str(button.key) for button in visit.button if button.label == label)).exception
    assert primaries(skipped("catalog")) == ["Open"]


@pytest.mark.parametrize(
    ("page", "label"),
    [("progress", "Start with Today"), ("today", "Start"), ("recall", "Show the answer")],
)
def test_a_page_before_the_first_answer_has_one(page: str, label: str, skipped: Visits) -> None:
    assert primaries(skipped(page, topic=TINY)) == [label]


def test_an_unknown_topic_leads_to_all_topics(skipped: Visits) -> None:
    visit = skipped("topic", topic="track/none")
    assert primaries(visit) == ["See all topics"]
    assert press(visit, "see-topics").title[0].value.startswith("What do you want")


def test_without_a_topic_whoever_may_write_begins_one(open_page: OpenPage, tiny: Path, author: Browser) -> None:
    tiny.unlink()
    assert primaries(open_page("catalog")) == ["Write a topic"]
    assert primaries(open_page("progress")) == []


def test_progress_has_one_step(skipped: Visits, own_data: Path, browser: Browser) -> None:
    remember(own_data, browser, rated(browser, "r-one", 3, days_ago=30), answered(browser, "t-one", "self-test", days_ago=3))
    assert len(primaries(skipped("progress"))) == 1


@pytest.mark.parametrize("rating", [1, 3])
def test_the_end_of_today_has_one(rating: int, skipped: Visits, own_data: Path, browser: Browser, no_more_new: None) -> None:
    remember(own_data, browser, rated(browser, "r-one", 3, days_ago=30))
    visit = press(press(press(skipped("today"), "start"), "turn-r-one"), f"rate-r-one-{rating}")
    assert primaries(visit) == ["Back to Today"]  # the day is done: nothing urges on


def test_a_card_has_one_before_and_after_it_is_turned_over(skipped: Visits) -> None:
    visit = skipped("recall", topic=TINY)
    press(press(press(press(visit, "turn-r-one"), "rate-r-one-3"), "turn-r-two"), "rate-r-two-3")
    assert len(primaries(visit)) == 1


def test_the_verdict_has_one(skipped: Visits) -> None:
    visit = skipped("self-test", topic=TINY)
    for _ in range(2):
        key = next(str(button.key) for button in visit.button if str(button.key).startswith("unsure-"))
        press(visit, key)
    assert primaries(visit) == ["Review what you missed"]


def test_the_end_of_the_claims_has_one(skipped: Visits, explorers: RunnerDouble) -> None:
    visit = skipped("myths", topic=TINY)
    press(press(visit, "next-m-one"), "next-m-two")
    assert primaries(visit) == ["All claims again"]


@pytest.mark.parametrize("page", ["search", "you", "cheat-sheet"])
def test_a_page_to_look_things_up_presses_for_nothing(page: str, skipped: Visits) -> None:
    assert primaries(skipped(page, topic=TINY)) == []


def test_a_question_has_one_until_the_end_which_leads_on(skipped: Visits) -> None:
    visit = skipped("quick-check", topic=TINY)
    assert primaries(visit) == ["Check"]
    assert primaries(press(pick(visit, "CHOICE-RIGHT"), "submit-q-one")) == ["See how it went"]
    assert primaries(press(visit, "next-q-one")) == ["Test yourself with 2 questions"]


def test_an_explanation_has_one_until_the_end_which_leads_to_what_is_missing(skipped: Visits) -> None:
    visit = skipped("explain", topic=TINY)
    visit.text_area(key=key_of("text", "e-one")).set_value("The model is smaller.").run()
    assert primaries(visit) == ["Compare"]
    assert primaries(press(visit, "write-e-one")) == ["Show what was found"]
    assert primaries(press(visit, "ticked-e-one")) == ["Finish"]
    assert primaries(press(visit, "next-e-one")) == ["Practise the one you missed"]


def test_a_problem_has_one_up_to_its_last_step(skipped: Visits) -> None:
    visit = skipped("practice", topic=TINY)
    assert primaries(visit) == ["Decide"]
    assert primaries(press(visit, "unsure-p-one")) == ["Show step 1 of 2"]
    assert primaries(press(press(visit, "step-p-one"), "step-p-one")) == ["Finish"]


@pytest.mark.parametrize(("page", "label"), [("prune", "Run"), ("budget", "Run")])
def test_what_waits_for_a_run_has_one(page: str, label: str, skipped: Visits) -> None:
    assert primaries(skipped(page, topic=TINY)) == [label]


@pytest.mark.parametrize("page", ["self-test", "myths"])
def test_where_one_says_how_sure_one_is_neither_way_is_urged(page: str, skipped: Visits) -> None:
    visit = skipped(page, topic=TINY)
    assert primaries(visit) == []
    assert {"Sure", "Not sure"} <= {button.label for button in visit.button}
