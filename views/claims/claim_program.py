"""The program of a claim: its code, folded away, and what a run of it printed, with what there is to take away."""

from __future__ import annotations

import streamlit as st

from optimization.results.printed import Printed
from optimization.results.records import LabResult, Unfinished
from quizzes.models import Measure
from views.labs.results import lab_downloads

TITLE = "The program"
SHOWN_REPEATS = 12


def code(measure: Measure, found: LabResult | Unfinished | None = None, *, place: str = "") -> None:
    """The program, which opens on a tap; once it has run also what it printed, with which versions, and the files of that run."""
    with st.expander(TITLE, icon=":material/code:"):
        st.code(measure.code, language="python", wrap_lines=True)
        if not isinstance(found, LabResult):
            return
        printed = found.extras_as(Printed)
        if printed is not None:
            st.markdown(repeats(printed))
        st.caption(_with_what(found))
        lab_downloads.draw_program(found, place=place)


def repeats(printed: Printed) -> str:
    """What was printed, in words: each of the repeats, where there are not too many."""
    if len(printed.values) == 1:
        return f"It printed **{printed.text}**."
    shown = ", ".join(printed.number(value) for value in printed.values[:SHOWN_REPEATS])
    more = f" and {len(printed.values) - SHOWN_REPEATS} more" if len(printed.values) > SHOWN_REPEATS else ""
    return f"It measured {len(printed.values)} times, and the middle one counts: **{printed.text}** ({shown}{more})."


def _with_what(found: LabResult) -> str:
    machine = found.machine
    versions = "".join(f", {name} {version}" for name, version in machine.versions.items())
    return (
        f"{machine.cpu}, {machine.cores} cores, one of them used. {machine.system}, Python {machine.python}{versions}. Seed {found.seed}."
    )
