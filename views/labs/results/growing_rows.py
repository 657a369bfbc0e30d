"""What a run under way has measured so far, drawn again as it grows."""

from __future__ import annotations

from collections.abc import Iterator

import streamlit as st

from optimization.labs import row_title
from optimization.results.records import Variant, times
from optimization.running.runs import RunStatus
from views.components import growing
from views.components.growing import Cell, Row
from views.shown.units import NO_VALUE, percent, size


def draw(status: RunStatus, *, of: str | None, key: str) -> None:
    """A row for each network that is built; ``of`` is the id of the row that the learner's bet is about."""
    timed = bool(status.parameters.get("timed", True))
    rows = [
        Row(
            title=row_title(status.lab, status.parameters, one.name),
            cells=tuple(_cells(one, status, timed=timed)),
            is_bet_on=one.name == of,
        )
        for one in status.variants
    ]
    growing.rows(rows, key=key)
    st.caption(
        f"The size of the file, the share of the test pictures that is read correctly{', and the speed' * timed}. {NO_VALUE} is to come."
    )


def _cells(variant: Variant, status: RunStatus, *, timed: bool) -> Iterator[Cell]:
    largest = max(one.raw_bytes for one in status.variants)
    yield Cell(text=size(variant.raw_bytes), share=variant.raw_bytes / largest)
    read = f"{percent(variant.accuracy)} correct" if variant.accuracy is not None else NO_VALUE
    yield Cell(text=read, share=variant.accuracy or 0.0)
    if timed:
        fastest = max((one.speedup.ratio for one in status.variants if one.speedup is not None), default=1.0)
        ratio = variant.speedup.ratio if variant.speedup is not None else 0.0
        yield Cell(text=f"{times(ratio)} as fast" if variant.speedup is not None else NO_VALUE, share=ratio / fastest)
