"""One item over all learners: its text, how often each answer was given, before and since each change, and what was reported."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import streamlit as st

from quizzes.content.models import Asked, Card, Item, Prompt, Topic
from views import frame, prose, units, visitor

if TYPE_CHECKING:
    import pandas as pd

    from quizzes.progress.item_statistics import ItemStatistics
    from views.item_figures import Figures

NOTHING = "–"
REPORTS_SHOWN = 20


def draw(full: str, figures: Figures) -> None:
    """Everything about the item with that full id."""
    statistics = figures.statistics
    topic, item = statistics.known.items[full]
    versions: list[dict[Any, Any]] = statistics.table[statistics.table["item"] == full].to_dict("records")
    labels = labels_of([row["first"] for row in versions])
    with st.container(border=True, key="card-item"):
        _question(item, topic)
        ranked = figures.ranked
        reasons = ranked.loc[(ranked["item"] == full) & ranked["is_current"], "reasons"]
        said = reasons.iloc[0] if len(reasons) else ""
        st.markdown(f"**{said[:1].upper()}{said[1:]}.**" if said else "Nothing is wrong with it that can be said from the answers.")
        _answers_given(statistics, versions, labels)
        _missed(statistics, full, item)
        _compare(versions, labels)
        _reports(statistics.reports[statistics.reports["item"] == full], item)
        if "author" in frame.PAGES:
            query = {"topic": topic.id, "item": item.id}
            st.page_link(frame.address("author"), label="Open in Author", icon=":material/edit:", query_params=query)


def _question(item: Item, topic: Topic) -> None:
    from quizzes.progress.item_statistics import text_of

    st.caption(f"{topic.title.partition(':')[0]} · {item.id}")
    prose.prose(text_of(item), topic)
    if isinstance(item, Asked) and item.snippet is not None:
        st.code(item.snippet.text, language=item.snippet.language)
    if isinstance(item, Card):
        st.caption("The back:")
        prose.prose(item.back, topic)
    if isinstance(item, Asked) and item.inputs:
        st.caption("A variant: each attempt draws its own figures. All of them count together.")


def labels_of(starts: list[Any]) -> list[str]:
    """A name for each version, from the days of their first answers: ``before 12 Nov``, ``since 12 Nov``."""
    days = ["" if start != start else visitor.local_time(start.to_pydatetime()).rpartition(" ")[0] for start in starts]
    if len(days) < 2:
        return ["all answers"] * len(days)
    names = [f"since {day}" if day else "since the last change" for day in days]
    names[0] = f"before {days[1]}" if days[1] else "before the change"
    return [f"{name} ({number + 1})" if names.count(name) > 1 else name for number, name in enumerate(names)]


def _answers_given(statistics: ItemStatistics, versions: list[dict[Any, Any]], labels: list[str]) -> None:
    """A bar for each answer, the versions side by side; ✓ is the key."""
    picks = statistics.picks
    found: dict[str, dict[str, Any]] = {}
    for row, label in zip(reversed(versions), reversed(labels), strict=True):
        here: list[dict[Any, Any]] = picks[(picks["item"] == row["item"]) & (picks["version"] == row["version"])].to_dict("records")
        for one in here:
            line = found.setdefault(one["pick"], {"": "", "Answer": prose.one_line(one["text"])})
            line[""] = line[""] or ("✓" if one["is_key"] and (row["is_current"] or len(versions) == 1) else "")
            line[label] = one["share"] * 100
            line[f"{label}, times"] = one["answers"]
    if not found:
        return
    shown = [label for label in labels if any(label in line for line in found.values())]
    order = ["", "Answer", *(name for label in shown for name in (label, f"{label}, times"))]
    config: dict[str, Any] = {"": st.column_config.TextColumn("", width=30), "Answer": st.column_config.TextColumn("Answer", width="large")}
    for label in shown:
        config[label] = st.column_config.ProgressColumn(f"{label}, %", format="%.0f %%", min_value=0, max_value=100)
        config[f"{label}, times"] = st.column_config.NumberColumn("times", format="%d", width="small")
    rows = [{name: line.get(name) for name in order} for line in found.values()]
    st.dataframe(
        rows, hide_index=True, column_config=config, column_order=order, placeholder=NOTHING, alt="How often each answer was given"
    )
    st.caption(
        "✓ is the key." if any(line[""] for line in found.values()) else "No key is marked: what counts as right is not one of these."
    )


def _missed(statistics: ItemStatistics, full: str, item: Item) -> None:
    missed = statistics.missed_points(full, item.content_hash)
    if isinstance(item, Prompt) and missed:
        names = {point.id: point.name for point in item.points}
        st.markdown("**Missed most:** " + "; ".join(f"{names[point]} ({count} times)" for point, count in missed.items()) + ".")


def _compare(versions: list[dict[Any, Any]], labels: list[str]) -> None:
    """The figures of each version in a column."""
    from quizzes.progress.item_picks import SMALL_GROUP

    lines = [(name, [write(row) for row in versions]) for name, write in FIGURES.items()]
    rows = [(name, *cells) for name, cells in lines if any(cell != NOTHING for cell in cells)]
    st.markdown(units.markdown_table(("", *labels), rows))
    if any(0 < row["learners"] < SMALL_GROUP for row in versions):
        st.caption(f"Fewer than {SMALL_GROUP} learners: only their number is said.")


def _percent(name: str) -> Any:
    return lambda row: NOTHING if row[name] != row[name] else f"{row[name] * 100:.0f} %"


def _right(row: dict[Any, Any]) -> str:
    if row["kind"] == "explanation" or row["right"] != row["right"]:
        return NOTHING
    return f"{row['right'] * 100:.0f} % ({row['low'] * 100:.0f}–{row['high'] * 100:.0f})"


def _discrimination(row: dict[Any, Any]) -> str:
    value, low, high = (row[name] for name in ("discrimination", "discrimination_low", "discrimination_high"))
    return NOTHING if value != value else f"{value:.2f} ({low:.2f} to {high:.2f}; {row['discrimination_learners']:.0f} learners)"


FIGURES: dict[str, Any] = {
    "answers": lambda row: f"{row['answers']:,}",
    "learners": lambda row: f"{row['learners']:,}",
    "right (95 % interval)": _right,
    "mean coverage": _percent("coverage"),
    "forgot": _percent("forgot"),
    "I don’t know": _percent("skipped"),
    "sure and wrong": _percent("sure_wrong"),
    "with a hint": _percent("hints"),
    "median time": lambda row: NOTHING if row["median_s"] != row["median_s"] else f"{row['median_s']:.0f} s",
    "discrimination": _discrimination,
    "reports": lambda row: f"{row['reports']}" if row["reports"] else NOTHING,
}
"""Name -> how a version's figure is written."""


def _reports(reports: pd.DataFrame, item: Item) -> None:
    """What was reported, newest first; in the learners' words, which are drawn as plain text."""
    if reports.empty:
        return
    st.markdown("**Reported**")
    newest: list[dict[Any, Any]] = reports.iloc[::-1].head(REPORTS_SHOWN).to_dict("records")
    for row in newest:
        since = "" if row["version"] == item.content_hash else ", before it was changed"
        st.text(f"“{row['text']}”")
        st.caption(f"{visitor.local_time(row['at'].to_pydatetime())}{since}")
