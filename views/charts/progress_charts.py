"""The pictures of the progress page."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date, timedelta

import altair as alt
import pandas as pd

from views.charts.chart import PERCENT

Picture = alt.Chart | alt.LayerChart | alt.FacetChart

LINE = "#8A8378"
"""Grey that is seen on light paper and on dark."""
SQUARE_PX, GAP = 17, 0.12
"""What a day takes, sixteen weeks of which fit on a phone, and the share of it between two days."""
MONTH = "date(datetime(datum.label)) <= 7 ? timeFormat(datetime(datum.label), '%b') : ''"
"""The name of the month under its first week."""
WEEKDAYS = ["Mon", "Tue", "Wed", "Thu", "Fri", "Sat", "Sun"]


def heatmap(days: pd.DataFrame) -> Picture:
    """A square a day, weeks from left to right; darker with more answers."""
    table = days.assign(
        name=days["weekday"].map(lambda at: WEEKDAYS[at]), week=days["week"].map(lambda day: f"{day:%Y-%m-%d}"), date=days["day"].map(str)
    )
    darkest_at = max(20, int(table["answers"].max()))
    colour = alt.Color("answers:Q", legend=None, scale=alt.Scale(type="symlog", domain=[0, darkest_at]))  # the theme's own ramp
    weeks = alt.X(
        "week:O",
        title=None,
        scale=alt.Scale(paddingInner=GAP),
        axis=alt.Axis(
            labelExpr=MONTH,
            labelAngle=0,
            ticks=False,
            domain=False,
        ),
    )
    weekdays = alt.Y(
        "name:O",
        title=None,
        sort=WEEKDAYS,
        scale=alt.Scale(paddingInner=GAP),
        axis=alt.Axis(values=["Mon", "Wed", "Fri"], ticks=False, domain=False),
    )
    tips = [alt.Tooltip("date", title="day"), alt.Tooltip("answers")]
    chart: Picture = (
        alt.Chart(table)
        .mark_rect(cornerRadius=3, stroke=None)
        .encode(x=weeks, y=weekdays, color=colour, tooltip=tips)
        .properties(width=alt.Step(SQUARE_PX), height=alt.Step(SQUARE_PX), background="transparent")
    )
    return chart


def due(counts: Sequence[int], today: date) -> Picture:
    """A bar a day; the first one holds what is overdue as well."""
    names = ["today", *[f"{today + timedelta(days=days_ahead):%d %b}" for days_ahead in range(1, len(counts))]]
    table = pd.DataFrame({"day": names, "items": list(counts)})
    days = alt.X("day:O", sort=names, title=None, axis=alt.Axis(labelAngle=0, labelOverlap="greedy", ticks=False))
    items = alt.Y("items:Q", title="items due", axis=alt.Axis(tickMinStep=1, tickCount=4))
    bars = alt.Chart(table).mark_bar(cornerRadiusTopLeft=3, cornerRadiusTopRight=3)
    chart: Picture = bars.encode(x=days, y=items, tooltip=["day", "items"]).properties(height=180, background="transparent")
    return chart


def promised(table: pd.DataFrame) -> Picture:
    """Remembered against expected, with intervals, and the line on which the promise is kept."""
    low = min(0.5, float(table[["expected", "low"]].min().min()))
    scale = alt.Scale(domain=[low, 1.0], nice=False)
    x = alt.X("expected:Q", title="expected recall", scale=scale, axis=alt.Axis(labelExpr=PERCENT, tickCount=5))
    line = alt.Chart(pd.DataFrame({"expected": [low, 1.0], "remembered": [low, 1.0]})).mark_line(strokeDash=[4, 4], color=LINE)
    base = alt.Chart(table)
    y = alt.Y("remembered:Q", title="really remembered", scale=scale, axis=alt.Axis(labelExpr=PERCENT, tickCount=5))
    bars = base.mark_bar(width=7, cornerRadius=3, opacity=0.35).encode(
        x=x, y=alt.Y("low:Q", scale=scale, title="really remembered"), y2="high:Q"
    )
    tips = [alt.Tooltip("expected", format=".0%"), alt.Tooltip("remembered", format=".0%"), "reviews"]
    dots = base.mark_circle(size=110, opacity=1).encode(x=x, y=y, tooltip=tips)
    return alt.layer(line.encode(x=x, y=y), bars, dots).properties(height=260, background="transparent")


def sure(table: pd.DataFrame) -> Picture:
    """A row for Sure and one for Not sure: the share that was correct, with its interval."""
    rows = alt.Y("said:N", sort=["Sure", "Not sure"], title=None, axis=alt.Axis(ticks=False, domain=False, labelPadding=8))
    scale = alt.Scale(domain=[0, 1])
    title = "share that was correct"
    base = alt.Chart(table)
    bars = base.mark_bar(height=7, cornerRadius=3, opacity=0.35).encode(
        x=alt.X("low:Q", scale=scale, title=title, axis=alt.Axis(labelExpr=PERCENT, tickCount=5)), x2="high:Q", y=rows
    )
    tips = [alt.Tooltip("right"), alt.Tooltip("of"), alt.Tooltip("share", format=".0%")]
    dots = base.mark_circle(size=140, opacity=1).encode(x=alt.X("share:Q", scale=scale, title=title), y=rows, tooltip=tips)
    return alt.layer(bars, dots).properties(height=alt.Step(42), background="transparent")
