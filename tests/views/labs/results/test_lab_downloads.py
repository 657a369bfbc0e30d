"""What a result can be taken away as."""

from __future__ import annotations

import ast
from typing import Any

import pytest
import streamlit as st
from lab_double import prune_result, result, variant

from optimization.bundling.export import csv_text
from optimization.results.records import LabResult
from views.labs.results import lab_downloads

Saved = dict[str, tuple[str, str]]


@pytest.fixture
def saved(monkeypatch: pytest.MonkeyPatch) -> Saved:
    """File name -> its text and kind, of every button that is drawn."""
    files: Saved = {}

    def button(label: str, data: str, file_name: str, mime: str, **options: Any) -> bool:
        assert options["on_click"] == "ignore"
        files[file_name] = (data, mime)
        return False

    monkeypatch.setattr(st, "download_button", button)
    return files


def test_the_whole_result_is_saved_as_json_that_reads_back_equal(saved: Saved) -> None:
    one = prune_result()
    lab_downloads.draw(one, place="here")
    text, mime = saved["featherweight-prune-2026-03-01-0914.json"]
    assert mime == "application/json"
    assert LabResult.model_validate_json(text) == one
    assert text.count("\n") > 20


def test_the_table_is_saved_as_csv(saved: Saved) -> None:
    lab_downloads.draw(prune_result(), place="here")
    assert saved["featherweight-prune-2026-03-01-0914.csv"] == (csv_text(prune_result()), "text/csv")


def test_the_program_is_saved_as_python_that_compiles(saved: Saved) -> None:
    lab_downloads.draw(prune_result(), place="here")
    text, _ = saved["featherweight-prune-2026-03-01-0914.py"]
    assert "torch" in text
    ast.parse(text)


def test_a_run_without_a_program_offers_none(saved: Saved) -> None:
    lab_downloads.draw(result("prune", (variant("dense"),)).model_copy(update={"lab": "gone"}), place="here")
    assert sorted(name.rpartition(".")[2] for name in saved) == ["csv", "json"]


def test_a_run_with_parameters_of_an_older_version_still_offers_its_figures(saved: Saved) -> None:
    lab_downloads.draw(prune_result().model_copy(update={"parameters": {"no_longer_there": 1}}), place="here")
    assert sorted(name.rpartition(".")[2] for name in saved) == ["csv", "json"]
