"""A result beside an earlier one."""

from __future__ import annotations

from datetime import UTC, datetime
from pathlib import Path

import pytest
from lab_double import RUN, SAME, RunnerDouble, machine, measured, prune_result, quantize_result, result
from streamlit.testing.v1 import AppTest
from visiting import TINY, Browser, OpenPage, page_text

from optimization.results.records import LabResult
from optimization.running.runs import stored_status
from quizzes.events.learners import COOKIE
from quizzes.events.log import open_log
from views.labs import lab_comparison
from views.labs.lab_log import lab_run_event

NBSP = "\N{NO-BREAK SPACE}"
OLD = "a" * 32
HEADING = "Compare with an earlier run"


@pytest.fixture
def ran(own_data: Path, browser: Browser, runner: RunnerDouble) -> object:
    """``ran(result, run=…)``: this learner ran it before, and its figures are kept unless ``kept`` says otherwise."""

    def remember(one: LabResult, *, run: str = OLD, kept: bool = True) -> None:
        event = lab_run_event(run, one, learner=browser.cookies[COOKIE], utc_offset_min=0, item=TINY)
        own_data.mkdir(parents=True, exist_ok=True)
        open_log(f"sqlite:///{own_data / 'events.db'}").append([event])
        if kept:
            runner.statuses[run] = stored_status(run, one)

    return remember


def at(hour: int) -> datetime:
    return datetime(2026, 2, 1, hour, 0, tzinfo=UTC)


def expander(visit: AppTest) -> object:
    return next((part for part in visit.expander if part.label == HEADING), None)


def shown(visit: AppTest) -> str:
    part = next(part for part in visit.expander if part.label == HEADING)
    parts = [one.value for kind in ("markdown", "caption", "warning", "info") for one in getattr(part, kind)]
    return "\n".join(parts).replace(NBSP, " ")


def test_a_first_run_has_nothing_to_be_compared_with(open_page: OpenPage, tiny: Path, runner: RunnerDouble, ran: object) -> None:
    ran(prune_result(), run=RUN)  # type: ignore[operator]
    visit = open_page("prune", topic=TINY, job=RUN)
    assert "HEADLINE-SENTENCE" in page_text(visit)
    assert expander(visit) is None


def test_earlier_runs_of_the_same_lab_are_offered_newest_first_with_what_differs(open_page: OpenPage, tiny: Path, ran: object) -> None:
    ran(prune_result(), run=RUN)  # type: ignore[operator]
    ran(prune_result(parameters={"amount": 0.5}, measured_at=at(7)), run="b" * 32)  # type: ignore[operator]
    ran(prune_result(measured_at=at(8)), run="c" * 32)  # type: ignore[operator]
    ran(quantize_result(measured_at=at(9)), run="d" * 32)  # type: ignore[operator]
    box = open_page("prune", topic=TINY, job=RUN).selectbox(key="compare-prune")
    assert list(box.options) == ["the same settings · 1 Feb 08:00", "50 %, single weights · 1 Feb 07:00"]
    assert box.value is None


def test_both_figures_of_each_common_row_stand_below_each_other(open_page: OpenPage, tiny: Path, ran: object) -> None:
    ran(prune_result(), run=RUN)  # type: ignore[operator]
    other = result("prune", (measured("dense", SAME), measured("pruned", SAME, raw_bytes=9_000)), {"amount": 0.5}, measured_at=at(7))
    ran(other)  # type: ignore[operator]
    visit = open_page("prune", topic=TINY, job=RUN)
    visit.selectbox(key="compare-prune").select_index(0).run()
    assert not visit.exception
    text = shown(visit)
    assert "| Amount | 90 % | 50 % |" in text
    assert "| **pruned** | A | 4.0 kB | 94.2 % | 12 | 0.99× |\n|  | B | 9.0 kB | 97.5 % | 0 | 1.00× |" in text
    assert "small dense" not in text
    assert "A: measured 1 Mar 09:14 on TEST-CPU" in text
    assert "B: measured 1 Feb 07:00 on TEST-CPU" in text
    assert not visit.warning


def test_other_machines_and_versions_are_warned_of(open_page: OpenPage, tiny: Path, ran: object) -> None:
    ran(prune_result(), run=RUN)  # type: ignore[operator]
    ran(prune_result(measured_at=at(7), machine=machine(cpu="OTHER-CPU", versions={"torch": "2.12.0"})))  # type: ignore[operator]
    visit = open_page("prune", topic=TINY, job=RUN)
    visit.selectbox(key="compare-prune").select_index(0).run()
    assert "Processor: A TEST-CPU, B OTHER-CPU." in visit.warning[0].value
    assert "torch: A 2.13.0, B 2.12.0." in visit.warning[0].value
    assert "Cores" not in visit.warning[0].value


def test_a_run_whose_figures_are_gone_is_said(open_page: OpenPage, tiny: Path, ran: object) -> None:
    ran(prune_result(), run=RUN)  # type: ignore[operator]
    ran(prune_result(measured_at=at(7)), kept=False)  # type: ignore[operator]
    visit = open_page("prune", topic=TINY, job=RUN)
    visit.selectbox(key="compare-prune").select_index(0).run()
    assert not visit.exception
    assert "no longer kept" in shown(visit)


def test_nobody_is_offered_the_runs_of_others(open_page: OpenPage, tiny: Path, ran: object, browser: Browser) -> None:
    ran(prune_result(), run=RUN)  # type: ignore[operator]
    ran(prune_result(measured_at=at(7)))  # type: ignore[operator]
    browser.cookies[COOKIE] = "0" * 16 if browser.cookies[COOKIE] != "0" * 16 else "1" * 16
    visit = open_page("prune", topic=TINY, job=RUN)
    assert "HEADLINE-SENTENCE" in page_text(visit)
    assert expander(visit) is None


def test_a_parameter_that_one_side_does_not_know_differs() -> None:
    assert lab_comparison.differences({"a": 1, "b": 2}, {"b": 2, "c": 3}) == {"a": (1, None), "c": (None, 3)}


@pytest.mark.parametrize(
    ("change", "says"),
    [
        ({}, []),
        ({"cores": 8}, ["Cores: A 4, B 8."]),
        ({"threads": 2}, ["Threads: A 1, B 2."]),
        ({"flags": ()}, ["Instruction sets: A avx2, B none."]),
        ({"python": "3.12.1"}, ["Python: A 3.11.2, B 3.12.1."]),
        ({"versions": {"torch": "2.13.0", "numpy": "2.4"}}, ["numpy: A none, B 2.4."]),
    ],
)
def test_each_condition_that_was_not_the_same_is_named(change: dict[str, object], says: list[str]) -> None:
    assert lab_comparison.machine_differences(machine(), machine(**change)) == says
