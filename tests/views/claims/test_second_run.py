"""A claim whose rival is a second run: that is made first, the claim's own is judged beside it, and a refresh loses neither."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest
from betting import SAME, Runs, bet, rows, said
from lab_double import cut_short, prune_result, speed
from streamlit.testing.v1 import AppTest
from visiting import TINY, Browser, OpenPage, labels, page_text, press

from optimization.results.records import LabResult, Speedup
from quizzes.events.log import open_log
from views.labs import lab_run

WIDE = Speedup(ratio=1.0, low=0.5, high=2.0, verdict="not decided")


@pytest.fixture(autouse=True)
def runs(monkeypatch: pytest.MonkeyPatch, tiny: Path) -> Runs:
    double = Runs()
    monkeypatch.setattr(lab_run, "runner", lambda: double)
    text = tiny.read_text(encoding="utf-8")
    text = text.replace(
        "against: dense}\n    outcomes:\n      - {id: faster", "against: {set: {amount: 0.5}}}\n    outcomes:\n      - {id: faster", 1
    )
    for verdict, span in (("faster", "at_least: 1.1"), ("no difference", "at_least: 0.6, below: 1.1"), ("slower", "below: 0.6")):
        text = text.replace(f"verdict: {verdict}", span, 1)
    tiny.write_text(text, encoding="utf-8")
    return double


@pytest.fixture
def page(open_page: OpenPage) -> AppTest:
    visit = open_page("myths", topic=TINY)
    assert not visit.exception
    return visit


def of(amount: float, found: Speedup, *, before: timedelta = timedelta()) -> LabResult:
    """A run with that amount, which ended so long ago."""
    return prune_result(found, {"amount": amount}, measured_at=datetime.now(UTC) - before)


def second_run_ends(runs: Runs, found: Speedup) -> None:
    runs.newest = of(0.5, found)
    runs.end(runs.newest)


def amounts(runs: Runs) -> list[float]:
    return [params["amount"] for _, params in runs.asked]


def test_the_second_run_is_made_first_then_the_claims_own_decides_beside_it(
    page: AppTest, runs: Runs, open_page: OpenPage, own_data: Path, browser: Browser
) -> None:
    assert "two runs, one after the other" in page_text(page)
    bet(page, SAME)
    assert amounts(runs) == [0.5]
    assert "Run 1 of 2 · Amount: 50 %" in page_text(page)
    second_run_ends(runs, speed(2.0))
    again = open_page("myths", topic=TINY)  # a refresh in the middle
    assert amounts(runs) == [0.5, 0.25]
    assert "You bet **OUTCOME-SAME**" in page_text(again)
    assert "Run 2 of 2 · Amount: 25 %" in page_text(again)
    runs.end(of(0.25, speed(1.5)))
    text = said(again.run())
    assert not again.exception
    assert "✓ You bet “OUTCOME-SAME”; it came true." in text
    assert "0.75×" in text
    assert "the gain (1.50× against 2.00×): pruned · Amount: 25 %, against pruned · Amount: 50 %; 90 % interval 0.71–0.80" in text
    assert amounts(runs) == [0.5, 0.25]
    log = open_log(f"sqlite:///{own_data / 'events.db'}")
    assert [one.payload["run"] for one in rows(log, browser, "run_started")] == ["run-1", "run-2"]
    assert [(one.payload["run"], one.payload["outcome"]) for one in rows(log, browser, "lab_run")] == [("run-2", "same")]


@pytest.mark.parametrize(("minutes", "asked"), [(10, [0.25]), (90, [0.5])])
def test_a_second_run_of_this_hour_is_not_made_again(page: AppTest, runs: Runs, minutes: int, asked: list[float]) -> None:
    runs.newest = of(0.5, speed(2.0), before=timedelta(minutes=minutes))
    bet(page, SAME)
    assert amounts(runs) == asked


def test_a_gain_that_could_lie_on_either_side_of_a_border_is_not_decided_and_both_runs_are_made_anew(page: AppTest, runs: Runs) -> None:
    bet(page, SAME)
    second_run_ends(runs, speed(2.0))
    page.run()
    runs.end(of(0.25, WIDE))
    text = said(page.run())
    assert not page.exception
    assert "**Not decided.** The gain lies between 0.24× and 1.03×" in text
    assert "“OUTCOME-SAME”, is kept" in text
    press(page, "again-m-one")
    assert amounts(runs) == [0.5, 0.25, 0.5]


def test_a_second_run_that_ends_early_says_so_and_the_claim_can_be_run_again(page: AppTest, runs: Runs) -> None:
    bet(page, SAME)
    runs.end_early(cut_short(of(0.5, speed(2.0)), "dense"))
    text = page_text(page.run())
    assert not page.exception
    assert "IT-ENDED-EARLY." in text
    assert "Run again" in labels(page)
    press(page, "again-m-one")
    assert amounts(runs) == [0.5, 0.5]


def test_without_the_second_run_the_claims_own_decides_nothing(page: AppTest, runs: Runs) -> None:
    bet(page, SAME)
    second_run_ends(runs, speed(2.0))
    page.run()
    runs.newest = None  # it was deleted meanwhile, and nobody was told when the claim's own ended
    runs.end(of(0.25, speed(1.5)), tells=False)
    assert "This run did not measure what the claim is about" in said(page.run())
    assert not page.exception


def test_a_full_disk_makes_no_endless_row_of_second_runs(page: AppTest, runs: Runs) -> None:
    bet(page, SAME)
    runs.end(of(0.5, speed(2.0)))  # and nothing of it was stored: there is no newest result
    for _ in range(3):
        page.run()
    assert amounts(runs) == [0.5, 0.25]
    runs.end(of(0.25, speed(1.5)))
    assert "it came true" in said(page.run())
