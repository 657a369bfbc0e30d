"""A claim that a program decides: what runs is the claim's own code, its number settles the bet, and nothing else can be run."""

from __future__ import annotations

import re
from dataclasses import replace
from datetime import UTC, datetime
from pathlib import Path

import pytest
from betting import Runs, bet, rows, said
from lab_double import result
from streamlit.testing.v1 import AppTest
from visiting import TINY, Browser, OpenPage, go_to, labels, page_text, press

from optimization.bundling.script import script_of
from optimization.labs import LABS, RUNNABLE, program
from optimization.results.printed import Printed
from optimization.results.records import Headline, LabResult
from optimization.running.runs import RunStatus, stored_status
from quizzes.content.reader import read_folder
from quizzes.events.learners import COOKIE
from quizzes.events.log import EventLog, open_log
from quizzes.proofs.evidence import Measured, proof_hash
from quizzes.proofs.record import Proven, record_path, write_record
from views.labs import lab_run

CODE = "print(2.5)"
PROGRAM = '    measure: {code: "print(2.5)", unit: " times smaller", show: .1f}\n'
SMALLER, EQUAL = "choice-m-two-1", "choice-m-two-2"


@pytest.fixture(autouse=True)
def runs(monkeypatch: pytest.MonkeyPatch, tiny: Path) -> Runs:
    double = Runs()
    monkeypatch.setattr(lab_run, "runner", lambda: double)
    text = tiny.read_text(encoding="utf-8")
    of_lab = "    lab: prune\n    compare: {figure: file, of: pruned, against: dense}\n"
    assert of_lab in text
    tiny.write_text(text.replace(of_lab, PROGRAM), encoding="utf-8")
    return double


@pytest.fixture
def page(open_page: OpenPage) -> AppTest:
    visit = open_page("myths", topic=TINY, claim="m-two")
    assert not visit.exception
    return visit


@pytest.fixture
def log(own_data: Path, page: AppTest) -> EventLog:
    return open_log(f"sqlite:///{own_data / 'events.db'}")


def found(*values: float, code: str = CODE) -> LabResult:
    printed = Printed(values=values, show=".1f", unit=" times smaller")
    given = {"code": code, "show": ".1f", "unit": " times smaller"}
    headline = Headline(sentence=f"{printed.text}, measured.", figure="1", figure_label="")
    measured_at = datetime.now(UTC)
    return result("program", (), given, extras=printed.model_dump(mode="json"), data_set="", headline=headline, measured_at=measured_at)


def downloads(visit: AppTest) -> list[str]:
    return [one.proto.label for one in visit.get("download_button")]


def test_the_program_is_there_to_read_before_the_bet_and_says_nothing_of_the_end(page: AppTest) -> None:
    assert "CLAIM-TWO" in page_text(page)
    assert [one.label for one in page.expander] == ["The program"]
    assert [one.value for one in page.code] == [CODE]
    assert "Both place your bet and start the program." in page_text(page)
    assert "WHY-" not in page_text(page)
    assert downloads(page) == []


def test_the_bet_starts_the_program_and_its_number_settles_it_also_after_a_refresh(
    page: AppTest, runs: Runs, log: EventLog, open_page: OpenPage, browser: Browser
) -> None:
    bet(page, EQUAL, sure=True)
    params = {"code": CODE, "show": ".1f", "unit": " times smaller", "seed": 0}
    assert [(lab, dict(given)) for lab, given in runs.asked] == [("program", params)]
    again = open_page("myths", topic=TINY, claim="m-two")  # a refresh in the middle
    assert "You bet **OUTCOME-EQUAL** and are sure." in page_text(again)
    assert len(runs.asked) == 1, "the run under way is shown, and not another one"
    runs.end(found(2.5))
    text = said(again.run())
    assert not again.exception
    assert "✗ You bet “OUTCOME-EQUAL” and were sure; measured: “OUTCOME-SMALLER”." in text
    assert "◉ 2.5" in text
    assert "times smaller" in text
    assert "against" not in text, "there are no rows"
    assert "It printed **2.5 times smaller**." in text
    assert downloads(again) == ["JSON", "Python script"]
    (kept,) = rows(log, browser, "lab_run")
    assert (kept.payload["outcome"], kept.payload["lab"], kept.payload["data_set"]) == ("smaller", "program", "")
    assert kept.payload["figures"] == {"printed": 2.5, "printed.low": None, "printed.high": None}
    last = press(again, next(one.key for one in again.button if one.label == "See all bets"))
    assert "0 of 1 bets came true" in said(last)


def test_repeats_in_one_outcome_decide_and_their_bounds_are_shown(page: AppTest, runs: Runs) -> None:
    bet(page, SMALLER)
    runs.end(found(2.2, 2.4, 3.0))
    text = said(page.run())
    assert "✓ You bet “OUTCOME-SMALLER”; it came true." in text
    assert "range of 3 repeats 2.2–3.0" in text
    assert "It measured 3 times, and the middle one counts: **2.4 times smaller** (2.2, 2.4, 3.0)." in text
    assert not page.exception


def test_repeats_in_two_outcomes_decide_nothing_and_the_record_is_offered(
    page: AppTest, runs: Runs, log: EventLog, browser: Browser, tiny: Path
) -> None:
    topic = read_folder(tiny.parents[1], labs=LABS).topics[TINY]
    claim = next(one for one in topic.myths if one.id == "m-two")
    evidence = Measured(value=2.5, verdict=None, text="printed: 2.5 times smaller", machine="QUIET-CPU", python="3.11", versions={})
    proven = Proven(
        content_hash=claim.content_hash, proof_hash=proof_hash(claim), says="", at=datetime(2026, 11, 1, tzinfo=UTC), evidence=evidence
    )
    write_record(record_path(tiny), {"m-two": proven})
    bet(page, SMALLER)
    runs.end(found(1.5, 2.5, 2.6))
    text = said(page.run())
    assert "**Not decided.** The program measured 3 times, from 1.5 to 2.6: that is more than one of the outcomes" in text
    assert "◉ On a quiet machine: **2.5 times smaller**, “OUTCOME-SMALLER”." in text
    press(page, next(one.key for one in page.button if one.label == "Take the recorded one"))
    assert "✓ You bet “OUTCOME-SMALLER”; it came true." in said(page)
    assert [one.payload["outcome"] for one in rows(log, browser, "lab_run")] == [None, "smaller"]


def test_a_program_that_fails_says_why_and_can_be_run_again(page: AppTest, runs: Runs) -> None:
    bet(page, SMALLER)
    why = "The program ended with an error: ZeroDivisionError: division by zero (line 1)."
    runs.statuses["run-1"] = RunStatus(run_id="run-1", state="failed", lab="program", message=why)
    page.run()
    assert [one.value for one in page.warning] == [why]
    assert "Run again" in labels(page)
    assert not page.exception


def test_a_library_that_is_not_here_is_named_before_a_bet_is_placed(tiny: Path, open_page: OpenPage) -> None:
    text = tiny.read_text(encoding="utf-8")
    tiny.write_text(text.replace('"print(2.5)"', '"import no_such_library; print(1)"'), encoding="utf-8")
    visit = open_page("myths", topic=TINY, claim="m-two")
    assert "needs libraries that are not installed here" in "\n".join(one.value for one in visit.warning)
    assert "pip install no_such_library" in [one.value for one in visit.code]
    assert "Sure" not in " ".join(labels(visit))


EVIL = "open('/tmp/evil', 'w')"


@pytest.mark.parametrize("name", ["prune", "quantize", "budget", "digit", "myths", "topic"])
def test_no_address_makes_the_runner_run_a_program(name: str, open_page: OpenPage, runs: Runs) -> None:
    """Neither by the lab's name, nor by a run that is there, nor by a claim that is not."""
    runs.statuses["run-of-a-program"] = stored_status("run-of-a-program", found(1.0, code=EVIL))
    for query in (
        {"lab": "program", "code": EVIL},
        {"job": "run-of-a-program"},
        {"claim": "program", "code": EVIL, "measure": EVIL, "set": f"code={EVIL}"},
        {"job": "run-of-a-program", "with": "run-of-a-program"},
    ):
        visit = open_page(name, topic=TINY, **query)
        assert not visit.exception, query
        assert [params for lab, params in runs.asked if lab == "program"] == []


def test_a_kept_row_with_other_code_is_never_run(page: AppTest, runs: Runs, log: EventLog, browser: Browser, open_page: OpenPage) -> None:
    """Rows come from files that learners bring along: what they say has run is history, and no request."""
    bet(page, SMALLER)
    runs.end(found(1.0, 3.0))
    (row,) = log.of_learner(browser.cookies[COOKIE], kinds=["lab_run"])
    changed = {**row.payload, "parameters": {"code": EVIL}, "run": "run-brought-along", "outcome": None}
    log.append([replace(row, id=f"{row.id}-brought", payload=changed)])
    visit = open_page("myths", topic=TINY, claim="m-two")
    press(visit, next(one.key for one in visit.button if one.label == "Run again"))
    go_to(visit, "progress", {})
    assert not visit.exception
    assert {params["code"] for _, params in runs.asked} == {CODE}


def test_the_lab_of_programs_is_in_no_register_that_pages_and_topics_read() -> None:
    assert program.LAB.id not in LABS
    assert RUNNABLE[program.LAB.id] is program.LAB
    assert not program.LAB.has_page


def test_only_the_run_of_a_claim_asks_for_a_program() -> None:
    """All else in the web process asks for labs of the register, and this one module takes the code from the claim."""
    views = Path(lab_run.__file__).parents[1]
    named = re.compile(r"\bRUNNABLE\b|\blab_named\b|labs(?:\.| import [^\n]*\b)program\b")
    found_in = {path.name: set(named.findall(path.read_text(encoding="utf-8"))) for path in views.rglob("*.py")}
    assert {name for name, what in found_in.items() if what} == {"claim_run.py", "run_progress.py"}
    progress = (views / "labs" / "run_progress.py").read_text(encoding="utf-8")
    assert "submit" not in progress
    assert "runner" not in progress


def test_the_script_of_the_run_is_the_claims_own_program() -> None:
    script = script_of(found(2.5))
    assert script is not None
    assert script.rstrip().endswith(CODE)
