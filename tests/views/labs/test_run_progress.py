"""The line that says what a run is doing."""

from __future__ import annotations

import pytest

from optimization.running.runs import RunStatus
from views.labs.run_progress import about, line


def status(**values: object) -> RunStatus:
    facts: dict[str, object] = {"run_id": "0" * 32, "state": "running", "step": "Pruning", "elapsed_s": 3.2}
    return RunStatus(**(facts | values))  # type: ignore[arg-type]


@pytest.mark.parametrize(
    ("values", "says"),
    [
        ({}, "Pruning · 3 s"),
        ({"left_s": 8.4}, "Pruning · 3 s, about 8 s left"),
        ({"left_s": 0.4}, "Pruning · 3 s, nearly done"),
        ({"step": "", "state": "queued", "elapsed_s": 0.0}, "Starting · 0 s"),
        ({"step": "Waiting for its turn", "queue_position": 1, "expected_s": 24.0}, "Waiting for its turn · 3 s, then about 25 s"),
        ({"step": "Waiting for its turn", "queue_position": 2}, "Number 2 in the queue · 3 s"),
        (
            {"step": "Waiting for its turn", "queue_position": 1, "behind": "prune", "behind_s": 21.0},
            "Waiting behind “Prune it”, which has about 20 s left · 3 s",
        ),
        ({"queue_position": 3, "behind": "prune"}, "Number 3 in the queue behind “Prune it” · 3 s"),
        ({"step": "Loading the libraries", "expected_s": 0.3}, "Loading the libraries · 3 s"),
    ],
)
def test_a_run_says_what_it_is_doing_and_only_the_seconds_that_are_known(values: dict[str, object], says: str) -> None:
    assert line(status(**values)) == says


def test_a_run_beside_others_says_what_it_is_for() -> None:
    assert line(status(), purpose="Looking into the trained network") == "Looking into the trained network: Pruning · 3 s"


def test_seconds_left_are_coarser_the_more_there_are() -> None:
    assert [about(seconds) for seconds in (0.2, 12.6, 23.0, 88.0, 130.0)] == [
        "about 1 s", "about 13 s", "about 25 s", "about 90 s", "about 2 min",
    ]  # fmt: skip
