"""The table of all items over all learners: counted once for the whole server, and then only what is new."""

from __future__ import annotations

from collections.abc import Sequence
from typing import TYPE_CHECKING, Any
from zlib import crc32

import streamlit as st

from quizzes.content.topic import Topic
from views.page.services import services
from views.shown import prose

if TYPE_CHECKING:
    import pandas as pd

    from quizzes.progress.item_count import Figures, ItemCount

TEXT_LIMIT = 90
COUNTING_EVERY_S = 1.0


@st.cache_resource(show_spinner=False)
def item_count() -> ItemCount:
    """Counts for the whole server."""
    from quizzes.progress.item_count import ItemCount

    return ItemCount(services().log)


def figures(topics: Sequence[Topic]) -> Figures | None:
    """The newest figures that there are, None before the first; says what is not in them yet. Raises LogUnavailable."""
    with st.spinner("Counting the newest answers …", show_time=False):
        look = item_count().look(topics)
    if look.counting is not None:
        st.fragment(_counting, run_every=COUNTING_EVERY_S)(is_first=look.figures is None)
    elif look.later:
        st.caption("The newest answers are not counted yet: they come when you open this page again in a while.")
    return look.figures


def _counting(*, is_first: bool) -> None:
    counting = item_count().counting()
    if counting is None:
        st.rerun()
    advice = "The table comes by itself, and nobody has to wait for it." if is_first else "Until then, the table is the one of before."
    st.progress(min(1.0, counting.done / max(1, counting.rows)), text=f"Counting {counting.rows:,} rows … {advice}")


def table(ranked: pd.DataFrame, *, chosen_item: str | None) -> str | None:
    """Draw the table and return the full id of the item whose row is selected; ``chosen_item`` is the item that the address names."""
    items = ranked["item"].tolist()
    order = crc32("\n".join([*items, *ranked["version"]]).encode())  # a row keeps its item: another order is another table
    at = [items.index(chosen_item)] if chosen_item in items else []
    selection = st.dataframe(
        shown(ranked),
        hide_index=True,
        column_config=columns(),
        on_select="rerun",
        selection_mode="single-row",
        selection_default={"selection": {"rows": at, "columns": [], "cells": []}},
        key=f"items-{order}-{chosen_item}",
        placeholder="–",
        alt="All items that were answered or reported, worst first",
    )
    rows = selection["selection"]["rows"]
    return str(items[rows[0]]) if rows else None


def shown(ranked: pd.DataFrame) -> pd.DataFrame:
    """The columns as people read them: percent, seconds, one line of text."""
    import pandas as pd

    percent = {name: ranked[name] * 100 for name in ("sure_wrong", "skipped", "hints")}
    right = ranked["coverage"].where(ranked["kind"] == "explanation", ranked["right"]) * 100
    span = (ranked["low"] * 100).round().astype("Int64").astype(str) + "–" + (ranked["high"] * 100).round().astype("Int64").astype(str)
    span = span.where(ranked["right"].notna() & (ranked["kind"] != "explanation"), None)
    text = [_short(text_of_item) for text_of_item in ranked["text"]]
    counts = ranked[["kind", "answers", "learners", "reports", "discrimination", "median_s", "topic"]]
    first = pd.DataFrame({"text": text, "reasons": ranked["reasons"], "right": right, "span": span})
    version = ["" if current else "before a change" for current in ranked["is_current"]]
    return pd.concat([first, counts, pd.DataFrame(percent)], axis=1).assign(version=version)


def columns() -> dict[str, Any]:
    """What stands above each column, in the order of the table."""
    config = st.column_config
    return {
        "text": config.TextColumn("Item", width=320),
        "reasons": config.TextColumn("What is wrong", width=280),
        "right": config.ProgressColumn(
            "Right, %",
            width=110,
            format="%.0f %%",
            min_value=0,
            max_value=100,
            help="Of cards: not forgotten. Of explanations: mean coverage.",
        ),
        "span": config.TextColumn("95 % interval, %"),
        "kind": config.TextColumn("Kind"),
        "answers": config.NumberColumn("Answers", format="%d"),
        "learners": config.NumberColumn("Learners", format="%d"),
        "reports": config.NumberColumn("Open reports", format="%d"),
        "discrimination": config.NumberColumn("Discrimination", format="%.2f", help="From -1 to 1; below 0 is bad."),
        "sure_wrong": config.NumberColumn("Sure and wrong, %", format="%.0f", help="Of the answers that said how sure."),
        "skipped": config.NumberColumn("I don’t know, %", format="%.0f"),
        "median_s": config.NumberColumn("Median time, s", format="%.0f"),
        "hints": config.NumberColumn("With a hint, %", format="%.0f"),
        "version": config.TextColumn("Version"),
        "topic": config.TextColumn("Topic"),
    }


def _short(text: str) -> str:
    line = prose.one_line(text).replace("`", "")  # the table draws no Markdown
    return line if len(line) <= TEXT_LIMIT else f"{line[: TEXT_LIMIT - 1].rstrip()}…"
