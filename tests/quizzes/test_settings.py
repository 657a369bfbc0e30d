"""A setting is its newest value, each learner's own, and within its bounds whatever stands in the log."""

from __future__ import annotations

from datetime import UTC, date, datetime, timedelta

import pytest
from sample_topic import whole_topic

from quizzes import settings
from quizzes.attempts.attempt import Moment
from quizzes.events.log import EventLog
from quizzes.settings import DEFAULTS, FOUR_BUTTONS, MINUTES, NEW_A_DAY, NEW_LIMIT, Settings, Value

START = datetime(2026, 3, 1, 12, tzinfo=UTC)


def change(log: EventLog, name: str, value: Value, *, second: int = 0, learner: str = "ann") -> None:
    now = Moment(START + timedelta(seconds=second), 60)
    log.append([settings.event(name, value, learner=learner, moment=now, token=f"{learner}-{second}")])


def test_it_is_the_newest_value_and_each_learners_own(log: EventLog) -> None:
    for name, value, second in (("size", 1, 10), ("size", 3, 5), ("sound", True, 1), ("size", 2, 7)):
        change(log, name, value, second=second)
    change(log, "size", 9, second=99, learner="bob")
    assert settings.of(log, "ann").changed == {"size": 1, "sound": True}
    assert settings.of(log, "bob").changed == {"size": 9}
    assert settings.of(log, "nobody") == Settings()


@pytest.mark.parametrize("value", [True, False, 1, 0, "1", "true", ""])
def test_it_keeps_its_type(log: EventLog, value: Value) -> None:
    change(log, "n", value)
    found = settings.of(log, "ann").changed["n"]
    assert (found, type(found)) == (value, type(value))


def test_what_was_not_changed_is_as_it_comes() -> None:
    fresh = Settings()
    assert {name: fresh.value(name) for name in DEFAULTS} == DEFAULTS
    assert fresh.with_changed(FOUR_BUTTONS, True).value(FOUR_BUTTONS) is True
    assert fresh.value(FOUR_BUTTONS) is False, "the other one is another"
    with pytest.raises(KeyError):
        fresh.value("no-such-setting")


@pytest.mark.parametrize(
    ("value", "limit"), [(0, 0), (7, 7), (-3, 0), (NEW_LIMIT, NEW_LIMIT), (NEW_LIMIT + 1, NEW_LIMIT), ("many", DEFAULTS[NEW_A_DAY])]
)
def test_new_items_a_day_stay_within_their_bounds(value: Value, limit: int) -> None:
    assert Settings({NEW_A_DAY: value}).new_a_day == limit


@pytest.mark.parametrize(("value", "minutes"), [(5, 5), (30, 30), (7, 10), (0, 10), ("15", 10)])
def test_minutes_are_one_of_those_that_are_offered(value: Value, minutes: int) -> None:
    assert Settings({MINUTES: value}).minutes == minutes


def test_the_learners_exam_day_is_before_the_courses_and_can_be_cleared() -> None:
    topic = whole_topic().model_copy(update={"exam": date(2026, 7, 1)})
    name = settings.exam(topic.id)
    assert Settings().exam_day(topic) == date(2026, 7, 1)
    assert Settings({name: "2026-06-30"}).exam_day(topic) == date(2026, 6, 30)
    assert Settings({name: ""}).exam_day(topic) is None
    assert Settings({name: "next week"}).exam_day(topic) == date(2026, 7, 1), "a log that was edited by hand"
