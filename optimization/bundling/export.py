"""A result in other forms: as a table that a spreadsheet reads, as the short figures that a log keeps; and the name of its file."""

from __future__ import annotations

import csv
import io
import json
from collections.abc import Callable, Mapping
from datetime import UTC

from optimization.labs import titled
from optimization.results.records import Found, LabResult, Variant

Cell = str | int | float | None

ROW_COLUMNS: Mapping[str, Callable[[Variant], Cell]] = {
    "row": lambda one: one.name,
    "label": lambda one: one.label,
    "nonzero_weights": lambda one: one.nonzero_weights,
    "total_weights": lambda one: one.total_weights,
    "raw_bytes": lambda one: one.raw_bytes,
    "gzip_bytes": lambda one: one.gzip_bytes,
    "sparse_bytes": lambda one: one.sparse_bytes,
    "ideal_bytes": lambda one: one.ideal_bytes,
    "accuracy": lambda one: one.accuracy,
    "accuracy_low": lambda one: None if one.accuracy_interval is None else one.accuracy_interval[0],
    "accuracy_high": lambda one: None if one.accuracy_interval is None else one.accuracy_interval[1],
    "images": lambda one: one.images,
    "changed_predictions": lambda one: one.changed_predictions,
    "right_to_wrong": lambda one: one.right_to_wrong,
    "wrong_to_right": lambda one: one.wrong_to_right,
    "latency_us": lambda one: one.latency_us,
    "latency_low_us": lambda one: None if one.latency_interval_us is None else one.latency_interval_us[0],
    "latency_high_us": lambda one: None if one.latency_interval_us is None else one.latency_interval_us[1],
    "wall_us": lambda one: one.wall_us,
    "speed": lambda one: None if one.speedup is None else one.speedup.ratio,
    "speed_low": lambda one: None if one.speedup is None else one.speedup.low,
    "speed_high": lambda one: None if one.speedup is None else one.speedup.high,
    "speed_confidence": lambda one: None if one.speedup is None else one.speedup.confidence,
    "clock": lambda one: None if one.speedup is None else one.speedup.clock,
    "verdict": lambda one: None if one.speedup is None else one.speedup.verdict,
    "operators": lambda one: "; ".join(f"{operator.name} {operator.count}" for operator in one.operators),
    "partitions": lambda one: one.partitions,
    "note": lambda one: one.note,
}
"""Column -> its value in a variant's row; ``row`` is its id, before which stands what people call it. Sizes are in bytes, accuracies are
shares of 0 to 1, latencies are microseconds a picture, and ``speed`` is how many times as fast as the first row. ``_low`` and ``_high``
bound the interval: of accuracy the 95 % one, of speed the one of ``speed_confidence``, by ``clock``. ``wall_us`` is the time of a call on
the wall. ``ideal_bytes`` is counted, not a file."""

RUN_COLUMNS: Mapping[str, Callable[[LabResult], Cell]] = {
    "lab": lambda result: result.lab,
    "parameters": lambda result: json.dumps(result.parameters, sort_keys=True),
    "seed": lambda result: result.seed,
    "measured_at": lambda result: result.measured_at.astimezone(UTC).isoformat(timespec="seconds"),
    "timing_rounds": lambda result: result.timing_rounds,
    "load_per_core": lambda result: None if result.timing is None else result.timing.load,
    "busy": lambda result: None if result.timing is None else int(result.timing.busy),
    "cpu": lambda result: result.machine.cpu,
    "threads": lambda result: result.machine.threads,
    "versions": lambda result: "; ".join(f"{name} {version}" for name, version in result.machine.versions.items()),
}
"""Column -> what is the same in every row of a run; repeated in each, so that the rows of several runs can stand in one table."""


def csv_text(result: LabResult) -> str:
    """The result as comma-separated values (RFC 4180): a line of column names, then a line a variant; empty is "not measured"."""
    text = io.StringIO()
    writer = csv.writer(text)
    writer.writerow(["network", *ROW_COLUMNS, *RUN_COLUMNS])
    shared = [read(result) for read in RUN_COLUMNS.values()]
    named = titled(result.variants, lab=result.lab, parameters=result.parameters)
    rows = zip(named, result.variants, strict=True)
    writer.writerows([title.name, *(read(variant) for read in ROW_COLUMNS.values()), *shared] for title, variant in rows)
    return text.getvalue()


def file_name(result: LabResult, ending: str) -> str:
    """What a saved result is called: ``featherweight-prune-2026-11-25-0914.json``, with the time in UTC."""
    return f"featherweight-{result.lab}-{result.measured_at.astimezone(UTC):%Y-%m-%d-%H%M}.{ending}"


def figures_of(result: Found) -> dict[str, float | int | str | None]:
    """The short figures of a run as the log keeps them.

    ``<variant>`` is times as fast, None where it is not known or not decided; ``<variant>.low`` and ``<variant>.high`` bound it, decided or
    not; ``<variant>.bytes``, ``<variant>.accuracy`` (0..1) and ``<variant>.changed`` are what they say. Only what was measured is there.
    """
    figures: dict[str, float | int | str | None] = {}
    for one in result.variants:
        known = one.speedup is not None and one.speedup.verdict != "not decided"
        figures[one.name] = one.speedup.ratio if one.speedup is not None and known else None
        if one.speedup is not None:
            figures |= {f"{one.name}.low": one.speedup.low, f"{one.name}.high": one.speedup.high}
        figures[f"{one.name}.bytes"] = one.raw_bytes
        if one.accuracy is not None:
            figures[f"{one.name}.accuracy"] = one.accuracy
        if one.changed_predictions is not None:
            figures[f"{one.name}.changed"] = one.changed_predictions
    return figures
