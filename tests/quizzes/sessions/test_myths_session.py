"""Myth or measured?: one bet a claim, before its run; a run decides once; and no bet is ever an answer."""

from __future__ import annotations

import pytest
from sample_topic import at, attempt, kinds, myth, topic

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
    Write,
    choose,
)
from quizzes.events.event import Event
from quizzes.sessions import myths

TOPIC = topic(myths=[myth("one"), myth("two", "beta")])
ONE, TWO = TOPIC.myths
FOREIGN = [Rate(3), choose("same"), Draft("x"), Write("x"), Tick(("x",)), Overrule("x"), ShowHint(), ShowStep()]


def begin() -> myths.State:
    return myths.restore(attempt("myths", TOPIC.myths), TOPIC, ())


def after(state: myths.State, *actions: Action, since: int = 1) -> tuple[myths.State, list[Event]]:
    written: list[Event] = []
    for second, action in enumerate(actions, start=since):
        state, events = myths.step(state, action, at(second))
        written += events
    return state, written


def ended(run: str = "r", outcome: str | None = "same", claim: str = "one") -> Measured:
    return Measured(claim=claim, run=run, outcome=outcome, lab="prune", parameters={"amount": 0.9}, headline="So.", figures={"dense": 1.0})


def test_a_bet_is_a_row_with_its_question_and_how_sure_one_was_but_without_a_score() -> None:
    state, (event,) = after(begin(), PlaceBet("faster", sure=True))
    assert (event.kind, event.item, event.sure, event.ms) == ("bet", "track/topic/one", True, 1000)
    assert event.payload == {"outcome": "faster", "question": "It will be…"}
    assert (event.score, event.rating) == (None, None)
    assert (state.phase, state.position) == ("ready", 0)
    assert state.bet(ONE) == ONE.outcome("faster")
    assert state.sure(ONE)


def test_from_the_bet_over_the_run_to_the_next_claim() -> None:
    state, written = after(begin(), PlaceBet("same"), StartRun("r"))
    assert (state.phase, state.waiting(ONE)) == ("running", "r")
    state, more = after(state, ended())
    assert (state.phase, state.outcome(ONE)) == ("decided", ONE.outcome("same"))
    state, last = after(state, GoOn())
    assert (state.phase, state.myth) == ("betting", TWO)
    assert kinds([*written, *more, *last]) == ["bet", "run_started", "lab_run", "went_on"]


def test_the_row_of_a_run_says_what_ran_what_was_found_and_how_the_claim_turned_out() -> None:
    _, written = after(begin(), StartRun("r"), ended())
    event = written[-1]
    assert (event.kind, event.item, event.mode) == ("lab_run", "track/topic/one", "myths")
    assert event.payload == {
        "run": "r",
        "lab": "prune",
        "parameters": {"amount": 0.9},
        "headline": "So.",
        "data_set": None,
        "figures": {"dense": 1.0},
        "outcome": "same",
        "unfinished": None,
        "recorded": False,
    }


def test_just_running_it_logs_no_bet_and_none_can_be_made_afterwards() -> None:
    state, written = after(begin(), StartRun("r"), PlaceBet("same"), ended(), PlaceBet("same"))
    assert kinds(written) == ["run_started", "lab_run"]
    assert state.bet(ONE) is None
    assert state.right == 0
    assert state.decided_bets == ()


def test_the_first_bet_stays() -> None:
    state, written = after(begin(), PlaceBet("faster"), PlaceBet("same", sure=True))
    assert kinds(written) == ["bet"]
    assert state.bet(ONE) == ONE.outcome("faster")


@pytest.mark.parametrize("outcome", ["", "unheard-of", "FASTER"])
def test_an_outcome_that_the_claim_does_not_have_cannot_be_bet_on(outcome: str) -> None:
    assert after(begin(), PlaceBet(outcome)) == (begin(), [])


@pytest.mark.parametrize("action", FOREIGN)
def test_what_belongs_to_other_modes_does_nothing(action: Action) -> None:
    for state in (begin(), after(begin(), PlaceBet("same"))[0], after(begin(), StartRun("r"), ended())[0]):
        assert myths.step(state, action, at(9)) == (state, ())


def test_after_a_run_that_was_not_decided_the_bet_is_kept_and_another_run_decides() -> None:
    state, _ = after(begin(), PlaceBet("same"), StartRun("a"), ended("a", None))
    assert (state.phase, state.outcome(ONE), state.bet(ONE)) == ("not decided", None, ONE.outcome("same"))
    assert myths.step(state, PlaceBet("faster"), at(5)) == (state, ())
    state, _ = after(state, StartRun("b"), since=6)
    assert state.phase == "running"
    state, _ = after(state, ended("b", "same"), since=7)
    assert (state.phase, state.right) == ("decided", 1)
    assert myths.step(state, StartRun("c"), at(9)) == (state, ())


def test_the_first_run_that_decided_counts() -> None:
    state, _ = after(begin(), ended("a", None), ended("b", "slower"), ended("c", "faster"))
    deciding = state.deciding(ONE)
    assert deciding is not None
    assert (deciding.run, state.outcome(ONE)) == ("b", ONE.outcome("slower"))


def test_a_run_is_kept_once() -> None:
    state, written = after(begin(), StartRun("r"), StartRun("r"), ended(), ended(), ended(outcome="faster"))
    assert kinds(written) == ["run_started", "lab_run"]
    assert state.outcome(ONE) == ONE.outcome("same")


def test_after_a_run_that_failed_another_one_is_waited_for_and_a_claim_can_be_left_too() -> None:
    state, written = after(begin(), PlaceBet("same"), StartRun("a"), StartRun("b"))
    assert state.waiting(ONE) == "b"
    assert len({one.id for one in written}) == 3
    assert after(state, GoOn())[0].myth == TWO


def test_a_run_that_ends_after_its_claim_was_left_is_still_kept() -> None:
    state, _ = after(begin(), PlaceBet("same"), StartRun("r"), GoOn(), ended())
    assert (state.myth, state.outcome(ONE), state.right) == (TWO, ONE.outcome("same"), 1)


def test_a_run_for_a_claim_that_the_session_does_not_hold_changes_nothing() -> None:
    assert myths.step(begin(), ended(claim="unheard-of"), at(1)) == (begin(), ())


def test_an_outcome_that_the_claim_does_not_have_decides_nothing() -> None:
    state, (event,) = after(begin(), ended(outcome="unheard-of"))
    assert event.payload["outcome"] is None
    assert state.phase == "not decided"


def test_the_end_counts_the_bets_that_came_true_among_those_that_were_decided() -> None:
    state, written = after(begin(), PlaceBet("same"), ended(), GoOn(), PlaceBet("faster"), ended("q", "same", "two"), GoOn())
    assert state.finished
    assert written[-1].kind == "finished"
    assert written[-1].payload == {"right": 1, "of": 2}
    assert myths.step(state, ended("late"), at(9)) == (state, ())


def test_leaving_every_claim_alone_ends_with_no_bet_counted() -> None:
    state, written = after(begin(), PlaceBet("same"), GoOn(), ended("q", "same", "two"), GoOn())
    assert state.finished
    assert written[-1].payload == {"right": 0, "of": 0}


def test_a_renamed_claim_keeps_its_bet_and_its_run() -> None:
    state, written = after(begin(), PlaceBet("faster"), ended())
    renamed = topic(myths=[myth("new", was=["one"]), TWO])
    again = myths.restore(state.attempt, renamed, written)
    assert (again.phase, again.bet(renamed.myths[0]), again.outcome(renamed.myths[0])) == (
        "decided",
        ONE.outcome("faster"),
        ONE.outcome("same"),
    )


def test_a_bet_on_an_outcome_that_was_taken_out_of_the_claim_is_no_bet() -> None:
    state, written = after(begin(), PlaceBet("slower"), ended())
    changed = ONE.model_copy(update={"outcomes": ONE.outcomes[:2]})
    again = myths.restore(state.attempt, TOPIC.model_copy(update={"myths": (changed, TWO)}), written)
    assert again.bet(changed) is None
    assert again.decided_bets == ()
