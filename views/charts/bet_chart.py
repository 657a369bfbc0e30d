"""The picture of a bet beside what was measured."""

from __future__ import annotations

from typing import Literal

import altair as alt
import pandas as pd

from optimization.measuring.timing import MARGIN
from optimization.results.figures import Figure
from quizzes.models import Measure, Myth, Outcome
from views.charts.bet_rows import compared

Picture = alt.LayerChart | alt.FacetChart

ROW_PX, AXIS_PX = 40, 52
BET, MEASUREMENT = "your bet", "measured"
EDGE_COLOUR = "#8A8378"
"""Grey that is seen on light paper and on dark."""
WIDE = 50
"""From so many times on an axis goes in steps of ten times each."""
ROOM = 0.15
"""Share of the span that is left free at both ends, so that an open range is seen to go on."""

TITLES = {
    "speed": "times as fast as {against}",
    "file": "times smaller (below 1: larger)",
    "gzip": "times smaller after gzip",
    "sparse file": "times smaller (below 1: larger)",
    "accuracy": "points of accuracy",
    "changed": "pictures that are read differently",
    "non-zero": "% of the weights that are not zero",
}
"""Short enough for a phone's width."""
GAIN = "times the gain of the other run"
PROGRAM_OUTPUT = "what the program prints"
NOTHING_BELOW_0 = ("speed", "file", "gzip", "sparse file", "changed", "non-zero")

SPEED_RANGES: dict[str | None, tuple[float | None, float | None]] = {
    "slower": (None, 1 - MARGIN),
    "no difference": (1 - MARGIN, 1 + MARGIN),
    "faster": (1 + MARGIN, None),
}


def bet_and_measurement(myth: Myth, figure: Figure, bet: Outcome | None) -> Picture:
    """A band for the bet's range, a dot with its interval for the measurement, and a dashed line wherever one outcome ends."""
    edges = sorted({edge for outcome in myth.outcomes for edge in range_of(myth, outcome) if edge is not None})
    low_edge, high_edge = domain(myth, figure, edges)
    title = title_of(myth)
    kind: Literal["log", "linear"] = "log" if is_wide(myth, figure, edges) else "linear"
    scale = alt.Scale(type=kind, domain=[low_edge, high_edge], nice=False, clamp=True)
    axis = alt.X("value:Q", title=title, axis=alt.Axis(tickCount=6), scale=scale)
    order = [BET, MEASUREMENT] if bet is not None else [MEASUREMENT]
    rows = alt.Y("row:N", sort=order, title=None, axis=alt.Axis(labelPadding=8, ticks=False, domain=False), scale=alt.Scale(domain=order))
    colour = alt.Color("row:N", sort=[MEASUREMENT, BET], legend=None, scale=alt.Scale(domain=[MEASUREMENT, BET]))
    layers: list[alt.Chart] = [alt.Chart(pd.DataFrame({"value": edges})).mark_rule(strokeDash=[4, 4], color=EDGE_COLOUR).encode(x=axis)]
    if bet is not None:
        low, high = range_of(myth, bet)
        band = {"row": BET, "value": low_edge if low is None else low, "end": high_edge if high is None else high, "bet": bet.text}
        bars = alt.Chart(pd.DataFrame([band])).mark_bar(height=18, cornerRadius=4, opacity=0.75)
        layers.append(bars.encode(x=axis, x2="end:Q", y=rows, color=colour, tooltip=["bet"]))
    point = {"row": MEASUREMENT, "value": figure.value, "low": figure.low, "high": figure.high, "text": figure.text}
    data = pd.DataFrame([point])
    if figure.low is not None:
        span = alt.X("low:Q", title=title)
        layers.append(alt.Chart(data).mark_bar(height=7, cornerRadius=3, opacity=0.35).encode(x=span, x2="high:Q", y=rows, color=colour))
    dot = alt.Chart(data).mark_circle(size=130, opacity=1)
    layers.append(dot.encode(x=axis, y=rows, color=colour, tooltip=[alt.Tooltip("text", title="measured")]))
    return alt.layer(*layers).properties(height=ROW_PX * len(order) + AXIS_PX, background="transparent")


def title_of(myth: Myth) -> str:
    """What the axis counts; of a program the unit of what it prints."""
    decides, rows = myth.run.compare, compared(myth)
    if isinstance(decides, Measure):
        return decides.unit.strip() or PROGRAM_OUTPUT
    is_gain = decides.figure == "speed" and decides.rival is not None
    return GAIN if is_gain else TITLES[decides.figure].format(against=rows[1] if rows is not None else "")


def range_of(myth: Myth, outcome: Outcome) -> tuple[float | None, float | None]:
    """The values that make an outcome true: from, to; None where there is no end. For speed the whole interval has to lie in it."""
    return (outcome.at_least, outcome.below) if outcome.verdict is None else SPEED_RANGES[outcome.verdict]


def domain(myth: Myth, figure: Figure, edges: list[float]) -> tuple[float, float]:
    """From where to where the axis goes: every end of an outcome, the measurement and its interval, and some room."""
    marks = _marks(figure, edges)
    low, high = min(marks), max(marks)
    if is_wide(myth, figure, edges):
        return low / (room := (high / low) ** ROOM), high * room
    room = ROOM * ((high - low) or 1.0)
    low_edge = low - room
    is_positive = myth.run.compare.figure in NOTHING_BELOW_0 or (myth.measure is not None and low >= 0)
    return (max(0.0, low_edge) if is_positive else low_edge), high + room


def is_wide(myth: Myth, figure: Figure, edges: list[float]) -> bool:
    """Whether what a program printed lies so far from the ends of the outcomes that only steps of ten times each show both."""
    marks = _marks(figure, edges)
    return myth.measure is not None and min(marks) > 0 and max(marks) > WIDE * min(marks)


def _marks(figure: Figure, edges: list[float]) -> list[float]:
    return [*edges, figure.value, *(edge for edge in (figure.low, figure.high) if edge is not None)]
