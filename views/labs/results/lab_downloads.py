"""A result to take away: as JSON, as a table, and as a program that does the same run again."""

from __future__ import annotations

import streamlit as st

from optimization.bundling.export import csv_text, file_name
from optimization.errors import LabError
from optimization.results.records import LabResult


def draw(result: LabResult, *, place: str) -> None:
    """A button for each form; the program only where this run has one."""
    script = _script(result)
    with st.container(horizontal=True, gap="small", key=f"downloads-{place}"):
        _button("JSON", result.model_dump_json(indent=2), file_name(result, "json"), "application/json", place)
        _button("Table (CSV)", csv_text(result), file_name(result, "csv"), "text/csv", place)
        if script is not None:
            _button("Python script", script, file_name(result, "py"), "text/x-python", place)


def draw_program(result: LabResult, *, place: str) -> None:
    """Buttons for the run of a claim's program, which has no table."""
    with st.container(horizontal=True, gap="small", key=f"downloads-{place}"):
        _button("JSON", result.model_dump_json(indent=2), file_name(result, "json"), "application/json", place)
        script = _script(result)
        if script is not None:
            _button("Python script", script, file_name(result, "py"), "text/x-python", place)


def _script(result: LabResult) -> str | None:
    from optimization.bundling.script import script_of  # reads the sources of the labs: only where a result is shown

    try:
        return script_of(result)
    except LabError:  # kept by an older version, with parameters that the lab no longer takes
        return None


def _button(label: str, data: str, name: str, mime: str, place: str) -> None:
    suffix = name.rpartition(".")[2]
    st.download_button(label, data, name, mime, key=f"download-{suffix}-{place}", icon=":material/download:", on_click="ignore")
