"""Figures of every item over all learners, for each version of it apart: what a table of bad questions is made from.

No figure names a learner. Intervals of shares are Wilson's. https://en.wikipedia.org/wiki/Item_analysis
"""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from statistics import median
from typing import TYPE_CHECKING, Any

from quizzes.content.models import Asked, Card, Item, Myth, Problem, Prompt, Topic
from quizzes.progress import item_picks
from quizzes.progress.discrimination import Discrimination, discrimination
from quizzes.progress.item_answers import Answer, Catalog, Logged, Reported, catalog, gather, kind_of
from quizzes.progress.item_picks import SMALL_GROUP
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
    f"Where fewer than {SMALL_GROUP} learners answered, only their number is said: no share, no choice, no time, because it would be about "
    f"one person. A typed answer is listed once {SMALL_GROUP} learners gave the same."
)

SHARES = ("right", "low", "high", "skipped", "forgot", "coverage", "sure_wrong", "sure_wrong_low", "hints")
FIGURES = (
    *("item", "version", "topic", "kind", "text", "is_current", "first", "last", "answers", "learners", *SHARES, "median_s", "reports"),
    *("discrimination", "discrimination_low", "discrimination_high", "discrimination_learners"),
)
"""The columns of ``ItemStatistics.table``. Shares are 0..1: ``low`` to ``high`` is the 95 % interval of ``right``, ``forgot`` is of cards,
``coverage`` of explanations, ``sure_wrong`` of the answers that said how sure, ``sure_wrong_low`` the lower end of its interval. ``first``
and ``last`` are the times of answers, UTC. What cannot or must not be said is missing (NaN)."""

NOTHING: Mapping[str, Any] = dict.fromkeys([*SHARES, "median_s"], float("nan"))


@dataclass(frozen=True)
class ItemStatistics:
    """``table`` has a row for each item and version (FIGURES), ``picks`` one for each answer given to it (``item_picks.COLUMNS``), and
    ``reports`` one for each report: item, version, at, text. Whoever is given them changes none.
    """

    table: pd.DataFrame
    picks: pd.DataFrame
    reports: pd.DataFrame
    known: Catalog
    _explanations: Mapping[tuple[str, str], Sequence[Answer]]

    def missed_points(self, item: str, version: str) -> Mapping[str, int]:
        """Point id -> how many explanations miss it, most missed first; empty where that cannot be said."""
        prompt = self.known.items[item][1]
        if not isinstance(prompt, Prompt) or version != prompt.content_hash:
            return {}
        return item_picks.missed_points(self._explanations.get((item, version), ()), prompt)


def item_statistics(events: Iterable[Logged], topics: Iterable[Topic]) -> ItemStatistics:
    """The figures of all that was answered or reported, from all learners' events in any order: ``item_answers.logged`` reads them."""
    import pandas as pd

    known = catalog(topics)
    gathered = gather(events, known)
    answers: dict[tuple[str, str], list[Answer]] = defaultdict(list)
    for one in gathered.answers:
        answers[one.item, one.version].append(one)
    reports = Counter((one.item, one.version) for one in gathered.reports)
    told = discrimination(gathered.answers, known)
    seen = set(answers) | set(reports)
    seen |= {(item, known.items[item][1].content_hash) for item, _ in seen}
    rows = [
        _identity(key, known) | _figures(answers.get(key, []), known.items[key[0]][1]) | _told(told.get(key)) | {"reports": reports[key]}
        for key in sorted(seen)
    ]
    table = pd.DataFrame(rows, columns=list(FIGURES))
    for name in ("first", "last"):
        table[name] = pd.to_datetime(table[name], unit="us", utc=True)
    table = table.sort_values(["item", "first", "version"], ignore_index=True)  # what nobody has answered yet comes last
    explained = {key: some for key, some in answers.items() if isinstance(known.items[key[0]][1], Prompt)}
    return ItemStatistics(table, item_picks.picks(gathered.answers, known), _reports(gathered.reports), known, explained)


def text_of(item: Item) -> str:
    """What is asked, as its author wrote it."""
    if isinstance(item, Card):
        return item.front
    if isinstance(item, Asked):
        return item.question
    return item.prompt if isinstance(item, Prompt) else item.claim if isinstance(item, Myth) else item.id


def _identity(key: tuple[str, str], known: Catalog) -> dict[str, Any]:
    topic, item = known.items[key[0]]
    given = {"item": key[0], "version": key[1], "topic": topic.id, "kind": kind_of(item), "text": text_of(item)}
    return given | {"is_current": key[1] == item.content_hash}


def _figures(some: Sequence[Answer], item: Item) -> dict[str, Any]:
    """Everything of one version that needs its own answers only."""
    learners = len({one.learner for one in some})
    times = {"first": some[0].at if some else None, "last": some[-1].at if some else None}
    counted = {**NOTHING, **times, "answers": len(some), "learners": learners}
    if learners < SMALL_GROUP:
        return counted
    right = sum(one.score == 1.0 for one in some)
    low, high = wilson(right, len(some))
    counted |= {"right": right / len(some), "low": low, "high": high}
    took = [one.ms for one in some if one.ms is not None]
    counted["median_s"] = median(took) / 1000 if took else float("nan")
    if isinstance(item, Card):
        counted["forgot"] = 1 - right / len(some)
    elif isinstance(item, Prompt):
        counted["coverage"] = sum(one.score for one in some) / len(some)
    elif isinstance(item, Asked):
        counted["skipped"] = sum(one.skipped for one in some) / len(some)
    if isinstance(item, Problem | Prompt):
        counted["hints"] = sum(one.hints > 0 for one in some) / len(some)
    return counted | _sure_and_wrong(some)


def _sure_and_wrong(some: Sequence[Answer]) -> dict[str, float]:
    asked = [one for one in some if one.sure is not None]
    if len({one.learner for one in asked}) < SMALL_GROUP:
        return {}
    wrong = sum(bool(one.sure) and one.score < 0.5 for one in asked)
    return {"sure_wrong": wrong / len(asked), "sure_wrong_low": wilson(wrong, len(asked))[0]}


def _told(found: Discrimination | None) -> dict[str, Any]:
    names = ("discrimination", "discrimination_low", "discrimination_high", "discrimination_learners")
    values = (found.value, found.low, found.high, found.learners) if found is not None else (float("nan"),) * len(names)
    return dict(zip(names, values, strict=True))


def _reports(reports: Sequence[Reported]) -> pd.DataFrame:
    import pandas as pd

    found = pd.DataFrame(reports, columns=list(Reported._fields))
    return found.assign(at=pd.to_datetime(found["at"], unit="us", utc=True))
