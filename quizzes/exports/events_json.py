"""A learner's events, and what is typed and not handed in, as one JSON text; and such a text read again.

The text holds every column of every row. Whose rows they are is not in it: whoever reads it in takes them over.
"""

from __future__ import annotations

import json
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from typing import Annotated, Any, Literal

from pydantic import AwareDatetime, BaseModel, ConfigDict, Field, ValidationError

from quizzes.errors import QuizError
from quizzes.events import moved
from quizzes.events.event import BadEvent, Event, check_event
from quizzes.events.payloads import SCHEMA_VERSION
from quizzes.events.rating import Rating
from quizzes.events.unfinished import LONGEST_TEXT, Text

FORMAT, VERSION = "featherweight-events", 1
SIZE_LIMIT_MB = 32
"""About 75,000 rows, eleven terms; read, such a file takes 15 times as much memory at worst."""
SIZE_LIMIT_BYTES = SIZE_LIMIT_MB * 1024 * 1024
ROWS_LIMIT = 500_000
BRACKETS_FREE = 1_000
BYTES_A_BRACKET = 16
"""Fewer bytes for each list or object than any file of ours has: one of nothing but brackets takes 40 times its size in memory."""


class BadExport(QuizError):
    """A text that cannot be read in: the message says where and what is allowed. Nothing was imported."""


class _Row(BaseModel):
    model_config = ConfigDict(extra="forbid", allow_inf_nan=False)

    id: Annotated[str, Field(min_length=1, max_length=200)]
    session: Annotated[str, Field(min_length=1, max_length=64)]
    kind: Annotated[str, Field(max_length=20)]
    at: AwareDatetime
    item: Annotated[str, Field(max_length=200)] | None = None
    content_hash: Annotated[str, Field(max_length=16)] | None = None
    mode: Annotated[str, Field(max_length=20)] | None = None
    utc_offset_min: Annotated[int, Field(ge=-1_440, le=1_440)] = 0
    score: float | None = None
    rating: Rating | None = None
    sure: bool | None = None
    hints: Annotated[int, Field(ge=0, le=1_000)] = 0
    ms: Annotated[int, Field(ge=0, le=2**31 - 1)] | None = None
    payload: dict[str, Any] = {}
    schema_version: Annotated[int, Field(ge=1, le=SCHEMA_VERSION)] = SCHEMA_VERSION


class _Text(BaseModel):
    model_config = ConfigDict(extra="forbid")

    answer: Annotated[str, Field(min_length=1, max_length=200)]
    field: Annotated[str, Field(min_length=1, max_length=40)]
    text: Annotated[str, Field(max_length=LONGEST_TEXT)]
    at: AwareDatetime


class _File(BaseModel):
    model_config = ConfigDict(extra="ignore")

    format: Literal["featherweight-events"]
    version: Literal[1]
    events: Annotated[list[Any], Field(max_length=ROWS_LIMIT)]
    unfinished: Annotated[list[Any], Field(max_length=ROWS_LIMIT)] = []


@dataclass(frozen=True)
class Export:
    """What a file holds: the events of a learner, and what is typed and not handed in."""

    events: tuple[Event, ...]
    unfinished: tuple[Text, ...] = ()


def dump(events: Sequence[Event], *, unfinished_texts: Sequence[Text] = (), written_at: datetime) -> str:
    """All events in order, and what is not handed in, indented so that a person can read it."""
    rows = [_row(event) for event in events]
    texts = [_Text.model_validate(text, from_attributes=True).model_dump(mode="json") for text in unfinished_texts]
    head = {"format": FORMAT, "version": VERSION, "written_at": written_at.astimezone(UTC).isoformat()}
    return json.dumps(head | {"events": rows} | ({"unfinished": texts} if texts else {}), indent=1, ensure_ascii=False)


def _row(event: Event) -> dict[str, Any]:
    row = _Row.model_validate({name: getattr(event, name) for name in _Row.model_fields})
    return row.model_dump(mode="json", exclude_none=True)


def load(text: str | bytes, *, learner: str, read_at: datetime) -> Export:
    """What a text holds that ``dump`` wrote, as that learner's. Raises BadExport."""
    if len(text) > SIZE_LIMIT_BYTES:
        raise BadExport(f"The file has {len(text):,} bytes; allowed: {SIZE_LIMIT_BYTES:,} or fewer.")
    try:
        _refuse_brackets(text)
        content = json.loads(text)
    except (ValueError, RecursionError, UnicodeDecodeError) as error:
        raise BadExport(f"This is no JSON file: {_first_line(error)}.") from None
    try:
        file = _File.model_validate(content)
    except ValidationError as error:
        raise BadExport(f"This is no file of this app's “JSON” button: {_field_error(error)}.") from None
    events = tuple(_event(number, row, learner, read_at) for number, row in enumerate(file.events, start=1))
    return Export(events, tuple(_text(number, row, read_at) for number, row in enumerate(file.unfinished, start=1)))


def _refuse_brackets(text: str | bytes) -> None:
    brackets = text.count("[") + text.count("{") if isinstance(text, str) else text.count(b"[") + text.count(b"{")
    if brackets > BRACKETS_FREE + len(text) // BYTES_A_BRACKET:
        raise BadExport(f"This is no JSON file of this app: it has {brackets:,} lists and objects in {len(text):,} bytes.")


def _event(number: int, content: Any, learner: str, read_at: datetime) -> Event:
    try:
        row = _Row.model_validate(content)
        event = check_event(Event(**moved.as_now(row.model_dump() | {"learner": learner, "at": row.at.astimezone(UTC)})))
    except ValidationError as error:
        raise BadExport(f"Event {number}: {_field_error(error)}. Nothing was imported.") from None
    except (BadEvent, OverflowError) as error:
        raise BadExport(f"Event {number}: {_first_line(error)} Nothing was imported.") from None
    _refuse_time(f"Event {number}", event.at, read_at)
    return event


def _text(number: int, content: Any, read_at: datetime) -> Text:
    label = f"Unfinished answer {number}"
    try:
        row = _Text.model_validate(content)
        text = Text(row.answer, row.field, row.text, row.at.astimezone(UTC))
    except ValidationError as error:
        raise BadExport(f"{label}: {_field_error(error)}. Nothing was imported.") from None
    except OverflowError as error:
        raise BadExport(f"{label}: {_first_line(error)} Nothing was imported.") from None
    _refuse_time(label, text.at, read_at)
    return text


def _refuse_time(label: str, at: datetime, read_at: datetime) -> None:
    if not datetime(2000, 1, 1, tzinfo=UTC) <= at <= read_at + timedelta(days=2):
        raise BadExport(f"{label}: at: {at:%Y-%m-%d} is not allowed; allowed: 2000 until now. Nothing was imported.")


def _field_error(error: ValidationError) -> str:
    first = error.errors()[0]
    field = ".".join(str(part) for part in first["loc"])[:80]
    return f"{field}: {first['msg']}" if field else str(first["msg"])


def _first_line(error: BaseException) -> str:
    return (str(error).splitlines() or [type(error).__name__])[0][:200]
