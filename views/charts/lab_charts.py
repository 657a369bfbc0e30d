"""The pictures of lab results, in the theme's colours; what a colour says is said by a shape or a word too."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any

import altair as alt
import pandas as pd

from optimization.labs.budget import way_title
from optimization.results.budgeting import COUNTED, Limits, Try
from optimization.results.records import VERDICT_WORDS, Variant
from optimization.results.scan import ScanPoint
from views.charts.chart import PERCENT, ink
from views.charts.label_placement import Label, Plane, Side, placed

Picture = alt.Chart | alt.LayerChart | alt.FacetChart

ROW_PX = 30
AXIS_PX, LEGEND_PX = 52, 58
"""Streamlit counts a chart's axis and legend into its height."""
PLANE_PX = 300

ROW_AXIS = alt.Axis(labelLimit=150, labelOverlap=False, labelPadding=8, ticks=False, domain=False)
FIGURE_AXIS = alt.Axis(tickCount=5)
LEGEND = alt.Legend(orient="top", title=None, columns=2, labelLimit=260, symbolOpacity=1)

SPEED_SHAPES = {
    VERDICT_WORDS["no difference"]: "circle",
    VERDICT_WORDS["faster"]: "triangle-right",
    VERDICT_WORDS["slower"]: "triangle-left",
    VERDICT_WORDS["not decided"]: "cross",
}
FILE_SHAPES = {"as it is": "circle", "after gzip": "square", "zeros left out": "triangle-down"}
TRY_SHAPES = dict(zip(map(way_title, COUNTED), ("circle", "triangle-up", "square"), strict=True))
LAYER_SHAPES = ("circle", "square", "triangle-up", "diamond", "cross", "triangle-down")


def speed(variants: Sequence[Variant]) -> Picture:
    """A mark for how many times as fast each variant is, with its interval, and a line at 1."""
    rows = [
        {
            "network": variant.name,
            "ratio": variant.speedup.ratio,
            "low": variant.speedup.low,
            "high": variant.speedup.high,
            "verdict": VERDICT_WORDS[variant.speedup.verdict],
            "says": variant.speedup.in_words,
        }
        for variant in variants
        if variant.speedup is not None
    ]
    data = pd.DataFrame(rows)
    top = max(2.0, float(data["high"].max()) * 1.05)
    title = f"times as fast as {variants[0].name}"
    base = alt.Chart(data).encode(y=alt.Y("network:N", sort=None, title=None, axis=ROW_AXIS))
    as_fast = alt.Chart(pd.DataFrame({"ratio": [1.0]})).mark_rule(strokeDash=[4, 4], opacity=0.6, color=ink()).encode(x="ratio:Q")
    span = base.mark_bar(height=7, cornerRadius=3, opacity=0.35).encode(x=alt.X("low:Q", title=title, axis=FIGURE_AXIS), x2="high:Q")
    marks = base.mark_point(size=90, opacity=1, filled=True).encode(
        x=alt.X("ratio:Q", title=title, axis=FIGURE_AXIS, scale=alt.Scale(domain=[0, top])),
        **_coloured_shapes("verdict", _present(SPEED_SHAPES, data["verdict"])),
        tooltip=["network", alt.Tooltip("says", title="verdict"), *(alt.Tooltip(name, format=".2f") for name in ("ratio", "low", "high"))],
    )
    layers = alt.layer(as_fast, span, marks)
    return layers.properties(height=ROW_PX * len(rows) + AXIS_PX + LEGEND_PX, background="transparent")


def sizes(variants: Sequence[Variant]) -> Picture:
    """A row a variant: its file as it is, after gzip, and, where that was counted, with the non-zero weights and their places alone."""
    rows = [
        {"network": variant.name, "file": kind, "kB": count / 1000}
        for variant in variants
        for kind, count in zip(FILE_SHAPES, (variant.raw_bytes, variant.gzip_bytes, variant.sparse_bytes), strict=True)
        if count is not None
    ]
    data = pd.DataFrame(rows)
    kinds = _present(FILE_SHAPES, data["file"])
    base = alt.Chart(data).encode(y=alt.Y("network:N", sort=None, title=None, axis=ROW_AXIS))
    axis = alt.X("kB:Q", title="kB (1,000 bytes)", axis=FIGURE_AXIS, scale=alt.Scale(domainMin=0))
    lines = base.mark_line(opacity=0.35, strokeWidth=2).encode(x=axis, detail="network:N")
    marks = base.mark_point(size=80, opacity=1, filled=True).encode(
        x=axis, **_coloured_shapes("file", kinds), tooltip=["network", "file", alt.Tooltip("kB", format=",.1f")]
    )
    legend = LEGEND_PX * (1 if len(kinds) < 3 else 2)
    return alt.layer(lines, marks).properties(height=ROW_PX * len(variants) + AXIS_PX + legend, background="transparent")


def size_against_accuracy(variants: Sequence[Variant]) -> Picture:
    """Every measured variant by the size of its file (each step ten times as large) and its accuracy; the first one is a diamond."""
    with_accuracy = [variant for variant in variants if variant.accuracy is not None]
    spots = [(variant.name, variant.raw_bytes / 1000, 100 * (variant.accuracy or 0.0)) for variant in with_accuracy]
    smallest_kb, largest_kb = _decades([kb for _, kb, _ in spots])
    low, high = _padded([percent for _, _, percent in spots])
    data = pd.DataFrame(
        [
            {"network": name, "kB": kb, "accuracy": percent, "kind": "first" if number == 0 else "other"}
            for number, (name, kb, percent) in reversed(list(enumerate(spots)))  # the first one on top
        ]
    )
    x = alt.X(
        "kB:Q", title="file, kB (logarithmic)", scale=alt.Scale(type="log", domain=[smallest_kb, largest_kb], nice=False), axis=LOG_AXIS
    )
    y = alt.Y("accuracy:Q", title="accuracy, %", scale=alt.Scale(domain=[low, high], nice=False), axis=FIGURE_AXIS)
    marks = (
        alt.Chart(data)
        .mark_point(opacity=1, filled=True)
        .encode(
            x=x,
            y=y,
            shape=alt.Shape("kind:N", scale=alt.Scale(domain=["first", "other"], range=["diamond", "circle"]), legend=None),
            size=alt.Size("kind:N", scale=alt.Scale(domain=["first", "other"], range=[260, 80]), legend=None),
            tooltip=["network", alt.Tooltip("kB", format=",.1f"), alt.Tooltip("accuracy", format=".1f")],
        )
    )
    labels = placed(spots, plane=Plane((smallest_kb, largest_kb), (low, high), PLANE_PX - AXIS_PX))
    return alt.layer(marks, *_texts(labels, x=x, y=y)).properties(height=PLANE_PX, background="transparent")


LOG_AXIS = alt.Axis(tickCount=4, format="~s", grid=False)


def _texts(labels: Sequence[Label], *, x: alt.X, y: alt.Y) -> list[alt.Chart]:
    """The names beside their marks; a layer of its own for each way a name can stand."""
    ways: dict[tuple[Side, int, int], list[Label]] = {}
    for label in labels:
        ways.setdefault((label.align, label.dx, label.dy), []).append(label)
    charts = []
    for (align, dx, dy), side_labels in ways.items():
        data = pd.DataFrame([{"kB": label.x, "accuracy": label.y, "label": label.text} for label in side_labels])
        text = alt.Chart(data).mark_text(align=align, dx=dx, dy=dy, fontSize=12, baseline="middle", color=ink())
        charts.append(text.encode(x=x, y=y, text="label:N"))
    return charts


def sensitivity(points: Sequence[ScanPoint], *, shown: Sequence[str]) -> Picture:
    """Accuracy against the share removed of one layer alone: a line with marks for each layer in ``shown``, the others thin and plain."""
    data = pd.DataFrame([{"layer": point.layer, "removed": point.amount, "accuracy": 100 * point.accuracy} for point in points])
    is_shown = data["layer"].isin(list(shown))
    x = alt.X("removed:Q", title="share of this layer that is removed", axis=alt.Axis(labelExpr=PERCENT, tickCount=5))
    y = alt.Y("accuracy:Q", title="accuracy, %", scale=alt.Scale(zero=False), axis=FIGURE_AXIS)
    tip = ["layer", alt.Tooltip("removed", format=".0%"), alt.Tooltip("accuracy", format=".1f")]
    looks = _coloured_shapes("layer", dict(zip(shown, LAYER_SHAPES, strict=False)))
    shown_chart = alt.Chart(data[is_shown]).encode(x=x, y=y)
    lines = shown_chart.mark_line(strokeWidth=2).encode(color=looks["color"])
    marks = shown_chart.mark_point(size=60, filled=True, opacity=1).encode(**looks, tooltip=tip)
    thin = alt.Chart(data[~is_shown]).mark_line(strokeWidth=1, opacity=0.35).encode(x=x, y=y, detail="layer:N", tooltip=tip)
    legend = LEGEND_PX + 18 * (len(shown) // 2)
    return alt.layer(thin, lines, marks).properties(height=PLANE_PX + legend, background="transparent")


def tries(
    own: Sequence[Try], *, limits: Limits, front: Sequence[Try], unbeaten: Sequence[Try], named: Sequence[Try], latest: str | None
) -> Picture:
    """A learner's tries by size and accuracy, with the budget's region and a line through ``front``.

    A shape says which way a try went; those of the run ``latest`` are larger, those not ``unbeaten`` are faint, and beside the ``named``
    ones stands how many times as fast they are.
    """
    most_kb, least = limits.most_bytes / 1000, 100 * limits.least_accuracy
    smallest_kb, largest_kb = _decades([most_kb / 1.5, most_kb * 1.5, *(attempt.size_bytes / 1000 for attempt in own)])
    low, high = _padded([least, min(100.0, least + 1), *(100 * attempt.accuracy for attempt in own)])
    x = alt.X(
        "kB:Q", title="file, kB (logarithmic)", scale=alt.Scale(type="log", domain=[smallest_kb, largest_kb], nice=False), axis=LOG_AXIS
    )
    y = alt.Y("accuracy:Q", title="accuracy, %", scale=alt.Scale(domain=[low, high], nice=False), axis=FIGURE_AXIS)
    region = alt.Chart(pd.DataFrame([{"kB": smallest_kb, "to_kB": most_kb, "accuracy": least, "top": high}]))
    shaded = region.mark_rect(opacity=0.14).encode(x=x, x2="to_kB:Q", y=y, y2="top:Q")
    line = alt.Chart(pd.DataFrame([_spot(attempt) for attempt in front])).mark_line(
        interpolate="step-after", strokeDash=[5, 3], strokeWidth=1.5, opacity=0.6, color=ink()
    )
    data = pd.DataFrame(
        [
            _spot(attempt)
            | {"run": "last run" if attempt.run == latest else "earlier", "beaten": "no" if attempt in unbeaten else "by another try"}
            for attempt in own
        ]
    )
    marks = (
        alt.Chart(data)
        .mark_point(filled=True)
        .encode(
            x=x,
            y=y,
            **_coloured_shapes("way", _present(TRY_SHAPES, data["way"])),
            size=alt.Size("run:N", scale=alt.Scale(domain=["last run", "earlier"], range=[170, 60]), legend=None),
            opacity=alt.Opacity("beaten:N", scale=alt.Scale(domain=["no", "by another try"], range=[1, 0.35]), legend=None),
            tooltip=["way", "run", "beaten", alt.Tooltip("kB", format=",.1f"), alt.Tooltip("accuracy", format=".1f"), "speed"],
        )
    )
    spots = [(one_speed, attempt.size_bytes / 1000, 100 * attempt.accuracy) for attempt in named if (one_speed := attempt.speed_in_words)]
    all_spots = [("", attempt.size_bytes / 1000, 100 * attempt.accuracy) for attempt in own]
    labels = placed(spots, plane=Plane((smallest_kb, largest_kb), (low, high), PLANE_PX - AXIS_PX), other_spots=all_spots)
    layers = alt.layer(shaded, line.encode(x=x, y=y), marks, *_texts(labels, x=x, y=y))
    return layers.properties(height=PLANE_PX + LEGEND_PX, background="transparent")


def _spot(attempt: Try) -> dict[str, Any]:
    return {
        "way": way_title(attempt.variant),
        "kB": attempt.size_bytes / 1000,
        "accuracy": 100 * attempt.accuracy,
        "speed": attempt.speed_in_words or "not known",
    }


def _coloured_shapes(field: str, shapes: Mapping[str, str]) -> dict[str, Any]:
    """The same legend for colour and shape, so that neither is needed to read the other."""
    domain = list(shapes)
    return {
        "color": alt.Color(f"{field}:N", scale=alt.Scale(domain=domain), legend=LEGEND),
        "shape": alt.Shape(f"{field}:N", scale=alt.Scale(domain=domain, range=list(shapes.values())), legend=LEGEND),
    }


def _present(shapes: Mapping[str, str], values: Any) -> dict[str, str]:
    present = set(values)
    return {name: shape for name, shape in shapes.items() if name in present}


def _decades(values: Sequence[float]) -> tuple[float, float]:
    """The range of a logarithmic axis with room for a mark and its name at both ends."""
    return min(values) / 1.5, max(values) * 1.5


def _padded(values: Sequence[float]) -> tuple[float, float]:
    """The range of an axis of percent with some room, never above 100 by more than the room that a mark takes."""
    low, high = min(values), max(values)
    room = max(1.0, 0.12 * (high - low))
    return max(0.0, low - room), min(100.0 + 0.25 * room, high + room)
