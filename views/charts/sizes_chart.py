"""The picture of a bet on bytes: both files as bars, and the sizes that the bet allows as a band."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Protocol

import altair as alt
import pandas as pd

from optimization.results.figures import Figure
from views.charts.bet_chart import AXIS_PX, BET, EDGE_COLOUR, MEASUREMENT, ROOM, ROW_PX, Picture
from views.shown.units import size

BEFORE = "before"


class Range(Protocol):
    """An outcome that may be bet on, of a claim or of a lab: how many times smaller makes it true."""

    @property
    def text(self) -> str: ...

    @property
    def at_least(self) -> float | None: ...

    @property
    def below(self) -> float | None: ...


def before_and_after(figure: Figure, *, judged: str, reference: str, outcomes: Sequence[Range], bet: Range | None) -> Picture:
    """Bars for both files in kilobytes, a band for the sizes that make the bet true, a dashed line wherever one outcome ends.

    ``figure`` has to hold the bytes of both, of the row ``judged`` and of the ``reference``. An outcome says how many times smaller; the
    sizes are the first file divided by that.
    """
    before, after = kilobytes(figure)
    edges = sorted({before / edge for outcome in outcomes for edge in (outcome.at_least, outcome.below) if edge})
    right = max(before, after, *edges) * (1 + ROOM)
    title = "kB (1,000 bytes)"
    axis = alt.X("value:Q", title=title, axis=alt.Axis(tickCount=6), scale=alt.Scale(domain=[0, right], nice=False, clamp=True))
    order = [reference, *([BET] if bet is not None else []), judged]
    rows = alt.Y("row:N", sort=order, title=None, axis=alt.Axis(labelPadding=8, ticks=False, domain=False), scale=alt.Scale(domain=order))
    kinds = alt.Color("kind:N", legend=None, scale=alt.Scale(domain=[MEASUREMENT, BET, BEFORE]))
    bars = [
        {"row": reference, "value": before, "kind": BEFORE, "text": size(round(1000 * before))},
        {"row": judged, "value": after, "kind": MEASUREMENT, "text": size(round(1000 * after))},
    ]
    layers: list[alt.Chart] = [alt.Chart(pd.DataFrame({"value": edges})).mark_rule(strokeDash=[4, 4], color=EDGE_COLOUR).encode(x=axis)]
    drawn = alt.Chart(pd.DataFrame(bars)).mark_bar(height=18, cornerRadius=2)
    layers.append(drawn.encode(x=axis, y=rows, color=kinds, tooltip=["row", alt.Tooltip("text", title="file")]))
    if bet is not None:
        low, high = sizes_of(bet, before)
        band = {"row": BET, "value": low, "end": right if high is None else high, "kind": BET, "bet": bet.text}
        layers.append(
            alt.Chart(pd.DataFrame([band]))
            .mark_bar(height=18, cornerRadius=4, opacity=0.75)
            .encode(x=axis, x2="end:Q", y=rows, color=kinds, tooltip=["bet"])
        )
    return alt.layer(*layers).properties(height=ROW_PX * len(order) + AXIS_PX, background="transparent")


def kilobytes(figure: Figure) -> tuple[float, float]:
    """Both files of a figure about bytes; ValueError where it holds none."""
    if figure.before_bytes is None or figure.after_bytes is None:
        raise ValueError("this figure holds no bytes")
    return figure.before_bytes / 1000, figure.after_bytes / 1000


def sizes_of(outcome: Range, before: float) -> tuple[float, float | None]:
    """From which size to which one an outcome is true, in the unit of ``before``; None where there is no end."""
    return before / outcome.below if outcome.below else 0.0, before / outcome.at_least if outcome.at_least else None
