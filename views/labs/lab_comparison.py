"""A result beside an earlier one of the same learner: what was set differently, and both figures of each row."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from datetime import datetime
from typing import Any

import streamlit as st

from optimization.labs import Lab, in_words, row_title, setting
from optimization.results.data_sets import words
from optimization.results.records import LabResult, Machine, Variant
from quizzes import lab_runs
from quizzes.events.event import Event
from views.page import visitor
from views.page.services import services
from views.shown.units import count, markdown_table, percent, size, times

RUNS_SHOWN = 40
"""Earlier runs to choose from, the newest ones."""


def offer(lab: Lab, result: LabResult, *, place: str, find: Callable[[str], LabResult | None]) -> None:
    """The choice among earlier runs, where there are any, and the two results side by side once one is chosen.

    ``find`` gives the result of a run, None where it is no longer kept.
    """
    runs = earlier_runs(lab, result)
    if not runs:
        return
    by_id = {str(run.payload["run"]): run for run in runs}
    with st.expander("Compare with an earlier run"):
        chosen_id = st.selectbox(
            "Earlier run",
            list(by_id),
            index=None,
            placeholder="Choose one",
            format_func=lambda run: _run_label(lab, by_id[run], result) if run in by_id else run,
            key=f"compare-{place}",
        )
        if chosen_id not in by_id:
            return
        other_result = find(chosen_id)
        if other_result is None or other_result.lab != lab.id:
            st.info("The figures of that run are no longer kept on this server.")
            return
        side_by_side(lab, result, other_result)


def earlier_runs(lab: Lab, result: LabResult) -> list[Event]:
    """This learner's runs of the lab but the one shown, newest first."""
    runs = services().log.of_learner(visitor.learner(), kinds=["lab_run"])
    own = [run for run in runs if run.payload["lab"] == lab.id and run.at != result.measured_at and lab_runs.is_own(run.payload)]
    return own[: -RUNS_SHOWN - 1 : -1]


def _run_label(lab: Lab, run: Event, result: LabResult) -> str:
    different = differences(run.payload["parameters"], result.parameters)
    summary = in_words(lab.id, run.payload["parameters"]) or ", ".join(
        setting(lab.params, name, value) for name, (value, _) in different.items()
    )
    return f"{summary if different else 'the same settings'} · {visitor.local_time(run.at)}"


def differences(first: Mapping[str, Any], second: Mapping[str, Any]) -> dict[str, tuple[Any, Any]]:
    """The parameters whose values differ, with both; None where one side has none."""
    names = dict.fromkeys([*first, *second])
    return {name: (first.get(name), second.get(name)) for name in names if first.get(name) != second.get(name)}


def side_by_side(lab: Lab, result: LabResult, other_result: LabResult) -> None:
    """Both results: settings that differ, rows that both have, and on what each was measured."""
    different = differences(result.parameters, other_result.parameters)
    if different:
        rows = [(_title(lab, name), _value(lab, name, first), _value(lab, name, second)) for name, (first, second) in different.items()]
        st.markdown(markdown_table(("setting", "A: this run", "B: earlier run"), rows, left_columns=3))
    else:
        st.markdown("Both runs had the same settings: what differs is the measurement.")
    earlier = {variant.name: variant for variant in other_result.variants}
    pairs_of_rows = [(variant, earlier[variant.name]) for variant in result.variants if variant.name in earlier]
    head = ("network", "", "file", "accuracy", "changed", "speed")
    pairs = [row for first, second in pairs_of_rows for row in _rows(row_title(lab.id, result.parameters, first.name), first, second)]
    st.markdown(markdown_table(head, pairs, left_columns=2))
    _machines(result, other_result)


def _title(lab: Lab, name: str) -> str:
    return setting(lab.params, name, "").removesuffix(": ")


def _value(lab: Lab, name: str, value: Any) -> str:
    return "–" if value is None else setting(lab.params, name, value).removeprefix(f"{_title(lab, name)}: ")


def _rows(title: str, first: Variant, second: Variant) -> list[tuple[str, ...]]:
    return [
        (
            name,
            side,
            size(variant.raw_bytes),
            percent(variant.accuracy),
            count(variant.changed_predictions),
            _speed(variant),
        )
        for name, side, variant in ((f"**{title}**", "A", first), ("", "B", second))
    ]


def _speed(variant: Variant) -> str:
    is_open = variant.speedup is not None and variant.speedup.verdict == "not decided"
    return f"{times(variant.speedup)}{' not decided' if is_open else ''}"


def _machines(result: LabResult, other_result: LabResult) -> None:
    st.caption(f"A: {_measured_on(result.measured_at, result.machine)}. B: {_measured_on(other_result.measured_at, other_result.machine)}.")
    pictures = (
        [f"Pictures: A {words(result.data_set)}, B {words(other_result.data_set)}."] if result.data_set != other_result.data_set else []
    )
    warnings = pictures + machine_differences(result.machine, other_result.machine)
    if warnings:
        st.warning("Measured under different conditions, so compare speeds and accuracies with care. " + " ".join(warnings))


def _measured_on(at: datetime, machine: Machine) -> str:
    return f"measured {visitor.local_time(at)} on {machine.cpu}, {machine.cores} cores"


def machine_differences(first: Machine, second: Machine) -> list[str]:
    """A sentence for each condition that was not the same in both runs (first A, then B)."""
    pairs = [
        ("Processor", first.cpu, second.cpu),
        ("Cores", str(first.cores), str(second.cores)),
        ("Threads", str(first.threads), str(second.threads)),
        ("Instruction sets", ", ".join(first.flags) or "none", ", ".join(second.flags) or "none"),
        ("System", first.system, second.system),
        ("Python", first.python, second.python),
        *(
            (name, value_a or "none", value_b or "none")
            for name, (value_a, value_b) in differences(first.versions, second.versions).items()
        ),
    ]
    return [f"{name}: A {value_a}, B {value_b}." for name, value_a, value_b in pairs if value_a != value_b]
