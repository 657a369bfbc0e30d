"""Leaving, or moving: everything as JSON, as a table and as Anki decks; one's own JSON in again; and all of it deleted."""

from __future__ import annotations

from collections.abc import Callable
from datetime import UTC, datetime
from functools import partial
from pathlib import Path

import streamlit as st

from quizzes.content.topic import Topic
from quizzes.events.event import EventError
from quizzes.events.log import EventLog
from quizzes.exports.events_csv import csv_text
from quizzes.exports.events_json import dump
from views.learner import take_over
from views.page import keyed, state, visitor
from views.page.services import services

ASKED_KEY = "delete-asked"
NOTHING_HERE = "Nothing of yours is here yet."
JSON_FILE, CSV_FILE = "featherweight.json", "featherweight.csv"


def draw() -> None:
    """The last section of the visitor's page."""
    st.subheader("Your data", anchor=False)
    log, learner = services().log, visitor.learner()
    rows = log.extent(learner).rows
    st.write(f"Everything you did here is {_rows(rows)} in a table: no name, no address." if rows else NOTHING_HERE)
    if rows:
        _downloads(log, learner)
    _decks()
    take_over.draw()
    if rows:
        _delete(rows, log, learner)


def _rows(count: int) -> str:
    return f"{count:,} row{'s' * (count != 1)}"


def _downloads(log: EventLog, learner: str) -> None:
    with st.container(horizontal=True, gap="small"):
        _download("Everything (JSON)", partial(json_of, log, learner), JSON_FILE, "application/json", key="download-json")
        _download("Everything (CSV)", partial(csv_of, log, learner), CSV_FILE, "text/csv", key="download-csv")


def _download(label: str, write: Callable[[], str | bytes], name: str, mime: str, *, key: str) -> None:
    """The file is written when the button is pressed, on a thread where nobody is here: ``write`` holds whose data it is."""
    st.download_button(label, write, name, mime, key=key, icon=":material/download:", on_click="ignore")


def json_of(log: EventLog, learner: str) -> str:
    """Everything of that learner as the text that ``take_over`` reads."""
    return dump(log.of_learner(learner), unfinished_texts=log.all_unfinished(learner), written_at=datetime.now(UTC))


def csv_of(log: EventLog, learner: str) -> str:
    """Everything of that learner as a table."""
    return csv_text(log.of_learner(learner), log.all_unfinished(learner))


def _decks() -> None:
    shelf = services().shelf
    topics = shelf.look().topics
    if not topics:
        return
    st.caption("The cards for Anki. A later download updates the notes without duplicates.")
    with st.container(horizontal=True, gap="small"):
        for topic in topics:
            name, pictures = f"{topic.id.replace('/', '-')}.apkg", (shelf.folder / topic.id).parent
            label, key = f"Anki: {topic.title.partition(':')[0]}", keyed.by_id("download", topic.id)
            _download(label, partial(deck, topic, pictures), name, "application/octet-stream", key=key)


def deck(topic: Topic, pictures: Path) -> bytes:
    """The topic's cards as an Anki deck."""
    from quizzes.exports.anki import deck_bytes

    return deck_bytes(topic, folder=pictures)


def _delete(rows: int, log: EventLog, learner: str) -> None:
    if not state.widget_value(ASKED_KEY):
        st.button("Delete everything…", key="delete", type="tertiary", on_click=state.set_widget, args=(ASKED_KEY, True))
        return
    with st.container(border=True, key="delete-sure"):
        st.warning(
            f"This deletes {_rows(rows)} at once: every answer, rating, bet, setting and exam day of yours. It cannot be undone. "
            "If you may want to come back, save the file first: it brings all of it back."
        )
        with st.container(horizontal=True, gap="small"):
            write = partial(json_of, log, learner)
            _download(f"Save {_rows(rows)} (JSON)", write, JSON_FILE, "application/json", key="delete-save")
            st.button(f"Delete {_rows(rows)}", key="delete-yes", on_click=_delete_all)
            st.button("Keep them", key="delete-no", type="primary", on_click=state.set_widget, args=(ASKED_KEY, False))


def _delete_all() -> None:
    try:
        services().log.delete(visitor.learner())
    except EventError as error:
        state.change(notice=f"Nothing was deleted. {error if visitor.may_author() else 'Please try again.'}")
        return
    services().ledger.forget(visitor.learner())
    state.set_widget(ASKED_KEY, False)
    app = state.load()
    state.save(state.AppState(visitor=app.visitor, taken_over=state.TakenOver(app.taken_over.times)))
