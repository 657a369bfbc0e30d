"""A learner's events as a table that a spreadsheet opens."""

from __future__ import annotations

import csv
import io
import json
from collections.abc import Sequence
from datetime import UTC, timedelta

from quizzes.events.event import Event
from quizzes.events.unfinished import Text

COLUMNS = (
    *("at_utc", "at_local", "kind", "mode", "item", "score", "rating", "sure", "hints", "ms"),
    *("session", "content_hash", "payload", "id"),
)
"""``at_local`` is the learner's clock; ``score`` 0..1; ``rating`` 1 Again to 4 Easy; ``ms`` from showing to answering; ``payload`` JSON."""

_FORMULA = ("=", "+", "-", "@", "\t", "\r")


UNFINISHED_KIND = "unfinished"
"""The kind of a row that is no event: a text that is not handed in; its ``id`` is that of the event that will."""


def csv_text(events: Sequence[Event], unfinished_texts: Sequence[Text] = ()) -> str:
    """One row an event under COLUMNS, in order, then what is not handed in. What a spreadsheet would take for a formula begins with an
    apostrophe."""
    buffer = io.StringIO()
    writer = csv.writer(buffer)
    writer.writerow(COLUMNS)
    for event in events:
        at = event.at.astimezone(UTC)
        local = at + timedelta(minutes=event.utc_offset_min)
        payload = json.dumps(dict(event.payload), ensure_ascii=False, default=list)
        cells = [
            f"{at:%Y-%m-%d %H:%M:%S}",
            f"{local:%Y-%m-%d %H:%M:%S}",
            event.kind,
            event.mode,
            event.item,
            event.score,
            event.rating,
            event.sure,
        ]
        writer.writerow([_safe(cell) for cell in [*cells, event.hints, event.ms, event.session, event.content_hash, payload, event.id]])
    for text in unfinished_texts:
        row = {"at_utc": f"{text.at.astimezone(UTC):%Y-%m-%d %H:%M:%S}", "kind": UNFINISHED_KIND, "id": text.answer}
        row["payload"] = json.dumps({text.field: text.text}, ensure_ascii=False)
        writer.writerow([_safe(row.get(column)) for column in COLUMNS])
    return buffer.getvalue()


def _safe(cell: object) -> object:
    return f"'{cell}" if isinstance(cell, str) and cell.startswith(_FORMULA) else cell
