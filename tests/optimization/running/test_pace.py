"""The bar and the seconds left: from an earlier run, never back, never full too early, and nothing where nothing is known."""

from __future__ import annotations

from itertools import pairwise
from pathlib import Path
from typing import Any

import pytest
from fake_labs import Params

from optimization.results.progress import WAITING_STEP
from optimization.running.pace import SHARE_LIMIT, Course, Mark, Pace, stage_of
from optimization.running.run_board import RunBoard
from optimization.running.run_store import RunStore
from optimization.running.runs import Run, RunStatus

EARLIER = Pace(
    marks=(
        Mark(stage="Loading", done=0.0, at_s=0.0),
        Mark(stage="Training", done=0.1, at_s=1.0),
        Mark(stage="Training", done=0.2, at_s=3.0),
        Mark(stage="Timing", done=0.8, at_s=5.0),
    ),
    took_s=10.0,
)


def test_what_is_left_is_what_was_left_of_the_earlier_run_at_the_same_place() -> None:
    assert EARLIER.left_s(Mark(stage="Training", done=0.1, at_s=99.0), since_s=0.0) == 9.0
    assert EARLIER.left_s(Mark(stage="Training", done=0.15, at_s=99.0), since_s=0.5) == 8.5
    assert EARLIER.left_s(Mark(stage="Timing", done=0.8, at_s=99.0), since_s=2.0) == 3.0


def test_a_step_that_takes_longer_than_it_did_does_not_eat_into_the_next_one() -> None:
    assert EARLIER.left_s(Mark(stage="Training", done=0.1, at_s=0.0), since_s=60.0) == 7.0
    assert EARLIER.left_s(Mark(stage="Timing", done=0.8, at_s=0.0), since_s=60.0) == 0.0


def test_nothing_is_known_of_a_step_that_the_earlier_run_did_not_take() -> None:
    assert EARLIER.left_s(Mark(stage="Downloading", done=0.1, at_s=0.0), since_s=0.0) is None


def test_the_stage_of_a_step_is_its_name_without_its_figures() -> None:
    assert stage_of("Training the network: epoch 3 of 8, 95.6% of the validation pictures right") == "Training the network"
    assert stage_of("Measuring the latency") == "Measuring the latency"


def test_the_bar_moves_between_two_reports_and_ends_short_of_full() -> None:
    course = Course(pace=EARLIER, same=True)
    reports = {0: ("Loading", 0.0), 1: ("Training: 1", 0.1), 3: ("Training: 2", 0.2), 5: ("Timing", 0.8)}
    shown: list[float] = []
    left: list[float | None] = []
    for quarter in range(4 * 12):
        now_s = 100 + quarter / 4
        if quarter % 4 == 0 and quarter // 4 in reports:
            course.reach(*reports[quarter // 4], now_s=now_s)
        bar, seconds = course.look(now_s=now_s)
        shown.append(bar)
        left.append(seconds)
    while_it_runs = shown[: 4 * 10]
    steps = [after - before for before, after in pairwise(while_it_runs)]
    assert min(steps) > 0
    assert max(steps) < 0.05, "it jumps"
    assert left[: 4 * 10] == [10 - quarter / 4 for quarter in range(4 * 10)]
    assert shown[-1] == pytest.approx(SHARE_LIMIT)
    assert max(shown) < 1


@pytest.mark.parametrize("pace", [None, EARLIER])
def test_the_bar_never_goes_back_whatever_is_reported(pace: Pace | None) -> None:
    course = Course(pace=pace, same=True)
    shown = [course.look(now_s=0.0, before_s=5.0)[0], course.look(now_s=4.0, before_s=1.0)[0]]
    told = [("Timing", 0.8), ("Training", 0.1), ("Elsewhere", 0.5), ("Loading", 0.0), ("Timing", 0.8), ("Training", 0.2)]
    for number, (step, done) in enumerate(told):
        course.reach(step, done, now_s=10.0 + number)
        shown += [course.look(now_s=10.0 + number + part)[0] for part in (0.0, 0.4, 0.8)]
    course.restart()
    shown.append(course.look(now_s=30.0)[0])
    assert shown == sorted(shown)
    assert 0 < shown[-1] <= SHARE_LIMIT


def test_without_an_earlier_run_the_bar_is_where_the_lab_says_and_no_seconds_are_told() -> None:
    course = Course()
    course.reach("Training", 0.3, now_s=1.0)
    assert course.look(now_s=9.0) == (0.3, None)
    assert course.expected_s() is None


def test_an_earlier_run_with_other_settings_moves_the_bar_but_tells_no_seconds() -> None:
    course = Course(pace=EARLIER, same=False)
    course.reach("Loading", 0.0, now_s=0.0)
    course.look(now_s=0.0)
    bar, left_s = course.look(now_s=0.9)
    assert bar > 0
    assert left_s is None
    assert course.expected_s() is None


def test_before_its_first_step_a_run_has_an_expected_length_and_no_seconds_left() -> None:
    course = Course(pace=EARLIER, same=True)
    assert course.look(now_s=0.0, before_s=4.0)[1] is None
    assert course.expected_s() == 10.0
    course.reach("Loading", 0.0, now_s=1.0)
    assert course.expected_s() is None
    assert course.look(now_s=1.0)[1] == 10.0


def test_a_finished_run_is_the_pace_of_the_next_one() -> None:
    course = Course()
    assert course.finished(now_s=5.0) is None, "it has said nothing"
    for now_s, step, done in ((100.0, "Loading", 0.0), (101.0, "Training: 1", 0.1), (101.1, "Training: 1", 0.101), (104.0, "Timing", 0.8)):
        course.reach(step, done, now_s=now_s)
    pace = course.finished(now_s=107.0)
    assert pace is not None
    assert pace.took_s == 7.0
    assert [(mark.stage, mark.done, mark.at_s) for mark in pace.marks] == [
        ("Loading", 0.0, 0.0),
        ("Training", 0.1, 1.0),
        ("Timing", 0.8, 4.0),
    ]


def test_the_store_finds_the_pace_of_the_same_settings_with_any_seed(tmp_path: Path) -> None:
    store = RunStore(tmp_path)
    assert store.pace("prune", {"amount": 0.9, "seed": 0}) is None
    store.keep_pace("prune", {"amount": 0.9, "seed": 0}, EARLIER)
    assert RunStore(tmp_path).pace("prune", {"seed": 7, "amount": 0.9}) == EARLIER
    assert store.pace("prune", {"amount": 0.5, "seed": 0}) is None
    assert store.pace("quantize", {"amount": 0.9, "seed": 0}) is None
    assert store.pace_of_lab("prune") == EARLIER
    store.keep_pace("digit", {"drawing": ""}, EARLIER)
    assert store.pace("digit", {"drawing": "one"}) is None, "without a drawing the networks are made, which takes longer"
    (tmp_path / "pace-prune.json").write_text("{")
    assert store.pace_of_lab("prune") is None


def test_the_status_of_a_run_follows_its_course() -> None:
    board = RunBoard()
    parameters: dict[str, Any] = Params().model_dump(mode="json")
    run: Run = board.ask("patient", parameters, asker="ada", on_ended=None, course=Course(pace=EARLIER, same=True))

    def status() -> RunStatus:
        now = board.status(run.run_id, ready=True)
        assert now is not None
        return now

    assert (status().expected_s, status().left_s, status().done) == (10.0, None, 0.0)
    board.hand_out()
    board.begin(run, "tcp://worker")
    board.advance(run, "Timing", 0.8, None)
    assert status().expected_s is None
    left_s = status().left_s
    assert left_s is not None
    assert 4.0 < left_s <= 5.0


def test_only_the_wait_for_other_measurements_counts_as_waited() -> None:
    course = Course()
    for now_s, step in ((0.0, "Loading"), (2.0, WAITING_STEP), (7.0, "Measuring the latency")):
        course.reach(step, 0.0, now_s=now_s)
        assert course.waited_s(now_s=now_s) == (5.0 if step.startswith("Measuring") else 0.0)
    assert course.waited_s(now_s=9.0) == 5.0
