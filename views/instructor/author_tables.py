"""Tables into the text on the Author page, and the topic out in the formats that others read."""

from __future__ import annotations

from dataclasses import replace
from pathlib import Path

import streamlit as st

from quizzes.authoring import writing as steps
from quizzes.authoring.desk import AuthoringError
from quizzes.authoring.writing import Writing
from quizzes.content.topic import Topic
from quizzes.imports.into_topic import add_items, citable_in
from quizzes.imports.table import read_table
from quizzes.shell.export import ENDINGS, EXPORTS
from quizzes.shell.import_table import report
from views.page import state, uploads
from views.page.services import services

LABELS = {"anki": "Anki deck", "moodle": "Moodle XML", "csv": "CSV", "cheat-sheet": "Cheat sheet to print"}
UPLOAD = "author-table"
ROWS = (
    "CSV or TSV, a row an item. `front` and `back` make a card, `question`, `choice 1` … and `correct` a question; "
    "each row needs a `concept` of this topic."
)


def draw(writing: Writing) -> None:
    """Two quiet buttons: a table in, and the topic out."""
    with st.popover("Add from a table", type="tertiary", key=f"author-in-{writing.revision}"):
        st.markdown(ROWS)
        with st.form("author-table-form", border=False, clear_on_submit=True):
            st.file_uploader("Table", type=["csv", "tsv", "txt"], key=UPLOAD, max_upload_size=1)
            st.form_submit_button("Add its items", type="primary", key="author-table-add", on_click=_add)
        st.caption("`python -m quizzes import --columns` names every column.")
    topic = services().shelf.look().topic(writing.sheet.topic_id)
    if topic is not None:
        with st.popover("Download", type="tertiary", key="author-out"):
            for form in EXPORTS:
                if form != "cheat-sheet" or topic.cheat_sheet:
                    _download(form, topic)
            st.caption("The topic as students see it now.")


def _download(form: str, topic: Topic) -> None:
    name = f"{topic.id.replace('/', '-')}.{ENDINGS[form]}"
    folder = Path(services().shelf.folder / topic.id).parent

    def made() -> bytes:
        return EXPORTS[form](topic, folder)[0]

    st.download_button(LABELS[form], made, name, key=f"author-out-{form}", icon=":material/download:", on_click="ignore")


def _add() -> None:
    writing, file = state.load().writing, uploads.taken(UPLOAD)
    if writing is None or file is None:
        return
    record = writing.draft.filled.record
    table_items = read_table(file.content, name=file.name, citable=citable_in(writing.sheet.text, record))
    text, added_ids, unchanged, differing = add_items(writing.sheet.text, table_items, record=record)
    summary = report(file.name, added_ids, unchanged, (*table_items.not_taken, *differing))
    faults = "\n".join(f"- {fault}" for fault in (*table_items.not_taken, *differing))
    try:
        next_writing = steps.given(services().desk, writing, text) if added_ids else writing
    except AuthoringError as error:
        state.change(notice=str(error))
        return
    next_writing = replace(next_writing, revision=next_writing.revision + (not added_ids), held=bool(added_ids) and next_writing.held)
    state.change(writing=replace(next_writing, message=f"{summary}\n\n{faults}" if faults else summary))
