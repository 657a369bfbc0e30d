"""The pictures of a lab result, in the theme's colours."""

from __future__ import annotations

from collections.abc import Sequence

import altair as alt
import pandas as pd

from optimization.results import Variant

Picture = alt.Chart | alt.LayerChart | alt.FacetChart

ROW_PX, PAIR_PX = 34, 46
AXIS_PX, LEGEND_PX = 52, 40
"""Streamlit counts a chart's axis and legend into its height."""


ROW_AXIS = alt.Axis(labelLimit=200, labelOverlap=False, labelPadding=8, ticks=False, domain=False)
FIGURE_AXIS = alt.Axis(tickCount=5)


def speed(variants: Sequence[Variant]) -> Picture:
    """A dot for how many times as fast each variant is, with its 95 % interval, and a line at 1."""
    rows = [
        {"network": one.name, "ratio": one.speedup.ratio, "low": one.speedup.low, "high": one.speedup.high}
        for one in variants
        if one.speedup is not None
    ]
    data = pd.DataFrame(rows)
    top = max(2.0, float(data["high"].max()) * 1.05)
    names = alt.Y("network:N", sort=None, title=None, axis=ROW_AXIS)
    title = f"times as fast as {variants[0].name}"
    axis = alt.X("ratio:Q", title=title, axis=FIGURE_AXIS, scale=alt.Scale(domain=[0, top]))
    base = alt.Chart(data).encode(y=names)
    one = alt.Chart(pd.DataFrame({"ratio": [1.0]})).mark_rule(strokeDash=[4, 4], opacity=0.6).encode(x="ratio:Q")
    span = base.mark_bar(height=7, cornerRadius=3, opacity=0.35).encode(x=alt.X("low:Q", title=title, axis=FIGURE_AXIS), x2="high:Q")
    tip = ["network", alt.Tooltip("ratio", format=".2f"), alt.Tooltip("low", format=".2f"), alt.Tooltip("high", format=".2f")]
    dots = base.mark_circle(size=110, opacity=1).encode(x=axis, tooltip=tip)
    layers = alt.layer(one, span, dots)
    return layers.properties(height=ROW_PX * len(rows) + AXIS_PX, background="transparent")


def sizes(variants: Sequence[Variant]) -> Picture:
    """Two bars a variant: the file as it is, and the file after gzip."""
    rows = [
        {"network": one.name, "file": kind, "kB": count / 1000}
        for one in variants
        for kind, count in (("as it is", one.raw_bytes), ("after gzip", one.gzip_bytes))
    ]
    data = pd.DataFrame(rows)
    names = alt.Y("network:N", sort=None, title=None, axis=ROW_AXIS)
    chart = alt.Chart(data).mark_bar(cornerRadius=2)
    bars: alt.Chart = chart.encode(
        y=names,
        yOffset=alt.YOffset("file:N", sort=["as it is", "after gzip"]),
        x=alt.X("kB:Q", title="file size, kB", axis=FIGURE_AXIS),
        color=alt.Color("file:N", sort=["as it is", "after gzip"], title=None, legend=alt.Legend(orient="top")),
        tooltip=["network", "file", alt.Tooltip("kB", format=",.0f")],
    )
    return bars.properties(height=PAIR_PX * len(variants) + AXIS_PX + LEGEND_PX, background="transparent")
