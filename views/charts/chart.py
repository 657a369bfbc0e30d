"""How every chart is put on the page: its labels in the theme's ink, its sentence for those who do not see it."""

from __future__ import annotations

from typing import Any, Literal

import streamlit as st

INK = {"light": "#211D17", "dark": "#EFE9DD"}
QUIET_INK = {"light": "#5B5346", "dark": "#C4BAA9"}
INK_ON_BOTH = "#8A8275"
"""Where the browser has not said yet which theme it shows."""
PERCENT = "format(100 * datum.value, '.0f') + ' %'"
"""How an axis of shares is labelled."""


def ink() -> str:
    """The colour of what is written or drawn in no category; Streamlit gives its theme's colours to categories only."""
    return INK.get(st.context.theme.type or "", INK_ON_BOTH)


def show(chart: Any, *, says: str, key: str | None = None, width: Literal["stretch", "content"] = "stretch") -> None:
    """Draw an Altair chart; ``says`` tells what it shows. Streamlit's own label colour has 3.5:1 on paper, where text needs 4.5:1."""
    quiet = QUIET_INK.get(st.context.theme.type or "", INK_ON_BOTH)
    labelled = chart.configure_axis(labelColor=quiet, titleColor=quiet, labelFlush=False)
    st.altair_chart(labelled.configure_legend(labelColor=quiet, titleColor=quiet), width=width, key=key, alt=says)
