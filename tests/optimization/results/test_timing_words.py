"""What is said of how a run was timed, for results of today and of older versions."""

from typing import Any

import pytest
from fake_labs import Params, result_of

from optimization.results.records import Conditions, LabResult, Speedup
from optimization.results.timing_words import how_timed

QUIET = Conditions(clock="thread", rounds=60, took_s=1.2, load=0.3, running=0.99)


def timed(conditions: Conditions | None, *, wall_us: float | None = None, **speedup: Any) -> LabResult:
    result = result_of("patient", Params())
    first, second = result.variants[:2]
    itself = {"ratio": 1.0, "low": 1.0, "high": 1.0, "verdict": "no difference"}
    variants = (
        first.model_copy(update={"speedup": Speedup.model_validate(itself | {"clock": "thread"}), "wall_us": wall_us}),
        second.model_copy(update={"speedup": Speedup.model_validate(itself | {"clock": "thread"} | speedup)}),
    )
    return result.model_copy(update={"variants": variants, "timing": conditions, "timing_rounds": 60})


def test_a_quiet_run_names_its_clock_and_what_a_user_waits_for() -> None:
    said = how_timed(timed(QUIET, wall_us=262.4))
    assert "by the CPU time of their thread" in said
    assert "60 rounds" in said
    assert "262 µs on the wall" in said
    assert "busy" not in said


@pytest.mark.parametrize(
    ("changes", "words"),
    [
        ({"running": 0.3, "load": 4.4}, "had the processor for 30 % of their time, and 4.4 programs wanted each core"),
        ({"running": None, "load": 4.4}, "**This computer was busy**: 4.4 for each core"),
        ({"running": 0.3, "load": None}, "had the processor for 30 % of their time. Other"),
    ],
)
def test_a_busy_computer_is_called_busy(changes: dict[str, Any], words: str) -> None:
    assert words in how_timed(timed(QUIET.model_copy(update=changes)))


def test_another_clock_is_said_with_its_reason() -> None:
    conditions = Conditions(clock="wall", why="the clock of CPU time moves in steps of 16 ms on this system", rounds=60, took_s=1)
    assert "by the time on the wall (the clock of CPU time moves in steps of 16 ms on this system)" in how_timed(timed(conditions))


def test_rows_of_two_threads_are_named_with_their_clock() -> None:
    assert "On two threads only the time on the wall shows the gain: pruned." in how_timed(timed(QUIET, clock="wall"))


def test_an_older_result_is_explained_by_the_rule_of_its_time_and_what_was_not_timed_by_none() -> None:
    assert "bootstrap 95 % interval" in how_timed(timed(None))
    nothing = result_of("patient", Params())
    bare = nothing.model_copy(update={"variants": tuple(one.model_copy(update={"speedup": None}) for one in nothing.variants)})
    assert how_timed(bare) == ""
