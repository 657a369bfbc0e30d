"""Myth or measured?: a bet starts the run, bet and measurement stand side by side, and a refresh finds all of it again."""

from __future__ import annotations

from datetime import UTC, datetime
from pathlib import Path

import pytest
from betting import FASTER, SAME, Runs, bet, rows, said
from lab_double import cut_short, prune_result, speed
from streamlit.testing.v1 import AppTest
from visiting import TINY, Browser, OpenPage, go_to, key_of, labels, page_text, press

from optimization.labs import LABS, Lab
from optimization.results.data_sets import settles_nothing
from optimization.results.records import Speedup
from optimization.running.runs import RunStatus, stored_status
from quizzes.content.reader import read_folder
from quizzes.events.learners import COOKIE
from quizzes.events.log import EventLog, open_log
from quizzes.progress.answers import answers
from quizzes.proofs.evidence import Measured, proof_hash
from quizzes.proofs.record import Proven, record_path, write_record
from quizzes.sessions.register import index
from views.labs import lab_run
from views.page.services import services
from views.shown.units import percent, unbroken


@pytest.fixture(autouse=True)
def runs(monkeypatch: pytest.MonkeyPatch, tiny: Path) -> Runs:
    double = Runs()
    monkeypatch.setattr(lab_run, "runner", lambda: double)
    return double


@pytest.fixture
def page(open_page: OpenPage) -> AppTest:
    visit = open_page("myths", topic=TINY)
    assert not visit.exception
    return visit


@pytest.fixture
def log(own_data: Path, page: AppTest) -> EventLog:
    return open_log(f"sqlite:///{own_data / 'events.db'}")


def captions(page: AppTest) -> list[str]:
    return [one.value for one in page.caption]


def test_a_claim_is_asked_with_its_outcomes_and_nothing_of_how_it_turns_out(page: AppTest) -> None:
    assert [label for label in labels(page) if label.startswith("OUTCOME")] == ["OUTCOME-FASTER", "OUTCOME-SAME", "OUTCOME-SLOWER"]
    text = page_text(page)
    assert "CLAIM-ONE" in text
    assert "BET-ONE" in text
    for hidden in ("WHY-", "CLAIM-TWO", "no difference"):
        assert hidden not in text


SAID_BY = "Said by: [The forum](https://example.org/forum) (PLACE-ONE). SAID-ONE"


def test_who_says_a_claim_and_what_is_asked_of_it_stand_below_it_before_the_bet_while_it_runs_and_afterwards(
    page: AppTest, runs: Runs
) -> None:
    def asked_and_said(visit: AppTest) -> bool:
        return "BET-ONE" in [one.value for one in visit.markdown] and SAID_BY in captions(visit)

    assert asked_and_said(page)
    assert asked_and_said(bet(page, SAME))
    runs.end(prune_result())
    assert asked_and_said(page.run())
    press(page, "next-m-one")
    assert "CLAIM-TWO" in page_text(page)
    assert not [one for one in captions(page) if "Said by" in one]
    press(page, "next-m-two")
    assert SAID_BY in captions(page)  # in the list of all bets


def test_what_another_learner_s_run_of_the_same_settings_found_is_not_on_the_page_before_the_bet(open_page: OpenPage, runs: Runs) -> None:
    found = prune_result(speed(2.0), {"amount": 0.25})
    runs.newest = found
    runs.statuses["run-0"] = stored_status("run-0", found)
    visit = open_page("myths", topic=TINY)
    everything = "\n".join(element.value for element in (*visit.markdown, *visit.caption) if isinstance(element.value, str))
    assert "BET-ONE" in everything
    for told in ("HEADLINE-SENTENCE", "HEADLINE-LABEL", "2.00×", "measured here", "WHY-"):
        assert told not in everything
    assert not [label for label in labels(visit) if "Show what" in label]


def test_a_bet_that_is_not_sure_starts_the_run(page: AppTest, runs: Runs, log: EventLog, browser: Browser) -> None:
    bet(page, SAME)
    assert [(lab, params["amount"]) for lab, params in runs.asked] == [("prune", 0.25)]
    placed, started = rows(log, browser)
    assert (placed.kind, placed.item, placed.sure, placed.payload) == (
        "bet",
        f"{TINY}/m-one",
        False,
        {"outcome": "same", "question": "BET-ONE", "about": None},
    )
    assert (started.kind, started.payload) == ("run_started", {"run": "run-1"})
    assert "You bet **OUTCOME-SAME**." in page_text(page)
    assert "Training" in page_text(page)
    assert "WHY-" not in page_text(page)


def test_whoever_is_sure_hands_it_in_so(page: AppTest, runs: Runs, log: EventLog, browser: Browser) -> None:
    bet(page, FASTER, sure=True)
    assert [one.sure for one in rows(log, browser, "bet")] == [True]
    runs.end(prune_result())
    text = page_text(page.run())
    assert "✗ You bet “OUTCOME-FASTER” and were sure; measured: “OUTCOME-SAME”." in text
    assert "WHY-SAME" in text
    assert "WHY-FASTER" not in text


@pytest.mark.parametrize(("choice", "sure", "told"), [(FASTER, True, True), (FASTER, False, False), (SAME, True, False)])
def test_whoever_was_sure_and_lost_is_told_what_it_is_worth(choice: str, sure: bool, told: bool, page: AppTest, runs: Runs) -> None:
    bet(page, choice, sure=sure)
    runs.end(prune_result())
    text = page_text(page.run())
    assert ("You will remember this one" in text) is told
    assert ("Explain it to yourself" in text) is (choice == FASTER)


def test_a_run_that_ends_while_nobody_looks_is_kept_and_found_after_a_refresh(
    page: AppTest, runs: Runs, log: EventLog, browser: Browser, open_page: OpenPage
) -> None:
    bet(page, SAME)
    runs.end(prune_result())
    (row,) = rows(log, browser, "lab_run")
    assert (row.item, row.mode, row.payload["outcome"], row.payload["run"]) == (f"{TINY}/m-one", "myths", "same", "run-1")
    assert (row.score, row.rating) == (None, None)
    for again in (open_page("myths", topic=TINY), page.run()):
        assert "✓ You bet “OUTCOME-SAME”; it came true." in page_text(again)
    assert len(rows(log, browser, "lab_run")) == 1


def test_a_run_of_which_nobody_was_told_is_kept_by_the_page_that_shows_it(
    page: AppTest, runs: Runs, log: EventLog, browser: Browser
) -> None:
    bet(page, SAME)
    runs.end(prune_result(), tells=False)
    assert "it came true" in page_text(page.run())
    assert [one.payload["outcome"] for one in rows(log, browser, "lab_run")] == ["same"]


def test_a_run_that_an_earlier_version_measured_on_other_pictures_settles_no_claim_and_says_so(
    page: AppTest, runs: Runs, log: EventLog, browser: Browser
) -> None:
    bet(page, SAME)
    runs.end(prune_result(data_set="digits-8x8"))
    shown = page.run()
    assert not shown.exception
    assert "came true" not in page_text(shown)
    assert "is kept until the claim is decided" in page_text(shown)
    assert settles_nothing("digits-8x8") in [one.value for one in shown.info]
    assert [(one.payload["outcome"], one.payload["data_set"]) for one in rows(log, browser, "lab_run")] == [(None, "digits-8x8")]
    press(page, "again-m-one")
    runs.end(prune_result())
    assert "it came true" in page_text(page.run())
    assert [one.payload["data_set"] for one in rows(log, browser, "lab_run")] == ["digits-8x8", "mnist"]


def test_just_running_it_logs_no_bet(page: AppTest, runs: Runs, log: EventLog, browser: Browser) -> None:
    press(page, "run-m-one")
    runs.end(prune_result(speed(2.0)))
    text = page_text(page.run())
    assert "Measured: OUTCOME-FASTER." in text
    assert "You bet" not in text
    assert [one.kind for one in rows(log, browser)] == ["run_started", "lab_run"]


WIDE = Speedup(ratio=1.3, low=0.99, high=1.72, verdict="not decided")
RECORDED = "pruned against dense: 1.00× as fast [0.99, 1.01]"


@pytest.fixture
def record(tiny: Path) -> None:
    """A run on a quiet machine that proved the first claim, in the file beside the topic."""
    (topic,) = read_folder(tiny.parents[1], labs=LABS).topics.values()
    claim = next(one for one in topic.myths if one.id == "m-one")
    evidence = Measured(value=1.0, verdict="no difference", text=RECORDED, machine="QUIET-CPU", python="3.11", versions={})
    at = datetime(2026, 3, 1, tzinfo=UTC)
    kept = Proven(content_hash=claim.content_hash, proof_hash=proof_hash(claim), at=at, says="So.", evidence=evidence)
    write_record(record_path(tiny), {"m-one": kept})


def not_decided(page: AppTest, runs: Runs) -> str:
    """Bet on SAME, have a run leave it open, and return what the page says."""
    bet(page, SAME, sure=True)
    runs.end(prune_result(WIDE))
    page.run()
    assert not page.exception
    return said(page)


def behind(page: AppTest, text: str) -> list[str]:
    """The labels of what has to be opened before the text is read."""
    return [one.label for one in page.expander if any(text in inner.value for inner in one.markdown)]


def test_a_run_that_could_not_tell_says_its_bounds_keeps_the_bet_and_can_be_run_again(
    page: AppTest, runs: Runs, log: EventLog, browser: Browser
) -> None:
    text = not_decided(page, runs)
    assert "The speed lies between 0.99× and 1.72×" in text
    assert "“OUTCOME-SAME”, is kept" in text
    assert "came true" not in text
    assert "WHY-" not in text
    assert "No measurement of this claim is on record" in text
    assert "Take the recorded one" not in labels(page)
    press(page, "again-m-one")
    assert len(runs.asked) == 2
    runs.end(prune_result())
    assert "it came true" in said(page.run())
    assert [one.payload["outcome"] for one in rows(log, browser, "lab_run")] == [None, "same"]
    assert len(rows(log, browser, "bet")) == 1


def test_a_run_that_could_not_tell_shows_the_one_on_record_and_running_again_decides(
    record: None, page: AppTest, runs: Runs, log: EventLog, browser: Browser, open_page: OpenPage
) -> None:
    not_decided(page, runs)
    for shown in (page, open_page("myths", topic=TINY)):
        text = said(shown)
        assert "On a quiet machine: **1.00× as fast [0.99, 1.01]**, “OUTCOME-SAME”." in text
        assert "1 Mar 2026, on QUIET-CPU" in text
        assert behind(shown, "WHY-SAME") == ["Why is that?"]
        assert {"Run again", "Take the recorded one"} <= set(labels(shown))
    press(page, "again-m-one")
    runs.end(prune_result(speed(2.0)))
    assert "measured: “OUTCOME-FASTER”" in said(page.run())
    assert [one.payload["recorded"] for one in rows(log, browser, "lab_run")] == [False, False]


def test_the_one_on_record_can_be_taken_and_settles_the_bet_for_good(
    record: None, page: AppTest, runs: Runs, log: EventLog, browser: Browser, open_page: OpenPage
) -> None:
    not_decided(page, runs)
    press(page, "take-m-one")
    for shown in (page, open_page("myths", topic=TINY)):
        assert not shown.exception
        text = said(shown)
        assert "✓ You bet “OUTCOME-SAME” and were sure; it came true." in text
        assert "1 Mar 2026, on QUIET-CPU; you took it" in text
        assert "◉ 1.00×" in text
        assert "Take the recorded one" not in labels(shown)
    first, second = rows(log, browser, "lab_run")
    assert (first.payload["recorded"], first.payload["outcome"]) == (False, None)
    assert (second.payload["recorded"], second.payload["outcome"], second.payload["headline"]) == (True, "same", RECORDED)
    table = answers(log.of_learner(browser.cookies[COOKIE]), index(services().shelf.look().topics))
    assert [(row.bet, row.outcome, row.score, row.sure) for row in table.itertuples()] == [("same", "same", 1.0, True)]
    line = next(text for text in said(open_page("progress")).splitlines() if "CLAIM-ONE" in text)
    assert line == "✓ CLAIM-ONE — bet: OUTCOME-SAME; measured on a quiet machine, which you took: OUTCOME-SAME · sure"
    press(page, "next-m-one")
    press(page, "next-m-two")
    assert "it came true. Measured on a quiet machine, which you took." in page_text(page)


def test_a_run_that_ended_early_can_be_settled_by_the_one_on_record(record: None, page: AppTest, runs: Runs) -> None:
    bet(page, FASTER)
    runs.end_early(cut_short(prune_result(), "dense"))
    press(page.run(), "take-m-one")
    assert "✗ You bet “OUTCOME-FASTER”; measured: “OUTCOME-SAME”." in said(page)


def test_who_lost_a_bet_is_asked_for_the_reason_before_it_is_shown_and_who_won_reads_it_at_once(page: AppTest, runs: Runs) -> None:
    bet(page, FASTER)
    runs.end(prune_result())
    assert behind(page.run(), "WHY-SAME") == ["Why is that?"]
    press(page, "next-m-one")
    bet(page, "choice-m-two-2")
    runs.end(prune_result())
    assert "WHY-EQUAL" in said(page.run())
    assert behind(page, "WHY-EQUAL") == []


def test_a_run_that_failed_says_why_keeps_the_bet_and_can_be_run_again_or_left(page: AppTest, runs: Runs) -> None:
    bet(page, SAME)
    runs.statuses["run-1"] = RunStatus(run_id="run-1", state="failed", lab="prune", message="The run was stopped after 300 s.")
    page.run()
    assert page.warning[0].value == "The run was stopped after 300 s."
    press(page, "run-m-one")
    runs.end(prune_result())
    assert "it came true" in page_text(page.run())


def test_a_run_that_ended_before_it_measured_the_claim_keeps_the_bet_open_and_what_it_had_measured(
    page: AppTest, runs: Runs, log: EventLog, browser: Browser, open_page: OpenPage
) -> None:
    bet(page, SAME)
    runs.end_early(cut_short(prune_result(), "dense", "pruned"))
    for shown in (page.run(), open_page("myths", topic=TINY)):
        assert not shown.exception
        assert shown.warning[0].value == "IT-ENDED-EARLY."
        assert "You bet **OUTCOME-SAME**." in page_text(shown)
        assert any(unbroken(percent(0.9417)) in one.value for one in shown.markdown)
        assert [one.label for one in shown.expander][:1] == ["Measured before it ended"]
    assert [(one.payload["unfinished"], one.payload["outcome"]) for one in rows(log, browser, "lab_run")] == [("over time", None)]
    press(page, "again-m-one")
    runs.end(prune_result())
    assert "it came true" in page_text(page.run())


def test_a_run_that_ended_before_it_measured_anything_does_not_say_that_it_had(page: AppTest, runs: Runs) -> None:
    bet(page, SAME)
    runs.end_early(cut_short(prune_result(), "dense", reason="stopped", counted_only=True))
    assert "Measured before it ended" not in page_text(page.run())
    assert "Counted before it ended; nothing was measured" in [one.label for one in page.expander]


def test_a_run_that_ended_after_it_had_measured_the_claim_decides_it(
    page: AppTest, runs: Runs, log: EventLog, browser: Browser, open_page: OpenPage
) -> None:
    press(page, "next-m-one")
    bet(page, "choice-m-two-2")
    runs.end_early(cut_short(prune_result(), "dense", "pruned"))
    for shown in (page.run(), open_page("myths", topic=TINY)):
        assert not shown.exception
        assert "✓ You bet “OUTCOME-EQUAL”; it came true." in page_text(shown)
        assert "before its end" in page_text(shown)
    (row,) = rows(log, browser, "lab_run")
    assert (row.payload["unfinished"], row.payload["outcome"]) == ("over time", "equal")


def test_a_run_can_be_stopped(page: AppTest, runs: Runs) -> None:
    bet(page, SAME)
    press(page, "stop-m-one")
    assert runs.cancelled == ["run-1"]


def test_without_the_labs_libraries_the_claim_says_what_to_install_and_can_be_skipped(
    open_page: OpenPage, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(Lab, "missing", lambda self: ["torch==2.13.0"])
    visit = open_page("myths", topic=TINY)
    assert visit.code[0].value == "pip install torch==2.13.0"
    assert FASTER not in [button.key for button in visit.button]
    assert "CLAIM-TWO" in page_text(press(visit, "next-m-one"))


def test_the_concepts_card_is_named_and_comes_first_in_recall_once(page: AppTest, runs: Runs) -> None:
    press(page, "next-m-one")
    bet(page, "choice-m-two-1")
    runs.end(prune_result())
    assert "The card “FRONT-TWO” comes first in your next Recall" in page_text(page.run())
    assert "FRONT-TWO" in page_text(go_to(page, "recall", {"topic": TINY}))
    press(page, "turn-r-two")
    press(page, "rate-r-two-3")
    press(page, "turn-r-one")
    press(page, "rate-r-one-3")
    press(page, "again-all")
    assert "FRONT-ONE" in page_text(page)
    assert "comes first in your next Recall" not in page_text(go_to(page, "myths", {"topic": TINY}))


def test_the_end_lists_bets_beside_measurements_wrong_and_sure_first(page: AppTest, runs: Runs) -> None:
    bet(page, SAME)
    runs.end(prune_result())
    press(page.run(), "next-m-one")
    bet(page, "choice-m-two-1", sure=True)
    runs.end(prune_result())
    press(page.run(), "next-m-two")
    assert page.header[0].value == "1 of 2 bets came true"
    assert [one.label for one in page.expander] == ["✗ CLAIM-TWO · sure", "✓ CLAIM-ONE"]
    text = page_text(page)
    assert "measured: “OUTCOME-EQUAL”" in text
    assert "WHY-EQUAL" in text
    press(page, "again")
    assert "CLAIM-ONE" in page_text(page)


def test_the_whole_run_is_drawn_only_when_it_is_asked_for(page: AppTest, runs: Runs) -> None:
    bet(page, SAME)
    runs.end(prune_result())
    assert "HEADLINE-SENTENCE" not in page_text(page.run())
    page.toggle(key=key_of("whole", "m-one")).set_value(True).run()
    assert not page.exception
    assert "HEADLINE-SENTENCE" in page_text(page)


def test_a_result_that_was_deleted_leaves_the_outcome_and_its_reason(page: AppTest, runs: Runs, open_page: OpenPage) -> None:
    bet(page, SAME)
    runs.end(prune_result())
    runs.statuses.clear()
    visit = open_page("myths", topic=TINY)
    assert not visit.exception
    assert "it came true" in page_text(visit)
    assert "WHY-SAME" in page_text(visit)


def test_a_claim_about_bytes_does_not_spend_its_minute_on_the_latency_and_one_about_speed_does(page: AppTest, runs: Runs) -> None:
    bet(page, SAME)
    runs.end(prune_result())
    press(page.run(), "next-m-one")
    bet(page, "choice-m-two-2")
    assert [params.get("timed", True) for _, params in runs.asked] == [True, False]
    untimed = tuple(one.model_copy(update={"speedup": None, "latency_us": None}) for one in prune_result().variants)
    runs.end(prune_result(None, {"timed": False}, timing_rounds=0).model_copy(update={"variants": untimed}))
    assert "✓ You bet “OUTCOME-EQUAL”; it came true." in said(page.run())
    next(one for one in page.toggle if one.label == "See the whole run").set_value(True).run()
    assert not page.exception
    assert "| speed |" not in said(page)
    assert "No latency was measured in this run." in said(page)
