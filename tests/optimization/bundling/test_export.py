"""A result as a table and as short figures, read back by what others would read it with."""

from __future__ import annotations

import csv
import io
import json
from datetime import datetime, timedelta, timezone

import pytest

from optimization.bundling import export
from optimization.results.records import Headline, LabResult, Machine, OperatorCount, Speedup, Variant

FULL = Variant(
    name="int8 static",
    label='int8, "calibrated"',
    nonzero_weights=430_000,
    total_weights=430_500,
    raw_bytes=436_000,
    gzip_bytes=380_000,
    sparse_bytes=90_000,
    ideal_bytes=80_000,
    accuracy=0.9711,
    accuracy_interval=(0.951, 0.983),
    images=450,
    changed_predictions=5,
    right_to_wrong=3,
    wrong_to_right=1,
    latency_us=17.25,
    latency_interval_us=(17.0, 17.5),
    speedup=Speedup(ratio=2.9, low=2.8, high=3.0, verdict="faster"),
    operators=(OperatorCount(name="CONV_2D", count=2), OperatorCount(name="FULLY_CONNECTED", count=3)),
    partitions=1,
    note="A note, with a comma\nand a second line.",
)
BARE = Variant(name="float32", label="float32", nonzero_weights=1, total_weights=1, raw_bytes=4, gzip_bytes=5)


def result(*variants: Variant) -> LabResult:
    machine = Machine(cpu="CPU, with comma", cores=2, threads=1, flags=(), system="Linux", python="3.11", versions={"torch": "2.13.0"})
    return LabResult(
        lab="quantize",
        parameters={"seed": 0, "network": "lenet"},
        seed=0,
        machine=machine,
        measured_at=datetime(2026, 11, 25, 10, 14, tzinfo=timezone(timedelta(hours=1))),
        took_s=4.2,
        timing_rounds=60,
        headline=Headline(sentence="S", figure="F", figure_label="L"),
        data_set="mnist",
        variants=variants,
    )


def read(text: str) -> list[dict[str, str]]:
    return list(csv.DictReader(io.StringIO(text, newline="")))


def test_each_row_says_on_which_pictures_it_was_measured() -> None:
    assert [row["data_set"] for row in read(export.csv_text(result(BARE, FULL)))] == ["mnist", "mnist"]


def test_there_is_one_row_a_variant_with_every_figure_in_its_column() -> None:
    float32, static = read(export.csv_text(result(BARE, FULL)))
    assert static["network"] == static["row"] == "int8 static"
    assert static["label"] == FULL.label
    assert static["note"] == FULL.note
    expected = {
        "nonzero_weights": 430_000,
        "total_weights": 430_500,
        "raw_bytes": 436_000,
        "gzip_bytes": 380_000,
        "sparse_bytes": 90_000,
        "ideal_bytes": 80_000,
        "accuracy": 0.9711,
        "accuracy_low": 0.951,
        "accuracy_high": 0.983,
        "images": 450,
        "changed_predictions": 5,
        "right_to_wrong": 3,
        "wrong_to_right": 1,
        "latency_us": 17.25,
        "latency_low_us": 17.0,
        "latency_high_us": 17.5,
        "speed": 2.9,
        "speed_low": 2.8,
        "speed_high": 3.0,
        "partitions": 1,
    }
    assert {name: float(static[name]) for name in expected} == expected
    assert static["verdict"] == "faster"
    assert static["operators"] == "CONV_2D 2; FULLY_CONNECTED 3"
    assert float32["network"] == "float32"


def test_what_was_not_measured_is_an_empty_cell_and_never_a_zero() -> None:
    (row,) = read(export.csv_text(result(BARE)))
    empty = {name for name, value in row.items() if value == ""}
    assert {"accuracy", "accuracy_low", "changed_predictions", "latency_us", "speed", "verdict", "sparse_bytes", "partitions"} <= empty
    assert row["raw_bytes"] == "4"


def test_each_row_says_which_run_it_is_from() -> None:
    for row in read(export.csv_text(result(BARE, FULL))):
        assert row["lab"] == "quantize"
        assert json.loads(row["parameters"]) == {"network": "lenet", "seed": 0}
        assert row["cpu"] == "CPU, with comma"
        assert row["versions"] == "torch 2.13.0"
        assert row["measured_at"] == "2026-11-25T09:14:00+00:00"


def test_every_scalar_of_a_variant_has_a_column() -> None:
    elsewhere = {"name", "accuracy_interval", "latency_interval_us", "speedup", "layers", "changed", "scores", "code"}
    assert set(Variant.model_fields) - elsewhere <= set(export.ROW_COLUMNS)


def test_a_file_is_named_after_its_lab_and_its_time_in_utc() -> None:
    assert export.file_name(result(BARE), "json") == "featherweight-quantize-2026-11-25-0914.json"


def test_the_short_figures_hold_speed_size_accuracy_and_changes() -> None:
    figures = export.figures_of(result(BARE, FULL))
    assert figures == {
        "float32": None,
        "float32.bytes": 4,
        "int8 static": 2.9,
        "int8 static.low": 2.8,
        "int8 static.high": 3.0,
        "int8 static.bytes": 436_000,
        "int8 static.accuracy": 0.9711,
        "int8 static.changed": 5,
    }


@pytest.mark.parametrize(("verdict", "kept"), [("faster", 2.9), ("slower", 2.9), ("no difference", 2.9), ("not decided", None)])
def test_of_a_speed_that_is_not_decided_the_bounds_are_kept_and_no_figure(verdict: str, kept: float | None) -> None:
    one = FULL.model_copy(update={"speedup": Speedup(ratio=2.9, low=0.5, high=9.0, verdict=verdict)})  # type: ignore[arg-type]
    figures = export.figures_of(result(one))
    assert (figures["int8 static"], figures["int8 static.low"], figures["int8 static.high"]) == (kept, 0.5, 9.0)
