"""Leaving, or moving: everything as JSON, as a table and as Anki decks; one's own JSON in again; and all of it deleted."""

from __future__ import annotations

from datetime import UTC, datetime
from functools import partial

import streamlit as st

from quizzes.content.models import Topic
from quizzes.events import EventError
from quizzes.exports.events_csv import csv_text
from quizzes.exports.events_json import BadExport, dump, load
from views import keyed, state, visitor
from views.services import services

ASKED = "delete-asked"
NOTHING = "There is nothing of you here yet."


def draw() -> None:
    """The last section of the visitor's page."""
    st.subheader("Your data", anchor=False)
    rows = services().log.extent(visitor.learner()).rows
    st.write(f"Everything you did here is {rows:,} rows in a table: no name, no address." if rows else NOTHING)
    if rows:
        _downloads()
    _decks()
    _take_over()
    if rows:
        _delete(rows)


def _downloads() -> None:
    """What is written when a button is pressed, so that the page need not write it each time it is drawn."""
    with st.container(horizontal=True, gap="small"):
        _download("Everything (JSON)", _json, "featherweight.json", "application/json")
        _download("Everything (CSV)", _csv, "featherweight.csv", "text/csv")


def _download(label: str, write: object, name: str, mime: str, *, key: str | None = None) -> None:
    key = key or f"download-{name.replace('.', '-')}"
    st.download_button(label, write, name, mime, key=key, icon=":material/download:", on_click="ignore")  # type: ignore[arg-type]


def _json() -> str:
    return dump(services().log.of_learner(visitor.learner()), now=datetime.now(UTC))


def _csv() -> str:
    return csv_text(services().log.of_learner(visitor.learner()))


def _decks() -> None:
    topics = services().shelf.look().topics
    if not topics:
        return
    st.caption("The cards for Anki. A later download updates the notes and doubles none.")
    with st.container(horizontal=True, gap="small"):
        for topic in topics:
            name = f"{topic.id.replace('/', '-')}.apkg"
            _download(
                f"Anki: {topic.title.partition(':')[0]}",
                partial(_deck, topic),
                name,
                "application/octet-stream",
                key=keyed.by_id("download", topic.id),
            )


def _deck(topic: Topic) -> bytes:
    from quizzes.exports.anki import deck_bytes

    return deck_bytes(topic, folder=(services().shelf.folder / topic.id).parent)


def _take_over() -> None:
    given = st.file_uploader("Take over a JSON file from here or from another browser", type="json", key="take-over", max_upload_size=64)
    if given is None:
        return
    try:
        events = load(given.getvalue(), learner=visitor.learner(), now=datetime.now(UTC))
        holders = services().log.holders([one.id for one in events])
        new = [one for one in events if one.id not in holders]
        services().log.append(new)
    except BadExport as error:
        st.error(f"{error}")
        return
    except EventError as error:
        st.error(f"It could not be saved, so nothing was taken over. {error if visitor.may_author() else ''}")
        return
    if new:
        state.change(settings=None)
    own = sum(holder == visitor.learner() for holder in holders.values())
    parts = [f"{len(new):,} rows taken over" if new else "Nothing new in this file", f"{own:,} were here already" if own else ""]
    others = len(holders) - own
    if others:
        parts.append(f"{others:,} are kept here under another code: enter that code above to go on with them")
    st.success("; ".join(part for part in parts if part) + ".")


def _delete(rows: int) -> None:
    if not state.widget_value(ASKED):
        st.button("Delete everything…", key="delete", type="tertiary", on_click=state.set_widget, args=(ASKED, True))
        return
    with st.container(border=True, key="delete-sure"):
        st.warning(
            f"This deletes all {rows:,} rows at once: every answer, rating, bet, setting and exam day of yours. It cannot be undone. "
            "Download the JSON first if you may want to come back."
        )
        with st.container(horizontal=True, gap="small"):
            st.button(f"Delete all {rows:,} rows", key="delete-yes", on_click=_delete_all)
            st.button("Keep them", key="delete-no", type="primary", on_click=state.set_widget, args=(ASKED, False))


def _delete_all() -> None:
    try:
        services().log.delete(visitor.learner())
    except EventError as error:
        state.change(notice=f"Nothing was deleted. {error if visitor.may_author() else 'Please try again.'}")
        return
    services().ledger.forget()
    state.set_widget(ASKED, False)
    state.save(state.AppState(visitor=state.load().visitor))
