"""Figures of every item over all learners, for each version of it apart: what a table of bad questions is made from.

No figure names a learner. Intervals of shares are Wilson's. https://en.wikipedia.org/wiki/Item_analysis
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

import numpy as np

from quizzes.models import Asked, Card, Item, Myth
from quizzes.progress import item_picks
from quizzes.progress.discrimination import Discrimination, discrimination
from quizzes.progress.item_answers import Answer, Catalog, Reported, SaidWhy, kind_of
from quizzes.progress.item_picks import SMALL_GROUP
from quizzes.progress.item_tally import UNSAID, Key, OfKey, Tally
from quizzes.questions import Problem, Prompt
from quizzes.sessions.self_test import wilson

if TYPE_CHECKING:
    import pandas as pd

COUNT_RULE = (
    "Every answer counts, repeated ones too, except what was taken back or was practice only; “I don’t know” counts as wrong and has its "
    "own column. Correct means fully correct, for a card not forgotten; for an explanation it is the mean share of its points that is "
    "covered. Figures begin "
    "anew when an item is changed; a new id alone changes nothing, and all draws of a variant count together. A report is open as long as "
    "the item is as it was reported."
)
SMALL_RULE = (
    f"Where fewer than {SMALL_GROUP} learners answered, only their number is shown: no share, no choice, no line about why, no "
    f"time, because it would be about one person. A typed answer is listed once {SMALL_GROUP} learners gave the same."
)

SHARES = ("right", "low", "high", "skipped", "forgot", "coverage", "sure_wrong", "sure_wrong_low", "hints")
FIGURES = (
    *("item", "version", "topic", "kind", "text", "is_current", "first", "last", "answers", "learners", *SHARES, "median_s", "reports"),
    *("discrimination", "discrimination_low", "discrimination_high", "discrimination_learners"),
)
"""The columns of ``ItemStatistics.table``. Shares are 0..1: ``low`` to ``high`` is the 95 % interval of ``right``, ``forgot`` is of cards,
``coverage`` of explanations, ``sure_wrong`` of the answers that said how sure, ``sure_wrong_low`` the lower end of its interval. ``first``
and ``last`` are the times of answers, UTC. What cannot or must not be said is missing (NaN)."""

NO_SHARES: Mapping[str, Any] = dict.fromkeys([*SHARES, "median_s"], float("nan"))
UNANSWERED: Mapping[str, Any] = {**NO_SHARES, "first": None, "last": None, "answers": 0, "learners": 0}


@dataclass(frozen=True)
class ItemStatistics:
    """``table`` has a row for each item and version (FIGURES), ``picks`` one for each answer given to it (``item_picks.COLUMNS``), and
    ``reports`` one for each report: item, version, at, text. ``whys`` holds by item why learners chose wrongly, in their words, in order.
    Whoever is given them changes none.
    """

    table: pd.DataFrame
    picks: pd.DataFrame
    reports: pd.DataFrame
    catalog: Catalog
    whys: Mapping[str, Sequence[SaidWhy]]
    _explanations: Mapping[Key, Sequence[tuple[int, Answer]]]

    def missed_points(self, item: str, version: str) -> Mapping[str, int]:
        """Point id -> how many explanations miss it, most missed first; empty where that cannot be said."""
        prompt = self.catalog.items[item][1]
        if not isinstance(prompt, Prompt) or version != prompt.content_hash:
            return {}
        return item_picks.missed_points(self._explanations.get((item, version), ()), prompt)


def item_statistics(tally: Tally, catalog: Catalog) -> ItemStatistics:
    """The figures of all that the tally holds, which was gathered with this catalog or one that bears on it alike."""
    import pandas as pd

    rows, learners = tally.rows()
    discriminations = discrimination(rows, learners, tally.keys, catalog)
    reports = tally.reports()
    report_counts = Counter((report.item, report.version) for report in reports)
    figures: dict[Key, dict[str, Any]] = {}
    picks: list[tuple[str, str, str, str, bool, int, float]] = []
    for item_rows in tally.by_key(rows, learners):
        item = catalog.items[item_rows.key[0]][1]
        figures[item_rows.key] = _figures(item_rows, item)
        picks += item_picks.pick_rows(item_rows, tally, item)
    keys = set(figures) | set(report_counts)
    keys |= {(name, catalog.items[name][1].content_hash) for name, _ in keys}
    lines = [
        {
            **_identity(key, catalog),
            **figures.get(key, UNANSWERED),
            **_discrimination_columns(discriminations.get(key)),
            "reports": report_counts[key],
        }
        for key in sorted(keys)
    ]
    table = pd.DataFrame(lines, columns=list(FIGURES))
    for name in ("first", "last"):
        table[name] = pd.to_datetime(table[name], unit="us", utc=True)
    table = table.sort_values(["item", "first", "version"], ignore_index=True)  # what nobody has answered yet comes last
    return ItemStatistics(table, item_picks.frame(picks), _reports(reports), catalog, _whys(tally.whys(), figures), tally.explanations())


def text_of(item: Item) -> str:
    """What is asked, as its author wrote it."""
    if isinstance(item, Card):
        return item.front
    if isinstance(item, Asked):
        return item.question
    return item.prompt if isinstance(item, Prompt) else item.claim if isinstance(item, Myth) else item.id


def _identity(key: tuple[str, str], catalog: Catalog) -> dict[str, Any]:
    topic, item = catalog.items[key[0]]
    fields = {"item": key[0], "version": key[1], "topic": topic.id, "kind": kind_of(item), "text": text_of(item)}
    return fields | {"is_current": key[1] == item.content_hash}


def _figures(item_rows: OfKey, item: Item) -> dict[str, Any]:
    """Everything of one version that needs its own answers only."""
    rows, answers = item_rows.rows, len(item_rows.rows)
    learners = len(np.unique(item_rows.learners))
    times = {"first": int(rows["at"].min()), "last": int(rows["at"].max())}
    figures = {**NO_SHARES, **times, "answers": answers, "learners": learners}
    if learners < SMALL_GROUP:
        return figures
    right = int((rows["score"] == 1.0).sum())
    low, high = wilson(right, answers)
    figures |= {"right": right / answers, "low": low, "high": high}
    took = rows["ms"][rows["ms"] != UNSAID]
    figures["median_s"] = float(np.median(took)) / 1000 if len(took) else float("nan")
    if isinstance(item, Card):
        figures["forgot"] = 1 - right / answers
    elif isinstance(item, Prompt):
        figures["coverage"] = float(rows["score"].mean())
    elif isinstance(item, Asked):
        figures["skipped"] = float(rows["is_skipped"].mean())
    if isinstance(item, Problem | Prompt):
        figures["hints"] = float(rows["has_hint"].mean())
    return figures | _sure_and_wrong(item_rows)


def _sure_and_wrong(item_rows: OfKey) -> dict[str, float]:
    is_asked = item_rows.rows["sure"] != UNSAID
    if len(np.unique(item_rows.learners[is_asked])) < SMALL_GROUP:
        return {}
    sure_rows = item_rows.rows[is_asked]
    wrong = int(((sure_rows["sure"] == 1) & (sure_rows["score"] < 0.5)).sum())
    return {"sure_wrong": wrong / len(sure_rows), "sure_wrong_low": wilson(wrong, len(sure_rows))[0]}


def _discrimination_columns(figure: Discrimination | None) -> dict[str, Any]:
    names = ("discrimination", "discrimination_low", "discrimination_high", "discrimination_learners")
    values = (figure.value, figure.low, figure.high, figure.learners) if figure is not None else (float("nan"),) * len(names)
    return dict(zip(names, values, strict=True))


def _whys(whys: Sequence[SaidWhy], figures: Mapping[Key, Mapping[str, Any]]) -> Mapping[str, Sequence[SaidWhy]]:
    """By item, the lines about versions that enough learners answered."""
    tellable = [reason for reason in whys if figures.get((reason.item, reason.version), UNANSWERED)["learners"] >= SMALL_GROUP]
    return {item: [reason for reason in tellable if reason.item == item] for item in dict.fromkeys(reason.item for reason in tellable)}


def _reports(reports: Sequence[Reported]) -> pd.DataFrame:
    import pandas as pd

    table = pd.DataFrame([report[:-1] for report in reports], columns=["item", "version", "at", "text"])
    return table.assign(at=pd.to_datetime(table["at"], unit="us", utc=True))
