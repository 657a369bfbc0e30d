"""A learner's events as a table that a spreadsheet opens."""

from __future__ import annotations

import csv
import io
import json
from collections.abc import Sequence
from datetime import UTC, timedelta

from quizzes.events.log import Event

COLUMNS = (
    *("at_utc", "at_local", "kind", "mode", "item", "score", "rating", "sure", "hints", "ms"),
    *("session", "content_hash", "payload", "id"),
)
"""``at_local`` is the learner's clock; ``score`` 0..1; ``rating`` 1 Again to 4 Easy; ``ms`` from showing to answering; ``payload`` JSON."""

_FORMULA = ("=", "+", "-", "@", "\t", "\r")


def csv_text(events: Sequence[Event]) -> str:
    """One row an event under COLUMNS, in order. What a spreadsheet would take for a formula begins with an apostrophe."""
    out = io.StringIO()
    writer = csv.writer(out)
    writer.writerow(COLUMNS)
    for one in events:
        at = one.at.astimezone(UTC)
        local = at + timedelta(minutes=one.utc_offset_min)
        payload = json.dumps(dict(one.payload), ensure_ascii=False, default=list)
        cells = [f"{at:%Y-%m-%d %H:%M:%S}", f"{local:%Y-%m-%d %H:%M:%S}", one.kind, one.mode, one.item, one.score, one.rating, one.sure]
        writer.writerow([_safe(cell) for cell in [*cells, one.hints, one.ms, one.session, one.content_hash, payload, one.id]])
    return out.getvalue()


def _safe(cell: object) -> object:
    return f"'{cell}" if isinstance(cell, str) and cell.startswith(_FORMULA) else cell
