"""Solved steps become blanks, one at a time from the end; a wrong decision gives one back; the step can always be shown."""

from __future__ import annotations

from dataclasses import replace

import pytest
from sample_topic import at, attempt, problem, topic

from quizzes.attempts.actions import Action, FillStep, ShowStep, choose
from quizzes.events.event import Event
from quizzes.sessions import fading, practice, questions

BLANK = {"ask": "How many?", "answer": "4,000", "tolerance": 1.0, "why": "Count."}
STEPS = [{"id": f"s{n}", "heading": f"Step {n}", "text": "Do it."} | ({"blank": BLANK} if n != 2 else {}) for n in (1, 2, 3)]
PROBLEM = problem("p", steps=STEPS)
TOPIC = topic(practice=[PROBLEM, problem("plain")])


def decided(*right: bool) -> list[Event]:
    base = attempt("practice", TOPIC.practice)
    return [base.event("answered", PROBLEM, at(n), token=f"a{n}", score=float(one)) for n, one in enumerate(right)]


@pytest.mark.parametrize(
    ("record", "stage"),
    [((), 0), ((True,), 1), ((True, True), 2), ((True,) * 6, 2), ((*[True] * 6, False), 1), ((False, False, True), 1), ((True, False), 0)],
)
def test_the_stage_follows_the_record_and_a_wrong_decision_always_gives_one_back(record: tuple[bool, ...], stage: int) -> None:
    assert fading.stages(TOPIC, decided(*record)).get("fade:p", 0) == stage


def begun(stage: int, *actions: Action) -> tuple[questions.State, list[Event]]:
    base = replace(attempt("practice", TOPIC.practice), options={"fade:p": stage} if stage else {})
    state, written = practice.restore(base, TOPIC, ()), []
    for second, action in enumerate(actions, start=1):
        state, events = practice.step(state, action, at(second))
        written += events
    assert practice.restore(base, TOPIC, written[::-1]) == state
    return state, written


def test_the_last_step_is_the_first_to_fade() -> None:
    assert [fading.blank_steps(PROBLEM, {"fade:p": stage}) for stage in (0, 1, 2)] == [frozenset(), {2}, {0, 2}]
    assert begun(1, choose("right"))[0].next_blank is None
    assert begun(2, choose("right"))[0].next_blank is not None


@pytest.mark.parametrize(("text", "right"), [("4000", True), ("4 001", True), ("1000", False)])
def test_a_filled_step_is_judged_kept_and_then_shown(text: str, right: bool) -> None:
    state, written = begun(2, choose("right"), FillStep(text))
    assert (state.steps_shown, state.filled["p", 0].right) == (1, right)
    assert (written[-1].payload, written[-1].score) == ({"text": text}, float(right))


def test_the_step_can_be_shown_and_nothing_empty_is_taken() -> None:
    state, _ = begun(2, choose("right"), FillStep("  "), ShowStep())
    assert (state.steps_shown, state.filled) == (1, {})
    assert begun(0, choose("right"), FillStep("4000"))[0].steps_shown == 0
    assert begun(2, FillStep("4000"))[0].steps_shown == 0
