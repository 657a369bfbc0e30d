"""What the modes share that ask the items of a topic one by one."""

from __future__ import annotations

from dataclasses import replace
from typing import Any

import pytest
from sample_topic import SAID_BOTH, at, attempt, whole_topic

from quizzes.attempts.actions import Action, FillStep, GoOn, PlaceBet, Rate, Tick, Write, choose
from quizzes.attempts.attempt import Attempt
from quizzes.attempts.mode import AnyMode, Scope
from quizzes.events.event import Event
from quizzes.sessions.register import OVER_A_TOPIC

TOPIC = whole_topic()
SCOPE = Scope.of(TOPIC)
THROUGH: tuple[Action, ...] = (Rate(3), choose("right"), Write(SAID_BOTH), Tick(()), PlaceBet("same"), GoOn())
every_mode = pytest.mark.parametrize("mode", OVER_A_TOPIC, ids=lambda mode: mode.id)


def begun(mode: AnyMode, **values: Any) -> Attempt:
    return replace(attempt(mode.id, TOPIC.items_of(mode.section or "")[:2]), **values)


def gone_through(mode: AnyMode, asked: Attempt) -> tuple[list[Any], list[Event]]:
    """Every state on the way to the end, and all that was recorded."""
    states: list[Any] = [mode.restore(asked, SCOPE, ())]
    events: list[Event] = []
    for number in range(2 * len(THROUGH)):
        state, made = mode.step(states[-1], THROUGH[number % len(THROUGH)], at(number))
        states, events = [*states, state], [*events, *made]
    return states, events


@every_mode
def test_the_current_item_is_the_one_at_the_position_and_there_is_none_at_the_end(mode: AnyMode) -> None:
    states, _ = gone_through(mode, begun(mode))
    first, second = states[0].items
    assert [one.current for one in (states[0], states[-1])] == [first, None]
    assert {one.position for one in states} == {0, 1, 2}
    for one in states:
        current = (first, second, None)[one.position]
        assert one.current is current
        assert one.current_id == (None if current is None else f"track/topic/{current.id}")
        assert one.finished == (current is None)


@every_mode
def test_a_part_of_another_session_has_no_end_of_its_own(mode: AnyMode) -> None:
    alone, part = (gone_through(mode, begun(mode, within=within)) for within in (None, "today"))
    assert alone[0][-1].finished
    assert part[0][-1].finished
    assert [one.kind for one in alone[1]] == [*(one.kind for one in part[1]), "finished"]


FOREIGN = {
    "explain": ("drafted", {"text": "A draft."}, ("draft", "A draft.")),
    "practice": ("stepped", {"text": "4000"}, ("steps_shown", 1)),
}


@pytest.mark.parametrize("name", FOREIGN)
@pytest.mark.parametrize("token", ["made-elsewhere", "x", "draft-²", "step--1"])
def test_a_row_whose_id_another_program_made_breaks_no_session(name: str, token: str) -> None:
    mode = next(one for one in OVER_A_TOPIC if one.id == name)
    asked, (kind, payload, (field, told)) = begun(mode), FOREIGN[name]
    item = TOPIC.items_of(mode.section or "")[0]
    state = mode.restore(asked, SCOPE, [replace(asked.event(kind, item, at(1), token=token, payload=payload), id=token)])
    assert getattr(state, field) == told
    mode.step(state, FillStep("1"), at(2))
