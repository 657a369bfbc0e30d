"""Figures measured again: what agrees with the record, what contradicts it, and what cannot be measured here."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace
from datetime import UTC, datetime
from typing import Any

import pytest

from quizzes.figures.record import Recorded, Seen, comes
from quizzes.models.figures import Figure
from quizzes.proofs.evidence import Printed
from quizzes.proofs.figures import Cited, Instruments, Reading, Remeasured, measure, record_after
from quizzes.proofs.process import Failed, NotHere

NOW = datetime(2026, 11, 30, tzinfo=UTC)
ZEROS = Figure(id="zeros", says="x", lab="prune", figure="accuracy", of="pruned", tolerance=0.5)
FAST = Figure(id="fast", says="x", lab="prune", figure="speed", of="small dense", against="dense", tolerance=0.2)
COUNT = Figure(id="count", says="x", code="print(8)")


def seen(value: float, low: float | None = None, high: float | None = None) -> Seen:
    return Seen(value=value, low=low, high=high, at=NOW, machine="a CPU", python="3.11", versions={})


def cited(figure: Figure, value: float | None, *, kind: str = "any") -> Cited:
    known = None if value is None else Recorded(comes=comes(figure), seen={kind: seen(value)})
    return Cited("track/topic", "content/track/topic.yaml", (12, 5), figure, known)


def run(one: Cited, *values: float, printed: str = "", low: float | None = None, high: float | None = None, **more: Any) -> Remeasured:
    left, decided = list(values), more.pop("decided", True)

    def read(figure: Figure, *, seed: int | None) -> Reading:
        return Reading(left.pop(0), low, high, decided, "3.11", {"torch": "2.13"})

    def programs(texts: Sequence[str]) -> Printed:
        return Printed(outputs=(printed,), python="3.11", versions={})

    tools = Instruments(programs=programs, reads=read, offers=lambda need: False, needs=("avx2",), cpu="a CPU", kind="with VNNI")
    return next(measure([one], instruments=replace(tools, **more), measured_at=NOW))


@pytest.mark.parametrize(("value", "state"), [(91.6, "agrees"), (92.1, "agrees"), (91.0, "contradicts"), (92.2, "contradicts")])
def test_a_run_agrees_within_the_tolerance_and_says_where_it_does_not(value: float, state: str) -> None:
    outcome = run(cited(ZEROS, 91.6), value)
    assert outcome.state == state
    assert str(outcome).startswith(f"content/track/topic.yaml:12:5: figure zeros: {state}: measured {value} %")


def test_a_count_has_to_be_the_same() -> None:
    assert run(cited(COUNT, 8), printed="some words\n8\n").state == "agrees"
    assert run(cited(COUNT, 9), printed="8").state == "contradicts"


def test_a_time_agrees_where_the_record_lies_in_the_new_bounds_of_the_same_kind_of_cpu_only() -> None:
    assert run(cited(FAST, 1.5, kind="with VNNI"), 1.9, low=1.4, high=2.2).state == "agrees"
    assert run(cited(FAST, 1.2, kind="with VNNI"), 1.9, low=1.4, high=2.2).state == "contradicts"
    assert run(cited(FAST, 1.2, kind="without VNNI"), 1.9).state == "new", "another kind of CPU contradicts nothing"
    assert run(cited(ZEROS, 91.6), 90.0, low=80, high=99).state == "contradicts", "bounds of an accuracy are no excuse"


def test_several_seeds_give_the_middle_and_their_spread() -> None:
    outcome = run(cited(ZEROS.model_copy(update={"seeds": (0, 1, 2)}), None), 92.0, 90.0, 95.0)
    assert outcome.seen is not None
    assert (outcome.state, outcome.seen.value, outcome.seen.low, outcome.seen.high) == ("new", 92.0, 90.0, 95.0)


def test_bounds_may_be_printed_behind_the_number() -> None:
    outcome = run(cited(COUNT, None), printed="8 7.5 8.5")
    assert outcome.seen is not None
    assert (outcome.seen.low, outcome.seen.high) == (7.5, 8.5)


@pytest.mark.parametrize("printed", ["", "eight", "8 9", "nan", "1 2 x"])
def test_what_is_no_number_is_refused(printed: str) -> None:
    assert run(cited(COUNT, 8), printed=printed).state == "contradicts"


def test_what_cannot_be_measured_here_contradicts_nothing() -> None:
    def missing(*_: object, **__: object) -> Reading:
        raise NotHere("torch is not installed")

    def broken(*_: object, **__: object) -> Reading:
        raise Failed("ValueError: x")

    assert (run(cited(ZEROS, 1), reads=missing).state, run(cited(ZEROS, 1), reads=broken).state) == ("not here", "contradicts")
    assert run(cited(FAST, 1, kind="with VNNI"), 1.9, decided=False).state == "not here", "the clock could not tell"
    lacking = run(cited(ZEROS.model_copy(update={"needs": ("avx2",)}), 1), 1)
    assert (lacking.state, lacking.lacks) == ("not here", True)
    assert run(cited(ZEROS.model_copy(update={"needs": ("axv2",)}), 1), 1).state == "contradicts"


def test_a_record_changes_only_where_a_run_says_otherwise_and_forgets_what_is_no_figure_any_more() -> None:
    known = {"zeros": cited(ZEROS, 91.6).recorded, "fast": cited(FAST, 0.6, kind="without VNNI").recorded, "gone": cited(COUNT, 1).recorded}
    outcomes = [run(cited(ZEROS, 91.6), 91.8), run(cited(FAST, 0.6, kind="without VNNI"), 2.9)]
    after = record_after(outcomes, {one: record for one, record in known.items() if record is not None}, [ZEROS, FAST])
    assert after["zeros"] == known["zeros"], "texts and their hashes stay"
    assert {kind: one.value for kind, one in after["fast"].seen.items()} == {"without VNNI": 0.6, "with VNNI": 2.9}
    assert "gone" not in after
    assert record_after([run(cited(ZEROS, 91.6), 80)], after, [ZEROS])["zeros"].seen["any"].value == 80


def test_what_depends_on_training_or_on_the_clock_contradicts_the_record_of_the_same_cpu_only() -> None:
    for figure, kind in ((ZEROS, "any"), (FAST, "with VNNI")):
        known = cited(figure, 57.5, kind=kind)
        assert run(known, 46.3).state == "contradicts"
        assert run(known, 46.3, cpu="another CPU").state == "elsewhere"
        assert run(known, 57.5, cpu="another CPU").state == "agrees"
    for figure in (COUNT, ZEROS.model_copy(update={"figure": "file"})):
        assert run(cited(figure, 9), 8.0, printed="8", cpu="another CPU").state == "contradicts", "it is the same on every CPU"


def test_a_run_on_another_cpu_leaves_the_record_and_a_figure_of_another_topic_is_taken_over() -> None:
    of_another_topic = replace(cited(ZEROS, 57.5), is_of_another_topic=True)
    for known in ({}, {"zeros": of_another_topic.recorded}):
        after = record_after([run(of_another_topic, 46.3, cpu="another CPU")], {k: r for k, r in known.items() if r is not None}, [ZEROS])
        assert after["zeros"] == of_another_topic.recorded
