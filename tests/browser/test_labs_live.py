"""The labs from the browser, with the real runner: from the click to the figure, through a refresh, and stopped on the way."""

from __future__ import annotations

import csv
import json
import re
import subprocess
import sys
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest
from app_server import AppServer
from playwright.sync_api import Browser, Locator, expect
from student import TOPIC, Student, card_with, key_of

from optimization.running.runs import STOPPED

pytestmark = pytest.mark.slow

RUN_LIMIT_MS = 120_000
HEAVY = ("libtorch", "tensorflow", "litert", "sklearn")


def run_it(student: Student, place: str) -> str:
    """Press the button and return the id of the run, which is in the address."""
    before = student.query.get("job")
    student.settle()  # a click while something above the button comes or goes would hit nothing
    run_button(student, place).click()
    student.page.wait_for_url(lambda _: student.query.get("job", before) != before)
    return student.query["job"]


def run_button(student: Student, place: str) -> Locator:
    """The one that starts a run: in the form, else in a result that left a speed open, as one does on a busy machine."""
    return student.page.locator(f".st-key-run-{place} button, .st-key-again-{place} button").first


def wait_for_the_figure(student: Student, place: str) -> str:
    """The figure that the result says first."""
    figure = student.keyed(f"figure-{place}")
    expect(figure).to_be_visible(timeout=RUN_LIMIT_MS)
    student.settle()
    return figure.inner_text()


def wait_for_the_result(student: Student, place: str, job: str) -> dict[str, Any]:
    """The stored result of a run, once it is on the page; a result that stood there before is gone then."""
    for _ in range(RUN_LIMIT_MS // 200):
        if any(job in path.name for path in student.server.runs()):
            break
        student.page.wait_for_timeout(200)
    expect(student.keyed(f"stop-{place}")).to_have_count(0)
    expect(run_button(student, place)).to_have_text(re.compile("Run again$"))
    expect(run_button(student, place)).to_be_enabled()
    wait_for_the_figure(student, place)
    return dict(json.loads(next(path for path in student.server.runs() if job in path.name).read_text()))


def kept_runs(student: Student, lab: str) -> set[str]:
    """The ids of the stored runs of one lab; a page may run others too, to have something to look at."""
    stored = {path: json.loads(path.read_text()) for path in student.server.runs()}
    return {path.stem.removeprefix("run-") for path, result in stored.items() if result["lab"] == lab}


def set_seed(student: Student, seed: int) -> None:
    """Type a seed, which waits among the further settings."""
    field = student.page.get_by_label("Seed", exact=True)
    if not field.is_visible():
        student.page.get_by_text("More settings").click()
    field.fill(str(seed))
    field.press("Enter")
    student.settle()


def holds_no_heavy_library(server: AppServer) -> None:
    if sys.platform == "linux":
        mapped = server.libraries()
        assert "libpython" in mapped or "python" in mapped
        assert [name for name in HEAVY if name in mapped] == []


def redone(student: Student, folder: Path) -> dict[str, Any]:
    """What the downloaded program finds, run alone in an empty folder as a student would."""
    with student.page.expect_download() as coming:
        student.keyed("download-py-prune").get_by_role("button").click()
    coming.value.save_as(folder / "redo.py")
    command = [sys.executable, "-I", "redo.py", "--json"]
    found = subprocess.run(command, cwd=folder, capture_output=True, text=True, check=True, timeout=RUN_LIMIT_MS / 1000)
    return {one["name"]: one for one in json.loads(found.stdout)["variants"]}


def test_the_prune_lab_runs_through_a_refresh_to_a_measured_figure_and_its_program_finds_the_same(student: Student, tmp_path: Path) -> None:
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
    figure = wait_for_the_figure(student, "prune")
    assert "measured here" in figure
    for row in ("dense", "control", "pruned"):
        expect(student.page.get_by_role("cell", name=row, exact=True).first).to_be_visible()
    result = json.loads(next(path for path in student.server.runs() if job in path.name).read_text())
    assert result["headline"]["figure"] in figure
    assert result["headline"]["sentence"] in figure.replace("\n", " ")
    pruned = next(one for one in result["variants"] if one["name"] == "pruned")
    assert round(pruned["total_weights"] * 0.1) == pruned["nonzero_weights"]
    assert kept_runs(student, "prune") - before == {job}
    rows = student.server.events(student.learner, kind="lab_run")
    assert [row["payload"]["run"] for row in rows] == [job]
    student.page.get_by_text("How do we know?").click()
    student.sees("Every row is a network of its own in memory")
    holds_no_heavy_library(student.server)
    again = redone(student, tmp_path)
    for one in result["variants"]:
        for name in ("nonzero_weights", "total_weights", "raw_bytes", "gzip_bytes", "accuracy"):
            assert again[one["name"]][name] == one[name], (one["name"], name)


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


def test_a_try_opens_its_lab_preset_below_the_card_and_shows_a_figure_there(student: Student) -> None:
    student.open("recall", topic=TOPIC, deck="short")
    wanted = card_with(student.items("recall"), "prune")
    assert wanted.try_ is not None
    for card in student.items("recall"):
        expect(student.of("turn", card)).to_be_visible()
        student.press("Space")
        expect(student.of("rate", card, 3)).to_be_visible()
        if card.id == wanted.id:
            break
        student.press("2")
    student.settle()  # the buttons may be there a moment before the back
    path, front = student.path, student.card().inner_text()
    student.of("open-try", wanted).get_by_role("button").click()
    expect(student.of("run", wanted).get_by_role("button")).to_be_enabled()
    shown = f"{wanted.try_.set['amount']:.0%}" if "amount" in wanted.try_.set else "90%"
    expect(student.keyed(f"{key_of('param', wanted)}-amount")).to_contain_text(shown)
    place = key_of("run", wanted).removeprefix("run-")
    job = run_it(student, place)
    figure = wait_for_the_figure(student, place)
    result = json.loads(next(path for path in student.server.runs() if job in path.name).read_text())
    assert result["headline"]["figure"] in figure
    assert {name: result["parameters"][name] for name in wanted.try_.set} == dict(wanted.try_.set)
    assert student.path == path
    assert student.card().inner_text() == front
    expect(student.button("Got it")).to_be_visible()
    student.refresh()
    assert wait_for_the_figure(student, place) == figure
    expect(student.card()).to_have_text(front, use_inner_text=True)
    assert [row["payload"]["run"] for row in student.server.events(student.learner, kind="lab_run")] == [job]
    student.press_when_seen("Got it", "2")
    expect(student.button("Show the answer")).to_be_visible()
    expect(student.of("figure", wanted)).to_have_count(0)
    assert not {"try", "job"} & student.query.keys()


def test_a_run_can_be_stopped_and_another_one_started(student: Student) -> None:
    student.open("prune", topic=TOPIC)
    set_seed(student, 4321)
    job = run_it(student, "prune")
    student.button("Stop").click()
    expect(student.page.get_by_text(STOPPED).first).to_be_visible(timeout=30_000)
    expect(student.keyed("run-prune").get_by_role("button")).to_be_enabled()
    expect(student.keyed("figure-prune")).to_have_count(0)
    assert [path for path in student.server.runs() if job in path.name] == []
    ended = student.server.events(student.learner, kind="lab_run")  # there is a row where something was measured before the stop
    assert {(one["payload"].get("unfinished"), one["payload"].get("outcome")) for one in ended} <= {("stopped", None)}
    set_seed(student, 0)
    assert run_it(student, "prune") != job
    wait_for_the_figure(student, "prune")


def test_two_students_with_the_same_wish_share_one_run(student: Student, new_student: Callable[..., Student]) -> None:
    other = new_student()
    for one in (student, other):
        one.open("prune", topic=TOPIC)
        set_seed(one, 77)
    assert run_it(student, "prune") == run_it(other, "prune")
    wait_for_the_figure(student, "prune")
    wait_for_the_figure(other, "prune")
    for one in (student, other):
        assert len(one.server.events(one.learner, kind="lab_run")) == 1


GHOSTS = """([old, fresh]) => {
    window.ghosts = [];
    const isThere = selector => [...document.querySelectorAll(selector)].some(one => one.getClientRects().length);
    const look = () => {
        if (isThere(fresh)) window.ghosts.push(...old.split(", ").filter(isThere));
        requestAnimationFrame(look);
    };
    look();
}"""


def test_a_bet_starts_the_run_and_stands_beside_the_measurement_through_a_refresh(student: Student) -> None:
    student.open("prune", topic=TOPIC)
    student.keyed("bet-prune-faster").get_by_role("button").click()
    sure = student.keyed("bet-prune-sure").get_by_role("button")
    expect(sure).to_be_enabled()
    old = ", ".join(f".st-key-{key}-prune{end}" for key, end in (("bet", "-sure"), ("bet-placed", ""), ("stop", ""), ("progress", "")))
    student.page.evaluate(GHOSTS, [old, ".st-key-figure-prune"])
    sure.click()
    student.page.wait_for_url(lambda _: "job" in student.query)
    job = student.query["job"]
    student.sees("You bet faster and are sure.")
    result = wait_for_the_result(student, "prune", job)
    figure = wait_for_the_figure(student, "prune")
    assert student.page.evaluate("() => [...new Set(window.ghosts)]") == [], "old buttons stood beside the new result"
    assert "You bet: faster, and were sure." in figure
    verdict = next(one for one in result["variants"] if one["name"] == "pruned")["speedup"]["verdict"]
    assert f"Measured: {verdict}" in figure
    student.refresh()
    assert wait_for_the_figure(student, "prune") == figure
    (bet,) = student.server.events(student.learner, kind="bet")
    assert (bet["payload"]["outcome"], bet["sure"], bet["session"]) == ("faster", 1, f"run-{job}")
    (ran,) = student.server.events(student.learner, kind="lab_run")
    assert ran["payload"].get("outcome") == (None if verdict == "not decided" else verdict)


def choose_earlier_run(student: Student, text: str) -> None:
    """Open the list and take the entry; while the heading still opens, or a chart above is still being drawn, the list closes again."""
    earlier = student.page.get_by_role("combobox", name="Earlier run")
    entry = student.page.get_by_role("option").filter(has_text=text)
    for _ in range(10):
        earlier.scroll_into_view_if_needed()
        earlier.click()
        student.page.wait_for_timeout(1000)
        if entry.count():
            entry.first.click()
            return
    raise AssertionError(f"the list of earlier runs has no entry {text!r}")


def test_a_result_is_compared_with_an_earlier_one_and_saved_as_a_table(student: Student) -> None:
    student.open("prune", topic=TOPIC)
    result: dict[str, Any] = {}
    for seed in (5, 6):
        set_seed(student, seed)
        result = wait_for_the_result(student, "prune", run_it(student, "prune"))
    student.page.get_by_text("Compare with an earlier run").click()
    choose_earlier_run(student, "seed 5")
    student.sees("A: this run")
    row = student.page.get_by_role("row").filter(has=student.page.get_by_role("cell", name="Seed", exact=True))
    expect(row).to_have_text(re.compile(r"Seed\s*6\s*5"))
    with student.page.expect_download() as download:
        student.button("Table (CSV)").click()
    with open(download.value.path(), encoding="utf-8", newline="") as file:
        saved = list(csv.DictReader(file))
    assert [int(line["raw_bytes"]) for line in saved] == [one["raw_bytes"] for one in result["variants"]]
    assert download.value.suggested_filename.startswith("featherweight-prune-")


WATCH = """() => {
    window.told = [];
    const look = () => {
        const bar = document.querySelector('.st-key-progress-prune [data-testid="stProgress"]');
        const now = bar === null ? null : [bar.innerText, Number(bar.querySelector('[role="progressbar"]').getAttribute('aria-valuenow'))];
        const last = window.told.at(-1)?.slice(1);
        if (now !== null && String(now) !== String(last)) window.told.push([performance.now() - window.pressed, ...now]);
        requestAnimationFrame(look);
    };
    document.addEventListener('click', () => { window.pressed = performance.now(); window.told = []; look() }, {capture: true, once: true});
}"""
SOON_MS = 1000
"""The aim is 200 ms, which an idle machine keeps. Here others may be at work, and a page that is silent until the run ends is far off."""


def told_while_it_runs(student: Student) -> list[tuple[str, int]]:
    """Run the pruning lab; every text and state of its bar, the first of them soon after the press."""
    student.settle()
    student.page.evaluate(WATCH)
    wait_for_the_result(student, "prune", run_it(student, "prune"))
    told = student.page.evaluate("() => window.told")
    assert told[0][0] < SOON_MS
    return [(text, bar) for _, text, bar in told]


def test_a_run_says_at_once_what_it_does_and_the_second_time_how_long_it_will_take(
    browser: Browser, start_server: Callable[..., AppServer]
) -> None:
    server = start_server()
    student = Student(browser, server)
    student.open("prune", topic=TOPIC)
    expect(student.page.get_by_text("The numbers of the network that was trained")).to_be_visible(timeout=RUN_LIMIT_MS)
    first = told_while_it_runs(student)
    assert not any("left" in text or "then" in text for text, _ in first), "no run has told yet how long it takes"
    second = told_while_it_runs(student)
    assert any(re.search(r" · \d+ s, about \d+ s left$", text) for text, _ in second)
    for told in (first, second):
        bars = [bar for _, bar in told]
        assert bars == sorted(bars)
        assert bars[-1] < 100
        assert len({text.split(" · ")[0] for text, _ in told}) >= 4, "it does not name its steps"
    # While it measures, a run reports nothing, so that nothing disturbs it: only the clock of an earlier run can move the bar.
    still, moving = ({bar for text, bar in told if text.startswith("Measuring the latency")} for told in (first, second))
    assert len(still) == 1 < len(moving)
    student.close()
