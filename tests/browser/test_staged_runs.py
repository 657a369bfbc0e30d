"""Runs on a stage, where they wait and find what a test wants: those of a busy computer that cannot tell, stopped ones, shared ones."""

from __future__ import annotations

import csv
import json
import os
import re
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

import pytest
from app_server import ROOT, AppServer
from axe import serious
from lab_page import RUN_LIMIT_MS, run_it, set_seed, wait_for_the_figure, wait_for_the_result
from playwright.sync_api import Browser, expect
from staged_lab import STAGE, Stage
from student import TOPIC, Student, card_with, key_of, plain_piece, shipped_topic

from optimization.results.records import Speedup
from optimization.running.runs import STOPPED
from quizzes.models import Myth

HERE = Path(__file__).parent
STAGED = (HERE / "staged", HERE, HERE.parent / "views", ROOT)

pytestmark = pytest.mark.slow

SMALL_PHONE = (360, 780)
CLAIM = "myth-zeros-speed"
WIDE = Speedup(ratio=1.3, low=0.99, high=1.72, verdict="not decided")
EQUAL = Speedup(ratio=1.0, low=0.99, high=1.01, verdict="no difference")


@pytest.fixture(scope="module")
def stage(tmp_path_factory: pytest.TempPathFactory) -> Stage:
    return Stage(tmp_path_factory.mktemp("stage"))


@pytest.fixture(scope="module")
def staged_server(stage: Stage, tmp_path_factory: pytest.TempPathFactory, network_cache: Path) -> Iterator[AppServer]:
    environ = {"PYTHONPATH": os.pathsep.join(map(str, STAGED)), STAGE: str(stage.folder)}
    server = AppServer(tmp_path_factory.mktemp("server"), cache=network_cache, environ=environ)
    server.start()
    yield server
    server.stop()
    assert "Traceback" not in server.log()


@pytest.fixture
def new_learner(browser: Browser, staged_server: AppServer) -> Iterator[Callable[[], Student]]:
    came: list[Student] = []

    def come() -> Student:
        came.append(Student(browser, staged_server))
        return came[-1]

    yield come
    for student in came:
        problem = student.traceback()
        student.close()
        assert problem == ""


def the_claim() -> Myth:
    return next(one for one in shipped_topic().myths if one.id == CLAIM)


def bet_on_the_first_outcome(student: Student, claim: Myth) -> None:
    student.open("myths", topic=TOPIC, claim=CLAIM)
    student.of("choice", claim, 1).get_by_role("button").click()
    student.hand_in(claim, sure=True)
    student.sees("You bet faster and are sure")


def leave_it_open(student: Student, claim: Myth, stage: Stage) -> None:
    """The run under way ends without a verdict."""
    stage.let_go(WIDE)
    expect(student.of("take", claim)).to_be_visible(timeout=RUN_LIMIT_MS)


def what_progress_says(student: Student, claim: Myth) -> str:
    student.open("progress")
    return next((line for line in student.page.inner_text("body").splitlines() if claim.claim in line), "")


def test_a_claim_that_no_run_decides_is_settled_by_another_run_or_by_the_one_on_record(
    new_learner: Callable[[], Student], stage: Stage
) -> None:
    runs_again = new_learner()
    claim = the_claim()
    stage.hold()
    bet_on_the_first_outcome(runs_again, claim)
    runs_again.sees("Training")
    runs_again.refresh()
    runs_again.sees("You bet faster and are sure")
    leave_it_open(runs_again, claim, stage)
    for _ in range(2):
        runs_again.sees("The speed lies between 0.99× and 1.72×")
        runs_again.sees("is kept until the claim is decided")
        runs_again.sees("On a quiet machine:")
        runs_again.refresh()
    assert what_progress_says(runs_again, claim) == ""

    takes = new_learner()
    takes.open("myths", topic=TOPIC, claim=CLAIM)
    expect(takes.of("choice", claim, 1)).to_be_visible()
    for told in (
        "0.99×",
        "1.72×",
        "HEADLINE-SENTENCE",
        "On a quiet machine",
        "not decided",
        *(plain_piece(one.why) for one in claim.outcomes),
    ):
        assert not takes.was_sent(told), "what somebody else's run found, or the record, gives the bet away"
    stage.hold()
    bet_on_the_first_outcome(takes, claim)
    leave_it_open(takes, claim, stage)
    takes.of("take", claim).get_by_role("button").click()
    takes.sees("You bet “faster” and were sure; measured: “just as fast”.")
    takes.refresh()
    takes.sees("you took it")
    assert what_progress_says(takes, claim).endswith("bet: faster; measured on a quiet machine, which you took: just as fast · sure")

    stage.hold()
    runs_again.open("myths", topic=TOPIC, claim=CLAIM)
    runs_again.of("again", claim).get_by_role("button").click()
    runs_again.sees("Training")
    expect(runs_again.of("take", claim)).to_have_count(0)
    runs_again.refresh()
    runs_again.sees("Training")
    stage.let_go(EQUAL)
    expect(runs_again.of("next", claim)).to_be_visible(timeout=RUN_LIMIT_MS)
    runs_again.sees("You bet “faster” and were sure; measured: “just as fast”.")
    assert what_progress_says(runs_again, claim).endswith("bet: faster; measured: just as fast · sure")
    kept = [one["payload"] for one in runs_again.server.events(runs_again.learner, kind="lab_run")]
    assert [(one.get("outcome"), one.get("recorded", False)) for one in kept] == [(None, False), ("same", False)]


def test_a_bet_in_a_lab_that_its_run_leaves_open_is_settled_by_the_run_on_record(new_learner: Callable[[], Student], stage: Stage) -> None:
    student = new_learner()
    stage.hold()
    student.open("prune", topic=TOPIC)
    student.keyed("bet-prune-faster").get_by_role("button").click()
    student.keyed("bet-prune-sure").get_by_role("button").click()
    student.sees("You bet faster and are sure.")
    expect(student.keyed("growing-prune")).to_be_visible()
    stage.let_go(WIDE)
    result = student.keyed("figure-prune")
    expect(result).to_contain_text("Measured: not decided, between 0.99× and 1.72×", timeout=RUN_LIMIT_MS)
    expect(student.keyed("again-prune")).to_be_visible()
    student.refresh()
    student.keyed("take-prune").get_by_role("button").click()
    expect(result).to_contain_text("Measured on a quiet machine, which you took: no difference")
    student.refresh()
    expect(result).to_contain_text("Measured on a quiet machine, which you took: no difference")
    expect(student.keyed("take-prune")).to_have_count(0)


def test_what_a_stopped_run_had_measured_stays_through_a_refresh(new_learner: Callable[[], Student], stage: Stage) -> None:
    student = new_learner()
    stage.hold()
    student.open("prune", topic=TOPIC)
    student.keyed("run-prune").get_by_role("button").click()
    expect(student.keyed("growing-prune")).to_be_visible()
    student.keyed("stop-prune").get_by_role("button").click()
    for _ in range(2):
        expect(student.keyed("unfinished-prune")).to_contain_text("stopped on request", timeout=RUN_LIMIT_MS)
        expect(student.keyed("ended-prune")).to_contain_text("97.5 %")
        student.refresh()


def test_a_run_can_be_stopped_and_another_one_started(new_learner: Callable[[], Student], stage: Stage) -> None:
    student = new_learner()
    stage.hold()
    student.open("prune", topic=TOPIC)
    set_seed(student, 4321)
    job = run_it(student, "prune")
    expect(student.keyed("growing-prune")).to_be_visible()
    assert serious(student, "running lab", sizes=(SMALL_PHONE,)) == []
    student.button("Stop").click()
    expect(student.page.get_by_text(STOPPED).first).to_be_visible(timeout=30_000)
    expect(student.keyed("run-prune").get_by_role("button")).to_be_enabled()
    expect(student.keyed("figure-prune")).to_have_count(0)
    assert serious(student, "stopped lab", sizes=(SMALL_PHONE,)) == []
    assert [path for path in student.server.runs() if job in path.name] == []
    ended = student.server.events(student.learner, kind="lab_run")  # there is a row where something was measured before the stop
    assert {(one["payload"].get("unfinished"), one["payload"].get("outcome")) for one in ended} <= {("stopped", None)}
    stage.let_go(EQUAL)
    set_seed(student, 0)
    assert run_it(student, "prune") != job
    wait_for_the_figure(student, "prune")


def test_two_students_with_the_same_wish_share_one_run(new_learner: Callable[[], Student], stage: Stage) -> None:
    student, other = new_learner(), new_learner()
    stage.hold()
    for one in (student, other):
        one.open("prune", topic=TOPIC)
        set_seed(one, 77)
    assert run_it(student, "prune") == run_it(other, "prune")
    stage.let_go(EQUAL)
    wait_for_the_figure(student, "prune")
    wait_for_the_figure(other, "prune")
    for one in (student, other):
        assert len(one.server.events(one.learner, kind="lab_run")) == 1


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


def test_a_result_is_compared_with_an_earlier_one_and_saved_as_a_table(new_learner: Callable[[], Student], stage: Stage) -> None:
    student = new_learner()
    stage.let_go(EQUAL)
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


def test_a_try_opens_its_lab_preset_below_the_card_and_shows_a_figure_there(new_learner: Callable[[], Student], stage: Stage) -> None:
    student = new_learner()
    stage.let_go(EQUAL)
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


GHOSTS = """([old, fresh]) => {
    window.ghosts = [];
    const isThere = selector => [...document.querySelectorAll(selector)].some(one => one.getClientRects().length);
    const look = () => {
        if (isThere(fresh)) window.ghosts.push(...old.split(", ").filter(isThere));
        requestAnimationFrame(look);
    };
    look();
}"""


def test_a_bet_starts_the_run_and_stands_beside_the_measurement_through_a_refresh(new_learner: Callable[[], Student], stage: Stage) -> None:
    student = new_learner()
    stage.let_go(EQUAL)
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
