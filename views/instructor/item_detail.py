"""One item over all learners: its text, how often each answer was given, before and since each change, and what was reported."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import TYPE_CHECKING, Any

import streamlit as st

from quizzes.content.topic import Topic
from quizzes.models import Asked, Card, Item
from quizzes.questions import Prompt
from views.instructor import item_whys
from views.page import pages, visitor
from views.shown import prose, units

if TYPE_CHECKING:
    import pandas as pd

    from quizzes.progress.item_count import Figures
    from quizzes.progress.item_statistics import ItemStatistics

NO_VALUE = "–"
REPORTS_SHOWN = 20


def draw(full: str, figures: Figures) -> None:
    """Everything about the item with that full id."""
    statistics = figures.statistics
    topic, item = statistics.catalog.items[full]
    versions: list[dict[Any, Any]] = statistics.table[statistics.table["item"] == full].to_dict("records")
    labels = labels_of(versions)
    with st.container(border=True, key="card-item"):
        _question(item, topic)
        ranked = figures.ranked
        reasons = ranked.loc[(ranked["item"] == full) & ranked["is_current"], "reasons"]
        reason = reasons.iloc[0] if len(reasons) else ""
        st.markdown(f"**{reason[:1].upper()}{reason[1:]}.**" if reason else "The answers show nothing wrong with it.")
        _answers_given(statistics, versions, labels)
        _missed_points(statistics, full, item)
        item_whys.draw(statistics.whys.get(full, ()), item, topic)
        _compare(versions, labels)
        _reports(statistics.reports[statistics.reports["item"] == full], item)
        query = {"topic": topic.id, "item": item.id}
        st.page_link(pages.file("author"), label="Open in Author", icon=":material/edit:", query_params=query)


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


def labels_of(versions: Sequence[Mapping[Any, Any]]) -> list[str]:
    """A name for each version, in the order of their first answers: ``before 12 Nov``, ``since 12 Nov``; the days of their answers where
    an earlier version came back."""
    if len(versions) < 2:
        return ["all answers"] * len(versions)
    days = [(_day(row["first"]), _day(row["last"])) for row in versions]
    if not versions[-1]["is_current"]:
        names = [f"{first}–{last}{', as now' if row['is_current'] else ''}" for row, (first, last) in zip(versions, days, strict=True)]
    else:
        names = [f"since {first}" if first else "since the change" for first, _ in days]
        names[0] = names[1].replace("since", "before")
    return [f"{name} ({number + 1})" if names.count(name) > 1 else name for number, name in enumerate(names)]


def _day(moment: Any) -> str:
    return "" if moment != moment else visitor.local_time(moment.to_pydatetime()).rpartition(" ")[0]


def _answers_given(statistics: ItemStatistics, versions: list[dict[Any, Any]], labels: list[str]) -> None:
    """A bar for each answer, the versions side by side; ✓ is the key, of the item as it is now where it still has that answer."""
    texts: dict[str, str] = {}
    signs: dict[str, str] = {}
    cells: dict[str, dict[str, str]] = {}
    picks = statistics.picks
    for row, label in sorted(zip(versions, labels, strict=True), key=lambda pair: not pair[0]["is_current"]):
        version_picks: list[dict[Any, Any]] = picks[(picks["item"] == row["item"]) & (picks["version"] == row["version"])].to_dict(
            "records"
        )
        for answer in version_picks:
            texts.setdefault(answer["pick"], prose.one_line(answer["text"]).replace("|", "\\|"))
            signs.setdefault(answer["pick"], "✓" if answer["is_key"] else "")
            cells.setdefault(label, {})[answer["pick"]] = f"{bar(answer['share'])} {answer['share'] * 100:.0f} % ({answer['answers']})"
    if texts:
        shown_labels = [label for label in labels if label in cells]
        rows = [(signs[pick], text, *(cells[label].get(pick, NO_VALUE) for label in shown_labels)) for pick, text in texts.items()]
        st.markdown(units.markdown_table(("", "answer", *shown_labels), rows, left_columns=2))
        st.caption("✓ is the key; in brackets how often it was given.")


def bar(share: float, *, length: int = 6) -> str:
    """A bar of block characters, so that a table of text can hold it."""
    eighths = round(share * length * 8)
    return "█" * (eighths // 8) + ("" if eighths % 8 == 0 else "▏▎▍▌▋▊▉"[eighths % 8 - 1])


def _missed_points(statistics: ItemStatistics, full: str, item: Item) -> None:
    missed_counts = statistics.missed_points(full, item.content_hash)
    if isinstance(item, Prompt) and missed_counts:
        names = {point.id: point.name for point in item.points}
        st.markdown("**Missed most:** " + "; ".join(f"{names[point]} ({count} times)" for point, count in missed_counts.items()) + ".")


def _compare(versions: list[dict[Any, Any]], labels: list[str]) -> None:
    """The figures of each version in a column."""
    from quizzes.progress.item_picks import SMALL_GROUP

    lines = [(name, [write(row) for row in versions]) for name, write in FIGURES.items()]
    rows = [(name, *cells) for name, cells in lines if any(cell != NO_VALUE for cell in cells)]
    st.markdown(units.markdown_table(("", *labels), rows))
    if any(0 < row["learners"] < SMALL_GROUP for row in versions):
        st.caption(f"Fewer than {SMALL_GROUP} learners: only their number is shown.")


def _percent(name: str) -> Any:
    return lambda row: NO_VALUE if row[name] != row[name] else f"{row[name] * 100:.0f} %"


def _right(row: dict[Any, Any]) -> str:
    if row["kind"] == "explanation" or row["right"] != row["right"]:
        return NO_VALUE
    return f"{row['right'] * 100:.0f} % ({row['low'] * 100:.0f}–{row['high'] * 100:.0f})"


def _discrimination(row: dict[Any, Any]) -> str:
    value, low, high = (row[name] for name in ("discrimination", "discrimination_low", "discrimination_high"))
    return NO_VALUE if value != value else f"{value:.2f} ({low:.2f} to {high:.2f})"


FIGURES: dict[str, Any] = {
    "answers": lambda row: f"{row['answers']:,}",
    "learners": lambda row: f"{row['learners']:,}",
    "right (95 % interval)": _right,
    "mean coverage": _percent("coverage"),
    "forgot": _percent("forgot"),
    "I don’t know": _percent("skipped"),
    "sure and wrong": _percent("sure_wrong"),
    "with a hint": _percent("hints"),
    "median time": lambda row: NO_VALUE if row["median_s"] != row["median_s"] else f"{row['median_s']:.0f} s",
    "discrimination (95 % interval)": _discrimination,
    "learners in it": lambda row: NO_VALUE if row["discrimination"] != row["discrimination"] else f"{row['discrimination_learners']:.0f}",
    "reports": lambda row: f"{row['reports']}" if row["reports"] else NO_VALUE,
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
        with st.container(gap=None):
            st.text(f"“{row['text']}”")
            st.caption(f"{visitor.local_time(row['at'].to_pydatetime())}{since}")
