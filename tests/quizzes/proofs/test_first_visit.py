"""The steps of a first visit: the claim has to be guessed before it is left, and nothing brings an ended visit back."""

from __future__ import annotations

import pytest

from quizzes.proofs.first_visit import Action, Back, Guess, Next, Skip, State, Step, step

ALL: tuple[Step, ...] = ("card", "claim", "begin")


def after(*actions: Action, steps: tuple[Step, ...] = ALL) -> State:
    state = State("track/topic")
    for action in actions:
        state = step(state, action, steps)
    return state


def test_the_whole_way_finishes_it() -> None:
    assert after(Next(), Guess("same"), Next(), Next()).ended == "finished"


def test_a_guess_is_for_the_claim_alone() -> None:
    assert after(Guess("same")) == State("track/topic")


def test_a_claim_is_not_left_without_a_guess_and_the_first_guess_counts() -> None:
    waiting = after(Next(), Next())
    assert (waiting.at, waiting.guess) == (1, None)
    assert after(Next(), Guess("same"), Guess("faster")).guess == "same"


@pytest.mark.parametrize("before", [(), (Next(),), (Next(), Guess("same"), Next())])
def test_it_is_skipped_from_anywhere_for_good(before: tuple[Action, ...]) -> None:
    ended = after(*before, Skip())
    assert ended.ended == "skipped"
    for action in (Guess("same"), Next(), Back(), Skip()):
        assert step(ended, action, ALL) == ended


def test_back_begins_the_step_before_anew_and_stops_at_the_first() -> None:
    assert after(Next(), Guess("same"), Back()) == State("track/topic")
    assert after(Back(), Back()) == State("track/topic")


def test_a_visit_that_is_further_than_the_topic_has_steps_ends_at_the_last() -> None:
    far = State("track/topic", at=2)
    assert step(far, Next(), ("begin",)).ended == "finished"
    assert step(State("track/topic", at=2), Back(), ("card", "begin")).at == 0
