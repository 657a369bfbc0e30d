"""The labs from the browser, with the real runner: from the click to the figure, through a refresh, and stopped on the way."""

from __future__ import annotations

import json
import re
import sys
from collections.abc import Iterator
from pathlib import Path

import pytest
from app_server import AppServer
from axe import serious
from lab_page import RUN_LIMIT_MS, run_it, set_seed, wait_for_the_figure, wait_for_the_result
from playwright.sync_api import expect
from student import DESK, TOPIC, Student

from optimization.bundling.script import script_of
from optimization.results.progress import WAITING_STEP
from optimization.results.records import LabResult
from optimization.running.runs import STOPPED

pytestmark = pytest.mark.slow

SMALL_PHONE = (360, 780)
MEASURING_S = 2.0
"""How long a run times its rows here: long enough for its bar to move meanwhile."""
HEAVY = ("libtorch", "tensorflow", "litert", "sklearn")


@pytest.fixture(scope="module")
def shared_server(tmp_path_factory: pytest.TempPathFactory, network_cache: Path) -> Iterator[AppServer]:
    """In this file one on which no lab has run before, and whose worker imports ahead as one of the app does."""
    environ = {"LAB_TIMING_S": f"{MEASURING_S}", "PYTHONPATH": ""}
    server = AppServer(tmp_path_factory.mktemp("server"), cache=network_cache, environ=environ)
    server.start()
    yield server
    server.stop()


def kept_runs(student: Student, lab: str) -> set[str]:
    """The ids of the stored runs of one lab; a page may run others too, to have something to look at."""
    stored = {path: json.loads(path.read_text()) for path in student.server.runs()}
    return {path.stem.removeprefix("run-") for path, result in stored.items() if result["lab"] == lab}


def holds_no_heavy_library(server: AppServer) -> None:
    if sys.platform == "linux":
        mapped = server.libraries()
        assert "libpython" in mapped or "python" in mapped
        assert [name for name in HEAVY if name in mapped] == []


WATCH = """() => {
    window.told = [];
    const look = () => {
        const bar = document.querySelector('.st-key-progress-prune [data-testid="stProgress"]');
        const now = bar === null ? null : [bar.innerText, Number(bar.querySelector('[role="progressbar"]').getAttribute('aria-valuenow'))];
        const last = window.told.at(-1)?.slice(1);
        if (now !== null && String(now) !== String(last)) window.told.push([performance.now() - window.pressed, ...now]);
    };
    const watch = () => {
        window.pressed = performance.now();
        window.told = [];
        new MutationObserver(look).observe(document.body, {subtree: true, childList: true, characterData: true, attributes: true});
    };
    document.addEventListener('click', watch, {capture: true, once: true});
}"""
SOON_MS = 1000
"""The aim is 200 ms, which an idle machine keeps. Here others may be at work, and a page that is silent until the run ends is far off."""


UNDISTURBED_WITHIN = 5
"""So many runs at most until one has had the clock to itself."""


def told_while_it_runs(student: Student) -> list[tuple[str, int]]:
    """Run the pruning lab; every text and state of its bar, the first of them soon after the press."""
    student.settle()
    student.page.evaluate(WATCH)
    wait_for_the_result(student, "prune", run_it(student, "prune"))
    told = student.page.evaluate("() => window.told")
    assert told[0][0] < SOON_MS
    return [(text, bar) for _, text, bar in told]


def test_the_prune_lab_from_its_first_run_to_one_that_is_stopped_and_one_through_a_refresh(student: Student) -> None:
    """In one test, as what a run says depends on the runs before it on the same server."""
    student.open("prune", topic=TOPIC)
    says_at_once_what_it_does_and_the_second_time_how_long_it_will_take(student)
    set_seed(student, 4321)  # a network that has to be trained first
    run_it(student, "prune")
    student.button("Stop").click()
    expect(student.page.get_by_text(STOPPED).first).to_be_visible(timeout=RUN_LIMIT_MS)
    runs_through_a_refresh_to_a_measured_figure_and_its_program_is_the_one_that_is_tested(student)


def says_at_once_what_it_does_and_the_second_time_how_long_it_will_take(student: Student) -> None:
    expect(student.page.get_by_text("The numbers of the network that was trained")).to_be_visible(timeout=RUN_LIMIT_MS)
    first = told_while_it_runs(student)
    assert not any("left" in text or "then" in text for text, _ in first), "no run has told yet how long it takes"
    for _ in range(UNDISTURBED_WITHIN):
        if not any(text.startswith(WAITING_STEP) for text, _ in first):
            break
        first = told_while_it_runs(student)  # one that had to wait for another measurement on this machine tells nothing of the next
    second = told_while_it_runs(student)
    assert any(re.search(r" · \d+ s, about \d+ (s|min) left$", text) for text, _ in second), second
    for told in (first, second):
        bars = [bar for _, bar in told]
        assert bars == sorted(bars)
        assert bars[-1] < 100
        assert len({text.split(" · ")[0] for text, _ in told}) >= 4, "it does not name its steps"
    # While it measures, a run reports nothing, so that nothing disturbs it: only the clock of an earlier run can move the bar.
    still, moving = ({bar for text, bar in told if text.startswith("Measuring the latency")} for told in (first, second))
    assert len(still) == 1 < len(moving)


def runs_through_a_refresh_to_a_measured_figure_and_its_program_is_the_one_that_is_tested(student: Student) -> None:
    student.open("prune", topic=TOPIC)
    before, entries = kept_runs(student, "prune"), student.page.evaluate("() => history.length")
    job = run_it(student, "prune")
    student.refresh()
    assert student.query["job"] == job
    student.keyed("trail").get_by_role("link", name="Model optimization").click()
    student.page.wait_for_url("**/topic?*")
    student.settle()
    assert student.page.evaluate("() => history.length") == entries + 1, "a run is no page of its own"
    student.page.go_back()
    student.settle()
    assert (student.path, student.query["job"]) == ("/prune", job)
    result = wait_for_the_result(student, "prune", job)
    figure = wait_for_the_figure(student, "prune")
    assert "measured here" in figure
    for row in ("dense", "control", "pruned"):
        expect(student.page.get_by_role("cell", name=row, exact=True).first).to_be_visible()
    assert result["headline"]["figure"] in figure
    assert result["headline"]["sentence"] in figure.replace("\n", " ")
    pruned = next(one for one in result["variants"] if one["name"] == "pruned")
    assert round(pruned["total_weights"] * 0.1) == pruned["nonzero_weights"]
    assert kept_runs(student, "prune") - before == {job}
    rows = student.server.events(student.learner, kind="lab_run")
    assert [row["payload"]["run"] for row in rows].count(job) == 1
    student.page.get_by_text("How do we know?").click()
    student.sees("Every row is a network of its own in memory")
    holds_no_heavy_library(student.server)
    assert serious(student, "lab result", sizes=(DESK, SMALL_PHONE)) == []
    with student.page.expect_download() as coming:
        student.keyed("download-py-prune").get_by_role("button").click()
    assert coming.value.path().read_text(encoding="utf-8") == script_of(LabResult.model_validate(result)), "test_script runs such programs"


def test_the_quantize_lab_runs_to_a_row_for_each_scheme(student: Student) -> None:
    student.open("quantize", topic=TOPIC)
    job = run_it(student, "quantize")
    expect(student.keyed("progress-quantize")).to_be_in_viewport()
    wait_for_the_figure(student, "quantize")
    expect(student.keyed("figure-quantize").get_by_role("heading").first).to_be_in_viewport()
    for row in ("float32", "control", "float16", "int8 dynamic", "int8 weight-only", "int8 static", "classic int8 dynamic"):
        expect(student.page.get_by_role("cell", name=row, exact=True).first).to_be_visible()
    result = json.loads(next(path for path in student.server.runs() if job in path.name).read_text())
    size = {one["name"]: one["raw_bytes"] for one in result["variants"]}
    assert size["int8 dynamic"] * 3.5 <= size["float32"]
    holds_no_heavy_library(student.server)
