"""Whatever a learner does, the events tell it all: read in any order they give the state that was on the screen."""

from __future__ import annotations

import random
from typing import Any

import pytest
from examples import examples
from hypothesis import given
from hypothesis import strategies as st
from sample_topic import SAID_BOTH, SAID_ONE, START, at, attempt, whole_topic

from quizzes.attempts.actions import (
    Action,
    Draft,
    GoOn,
    Measured,
    Overrule,
    PlaceBet,
    Rate,
    ShowHint,
    ShowStep,
    StartRun,
    Tick,
    Undo,
    Write,
    choose,
)
from quizzes.attempts.attempt import Attempt, attempt_of
from quizzes.attempts.mode import AnyMode, Scope, Wanted
from quizzes.events.event import Event, check_event
from quizzes.events.rating import Rating
from quizzes.sessions.register import OVER_A_TOPIC

TOPIC = whole_topic()
SCOPE = Scope.of(TOPIC)
MODES: dict[str, AnyMode] = {mode.id: mode for mode in OVER_A_TOPIC}
RUNS = st.sampled_from(["run-a", "run-b"])
OUTCOMES = st.sampled_from(["faster", "same", "slower", None, "unknown"])
POINTS = st.sampled_from(["smaller", "accuracy", "unknown"])
ACTIONS: st.SearchStrategy[Action] = st.one_of(
    st.builds(Rate, st.sampled_from(Rating)),
    st.builds(choose, st.sampled_from(["right", "wrong", "other", None, "unknown"])),
    st.just(GoOn()),
    st.just(Undo()),
    st.just(ShowHint()),
    st.just(ShowStep()),
    st.builds(Draft, st.text(max_size=5)),
    st.builds(Write, st.sampled_from([SAID_ONE, SAID_BOTH, "Neither.", " "])),
    st.builds(Tick, st.lists(POINTS, max_size=3).map(tuple)),
    st.builds(Overrule, POINTS),
    st.builds(PlaceBet, st.sampled_from(["faster", "same", "unknown"]), st.booleans()),
    st.builds(StartRun, RUNS),
    st.builds(Measured, claim=st.sampled_from(["m-one", "m-two", "unknown"]), run=RUNS, outcome=OUTCOMES),
)
DEEDS = st.lists(st.tuples(ACTIONS, st.floats(-100, 1000)), max_size=60)
"""Actions with the second at which each was done; the clock may be set back between them."""

seeded = examples(40, always_the_same=True)
every_mode = pytest.mark.parametrize("mode", MODES)


def begin(mode: str, *, feedback: bool = False) -> Attempt:
    options: dict[str, str | int | bool] = {"feedback": feedback} if mode == "self-test" else {}
    wanted = Wanted(options=options, seed=7, day=START.date(), rows=lambda _: (), memories=dict)
    return attempt(mode, [item for _, item in MODES[mode].begin(SCOPE, wanted).items], options=options)


def live(mode: str, begun: Attempt, deeds: list[tuple[Action, float]]) -> tuple[Any, list[Event]]:
    """The state on the screen after the deeds, and every event of the session."""
    state: Any = MODES[mode].restore(begun, SCOPE, ())
    events = [begun.started(at(0))]
    for action, second in deeds:
        state, made = MODES[mode].step(state, action, at(second))
        events += made
    return state, events


@every_mode
@seeded
@given(deeds=DEEDS, order=st.randoms(), feedback=st.booleans())
def test_the_events_in_any_order_give_the_state_on_the_screen(
    mode: str, deeds: list[tuple[Action, float]], order: random.Random, feedback: bool
) -> None:
    state, events = live(mode, begin(mode, feedback=feedback), deeds)
    begun = attempt_of(events[0])
    for read in (events, events[::-1], order.sample(events, len(events))):
        assert MODES[mode].restore(begun, SCOPE, read) == state


@every_mode
@seeded
@given(deeds=DEEDS)
def test_every_event_is_allowed_has_its_own_id_and_belongs_to_the_session(mode: str, deeds: list[tuple[Action, float]]) -> None:
    begun = begin(mode)
    _, events = live(mode, begun, deeds)
    assert [check_event(one) for one in events] == events
    assert len({one.id for one in events}) == len(events)
    assert {(one.learner, one.session, one.mode) for one in events} == {("ann", begun.session, mode)}


@every_mode
@seeded
@given(deeds=DEEDS)
def test_a_session_ends_once_and_only_when_everything_is_behind(mode: str, deeds: list[tuple[Action, float]]) -> None:
    state, events = live(mode, begin(mode), deeds)
    undone = {one.payload["event"] for one in events if one.kind == "undone"}
    ends = [number for number, one in enumerate(events) if one.kind == "finished" and one.id not in undone]
    assert ends == ([len(events) - 1] if state.finished else [])
    if ends:
        counted = len(state.decided_bets) if mode == "myths" else len(state.attempt.items)
        assert 0 <= events[-1].payload["right"] <= events[-1].payload["of"] == counted


@every_mode
@seeded
@given(deeds=DEEDS)
def test_the_position_moves_by_one_at_most_and_goes_back_only_where_a_rating_is_undone(
    mode: str, deeds: list[tuple[Action, float]]
) -> None:
    """Each deed is later than the one before, as ``succession.following`` sees to: of two ratings of one moment nobody knows the last."""
    state: Any = MODES[mode].restore(begin(mode), SCOPE, ())
    for second, (action, _) in enumerate(deeds):
        after, events = MODES[mode].step(state, action, at(second))
        assert after.position - state.position in ((0, 1) if not isinstance(action, Undo) else (0, -1))
        assert events or after == state
        state = after


@every_mode
@seeded
@given(deeds=DEEDS, action=ACTIONS, second=st.floats(-100, 1000))
def test_a_step_changes_nothing_in_the_state_it_came_from(
    mode: str, deeds: list[tuple[Action, float]], action: Action, second: float
) -> None:
    state, _ = live(mode, begin(mode), deeds)
    first = MODES[mode].step(state, action, at(second))
    assert MODES[mode].step(state, action, at(second)) == first


@every_mode
def test_each_mode_can_be_gone_through_to_its_end(mode: str) -> None:
    """Without this the properties above could hold because nothing ever happens."""
    through: list[Action] = [Rate(3), ShowHint(), choose("right"), ShowStep(), ShowStep(), Write(SAID_BOTH), Tick(())]
    for claim in ("m-one", "m-two"):
        through += [PlaceBet("same"), StartRun(f"run-{claim}"), Measured(claim=claim, run=f"run-{claim}", outcome="same"), GoOn()]
    state, events = live(mode, begin(mode), [(action, number) for number, action in enumerate(through * 12)])
    assert state.finished
    assert events[-1].payload == {"right": len(state.attempt.items), "of": len(state.attempt.items)}
    asked = {"recall": 3, "quick-check": 2, "myths": 2, "practice": 2, "explain": 2, "self-test": 10}
    assert len(state.attempt.items) == asked.get(mode, len(state.items)) > 0
