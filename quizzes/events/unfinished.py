"""Answers that are marked or typed and not handed in: kept beside the events, so that a refresh, a long locked screen or a server that
is started again loses none of them. They are no events: only the newest text counts, and handing in removes it."""

from __future__ import annotations

import time
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta

from sqlalchemy import ColumnElement, Connection, Engine, and_, bindparam, delete, select

from quizzes.events.table import events, insert_new, unfinished

EPOCH = datetime(1970, 1, 1, tzinfo=UTC)
LONGEST_TEXT = 5_000
"""Characters of a text that are kept."""


@dataclass(frozen=True)
class Place:
    """Whose answer it is, and the id of the event that will hand it in (``Attempt.event_id``)."""

    learner: str
    answer: str


@dataclass(frozen=True)
class Text:
    """What stands in one field of the answer that the event with this id will hand in; ``at`` is when it was typed, UTC."""

    answer: str
    field: str
    text: str
    at: datetime

    @property
    def session(self) -> str:
        """The session in which it was typed."""
        return self.answer.partition(":")[0]

    @property
    def is_blank(self) -> bool:
        """Whether nothing is typed or marked: a field that was cleared, or marks that were taken away."""
        return self.text.strip() in ("", "[]")


class Unfinished:
    """One text a field of a place. Safe to share between threads; every method is one transaction."""

    def __init__(self, engine: Engine) -> None:
        self._engine = engine

    def of(self, place: Place) -> Mapping[str, str]:
        """What stands in the fields there, by their names."""
        query = select(unfinished.c.field, unfinished.c.text).where(_at(place))
        with self._engine.connect() as connection:
            return {str(field): str(text) for field, text in connection.execute(query)}

    def of_learner(self, learner: str) -> tuple[Text, ...]:
        """Every text of that learner, in the order of typing."""
        at = unfinished.c.at
        query = select(unfinished).where(unfinished.c.learner == learner).order_by(at, unfinished.c.answer, unfinished.c.field)
        with self._engine.connect() as connection:
            return tuple(Text(row.answer, row.field, row.text, EPOCH + timedelta(microseconds=row.at)) for row in connection.execute(query))

    def keep(self, place: Place, texts: Mapping[str, str]) -> None:
        """Keep what stands in these fields now, an empty text too. What comes late, once it was handed in, is left out."""
        at_us = time.time_ns() // 1000
        with self._engine.begin() as connection:
            if not _is_handed_in(connection, place.answer):
                for field, text in texts.items():
                    self._put_text(connection, place, field, text, at_us)

    def add(self, learner: str, texts: Sequence[Text]) -> tuple[Text, ...]:
        """Keep what was typed elsewhere, where nothing newer is here and it was not handed in; those that were kept."""
        with self._engine.begin() as connection:
            open_answers = {answer for answer in {text.answer for text in texts} if not _is_handed_in(connection, answer)}
            return tuple(
                text
                for text in texts
                if text.answer in open_answers
                and self._put_text(
                    connection, Place(learner, text.answer), text.field, text.text, (text.at - EPOCH) // timedelta(microseconds=1)
                )
            )

    def _put_text(self, connection: Connection, place: Place, field: str, text: str, at: int) -> bool:
        values = {"learner": place.learner, "answer": place.answer, "field": field, "text": _storable(text), "at": at}
        statement = insert_new(unfinished, self._engine).values(**values)
        newer = {"text": values["text"], "at": at}
        is_older = unfinished.c.at < at
        statement = statement.on_conflict_do_update(index_elements=["learner", "answer", "field"], set_=newer, where=is_older)
        return connection.execute(statement).rowcount > 0

    def forget(self, place: Place) -> None:
        """Forget what stands there."""
        with self._engine.begin() as connection:
            connection.execute(delete(unfinished).where(_at(place)))


def _is_handed_in(connection: Connection, answer: str) -> bool:
    return connection.execute(select(events.c.id).where(events.c.id == answer)).first() is not None


def _storable(text: str) -> str:
    """Without what a database refuses: halves of characters and NUL."""
    return text[:LONGEST_TEXT].encode("utf-8", "replace").decode().replace("\0", "")


def _at(place: Place) -> ColumnElement[bool]:
    return and_(unfinished.c.learner == place.learner, unfinished.c.answer == place.answer)


def forget_handed_in(connection: Connection, places: Iterable[Place]) -> None:
    """In the transaction that writes the events, so that an answer is never there twice or not at all."""
    handed_in = [{"whose": place.learner, "which": place.answer} for place in places]
    if handed_in:
        at = and_(unfinished.c.learner == bindparam("whose"), unfinished.c.answer == bindparam("which"))
        connection.execute(delete(unfinished).where(at), handed_in)


def forget_all(connection: Connection, learner: str) -> None:
    """Everything of that learner."""
    connection.execute(delete(unfinished).where(unfinished.c.learner == learner))
