"""Whether those who know the rest of a topic get a question right, and those who do not get it wrong."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from math import atanh, sqrt, tanh
from statistics import StatisticsError, correlation

import numpy as np

from quizzes.progress.item_answers import Catalog
from quizzes.progress.item_tally import Key, Numbers, Rows, grouped

ENOUGH_LEARNERS, ENOUGH_OTHERS = 20, 3
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


def discrimination(rows: Rows, learners: Numbers, keys: Sequence[Key], catalog: Catalog) -> Mapping[Key, Discrimination]:
    """By item and version, where enough learners answered and they neither all agree nor all know the same; of ``Tally.rows``.

    A learner's first answer to an item counts for the version that it was given to; whoever knew an earlier version is no newcomer to the
    next.
    """
    is_first = rows["is_first"]
    key, score = rows["key"][is_first], rows["score"][is_first]
    topics = {topic.id: number for number, topic in enumerate(topic for topic, _ in catalog.items.values())}
    topic_of = np.array([topics[catalog.items[item][0].id] for item, _ in keys], dtype=np.int64)
    seats = learners[is_first] * (max(topics.values(), default=0) + 1) + (topic_of[key] if len(key) else key)
    _, seat = np.unique(seats, return_inverse=True)
    other_count = np.bincount(seat)[seat] - 1
    enough = other_count >= ENOUGH_OTHERS
    rest_score = (np.bincount(seat, weights=score)[seat] - score)[enough] / other_count[enough]
    key, score = key[enough], score[enough]
    figures = {}
    for number, positions in grouped(key):
        figure = _correlation(score[positions].tolist(), rest_score[positions].tolist()) if len(positions) >= ENOUGH_LEARNERS else None
        if figure is not None:
            figures[keys[number]] = figure
    return figures


def _correlation(scores: Sequence[float], rest_scores: Sequence[float]) -> Discrimination | None:
    try:
        value = correlation(scores, rest_scores)
    except StatisticsError:  # all answered alike, or all know the same
        return None
    centre, spread = atanh(max(-0.999999, min(0.999999, value))), 1.959964 / sqrt(len(scores) - 3)
    return Discrimination(value, tanh(centre - spread), tanh(centre + spread), len(scores))
