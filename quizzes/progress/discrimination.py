"""Whether those who know the rest of a topic get a question right, and those who do not get it wrong."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from math import atanh, sqrt, tanh
from statistics import StatisticsError, correlation

from quizzes.progress.item_answers import Answer, Catalog, kind_of

ENOUGH_LEARNERS, ENOUGH_OTHERS = 20, 3
GRADED = ("question", "problem")
RULE = (
    "Discrimination is the correlation between learners’ first answers to a question and their mean on those to the other questions of "
    f"the topic, from {ENOUGH_LEARNERS} learners on who answered at least {ENOUGH_OTHERS} others: near 0 the question does not tell who "
    "knows the topic, below 0 those who know the rest get it wrong."
)
"""The rule as the app says it. Cards rate themselves and bets may be luck, so neither is counted."""


@dataclass(frozen=True)
class Discrimination:
    """The corrected item-total correlation (-1..1) with its 95 % interval (Fisher's z), and of how many learners."""

    value: float
    low: float
    high: float
    learners: int


def discrimination(answers: Sequence[Answer], known: Catalog) -> Mapping[tuple[str, str], Discrimination]:
    """By item and version, where enough learners answered and they neither all agree nor all know the same; ``answers`` in order.

    A learner's first answer to an item counts for the version that it was given to; whoever knew an earlier version is no newcomer to the
    next.
    """
    first: dict[tuple[int, str], Answer] = {}
    for one in answers:
        if kind_of(known.items[one.item][1]) in GRADED:
            first.setdefault((one.learner, one.item), one)
    sums: dict[tuple[int, str], float] = defaultdict(float)
    counts: dict[tuple[int, str], int] = defaultdict(int)
    for one in first.values():
        seat = (one.learner, known.items[one.item][0].id)
        sums[seat] += one.score
        counts[seat] += 1
    pairs: dict[tuple[str, str], list[tuple[float, float]]] = defaultdict(list)
    for one in first.values():
        seat = (one.learner, known.items[one.item][0].id)
        others = counts[seat] - 1
        if others >= ENOUGH_OTHERS:
            pairs[one.item, one.version].append((one.score, (sums[seat] - one.score) / others))
    found = {key: _correlation(some) for key, some in pairs.items() if len(some) >= ENOUGH_LEARNERS}
    return {key: one for key, one in found.items() if one is not None}


def _correlation(pairs: Sequence[tuple[float, float]]) -> Discrimination | None:
    try:
        value = correlation(*zip(*pairs, strict=True))
    except StatisticsError:  # all answered alike, or all know the same
        return None
    centre, spread = atanh(max(-0.999999, min(0.999999, value))), 1.959964 / sqrt(len(pairs) - 3)
    return Discrimination(value, tanh(centre - spread), tanh(centre + spread), len(pairs))
