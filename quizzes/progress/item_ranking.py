"""Which items are bad: the one place of this rule."""

from __future__ import annotations

import csv
import io
from collections.abc import Mapping
from typing import TYPE_CHECKING, Any

from quizzes.progress.item_picks import DONT_KNOW, choices
from quizzes.progress.item_statistics import ItemStatistics
from quizzes.progress.item_tally import GRADED
from quizzes.questions import has_shape
from quizzes.questions.answers import PickSeveral

if TYPE_CHECKING:
    import pandas as pd

ENOUGH_TO_JUDGE, ENOUGH_TO_BORE, SURE_WRONG_SHARE = 5, 10, 0.2
RULE = (
    "Worst first: what was reported, most often first; then what those who know the rest get wrong, where a wrong choice is chosen more "
    "often than the key, what most get wrong, what many are sure of and wrong, and what nobody gets wrong; the rest by the lower bound of "
    "the share that is wrong."
)
"""The rule as the app says it."""

LIMITS_RULE = (
    f"Answers are judged from {ENOUGH_TO_JUDGE} learners on. Those who know the rest get a question wrong where the whole 95 % interval of "
    "its discrimination lies below 0; most get it wrong where the whole interval of the share right lies below half, of an explanation "
    f"where the mean coverage does; many are sure and wrong where it is surely more than {SURE_WRONG_SHARE * 100:.0f} % of those who "
    f"told how sure; "
    f"that nobody gets it wrong is said from {ENOUGH_TO_BORE} learners on. Bets are meant to surprise, so only reports judge them. What "
    "stands before a later change is not judged and comes last."
)
"""Where the reasons begin, as the app says it."""

MISKEYED = "those who know the rest get it wrong"
DISTRACTED = "a wrong choice is chosen more often than the key"
DISTRACTED_OF_SEVERAL = "a wrong choice is chosen more often than a right one"
DISTRACTED_TYPED = "a wrong answer is given more often than the right one"
WRONG = "most get it wrong"
FORGOTTEN = "it is forgotten more often than remembered"
UNCOVERED = "explanations cover less than half of its points"
SURE_WRONG = "many are sure and wrong"
TOO_EASY = "nobody gets it wrong"
SEVERITY: Mapping[str, int] = {
    **{MISKEYED: 0},
    **dict.fromkeys((DISTRACTED, DISTRACTED_OF_SEVERAL, DISTRACTED_TYPED), 1),
    **dict.fromkeys((WRONG, FORGOTTEN, UNCOVERED), 2),
    **{SURE_WRONG: 3, TOO_EASY: 4},
}
"""Reasons besides reports; the worst have the lowest number."""

NUMBERS = {1: "reported once", 2: "reported twice"}


def ranking(statistics: ItemStatistics) -> pd.DataFrame:
    """The table of the statistics, worst first by RULE, with ``reasons``: what is wrong in words, empty where nothing is."""
    table, distracted = statistics.table, _distracted(statistics)
    rows: list[dict[Any, Any]] = table.to_dict("records")
    reasons_by_row = [_reasons(row, distracted.get((row["item"], row["version"]))) for row in rows]
    order = sorted(range(len(rows)), key=lambda number: _place(rows[number], reasons_by_row[number]))
    reasons = ["; ".join(reasons_of_row) for reasons_of_row in reasons_by_row]
    return table.assign(reasons=reasons).astype({"reasons": object}).iloc[order].reset_index(drop=True)


def _distracted(statistics: ItemStatistics) -> Mapping[tuple[str, str], str]:
    """Items and versions of which a wrong answer was given more often than the key, in words."""
    picks = statistics.picks[statistics.picks["pick"] != DONT_KNOW]
    wrong = picks[~picks["is_key"]].groupby(["item", "version"])["answers"].max()
    keys = picks[picks["is_key"]].groupby(["item", "version"])["answers"].agg(["min", "sum"]).reindex(wrong.index, fill_value=0)
    distracted: dict[tuple[str, str], str] = {}
    for (name, version), most_picked, rarest, all_right in zip(wrong.index, wrong, keys["min"], keys["sum"], strict=True):
        item = statistics.catalog.items[name][1]
        if most_picked > (rarest if choices(item) else all_right):  # what is typed can be right in several ways
            words = DISTRACTED_OF_SEVERAL if has_shape(item, PickSeveral) else DISTRACTED if choices(item) else DISTRACTED_TYPED
            distracted[name, version] = words
    return distracted


def _reasons(row: Mapping[Any, Any], distracted: str | None) -> list[str]:
    if not row["is_current"]:
        return []  # it was changed since, so what was wrong may be mended
    count = int(row["reports"])
    reasons = [NUMBERS.get(count, f"reported {count} times")] if count else []
    if row["kind"] == "bet" or row["learners"] < ENOUGH_TO_JUDGE:
        return reasons
    is_graded = row["kind"] in GRADED
    mostly_wrong = {"card": FORGOTTEN, "explanation": UNCOVERED}.get(row["kind"], WRONG)
    checks = {
        MISKEYED: row["discrimination_high"] < 0,
        distracted or DISTRACTED: is_graded and distracted is not None,
        mostly_wrong: row["coverage"] < 0.5 if row["kind"] == "explanation" else row["high"] < 0.5,
        SURE_WRONG: row["sure_wrong_low"] > SURE_WRONG_SHARE,
        TOO_EASY: is_graded and row["right"] == 1.0 and row["learners"] >= ENOUGH_TO_BORE,
    }
    return reasons + [reason for reason, holds in checks.items() if holds]


def _place(row: Mapping[Any, Any], reasons: list[str]) -> tuple[Any, ...]:
    """Sorts worst first; the id makes the order the same however the rows came."""
    wrong = 1 - row["coverage"] if row["kind"] == "explanation" else 1 - row["high"]
    worst = min((SEVERITY[reason] for reason in reasons if reason in SEVERITY), default=len(SEVERITY))
    open_reports = int(row["reports"]) if row["is_current"] else 0
    return (not row["is_current"], -open_reports, worst, 0.0 if wrong != wrong else -wrong, row["item"], row["version"])


def csv_text(ranked: pd.DataFrame) -> str:
    """The table for a spreadsheet; what that would take for a formula begins with an apostrophe."""
    buffer = io.StringIO()
    writer = csv.writer(buffer)
    writer.writerow(ranked.columns)
    for row in ranked.itertuples(index=False):
        writer.writerow([_cell(cell) for cell in row])
    return buffer.getvalue()


def _cell(cell: Any) -> object:
    if isinstance(cell, str):
        return f"'{cell}" if cell.startswith(("=", "+", "-", "@", "\t", "\r")) else cell
    if cell != cell:  # what is missing: NaN or NaT
        return ""
    return f"{cell:%Y-%m-%d %H:%M:%S}" if hasattr(cell, "strftime") else round(cell, 4) if isinstance(cell, float) else cell
