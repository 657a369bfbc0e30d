"""A busy computer, on a stage: runs that cannot tell, both ways to go on from there, and what stays of a run that was stopped."""

from __future__ import annotations

import os
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest
from app_server import ROOT, AppServer
from playwright.sync_api import Browser, expect
from staged_lab import STAGE, Stage
from student import TOPIC, Student, plain_piece, shipped_topic

from optimization.results.records import Speedup
from quizzes.models import Myth

HERE = Path(__file__).parent
STAGED = (HERE / "staged", HERE, HERE.parent / "views", ROOT)

pytestmark = pytest.mark.slow

CLAIM = "myth-zeros-speed"
WIDE = Speedup(ratio=1.3, low=0.99, high=1.72, verdict="not decided")
EQUAL = Speedup(ratio=1.0, low=0.99, high=1.01, verdict="no difference")
RUN_LIMIT_MS = 120_000


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
    student.sees("Measured so far")
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
    student.sees("Measured so far")
    student.keyed("stop-prune").get_by_role("button").click()
    for _ in range(2):
        expect(student.keyed("unfinished-prune")).to_contain_text("stopped on request", timeout=RUN_LIMIT_MS)
        expect(student.keyed("ended-prune")).to_contain_text("97.5 %")
        student.refresh()
