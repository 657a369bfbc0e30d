"""The day of the exam: the file's or the learner's own, and what is expected on it as a range, once there is enough to say it."""

from __future__ import annotations

import re
from dataclasses import replace
from datetime import UTC, date, datetime, timedelta
from pathlib import Path

import pytest
from remembered import events_of, rated, remember
from shipped_topic import shipped_topics
from streamlit.testing.v1 import AppTest
from visiting import SHIPPED, TINY, Browser, OpenPage, key_of, page_text, press

from quizzes.schedule.days import day_of
from views.shown import days

TODAY = day_of(datetime.now(UTC), 0)
FIELD = key_of("exam-day", TINY)


def with_exam(tiny: Path, day: date) -> None:
    tiny.write_text(tiny.read_text(encoding="utf-8").replace("minutes: 2", f"minutes: 2\nexam: {day.isoformat()}"), encoding="utf-8")


def set_day(visit: AppTest, day: date) -> AppTest:
    return visit.date_input(key=FIELD).set_value(day).run()


def test_without_a_day_the_line_says_what_one_is_good_for(open_page: OpenPage, tiny: Path) -> None:
    assert "no day set" in page_text(open_page("topic", topic=TINY))


def test_the_learners_day_wins_over_the_files_and_can_be_cleared(open_page: OpenPage, tiny: Path, own_data: Path, browser: Browser) -> None:
    with_exam(tiny, TODAY + timedelta(days=10))
    visit = open_page("topic", topic=TINY)
    assert ", in 10 days." in page_text(visit)
    set_day(visit, TODAY + timedelta(days=15))
    assert ", in 15 days." in page_text(visit)
    assert ", in 15 days." in page_text(open_page("topic", topic=TINY))
    press(visit, key_of("exam-clear", TINY))
    assert "no day set" in page_text(visit)
    press(visit, key_of("exam-course", TINY))
    assert ", in 10 days." in page_text(visit)
    said = [one.payload["value"] for one in events_of(own_data, browser, "setting")]
    assert said == [(TODAY + timedelta(days=15)).isoformat(), "", (TODAY + timedelta(days=10)).isoformat()]


def test_the_day_is_set_on_ones_own_page_too(open_page: OpenPage, tiny: Path) -> None:
    set_day(open_page("you"), TODAY + timedelta(days=3))
    assert ", in 3 days." in page_text(open_page("topic", topic=TINY))


@pytest.mark.parametrize(("until", "said"), [(1, ", tomorrow."), (0, "Exam today"), (-1, "is over"), (-400, "is over")])
def test_each_day_has_its_words(until: int, said: str, open_page: OpenPage, tiny: Path) -> None:
    with_exam(tiny, TODAY + timedelta(days=until))
    visit = open_page("topic", topic=TINY)
    assert not visit.exception
    assert said in page_text(visit)
    assert ("After some more reviews you see here" in page_text(visit)) == (until >= 0)


def test_what_is_no_day_in_the_log_is_passed_over(open_page: OpenPage, tiny: Path, own_data: Path, browser: Browser) -> None:
    set_day(open_page("topic", topic=TINY), TODAY + timedelta(days=5))
    (kept,) = events_of(own_data, browser, "setting")
    payload = {"name": f"exam:{TINY}", "value": "soon"}
    remember(own_data, browser, replace(kept, id="edited", at=kept.at + timedelta(seconds=1), payload=payload))
    visit = open_page("topic", topic=TINY)
    assert not visit.exception
    assert "no day set" in page_text(visit)


def test_expected_recall_is_said_as_a_range_after_enough_reviews(open_page: OpenPage, own_data: Path, browser: Browser) -> None:
    visit = open_page("topic", topic=SHIPPED)
    visit.date_input(key=key_of("exam-day", SHIPPED)).set_value(TODAY + timedelta(days=20)).run()
    assert "You would know" not in page_text(visit)
    topic = shipped_topics()[SHIPPED]
    remember(own_data, browser, *[rated(browser, card.id, 3, days_ago=2, topic=SHIPPED) for card in topic.recall])
    text = page_text(open_page("topic", topic=SHIPPED))
    found = re.search(r"You would know \*\*about (\d+) to (\d+) of these (\d+) items\*\* on ([^,]+), if you stopped now", text)
    assert found is not None
    low, high, of = (int(found[number]) for number in (1, 2, 3))
    assert 0 < low < high <= len(topic.recall) < of
    assert found[4] == days.day_name(TODAY + timedelta(days=20), today=TODAY)
    assert "%" not in found[0]


def test_minutes_a_day_begin_todays_choice(open_page: OpenPage, tiny: Path, own_data: Path, browser: Browser) -> None:
    open_page("you").segmented_control(key="minutes").set_value(20).run()
    assert [one.payload for one in events_of(own_data, browser, "setting")] == [{"name": "minutes", "value": 20}]
    assert "20 min" in page_text(open_page("today"))


def test_the_limit_of_new_items_is_the_learners_own(open_page: OpenPage, tiny: Path) -> None:
    open_page("you").number_input(key="new_a_day").set_value(1).run()
    assert "1 new, nothing due." in page_text(open_page("today"))
