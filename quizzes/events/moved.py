"""Rows of the kind ``moved``, by which versions until 0.2 kept seven things apart by a text, read as the kinds of now.

This is the one place that knows those texts. Such rows come from exported files, from databases of then, and from a process of an older
version that still writes into the same database. A row that no rule here knows whole stays ``moved``: it is kept and exported, and means
nothing to anybody.
"""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from pydantic import ValidationError

from quizzes.events.payloads import PAYLOADS, SCHEMA_VERSION, Moved

KIND = "moved"

KIND_OF_TEXT: Mapping[str, str] = {
    "next": "went_on",
    "hint": "hinted",
    "step": "stepped",
    "draft": "drafted",
    "overrule": "overruled",
    "run": "run_started",
    "practised": "practised",
}
"""Where a ``moved`` went (its payload's ``to``) -> the kind that it is now."""

_RENAMED = {"run_started": {"text": "run"}}
"""Kind -> what a part of the payload was called -> what it is called now."""


def as_now(values: dict[str, Any]) -> dict[str, Any]:
    """The values of a row, ``kind`` and ``payload`` among them, with the kind of now; the very same where that cannot be told."""
    if values["kind"] != KIND:
        return values
    try:
        moved = Moved.model_validate(values["payload"]).model_dump(exclude_none=True)
        kind = KIND_OF_TEXT[moved.pop("to")]
        names = _RENAMED.get(kind, {})
        payload = PAYLOADS[kind].model_validate({names.get(name, name): value for name, value in moved.items()})
    except (ValidationError, KeyError):
        return values
    return {**values, "kind": kind, "payload": payload.model_dump(mode="json", exclude_defaults=True), "schema_version": SCHEMA_VERSION}
