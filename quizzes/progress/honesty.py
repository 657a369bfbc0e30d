"""Whether what was promised came true: the schedule's expected recall, and how sure one was."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import TYPE_CHECKING, Any

from quizzes.events.rating import Rating
from quizzes.schedule.index import Index
from quizzes.schedule.memory import Review
from quizzes.sessions.self_test import wilson

if TYPE_CHECKING:
    import pandas as pd

ENOUGH_REVIEWS, ENOUGH_ANSWERS = 50, 30
EDGES = (0.0, 0.7, 0.8, 0.85, 0.9, 0.95, 1.0001)

RETENTION_RULE = (
    "Each card you rated is put into a group by the recall that was expected just before; the first rating of a card and repeats on one "
    "day are left out. The dot is the share you remembered (not rated Forgot), the bar its 95 % interval. On the line, the schedule kept "
    "its promise."
)
CALIBRATION_RULE = "Self-test answers and bets handed in as Sure or Not sure, with the share that was correct and its 95 % interval."


def retention(reviews: Sequence[Review], index: Index) -> pd.DataFrame | None:
    """``expected``, ``remembered``, ``low``, ``high`` (0..1), ``right`` and ``reviews`` for each group of expected recall.

    None before ENOUGH_REVIEWS.
    """
    import pandas as pd

    reviewed: set[tuple[str, object]] = set()
    rows = []
    for review in reviews:
        is_repeat = (review.item, review.day) in reviewed
        reviewed.add((review.item, review.day))
        if review.expected is not None and not is_repeat and index.entries[review.item].mode == "recall":
            rows.append((review.expected, review.rating > Rating.AGAIN))
    if len(rows) < ENOUGH_REVIEWS:
        return None
    table = pd.DataFrame(rows, columns=["expected", "remembered"])
    groups = table.groupby(pd.cut(table["expected"], list(EDGES), right=False), observed=True)
    counts = groups.agg(expected=("expected", "mean"), right=("remembered", "sum"), reviews=("remembered", "size")).reset_index(drop=True)
    return _with_interval(counts.rename(columns={"reviews": "of"})).rename(columns={"share": "remembered", "of": "reviews"})


def counted_reviews(reviews: Sequence[Review], index: Index) -> int:
    """How many reviews ``retention`` would count."""
    days = {(review.item, review.day) for review in reviews if review.expected is not None and index.entries[review.item].mode == "recall"}
    return len(days)


def calibration(answers: pd.DataFrame) -> pd.DataFrame | None:
    """``said`` (Sure, Not sure), ``share``, ``low``, ``high``, ``right``, ``of``; None before ENOUGH_ANSWERS."""
    sure_rows = sure_answers(answers)
    if len(sure_rows) < ENOUGH_ANSWERS:
        return None
    words: Mapping[bool, str] = {True: "Sure", False: "Not sure"}
    right = sure_rows.assign(said=sure_rows["sure"].map(lambda sure: words[bool(sure)]), hit=sure_rows["score"] == 1.0)
    counts = right.groupby("said").agg(right=("hit", "sum"), of=("hit", "size")).reindex(["Sure", "Not sure"]).dropna().reset_index()
    return _with_interval(counts)


def sure_answers(answers: pd.DataFrame) -> pd.DataFrame:
    """The answers that were handed in as sure or not sure."""
    return answers[answers["sure"].notna()]


def meaning(table: pd.DataFrame) -> str:
    """One sentence what the calibration says."""
    rows: dict[str, dict[Any, Any]] = {row["said"]: row for row in table.to_dict("records")}
    parts = [f"when you said {name.lower()}, you were right in {int(row['right'])} of {int(row['of'])}" for name, row in rows.items()]
    sure, unsure = rows.get("Sure"), rows.get("Not sure")
    if sure is not None and sure["high"] < 0.8:
        verdict = "You are sure too often: look twice before you say so."
    elif unsure is not None and unsure["low"] > 0.8:
        verdict = "You know more than you think."
    elif sure is not None and unsure is not None and sure["low"] > unsure["high"]:
        verdict = "You can tell what you know from what you do not."
    else:
        verdict = "More answers will show whether you can tell the two apart."
    sentence = "; ".join(parts)
    return f"{sentence[:1].upper()}{sentence[1:]}. {verdict}"


def _with_interval(counts: pd.DataFrame) -> pd.DataFrame:
    spans = [wilson(int(right), int(of)) for right, of in zip(counts["right"], counts["of"], strict=True)]
    return counts.assign(share=counts["right"] / counts["of"], low=[low for low, _ in spans], high=[high for _, high in spans])
