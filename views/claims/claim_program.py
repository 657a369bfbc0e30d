"""The program of a claim: its code, folded away, and what a run of it printed, with what there is to take away."""

from __future__ import annotations

import streamlit as st

from optimization.results.printed import Printed
from optimization.results.records import LabResult, Unfinished
from quizzes.models import Measure
from views.labs.results import lab_downloads

TITLE = "The program"
SHOWN_REPEATS = 12


def code(measure: Measure, result: LabResult | Unfinished | None = None, *, place: str = "") -> None:
    """The program, which opens on a tap; once it has run also what it printed, with which versions, and the files of that run."""
    with st.expander(TITLE, icon=":material/code:"):
        st.code(measure.code, language="python", wrap_lines=True)
        if not isinstance(result, LabResult):
            return
        printed_figures = result.extras_as(Printed)
        if printed_figures is not None:
            st.markdown(repeats(printed_figures))
        st.caption(_with_what(result))
        lab_downloads.draw_program(result, place=place)


def repeats(printed_figures: Printed) -> str:
    """What was printed, in words: each of the repeats, where there are not too many."""
    if len(printed_figures.values) == 1:
        return f"It printed **{printed_figures.text}**."
    first_values = ", ".join(printed_figures.number(value) for value in printed_figures.values[:SHOWN_REPEATS])
    rest_note = f" and {len(printed_figures.values) - SHOWN_REPEATS} more" if len(printed_figures.values) > SHOWN_REPEATS else ""
    middle = f"and the middle one counts: **{printed_figures.text}**"
    return f"It measured {len(printed_figures.values)} times, {middle} ({first_values}{rest_note})."


def _with_what(result: LabResult) -> str:
    machine = result.machine
    versions = "".join(f", {name} {version}" for name, version in machine.versions.items())
    return (
        f"{machine.cpu}, {machine.cores} cores, one of them used. {machine.system}, Python {machine.python}{versions}. Seed {result.seed}."
    )
