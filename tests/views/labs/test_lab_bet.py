"""A bet before a run, sure or not sure: kept in the log, judged by the measurement, never by noise."""

from __future__ import annotations

from dataclasses import replace
from datetime import UTC, datetime
from pathlib import Path
from typing import cast

import pytest
from lab_double import RUN, RunnerDouble, budget_result, cut_short, prune_result, result, speed, variant
from streamlit.testing.v1 import AppTest
from visiting import TINY, Browser, OpenPage, labels, page_text, press

from optimization.labs import LABS, Lab
from optimization.results.data_sets import settles_nothing
from optimization.results.records import Speedup
from quizzes.content.reader import read_folder
from quizzes.events.event import Event, LogUnavailable
from quizzes.events.learners import COOKIE
from quizzes.events.log import EventLog, open_log
from quizzes.proofs.evidence import Measured, proof_hash
from quizzes.proofs.record import Proven, record_path, write_record
from views.labs import lab_bet, lab_log

FASTER, SAME, SLOWER, NOISY = speed(2.0), speed(1.0), speed(0.5), speed(1.2, "not decided")
BETS = ("faster", "no-difference", "slower")


def rows(own_data: Path, browser: Browser, kind: str) -> list[Event]:
    return list(open_log(f"sqlite:///{own_data / 'events.db'}").of_learner(browser.cookies[COOKIE], kinds=[kind]))


def place(visit: AppTest, outcome: str, *, sure: bool = False) -> AppTest:
    """Mark an outcome and bet on it."""
    return press(press(visit, f"bet-prune-{outcome}"), "bet-prune-sure" if sure else "bet-prune-not-sure")


def bet_line(visit: AppTest) -> str:
    """What the page says of the bet; empty where it says nothing."""
    return next((one.value for one in visit.markdown if one.value.startswith("You bet")), "")


@pytest.mark.parametrize("outcome", BETS)
def test_a_marked_outcome_is_bet_on_and_the_run_starts(
    outcome: str, open_page: OpenPage, tiny: Path, runner: RunnerDouble, own_data: Path, browser: Browser
) -> None:
    visit = open_page("prune", topic=TINY)
    assert rows(own_data, browser, "bet") == []
    press(visit, f"bet-prune-{outcome}")
    assert runner.asked == []
    place(visit, outcome)
    assert not visit.exception
    assert [lab for lab, _ in runner.asked] == ["prune"]
    (bet,) = rows(own_data, browser, "bet")
    about = bet.payload["about"]
    assert (bet.payload["outcome"], bet.payload["question"]) == (outcome.replace("-", " "), LABS["prune"].bet.question)  # type: ignore[union-attr]
    assert (about["figure"], about["of"], about["against"]) == ("speed", "pruned", "dense")
    assert [way["verdict"] for way in about["ways"]] == ["faster", "no difference", "slower"]
    assert (bet.session, bet.item, bet.mode, bet.sure) == (f"run-{RUN}", TINY, "prune", False)


def test_nobody_is_asked_to_bet_on_what_stands_below(open_page: OpenPage, tiny: Path, runner: RunnerDouble) -> None:
    bets = {f"bet-prune-{outcome}" for outcome in BETS}
    visit = press(open_page("prune", topic=TINY), "run-prune")
    runner.finish(prune_result())
    keys = {button.key for button in visit.run().button}
    assert "run-prune" in keys
    assert not bets & keys
    visit.slider(key="param-prune-amount").set_value(0.5).run()
    assert bets <= {button.key for button in visit.button}


def test_once_an_outcome_is_marked_the_page_says_how_to_place_the_bet_and_not_to_bet_first(
    open_page: OpenPage, tiny: Path, runner: RunnerDouble, own_data: Path, browser: Browser
) -> None:
    def said(visit: AppTest) -> list[str]:
        return [one.value for one in visit.caption if "bet" in one.value]

    visit = open_page("prune", topic=TINY)
    assert said(visit) == ["or bet first: you remember what you bet on"]
    press(visit, "bet-prune-faster")
    assert said(visit) == ["runs without a bet; press “Sure” or “Not sure” to place yours"]
    assert visit.button(key="run-prune").proto.type == "secondary", "to place the bet is the thing now"
    press(visit, "run-prune")
    assert rows(own_data, browser, "bet") == []
    runner.finish(prune_result())
    visit.run()
    visit.slider(key="param-prune-amount").set_value(0.5).run()
    assert visit.button(key="bet-prune-sure").disabled, "what was marked for an earlier run is marked no more"
    assert said(visit) == ["or bet first: you remember what you bet on"]


def test_who_says_to_be_sure_is_kept_as_sure(open_page: OpenPage, tiny: Path, own_data: Path, browser: Browser) -> None:
    visit = open_page("prune", topic=TINY)
    assert visit.button(key="bet-prune-sure").disabled
    place(visit, "faster", sure=True)
    assert [row.sure for row in rows(own_data, browser, "bet")] == [True]


def test_to_just_run_it_is_one_click_and_no_bet(
    open_page: OpenPage, tiny: Path, runner: RunnerDouble, own_data: Path, browser: Browser
) -> None:
    visit = open_page("prune", topic=TINY)
    assert visit.button(key="run-prune").label == "Run"
    press(visit, "run-prune")
    runner.finish(prune_result())
    visit.run()
    assert rows(own_data, browser, "bet") == []
    assert bet_line(visit) == ""
    assert [row.payload["outcome"] for row in rows(own_data, browser, "lab_run")] == [None]


def test_bet_and_measurement_stand_side_by_side_after_the_run_and_after_a_refresh(
    open_page: OpenPage, tiny: Path, runner: RunnerDouble
) -> None:
    visit = place(open_page("prune", topic=TINY), "faster")
    assert "Measured:" not in page_text(visit)
    runner.finish(prune_result(SAME))
    said = bet_line(visit.run())
    assert "You bet: **faster**" in said
    assert "Measured: **no difference** (1.00× as fast, 95 % interval 0.97–1.03)" in said
    assert bet_line(open_page("prune", topic=TINY, job=RUN)) == said


def test_nobody_sees_the_bet_of_another_learner(
    open_page: OpenPage, tiny: Path, runner: RunnerDouble, browser: Browser, monkeypatch: pytest.MonkeyPatch
) -> None:
    place(open_page("prune", topic=TINY), "faster")
    runner.finish(prune_result(SAME))
    browser.cookies[COOKIE] = "0" * 16 if browser.cookies[COOKIE] != "0" * 16 else "1" * 16
    other = open_page("prune", topic=TINY, job=RUN)
    assert "HEADLINE-SENTENCE" in page_text(other)
    assert bet_line(other) == ""


def test_the_first_bet_on_a_run_counts(open_page: OpenPage, tiny: Path, own_data: Path, browser: Browser) -> None:
    place(open_page("prune", topic=TINY), "faster")
    place(open_page("prune", topic=TINY), "slower")
    assert [row.payload["outcome"] for row in rows(own_data, browser, "bet")] == ["faster"]


@pytest.mark.parametrize(("measured", "kept"), [(FASTER, "faster"), (SAME, "no difference"), (SLOWER, "slower"), (NOISY, None)])
def test_the_run_that_was_bet_on_keeps_how_it_turned_out_but_for_noise(
    measured: Speedup, kept: str | None, open_page: OpenPage, tiny: Path, runner: RunnerDouble, own_data: Path, browser: Browser
) -> None:
    place(open_page("prune", topic=TINY), "faster")
    runner.finish(prune_result(measured))
    (row,) = rows(own_data, browser, "lab_run")
    assert row.payload["outcome"] == kept
    assert row.payload["figures"]["pruned"] == (None if measured is NOISY else measured.ratio)
    assert row.payload["figures"]["pruned.bytes"] == 4_000
    assert row.payload["figures"]["pruned.accuracy"] == 0.9417
    assert row.payload["figures"]["pruned.changed"] == 12


@pytest.mark.parametrize(("sure", "says"), [(True, "You bet **slower** and are sure."), (False, "You bet **slower**.")])
def test_the_bet_is_shown_while_its_run_is_under_way_and_no_other_can_be_placed(
    sure: bool, says: str, open_page: OpenPage, tiny: Path
) -> None:
    visit = place(open_page("prune", topic=TINY), "slower", sure=sure)
    for shown in (visit, open_page("prune", topic=TINY, job=RUN)):
        assert any(one.value.endswith(says) for one in shown.markdown)
        assert not {button.key for button in shown.button} & {f"bet-prune-{one}" for one in (*BETS, "sure", "not-sure")}


def test_a_run_without_a_bet_says_so_while_it_is_under_way(open_page: OpenPage, tiny: Path) -> None:
    visit = press(open_page("prune", topic=TINY), "run-prune")
    assert "No bet this time." in [one.value for one in visit.caption]
    assert not {button.key for button in visit.button} & {f"bet-prune-{one}" for one in BETS}


def test_a_bet_that_cannot_be_kept_is_said_and_the_run_goes_on(
    open_page: OpenPage, tiny: Path, runner: RunnerDouble, monkeypatch: pytest.MonkeyPatch
) -> None:
    visit = open_page("prune", topic=TINY)

    def refuse(self: EventLog, new: object) -> int:
        raise LogUnavailable("The database is gone.")

    monkeypatch.setattr(EventLog, "append", refuse)
    place(visit, "faster")
    assert not visit.exception
    assert "could not be saved" in visit.error[0].value
    assert [lab for lab, _ in runner.asked] == ["prune"]


def test_a_lab_that_claims_nothing_asks_for_no_bet(open_page: OpenPage, tiny: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setitem(cast("dict[str, Lab]", LABS), "budget", replace(LABS["budget"], bet=None))
    visit = open_page("budget", topic=TINY)
    assert not [one for one in labels(visit) if one.startswith("Bet")]
    assert "Run" in labels(visit)


def bet(outcome: str, *, sure: bool = False) -> Event:
    from datetime import UTC, datetime

    from quizzes.attempts.attempt import Moment

    now = Moment(datetime(2026, 3, 1, tzinfo=UTC), 0)
    asked = LABS["prune"].bet
    assert asked is not None
    return lab_log.bet_event(RUN, LABS["prune"], asked, outcome, learner="l", moment=now, sure=sure, topic=None)


@pytest.mark.parametrize(
    ("outcome", "sure", "measured", "mark"),
    [
        ("faster", False, FASTER, "✓"),
        ("faster", True, FASTER, "✓ You knew it"),
        ("no difference", False, SAME, "✓"),
        ("slower", False, SLOWER, "✓"),
        ("faster", False, SAME, "✗"),
        ("faster", True, SLOWER, "✗ Not what you were sure of"),
        ("slower", False, FASTER, "✗"),
    ],
)
def test_a_bet_is_right_where_it_names_the_verdict(outcome: str, sure: bool, measured: Speedup, mark: str) -> None:
    said = lab_bet.judged(bet(outcome, sure=sure), LABS["prune"], prune_result(measured))
    assert mark in said
    assert ("sure" in said.partition("Measured")[0]) is sure


@pytest.mark.parametrize("outcome", ["faster", "no difference", "slower"])
def test_a_speed_that_is_not_decided_judges_no_bet_and_says_its_bounds(outcome: str) -> None:
    said = lab_bet.judged(bet(outcome), LABS["prune"], prune_result(NOISY))
    assert "**not decided, between 1.16× and 1.24×**" in said
    assert "Run again" in said
    assert "✓" not in said
    assert "✗" not in said


def test_a_run_without_the_figure_judges_no_bet() -> None:
    said = lab_bet.judged(bet("faster"), LABS["prune"], result("prune", (variant("dense"), variant("pruned"))))
    assert "did not measure it" in said
    assert lab_log.turned_out(bet("faster"), LABS["prune"], result("prune", (variant("dense"),))) is None
    assert lab_log.turned_out(None, LABS["inside"], result("inside", (variant("dense"),))) is None


def test_a_run_on_former_pictures_judges_no_bet_and_says_which_they_were() -> None:
    former = prune_result(FASTER, data_set="digits-8x8")
    said = lab_bet.judged(bet("faster"), LABS["prune"], former)
    assert settles_nothing("digits-8x8") in said
    assert "✓" not in said
    assert "✗" not in said
    assert lab_log.turned_out(bet("faster"), LABS["prune"], former) is None


def test_the_pipeline_is_bet_on_by_its_fast_row() -> None:
    asked = LABS["budget"].bet
    assert asked is not None
    outcome = asked.outcome(budget_result())
    assert outcome is not None
    assert outcome.text == "faster"


@pytest.mark.parametrize(("outcome", "mark"), [("faster", "✗"), ("no difference", "✓")])
def test_a_bet_that_version_0_1_kept_is_judged_by_the_labs_own_figure(outcome: str, mark: str) -> None:
    asked = LABS["prune"].bet
    assert asked is not None
    kept = replace(bet(outcome), payload={"outcome": outcome, "question": asked.question})
    said = lab_bet.judged(kept, LABS["prune"], prune_result(SAME))
    assert f"You bet: **{outcome}**." in said
    assert "Measured: **no difference** (1.00× as fast" in said
    assert mark in said
    assert lab_log.turned_out(kept, LABS["prune"], prune_result(SAME)) == "no difference"


def test_a_run_that_ended_early_judges_the_bet_where_it_had_measured_what_was_bet_on() -> None:
    lab, found = LABS["prune"], cut_short(prune_result(), "dense", "pruned")
    assert "did not measure it" in lab_bet.judged(bet("faster"), lab, found)
    assert lab_log.turned_out(bet("faster"), lab, found) is None
    timed = found.model_copy(update={"variants": prune_result(SLOWER).variants})
    assert lab_log.turned_out(bet("faster"), lab, timed) == "slower"
    assert "Not what you bet" in lab_bet.judged(bet("faster"), lab, timed)


@pytest.fixture
def with_proof(tiny: Path) -> None:
    """The first claim says how it is proven."""
    text = tiny.read_text(encoding="utf-8")
    proven = text.replace("WHY-SLOWER}\n    source: [book]", "WHY-SLOWER}\n    source: [book]\n    proof: {outcome: same}")
    assert proven != text
    tiny.write_text(proven, encoding="utf-8")


@pytest.fixture
def record(with_proof: None, tiny: Path) -> None:
    """A run of the claim's settings on a quiet machine, in the file beside the topic."""
    (topic,) = read_folder(tiny.parents[1], labs=LABS).topics.values()
    claim = next(one for one in topic.myths if one.id == "m-one")
    text = "pruned against dense: 1.00× as fast [0.99, 1.01]"
    evidence = Measured(value=1.0, verdict="no difference", text=text, machine="QUIET-CPU", python="3.11", versions={})
    at = datetime(2026, 3, 1, tzinfo=UTC)
    kept = Proven(content_hash=claim.content_hash, proof_hash=proof_hash(claim), at=at, says="So.", evidence=evidence)
    write_record(record_path(tiny), {"m-one": kept})


def left_open(open_page: OpenPage, runner: RunnerDouble, amount: float) -> AppTest:
    """A bet on a run of these settings that could not decide it."""
    visit = open_page("prune", topic=TINY)
    visit.slider(key="param-prune-amount").set_value(amount).run()
    place(visit, "no-difference", sure=True)
    runner.finish(prune_result(NOISY, {"amount": amount}))
    visit.run()
    assert not visit.exception
    return visit


def test_a_bet_that_a_run_leaves_open_can_be_settled_by_the_run_on_record(
    open_page: OpenPage, tiny: Path, runner: RunnerDouble, own_data: Path, browser: Browser, record: None
) -> None:
    visit = left_open(open_page, runner, 0.25)
    assert any("On a quiet machine: **1.00× as fast [0.99, 1.01]**, “no difference”" in one.value for one in visit.markdown)
    assert "not decided" in bet_line(visit)
    press(visit, "take-prune")
    for shown in (visit, open_page("prune", topic=TINY, job=RUN)):
        assert "Measured on a quiet machine, which you took: **no difference**" in bet_line(shown)
        assert "✓ You knew it." in bet_line(shown)
        assert "Take the recorded one" not in labels(shown)
    own, taken = rows(own_data, browser, "lab_run")
    assert [(row.payload["recorded"], row.payload["outcome"]) for row in (own, taken)] == [(False, None), (True, "no difference")]


def test_where_no_run_is_on_record_a_bet_that_was_left_open_says_so(
    open_page: OpenPage, tiny: Path, runner: RunnerDouble, record: None
) -> None:
    visit = left_open(open_page, runner, 0.5)
    assert "Take the recorded one" not in labels(visit)
    assert any("No measurement of these settings is on record" in one.value for one in visit.caption)
