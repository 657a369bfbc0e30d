"""A figure of one run against the same row of another: the gain of each beside its own baseline, and files byte for byte."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

import pytest

import quizzes.__main__ as shell
from optimization.errors import LabError
from optimization.labs import Lab
from optimization.results.figures import NoSuchFigure, figure
from optimization.results.records import Headline, LabResult, Machine, Speedup, Variant
from quizzes.models import Compared
from quizzes.models.figures import Figure
from quizzes.proofs.process import Failed

BASELINE = Speedup(ratio=1.0, low=1.0, high=1.0, verdict="no difference", confidence=0.99)


def run(ratio: float, *, spread: float = 0.02, raw_bytes: int = 400_000, cpu: str = "A-CPU", **versions: str) -> LabResult:
    """A run whose row int8 is so many times as fast as its row float32."""
    speedup = Speedup(ratio=ratio, low=ratio - spread, high=ratio + spread, verdict="faster", confidence=0.99)
    counted: dict[str, Any] = {"nonzero_weights": 1, "total_weights": 1, "gzip_bytes": 1}
    return LabResult.model_validate(
        {
            "lab": "quantize",
            "parameters": {},
            "variants": (
                Variant(name="float32", label="float32", raw_bytes=1_600_000, speedup=BASELINE, accuracy=0.9, images=10, **counted),
                Variant(name="int8", label="int8", raw_bytes=raw_bytes, speedup=speedup, accuracy=0.8, images=10, **counted),
            ),
            "seed": 0,
            "machine": Machine(
                cpu=cpu, cores=2, threads=1, flags=(), system="Linux", python="3.11", versions={"litert": "2.3", **versions}
            ),
            "measured_at": "2026-03-01T09:14:00Z",
            "took_s": 4.2,
            "timing_rounds": 60,
            "headline": Headline(sentence="So.", figure="2×", figure_label="speed"),
        }
    )


def test_speed_against_a_second_run_is_what_is_left_of_its_gain_and_the_interval_holds_what_both_allow() -> None:
    found = figure(run(1.5), "speed", of="int8", against="int8", rival=run(2.0))
    assert found.value == pytest.approx(0.75)
    assert found.interval == pytest.approx((1.48 / 2.02, 1.52 / 1.98))
    assert (found.verdict, found.interval_name) == (None, "98 % interval")
    assert found.text == "0.75× the gain (1.50× against 2.00×)"


def test_a_wider_run_of_either_side_widens_the_interval() -> None:
    narrow, (low, high) = figure(run(1.5), "speed", of="int8", against="int8", rival=run(2.0)).interval, (0.0, 0.0)
    for ours, theirs in ((run(1.5, spread=0.3), run(2.0)), (run(1.5), run(2.0, spread=0.3))):
        low, high = figure(ours, "speed", of="int8", against="int8", rival=theirs).interval or (0.0, 0.0)
        assert narrow is not None
        assert low < narrow[0] < narrow[1] < high


def test_bytes_and_accuracy_are_compared_with_those_of_the_second_run() -> None:
    found = figure(run(1.5, raw_bytes=200_000), "file", of="int8", against="int8", rival=run(2.0))
    assert (found.text, found.before_bytes, found.after_bytes) == ("2.00× smaller", 400_000, 200_000)
    assert figure(run(1.5), "accuracy", of="float32", against="int8", rival=run(2.0)).value == pytest.approx(10)


@pytest.mark.parametrize("rival", [run(2.0, cpu="ANOTHER-CPU"), run(2.0, litert="2.4")])
def test_gains_of_two_machines_are_not_compared(rival: LabResult) -> None:
    with pytest.raises(NoSuchFigure, match="another CPU, or with other versions"):
        figure(run(1.5), "speed", of="int8", against="int8", rival=rival)


def test_what_is_counted_within_one_run_and_what_was_not_measured_is_no_figure_of_two() -> None:
    untimed = run(2.0).model_copy(update={"variants": tuple(one.model_copy(update={"speedup": None}) for one in run(2.0).variants)})
    for name, rival in (("changed", run(2.0)), ("speed", untimed)):
        with pytest.raises(NoSuchFigure, match="did not measure"):
            figure(run(1.5), name, of="int8", against="int8", rival=rival)
    with pytest.raises(NoSuchFigure, match="has no row"):
        figure(run(1.5), "speed", of="int8", against="int4", rival=run(2.0))


GAIN = Compared.model_validate({"figure": "speed", "of": "int8", "against": {"set": {"pooling": "max"}}})
WITHIN = Compared.model_validate({"figure": "speed", "of": "int8", "against": "float32"})


@pytest.fixture
def made(monkeypatch: pytest.MonkeyPatch) -> list[str]:
    """How each run pooled that ``prove`` made; where it takes the mean, int8 gains three quarters of what it else does."""
    pooled: list[str] = []

    def own_process(lab: Lab, given: Mapping[str, Any], **_: Any) -> LabResult:
        pooled.append(given["pooling"] if given.get("timed", True) else f"{given['pooling']}, untimed")
        if given.get("seed"):
            raise LabError("It fell over.")
        return run(2.0 if given["pooling"] == "max" else 1.5)

    monkeypatch.setattr(shell, "run_in_own_process", own_process)
    return pooled


def test_prove_makes_both_runs_each_of_them_once_and_reads_them_together(made: list[str]) -> None:
    labs = shell.LabFigures()
    found = labs("quantize", {"pooling": "average"}, GAIN, repetition=0)
    assert (found.verdict, found.interval) == (None, pytest.approx((1.48 / 2.02, 1.52 / 1.98)))
    assert found.text == "int8 against a run with pooling = max: 0.75× the gain (1.50× against 2.00×) [0.73, 0.77]"
    assert labs("quantize", {"pooling": "max"}, WITHIN, repetition=0).value == 2.0
    assert labs("quantize", {"pooling": "average"}, WITHIN, repetition=0).text == "int8 against float32: 1.50× as fast [1.48, 1.52]"
    assert made == ["average", "max"]
    labs("quantize", {"pooling": "average"}, GAIN, repetition=1)
    assert made == ["average", "max", "average", "max"]


def test_where_no_clock_decides_the_runs_are_not_timed_and_figures_share_them_with_items(made: list[str]) -> None:
    labs = shell.LabFigures()
    smaller = {"figure": "file", "of": "int8", "against": "float32"}
    assert labs("quantize", {"pooling": "max"}, Compared.model_validate(smaller), repetition=0).value == 4.0
    cited = Figure.model_validate({"id": "bytes", "says": "x", "lab": "quantize", "set": {"pooling": "max"}, **smaller})
    assert labs.read(cited, seed=None).value == 4.0
    beside = {**smaller, "against": {"set": {"pooling": "max"}}}
    assert labs("quantize", {"pooling": "average"}, Compared.model_validate(beside), repetition=0).value == 1.0
    assert made == ["max, untimed", "average, untimed"]
    assert labs("quantize", {"pooling": "max"}, WITHIN, repetition=0).value == 2.0
    assert made[2:] == ["max"]


def test_a_second_run_that_fails_makes_the_proof_fail_with_its_words(made: list[str]) -> None:
    broken = Compared.model_validate({"figure": "speed", "of": "int8", "against": {"set": {"pooling": "max", "seed": 1}}})
    with pytest.raises(Failed, match="It fell over"):
        shell.LabFigures()("quantize", {"pooling": "average"}, broken, repetition=0)
