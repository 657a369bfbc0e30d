"""One's own data in again: a JSON file that "Everything (JSON)" wrote, here or elsewhere."""

from __future__ import annotations

import threading
from collections.abc import Collection, Iterator, Sequence
from datetime import UTC, datetime

import streamlit as st

from quizzes.events.event import Event, EventError
from quizzes.exports.events_json import SIZE_LIMIT_MB, BadExport, Export, load
from views.page import pages, state, uploads, visitor
from views.page.services import services

WAYS_SHOWN = 5
AT_ONCE = 2_000
"""Rows of one transaction: while one is written, nobody else's answer is."""

_one_at_a_time = threading.Lock()
"""A large file takes memory and time while it is read; several at once would take both from everybody who is learning."""


def draw() -> None:
    """The field for the file, empty again once a file was taken over, and what became of that one."""
    last = state.load().taken_over
    key = f"take-over-{last.times}"
    st.file_uploader(
        "Import a JSON file from here or from another browser",
        type="json",
        key=key,
        max_upload_size=SIZE_LIMIT_MB,
        on_change=_take_over,
        args=(key,),
    )
    if last.sentence:
        (st.success if last.is_good else st.error)(last.sentence)
    for way in last.ways[:WAYS_SHOWN]:
        label = f"{pages.title(way.page)}: go on with what you typed"
        st.page_link(pages.file(way.page), label=label, query_params=dict(way.query))


def _take_over(key: str) -> None:
    """Once for each file: a later click on the page must not bring back what was deleted meanwhile."""
    file = uploads.taken(key)
    if file is None:
        return
    ways: tuple[state.Way, ...] = ()
    try:
        with _one_at_a_time:
            sentence, ways = _keep(load(file.content, learner=visitor.learner(), read_at=datetime.now(UTC)))
        is_good = True
    except BadExport as error:
        sentence, is_good = str(error), False
    except EventError as error:
        detail = str(error) if visitor.may_author() else "Please choose the file again."
        sentence, is_good = f"Not everything was saved. Choose the file again: it adds what is missing, without duplicates. {detail}", False
    times = state.load().taken_over.times + 1
    report_line = f"`{file.name.replace('`', '')[:80]}`: {sentence[0].lower() if is_good else sentence[0]}{sentence[1:]}"
    state.change(taken_over=state.TakenOver(times, report_line, is_good, ways), settings=None, sessions={})


def _keep(export: Export) -> tuple[str, tuple[state.Way, ...]]:
    """Write what is not here yet; what became of all of it, in a sentence, and the ways to what was typed. Raises EventError."""
    log, learner = services().log, visitor.learner()
    holders = log.holders([event.id for event in export.events])
    new = [event for event in export.events if event.id not in holders]
    for start in range(0, len(new), AT_ONCE):
        log.append(new[start : start + AT_ONCE])
    elsewhere = {event.session for event in export.events if holders.get(event.id, learner) != learner}
    texts = log.add_unfinished(learner, [text for text in export.unfinished if text.session not in elsewhere])
    session_of = {text.answer: text.session for text in texts if not text.is_blank}
    own = sum(holder == learner for holder in holders.values())
    other_count = len(holders) - own
    parts = [
        f"{len(new):,} row{'s' * (len(new) != 1)} imported" if new else "Nothing new in this file" if not session_of else "",
        f"{own:,} were here already" if own else "",
        f"{len(session_of):,} answer{'s' * (len(session_of) != 1)} that you have not handed in yet" if session_of else "",
    ]
    if other_count:
        parts.append(f"{other_count:,} are kept here under another code: enter that code above to go on with them")
    return "; ".join(part for part in parts if part) + ".", tuple(_ways(export.events, set(session_of.values())))


def _ways(rows: Sequence[Event], sessions: Collection[str]) -> Iterator[state.Way]:
    """To the pages on which these sessions go on, the newest first."""
    for row in sorted(rows, key=lambda event: event.at, reverse=True):
        if row.kind == "started" and row.session in sessions and row.mode is not None:
            topic = {"topic": row.item} if row.item else {}
            yield state.Way(row.mode, {**topic, "session": row.session})
