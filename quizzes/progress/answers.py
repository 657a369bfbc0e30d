"""Answers as a table: one row each, with the learner's day and what it was about."""

from __future__ import annotations

from collections.abc import Sequence
from typing import TYPE_CHECKING

from quizzes.events.event import Event
from quizzes.schedule.days import day_of
from quizzes.schedule.index import Index

if TYPE_CHECKING:
    import pandas as pd

KINDS = ("rated", "answered", "bet", "lab_run", "undone")
"""The kinds of rows that progress is computed from."""

COLUMNS = ("day", "item", "topic", "concept", "mode", "score", "sure", "bet", "outcome", "recorded")


def answers(events: Sequence[Event], index: Index) -> pd.DataFrame:
    """COLUMNS for every card rated, question answered and bet decided, in order; what was taken back, or was practice only, is left out.

    ``day`` is a date; ``score`` 0..1; ``sure`` True, False or None. For bets only, ``bet`` and ``outcome`` are ids, and ``recorded`` says
    that the learner let the run on record decide. A bet counts on the day its run decided it. Items that no topic holds any more keep their
    day and score, and have no concept.
    """
    import pandas as pd

    undone_ids = {event.payload["event"] for event in events if event.kind == "undone"}
    bets = {(event.session, event.item): event for event in reversed(events) if event.kind == "bet"}
    decided_bets: set[tuple[str, str | None]] = set()
    rows = []
    for event in events:
        bet, key = bets.get((event.session, event.item)), (event.session, event.item)
        if event.id in undone_ids or event.kind == "undone":
            continue
        if event.kind == "lab_run":
            if bet is None or event.payload.get("outcome") is None or key in decided_bets:
                continue
            decided_bets.add(key)
            is_recorded = bool(event.payload.get("recorded"))
            won = bet.payload["outcome"] == event.payload["outcome"]
            rows.append((*_about(event, index), float(won), bet.sure, bet.payload["outcome"], event.payload["outcome"], is_recorded))
        elif event.kind in ("rated", "answered") and event.score is not None and not event.payload.get("practice"):
            rows.append((*_about(event, index), event.score, event.sure, None, None, False))
    table = pd.DataFrame(rows, columns=list(COLUMNS))
    return table.astype({"sure": object})


def _about(event: Event, index: Index) -> tuple[object, ...]:
    entry = index.entries.get(index.current.get(event.item or "", ""))
    day = day_of(event.at, event.utc_offset_min)
    return (day, event.item, entry.topic, entry.concept, event.mode) if entry is not None else (day, event.item, None, None, event.mode)
