"""One thing a learner did, as it is made, checked and kept as a row."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import datetime, timedelta
from typing import Any

from pydantic import ValidationError
from sqlalchemy import Row

from quizzes.errors import QuizError
from quizzes.events import moved
from quizzes.events.payloads import PAYLOADS, SCHEMA_VERSION
from quizzes.events.rating import Rating
from quizzes.events.table import events
from quizzes.events.unfinished import EPOCH


class EventError(QuizError):
    """Base of the errors of the event log; the text is a full sentence."""


class BadEvent(EventError):
    """An event was refused before it was written: unknown kind, or a payload that its kind does not allow."""


class LogUnavailable(EventError):
    """The database cannot be read or written; the text says which and why. Nothing was written."""


@dataclass(frozen=True, kw_only=True)
class Event:
    """One thing a learner did.

    ``at`` is UTC; ``utc_offset_min`` is the learner's clock against it; ``score`` is 0..1; ``rating`` is what a learner said of a card;
    ``ms`` is the time from showing to answering. ``payload`` is checked by ``kind``.
    """

    id: str
    learner: str
    session: str
    kind: str
    at: datetime
    item: str | None = None
    content_hash: str | None = None
    mode: str | None = None
    utc_offset_min: int = 0
    score: float | None = None
    rating: Rating | None = None
    sure: bool | None = None
    hints: int = 0
    ms: int | None = None
    payload: Mapping[str, Any] = field(default_factory=dict)
    schema_version: int = SCHEMA_VERSION


def check_event(event: Event) -> Event:
    """The event itself; raises BadEvent where its kind, payload, rating, score or time is not allowed."""
    if event.kind not in PAYLOADS:
        raise BadEvent(f"{event.kind!r} is no kind of event; there are: {', '.join(PAYLOADS)}.")
    try:
        PAYLOADS[event.kind].model_validate(dict(event.payload))
    except ValidationError as error:
        first = error.errors()[0]
        raise BadEvent(f"The payload of {event.kind!r} is refused at {'.'.join(map(str, first['loc']))}: {first['msg']}.") from None
    if event.at.tzinfo is None:
        raise BadEvent("An event's time needs a time zone.")
    if event.rating is not None and event.rating not in tuple(Rating):
        raise BadEvent(f"The rating {event.rating} is not allowed; allowed: {min(Rating)} to {max(Rating)}.")
    if event.score is not None and not 0.0 <= event.score <= 1.0:
        raise BadEvent(f"The score {event.score} is not allowed; allowed: 0 to 1.")
    return event


def row_of(event: Event) -> dict[str, Any]:
    """What the table keeps of the event; its payload without what is default."""
    payload = PAYLOADS[event.kind].model_validate(dict(event.payload)).model_dump(mode="json", exclude_defaults=True)
    row = {column.name: getattr(event, column.name) for column in events.columns}
    return row | {"payload": payload, "at": microseconds(event.at), "rating": None if event.rating is None else int(event.rating)}


def of_row(row: Row[Any]) -> Event:
    """The event that a row of the table keeps, whichever version wrote it; its payload with what is default."""
    values = moved.as_now(dict(row._mapping))
    payload = PAYLOADS[values["kind"]].model_validate(values["payload"]).model_dump() if values["kind"] in PAYLOADS else values["payload"]
    rating = None if values["rating"] is None else Rating(values["rating"])
    return Event(**(values | {"payload": payload, "at": EPOCH + timedelta(microseconds=values["at"]), "rating": rating}))


def microseconds(moment: datetime) -> int:
    """Whole microseconds since 1970: exact, sortable, and the same in every database."""
    return (moment - EPOCH) // timedelta(microseconds=1)
