"""Which part of a lesson a session has, and how far one is with each."""

from __future__ import annotations

import pytest
from sample_topic import at, lesson_part, topic

from quizzes.attempts.actions import GoOn, choose
from quizzes.attempts.mode import Scope
from quizzes.events.log import EventLog
from quizzes.sessions import lesson
from quizzes.sessions.register import LESSON
from quizzes.sessions.study import Study

TOPIC = topic(lesson=[lesson_part("one", "s-one", "s-two"), lesson_part("two", "s-three", "s-four", "s-five")])
SCOPE = Scope.of(TOPIC)


@pytest.fixture
def study(log: EventLog) -> Study:
    names = iter(f"session-{number}" for number in range(9))
    return Study(log, token=lambda: next(names), seed=lambda: 7)


def go(study: Study, session: lesson.State, *choices: str, second: int = 1) -> lesson.State:
    for number, choice in enumerate(choices):
        session = study.act(session, SCOPE, choose(choice), at(second + 2 * number))
        session = study.act(session, SCOPE, GoOn(), at(second + 2 * number + 1))
    return session


def said(log: EventLog, on: Scope = SCOPE) -> list[str]:
    return [one.said for one in lesson.standings(on.topic, log.of_learner("ann", kinds=lesson.KINDS, topic=TOPIC.id))]


def test_a_session_has_the_first_part_that_was_not_gone_through_or_the_one_that_is_asked_for(study: Study, log: EventLog) -> None:
    first = study.begin(LESSON, SCOPE, learner="ann", moment=at(0))
    assert [one.id for one in first.items] == ["s-one", "s-two"]
    assert go(study, first, "wrong", "right").finished
    assert [one.id for one in study.begin(LESSON, SCOPE, learner="ann", moment=at(20)).items] == ["s-three", "s-four", "s-five"]
    again = study.begin(LESSON, SCOPE, learner="ann", moment=at(21), options={lesson.PART: "one"})
    assert [one.id for one in again.items] == ["s-one", "s-two"]


def test_each_part_says_how_far_one_is_and_what_is_done_stays_done(study: Study, log: EventLog) -> None:
    assert said(log) == ["not begun", "not begun"]
    two = study.begin(LESSON, SCOPE, learner="ann", moment=at(0), options={lesson.PART: "two"})
    assert said(log) == ["not begun", "not begun"]
    two = go(study, two, "wrong")
    assert said(log) == ["not begun", "in the middle: 1 of 3"]
    one = go(study, study.begin(LESSON, SCOPE, learner="ann", moment=at(20), options={lesson.PART: "one"}), "right", "right", second=21)
    assert one.finished
    assert said(log) == ["done", "in the middle: 1 of 3"]
    (standing,) = lesson.standings(TOPIC, log.of_learner("ann", kinds=lesson.KINDS, topic=TOPIC.id))[1:]
    assert standing.session == two.attempt.session
    go(study, study.begin(LESSON, SCOPE, learner="ann", moment=at(40), options={lesson.PART: "one"}), "right", second=41)
    assert said(log) == ["done · again in the middle: 1 of 2", "in the middle: 1 of 3"]


def test_a_screen_that_was_renamed_keeps_its_answer_and_one_that_is_gone_is_not_waited_for(study: Study, log: EventLog) -> None:
    session = go(study, study.begin(LESSON, SCOPE, learner="ann", moment=at(0)), "right")
    screens = TOPIC.lesson[0].screens
    renamed = screens[0].model_copy(
        update={"id": "s-new", "was": ("s-one",), "ask": screens[0].ask.model_copy(update={"id": "s-new", "was": ("s-one",)})}
    )
    changed = TOPIC.model_copy(update={"lesson": (TOPIC.lesson[0].model_copy(update={"screens": (renamed,)}), TOPIC.lesson[1])})
    assert said(log, Scope.of(changed))[0] == "done"
    found = study.resume(LESSON, Scope.of(changed), learner="ann", session=session.attempt.session)
    assert found is not None
    assert found.finished
