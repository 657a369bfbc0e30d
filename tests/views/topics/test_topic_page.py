"""A topic's page: the next thing with its reason, the modes with their states, and the map of concepts."""

from __future__ import annotations

from datetime import date, timedelta
from pathlib import Path

from remembered import rated, remember
from visiting import SHIPPED, TINY, Browser, OpenPage, address_of, page_text, pick, press, primaries

from views.page.services import services
from views.topics import concepts


def test_in_the_middle_of_a_lesson_it_is_gone_on_with_and_no_card_is_missed(open_page: OpenPage, tiny: Path) -> None:
    press(open_page("topic", topic=TINY), "first-skip")
    visit = press(open_page("topic", topic=TINY), "next-thing")
    assert address_of(visit)["part"] == "l-one"
    visit = pick(open_page("lesson", **address_of(visit)), "SMALL-RIGHT")
    press(press(visit, "submit-s-one"), "next-s-one")
    visit = open_page("topic", topic=TINY)
    assert primaries(visit) == ["Go on: Learn it, screen 2 of 2"]
    assert "turned over a card" not in page_text(visit)
    assert "SAYS-TWO" in page_text(press(visit, "go-on"))


def test_the_next_mode_is_marked_in_the_list_and_no_other(open_page: OpenPage, tiny: Path) -> None:
    press(open_page("topic", topic=TINY), "first-skip")
    visit = open_page("topic", topic=TINY)
    assert page_text(visit).count("**next**") == 1
    assert "**next** · not begun" in [one.value for one in visit.caption]


def test_minutes_are_those_of_a_session_and_the_learner_s_own_once_they_are_known(
    open_page: OpenPage, own_data: Path, browser: Browser
) -> None:
    press(open_page("topic", topic=SHIPPED), "first-skip")
    topic = services().shelf.look().topic(SHIPPED)
    assert topic is not None
    before = page_text(open_page("topic", topic=SHIPPED))
    assert f"{round(len(topic.recall) * 25 / 60)} min · flip" in before
    remember(
        own_data,
        browser,
        *(rated(browser, card.id, 3, days_ago=1 + number / 100, topic=SHIPPED) for number, card in enumerate(topic.recall[:30])),
    )
    after = page_text(open_page("topic", topic=SHIPPED))
    assert f"{max(1, round(len(topic.recall) * 4 / 60))} min · flip" in after  # four seconds each


def test_a_part_of_the_lesson_is_what_its_minutes_are_of(open_page: OpenPage, tiny: Path) -> None:
    assert "2 min, part 1 of 2 · 3 short screens" in page_text(open_page("topic", topic=TINY))


def test_whether_the_minutes_are_enough_is_said_for_an_exam_that_is_set(open_page: OpenPage, tiny: Path) -> None:
    visit = open_page("topic", topic=TINY)
    assert "minutes a day you would know" not in page_text(visit)
    visit.date_input[0].set_value(date.today() + timedelta(days=20)).run()
    assert not visit.exception
    assert "With 10 minutes a day you would know **about" in page_text(visit)


def test_the_map_leads_to_the_lesson_first_and_then_to_the_cards(open_page: OpenPage, tiny: Path) -> None:
    visit = open_page("topic", topic=TINY)
    assert "**Map of its 2 concepts** · :gray[○]\N{NO-BREAK SPACE}2" in [one.label for one in visit.expander]
    topic = services().shelf.look().topic(TINY)
    assert topic is not None
    from quizzes.schedule.mastery import Mastery
    from quizzes.sessions.lesson import Standing

    parts = [Standing(part) for part in topic.lesson]
    begun = {"second": Mastery("second", "begun", 1, 2, 0.9)}
    assert concepts.way_to("second", topic, {}, parts) == ("lesson", {"topic": TINY, "part": "l-one"})
    assert concepts.way_to("second", topic, begun, parts) == ("recall", {"topic": TINY, "deck": "concepts:second"})
    assert concepts.way_to("second", topic, {}, ()) == ("recall", {"topic": TINY, "deck": "concepts:second"})


def test_home_tells_how_far_each_topic_is(open_page: OpenPage, tiny: Path, own_data: Path, browser: Browser) -> None:
    press(open_page("catalog"), "first-skip")
    assert "concepts begun" not in page_text(open_page("catalog"))
    remember(own_data, browser, rated(browser, "r-one", 3, days_ago=30))
    assert "**1 of 2 concepts begun** · " in page_text(open_page("catalog"))
    assert "**1 due**" in page_text(open_page("catalog"))
