"""What every mode of the register offers, and a toy mode that needed nothing but its module and its entry."""

from __future__ import annotations

import dataclasses

import pytest
from sample_topic import START, at, whole_topic
from toy_mode import BACKWARDS

from quizzes.attempts.actions import GoOn, choose
from quizzes.attempts.mode import AnyMode, Scope
from quizzes.events.log import EventLog
from quizzes.schedule.memory import replay
from quizzes.sessions import register
from quizzes.sessions.register import MODES, OVER_A_TOPIC, TODAY, index
from quizzes.sessions.study import Study

TOPIC = whole_topic()
SCOPE = Scope.of(TOPIC)
every_mode = pytest.mark.parametrize("mode", [*OVER_A_TOPIC, BACKWARDS], ids=lambda mode: mode.id)


@pytest.fixture
def study(log: EventLog, monkeypatch: pytest.MonkeyPatch) -> Study:
    monkeypatch.setitem(register.MODES, BACKWARDS.id, BACKWARDS)  # type: ignore[arg-type]
    return Study(log, token=lambda: "session-1", seed=lambda: 7)


@every_mode
def test_a_mode_asks_the_items_of_a_section_and_says_so_in_words(mode: AnyMode) -> None:
    assert TOPIC.items_of(mode.section or "")
    assert mode.title
    assert mode.noun
    assert mode.group
    assert mode.when.format(count=3, asked=2)
    assert mode.count(TOPIC) > 0
    assert mode.minutes(TOPIC) > 0
    assert mode.minutes(TOPIC.model_copy(update={mode.section: ()})) == 0


@every_mode
def test_a_session_begins_with_items_of_its_section_and_is_found_again_as_it_was(mode: AnyMode, study: Study) -> None:
    session = study.begin(mode, SCOPE, learner="ann", moment=at(0))
    assert isinstance(session, mode.state)
    assert mode.own(session) is session
    assert all(item in TOPIC.items_of(mode.section or "") for item in session.items)
    assert (session.position, session.current, session.finished) == (0, session.items[0], False)
    assert session.current_id == f"{TOPIC.id}/{session.items[0].id}"
    assert session.attempt.seat == mode.seat(SCOPE)
    assert study.resume(mode, SCOPE, learner="ann", session=session.attempt.session) == session
    assert study.unfinished(mode, SCOPE, learner="ann", moment=at(1)) == session


@every_mode
def test_a_session_of_another_mode_is_not_taken_for_its_own(mode: AnyMode, study: Study) -> None:
    session = study.begin(mode, SCOPE, learner="ann", moment=at(0))
    strange = dataclasses.replace(mode, state=int)
    with pytest.raises(TypeError, match=repr(mode.id)):
        strange.own(session)
    other = dataclasses.replace(mode, id="another")
    assert study.resume(other, SCOPE, learner="ann", session=session.attempt.session) is None


def test_ids_and_titles_are_each_one_mode_s() -> None:
    for told in ([mode.id for mode in MODES.values()], [mode.title for mode in MODES.values()]):
        assert len(set(told)) == len(told)
    assert list(MODES) == [mode.id for mode in (*OVER_A_TOPIC, TODAY)]


def test_where_two_modes_ask_one_section_its_items_stay_the_first_one_s(monkeypatch: pytest.MonkeyPatch) -> None:
    before = index([TOPIC])
    monkeypatch.setattr(register, "OVER_A_TOPIC", (*OVER_A_TOPIC, BACKWARDS))
    assert index([TOPIC]) == before


def test_a_new_mode_is_played_to_its_end_and_counts_in_the_schedule(study: Study, log: EventLog) -> None:
    session = study.begin(BACKWARDS, SCOPE, learner="ann", moment=at(0))
    assert [item.id for item in session.items] == ["q-two", "q-one"]
    for second, action in enumerate((choose("right"), GoOn(), choose("wrong"), GoOn()), start=1):
        session = study.act(session, SCOPE, action, at(second))
    assert session.finished
    assert session.right == 1
    assert study.unfinished(BACKWARDS, SCOPE, learner="ann", moment=at(9)) is None
    rows = log.of_learner("ann")
    assert {row.mode for row in rows} == {BACKWARDS.id}
    assert rows[0].at == START
    assert replay(rows, index([TOPIC])).keys() == {"track/topic/q-one", "track/topic/q-two"}
