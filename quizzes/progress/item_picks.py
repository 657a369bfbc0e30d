"""How often each answer to an item was given: choices, orders, typed answers, outcomes bet on; and which points explanations miss."""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Iterator, Mapping, Sequence
from functools import lru_cache
from typing import TYPE_CHECKING

import numpy as np

from quizzes.models import Asked, Item, Myth
from quizzes.progress.item_answers import Answer
from quizzes.progress.item_tally import OfKey, Tally
from quizzes.questions import Point, Prompt, has_shape, options, right_answer
from quizzes.questions.answers import PickOne, PickSeveral, PutInOrder
from quizzes.questions.explain.coverage import cover

if TYPE_CHECKING:
    import pandas as pd

SMALL_GROUP = 3
"""Fewer learners than this, and only how many there were is said."""

COLUMNS = ("item", "version", "pick", "text", "is_key", "answers", "share")
DONT_KNOW = ""
"""The ``pick`` of "I don't know"."""


def pick_rows(item_rows: OfKey, tally: Tally, item: Item) -> list[tuple[str, str, str, str, bool, int, float]]:
    """COLUMNS for each answer that can be given, or was, to this version of the item; ``share`` (0..1) is of that version's answers.

    Nothing where fewer than SMALL_GROUP learners answered it; what is typed or put in order only where so many gave the same.
    """
    if len(np.unique(item_rows.learners)) < SMALL_GROUP:
        return []
    is_current = item_rows.key[1] == item.content_hash
    return [(*item_rows.key, *row) for row in _rows(item_rows, tally, item, is_current=is_current)]


def frame(rows: Sequence[tuple[str, str, str, str, bool, int, float]]) -> pd.DataFrame:
    """``pick_rows`` of many items as a table."""
    import pandas as pd

    return pd.DataFrame(rows, columns=list(COLUMNS)).astype({"is_key": bool, "answers": int, "share": float})


def _rows(item_rows: OfKey, tally: Tally, item: Item, *, is_current: bool) -> Iterator[tuple[str, str, bool, int, float]]:
    counts: Counter[str] = Counter()
    givers: dict[str, set[int]] = defaultdict(set)
    best: set[str] = set()
    for picks, rows, learners in tally.picks_of(item_rows):
        for pick in set(picks):
            counts[pick] += len(rows)
            givers[pick].update(learners.tolist())
        best |= set(picks) if (rows["score"] == 1.0).any() else set()
    texts = choices(item)
    if not texts:  # typed or put in order: whoever writes something that nobody else writes could be known by it
        counts = Counter({pick: count for pick, count in counts.items() if len(givers[pick]) >= SMALL_GROUP and not _is_variant(item)})
    elif is_current:
        counts.update(dict.fromkeys(texts, 0))
    keys = right_choices(item) if is_current and not isinstance(item, Myth) else None
    keys = keys or best
    for pick, count in sorted(counts.items(), key=lambda pair: (-pair[1], pair[0])):
        yield pick, _text(pick, item, texts), pick in keys, count, count / len(item_rows.rows)
    skipped_count = int(item_rows.rows["is_skipped"].sum())
    if skipped_count:
        yield DONT_KNOW, "I don’t know", False, skipped_count, skipped_count / len(item_rows.rows)


def choices(item: Item) -> Mapping[str, str]:
    """Id -> text of what can be chosen or bet on; empty where an answer is typed or put in order."""
    if has_shape(item, PickOne, PickSeveral):
        return options(item)
    return {outcome.id: outcome.text for outcome in item.outcomes} if isinstance(item, Myth) else {}


def right_choices(item: Item) -> set[str]:
    """The ids of the choices that are right; empty where the item has none. What decides a bet is measured, not written."""
    return set(right_answer(item).choices) if has_shape(item, PickOne, PickSeveral) else set()


def _text(pick: str, item: Item, choice_texts: Mapping[str, str]) -> str:
    if has_shape(item, PutInOrder):
        texts = options(item)
        return " → ".join(texts.get(step, step) for step in pick.split(" → "))
    return choice_texts.get(pick, f"(now gone: {pick})" if choice_texts else pick)


def _is_variant(item: Item) -> bool:
    return isinstance(item, Asked) and bool(item.inputs)


def missed_points(explanations: Sequence[tuple[int, Answer]], prompt: Prompt) -> Mapping[str, int]:
    """Point id -> how many explanations miss it, the point that is missed most first.

    ``explanations`` are those to one version of that prompt, each with the number of its learner. Empty where fewer than
    SMALL_GROUP wrote one.
    """
    if len({learner for learner, _ in explanations}) < SMALL_GROUP:
        return {}
    counts = Counter({point.id: 0 for point in prompt.points})
    for _, answer in explanations:
        counts.update(_missed_ids(answer.text or "", prompt.points) - answer.overruled)
    places = {point.id: place for place, point in enumerate(prompt.points)}
    return dict(sorted(counts.items(), key=lambda pair: (-pair[1], places[pair[0]])))


@lru_cache(maxsize=1_000)
def _missed_ids(text: str, points: tuple[Point, ...]) -> frozenset[str]:
    return frozenset(coverage.point for coverage in cover(text, points) if not coverage.found)
