"""The concepts of a topic as a drawn list of links, with lines from what each builds on."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from typing import Any
from urllib.parse import urlencode

from quizzes.progress.concept_map import Row
from views.components.sources import Component

_COMPONENT = Component("concept_map")

Told = dict[str, Any]
"""What is said of a concept: its ``level`` and a ``text`` about it, what it ``needs`` in words, and the ``page`` with the ``query`` that it
leads to."""


def draw(rows: Sequence[Row], words_of: Callable[[str], Told], *, key: str) -> str | None:
    """Draw it; the id of the concept whose link was just followed, None where none was."""
    lanes = max([0, *(lane for row in rows for lane in (row.lane, *row.joins, *row.passes))])
    data = {"lanes": lanes + 1, "rows": [_row(row, words_of) for row in rows]}
    component_state = _COMPONENT.show(key=key, data=data, on_open_change=lambda: None)
    followed = getattr(component_state, "open", None)
    return followed if isinstance(followed, str) else None


def _row(row: Row, words_of: Callable[[str], Told]) -> Told:
    if row.concept is None:
        return {"group": row.group, "passes": row.passes}
    row_words = words_of(row.concept.id)
    return {
        "id": row.concept.id,
        "name": row.concept.name,
        "mastery": row_words["level"],
        "level": row_words["text"],
        "needs": row_words["needs"],
        "href": f"{row_words['page']}?{urlencode(row_words['query'])}",
        "lane": row.lane,
        "joins": row.joins,
        "passes": row.passes,
        "goesOn": row.goes_on,
    }
