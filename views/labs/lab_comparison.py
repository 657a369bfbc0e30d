"""A result beside an earlier one of the same learner: what was set differently, and both figures of each row."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from datetime import datetime
from typing import Any

import streamlit as st

from optimization.labs import Lab, in_words, row_title
from optimization.results.records import LabResult, Machine, Variant
from quizzes import lab_runs
from quizzes.events.log import Event
from views.labs import lab_form
from views.page import visitor
from views.page.services import services
from views.shown.units import count, markdown_table, percent, size, times

OFFERED = 40
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
        chosen = st.selectbox(
            "Earlier run",
            list(by_id),
            index=None,
            placeholder="Choose one",
            format_func=lambda run: _named(lab, by_id[run], result) if run in by_id else run,
            key=f"compare-{place}",
        )
        if chosen not in by_id:
            return
        other = find(chosen)
        if other is None or other.lab != lab.id:
            st.info("The figures of that run are no longer kept on this server.")
            return
        side_by_side(lab, result, other)


def earlier_runs(lab: Lab, result: LabResult) -> list[Event]:
    """This learner's runs of the lab but the one shown, newest first."""
    runs = services().log.of_learner(visitor.learner(), kinds=["lab_run"])
    own = [one for one in runs if one.payload["lab"] == lab.id and one.at != result.measured_at and lab_runs.is_own(one.payload)]
    return own[: -OFFERED - 1 : -1]


def _named(lab: Lab, run: Event, result: LabResult) -> str:
    different = differences(run.payload["parameters"], result.parameters)
    said = in_words(lab.id, run.payload["parameters"]) or ", ".join(
        lab_form.said(lab.params, name, value) for name, (value, _) in different.items()
    )
    return f"{said if different else 'the same settings'} · {visitor.local_time(run.at)}"


def differences(ours: Mapping[str, Any], theirs: Mapping[str, Any]) -> dict[str, tuple[Any, Any]]:
    """The parameters whose values differ, with both; None where one side has none."""
    names = dict.fromkeys([*ours, *theirs])
    return {name: (ours.get(name), theirs.get(name)) for name in names if ours.get(name) != theirs.get(name)}


def side_by_side(lab: Lab, result: LabResult, other: LabResult) -> None:
    """Both results: settings that differ, rows that both have, and on what each was measured."""
    different = differences(result.parameters, other.parameters)
    if different:
        rows = [(_title(lab, name), _value(lab, name, ours), _value(lab, name, theirs)) for name, (ours, theirs) in different.items()]
        st.markdown(markdown_table(("setting", "A: this run", "B: earlier run"), rows, left=3))
    else:
        st.markdown("Both runs had the same settings: what differs is the measurement.")
    earlier = {one.name: one for one in other.variants}
    both = [(one, earlier[one.name]) for one in result.variants if one.name in earlier]
    head = ("network", "", "file", "accuracy", "changed", "speed")
    pairs = [row for ours, theirs in both for row in _rows(row_title(lab.id, result.parameters, ours.name), ours, theirs)]
    st.markdown(markdown_table(head, pairs, left=2))
    _machines(result, other)


def _title(lab: Lab, name: str) -> str:
    return lab_form.said(lab.params, name, "").removesuffix(": ")


def _value(lab: Lab, name: str, value: Any) -> str:
    return "–" if value is None else lab_form.said(lab.params, name, value).removeprefix(f"{_title(lab, name)}: ")


def _rows(title: str, ours: Variant, theirs: Variant) -> list[tuple[str, ...]]:
    return [
        (
            name,
            side,
            size(one.raw_bytes),
            percent(one.accuracy),
            count(one.changed_predictions),
            _speed(one),
        )
        for name, side, one in ((f"**{title}**", "A", ours), ("", "B", theirs))
    ]


def _speed(one: Variant) -> str:
    is_open = one.speedup is not None and one.speedup.verdict == "not decided"
    return f"{times(one.speedup)}{' not decided' if is_open else ''}"


def _machines(result: LabResult, other: LabResult) -> None:
    st.caption(f"A: {_measured(result.measured_at, result.machine)}. B: {_measured(other.measured_at, other.machine)}.")
    warnings = machine_differences(result.machine, other.machine)
    if warnings:
        st.warning("Measured under different conditions, so compare speeds and accuracies with care. " + " ".join(warnings))


def _measured(at: datetime, machine: Machine) -> str:
    return f"measured {visitor.local_time(at)} on {machine.cpu}, {machine.cores} cores"


def machine_differences(ours: Machine, theirs: Machine) -> list[str]:
    """A sentence for each condition that was not the same in both runs (first A, then B)."""
    pairs = [
        ("Processor", ours.cpu, theirs.cpu),
        ("Cores", str(ours.cores), str(theirs.cores)),
        ("Threads", str(ours.threads), str(theirs.threads)),
        ("Instruction sets", ", ".join(ours.flags) or "none", ", ".join(theirs.flags) or "none"),
        ("System", ours.system, theirs.system),
        ("Python", ours.python, theirs.python),
        *((name, one or "none", two or "none") for name, (one, two) in differences(ours.versions, theirs.versions).items()),
    ]
    return [f"{name}: A {one}, B {two}." for name, one, two in pairs if one != two]
