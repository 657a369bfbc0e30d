"""A result in other forms: as a table that a spreadsheet reads, as the short figures that a log keeps; and the name of its file."""

from __future__ import annotations

import csv
import io
import json
from collections.abc import Callable, Mapping
from datetime import UTC

from optimization.labs import titled
from optimization.results.printed import Printed
from optimization.results.records import Found, LabResult, Variant

Cell = str | int | float | None

ROW_COLUMNS: Mapping[str, Callable[[Variant], Cell]] = {
    "row": lambda variant: variant.name,
    "label": lambda variant: variant.label,
    "nonzero_weights": lambda variant: variant.nonzero_weights,
    "total_weights": lambda variant: variant.total_weights,
    "raw_bytes": lambda variant: variant.raw_bytes,
    "gzip_bytes": lambda variant: variant.gzip_bytes,
    "sparse_bytes": lambda variant: variant.sparse_bytes,
    "ideal_bytes": lambda variant: variant.ideal_bytes,
    "accuracy": lambda variant: variant.accuracy,
    "accuracy_low": lambda variant: None if variant.accuracy_interval is None else variant.accuracy_interval[0],
    "accuracy_high": lambda variant: None if variant.accuracy_interval is None else variant.accuracy_interval[1],
    "images": lambda variant: variant.images,
    "changed_predictions": lambda variant: variant.changed_predictions,
    "right_to_wrong": lambda variant: variant.right_to_wrong,
    "wrong_to_right": lambda variant: variant.wrong_to_right,
    "latency_us": lambda variant: variant.latency_us,
    "latency_low_us": lambda variant: None if variant.latency_interval_us is None else variant.latency_interval_us[0],
    "latency_high_us": lambda variant: None if variant.latency_interval_us is None else variant.latency_interval_us[1],
    "wall_us": lambda variant: variant.wall_us,
    "speed": lambda variant: None if variant.speedup is None else variant.speedup.ratio,
    "speed_low": lambda variant: None if variant.speedup is None else variant.speedup.low,
    "speed_high": lambda variant: None if variant.speedup is None else variant.speedup.high,
    "speed_confidence": lambda variant: None if variant.speedup is None else variant.speedup.confidence,
    "clock": lambda variant: None if variant.speedup is None else variant.speedup.clock,
    "verdict": lambda variant: None if variant.speedup is None else variant.speedup.verdict,
    "operators": lambda variant: "; ".join(f"{operator.name} {operator.count}" for operator in variant.operators),
    "partitions": lambda variant: variant.partitions,
    "note": lambda variant: variant.note,
}
"""Column -> its value in a variant's row; ``row`` is its id, before which stands what people call it. Sizes are in bytes, accuracies are
shares of 0 to 1, latencies are microseconds a picture, and ``speed`` is how many times as fast as the first row. ``_low`` and ``_high``
bound the interval: of accuracy the 95 % one, of speed the one of ``speed_confidence``, by ``clock``. ``wall_us`` is the time of a call on
the wall. ``ideal_bytes`` is counted, not a file."""

RUN_COLUMNS: Mapping[str, Callable[[LabResult], Cell]] = {
    "lab": lambda result: result.lab,
    "parameters": lambda result: json.dumps(result.parameters, sort_keys=True),
    "seed": lambda result: result.seed,
    "data_set": lambda result: result.data_set,
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
    shared = [column_value(result) for column_value in RUN_COLUMNS.values()]
    titles = titled(result.variants, lab=result.lab, parameters=result.parameters)
    rows = zip(titles, result.variants, strict=True)
    writer.writerows([title.name, *(column_value(variant) for column_value in ROW_COLUMNS.values()), *shared] for title, variant in rows)
    return text.getvalue()


def file_name(result: LabResult, suffix: str) -> str:
    """What a saved result is called: ``featherweight-prune-2026-11-25-0914.json``, with the time in UTC."""
    return f"featherweight-{result.lab}-{result.measured_at.astimezone(UTC):%Y-%m-%d-%H%M}.{suffix}"


def figures_of(result: Found) -> dict[str, float | int | str | None]:
    """The short figures of a run as the log keeps them.

    ``<variant>`` is times as fast, None where it is not known or not decided; ``<variant>.low`` and ``<variant>.high`` bound it, decided or
    not; ``<variant>.bytes``, ``<variant>.accuracy`` (0..1) and ``<variant>.changed`` are what they say; ``printed`` is what a
    program printed. Only what was measured is there.
    """
    figures: dict[str, float | int | str | None] = {}
    printed_figures = result.extras_as(Printed) if isinstance(result, LabResult) else None
    if printed_figures is not None:
        low, high = printed_figures.bounds or (None, None)
        figures |= {"printed": printed_figures.value, "printed.low": low, "printed.high": high}
    for variant in result.variants:
        is_decided = variant.speedup is not None and variant.speedup.verdict != "not decided"
        figures[variant.name] = variant.speedup.ratio if variant.speedup is not None and is_decided else None
        if variant.speedup is not None:
            figures |= {f"{variant.name}.low": variant.speedup.low, f"{variant.name}.high": variant.speedup.high}
        figures[f"{variant.name}.bytes"] = variant.raw_bytes
        if variant.accuracy is not None:
            figures[f"{variant.name}.accuracy"] = variant.accuracy
        if variant.changed_predictions is not None:
            figures[f"{variant.name}.changed"] = variant.changed_predictions
    return figures
