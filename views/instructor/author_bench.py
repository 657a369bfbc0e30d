"""The left side of the Author page: which topic, the editor, and what becomes of the text."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import replace
from typing import Any

import streamlit as st

from quizzes.authoring import writing as steps
from quizzes.authoring.desk import AuthoringError, Changed, Sheet
from quizzes.authoring.writing import Writing
from quizzes.content.source.document import SIZE_LIMIT_BYTES
from quizzes.content.source.problems import CODES, WARNINGS, Problem
from views.components.yaml_editor import Jump, yaml_editor
from views.instructor import author_tables
from views.page import state
from views.page.services import services

EDITOR = "author-editor"
STUDENTS_SEE_IT = "Students see this text."
DRAFT_KEPT = "Kept as a draft. Students see the file as it was until you save."
NOT_FIT = "Kept as a draft. It does not pass yet, so it cannot be saved; students keep the last good version."


def choose() -> bool:
    """The topic that the address names, others to choose from, and a new one; whether one lies open now."""
    desk, asked_topic = services().desk, st.query_params.get("topic")
    topics = desk.topics()
    open_now = state.load().writing
    chosen_topic = asked_topic if asked_topic is not None else open_now.sheet.topic_id if open_now is not None else next(iter(topics), None)
    item = st.query_params.get("item")
    if (
        chosen_topic is not None
        and chosen_topic in topics
        and (open_now is None or open_now.sheet.topic_id != chosen_topic or item is not None)
    ):
        _try(lambda: _lay(desk.open(chosen_topic), item=item))
        st.query_params.pop("item", None)
    if asked_topic is not None and asked_topic not in topics:
        st.header("This topic is not here", anchor=False)
        st.write("It may have been renamed or taken away." + (" These are there:" if topics else ""))
    elif chosen_topic is not None and asked_topic is None:
        st.query_params["topic"] = chosen_topic
    with st.container(horizontal=True, vertical_alignment="bottom", gap="small", key="author-topics"):
        if topics:
            index = topics.index(chosen_topic) if chosen_topic in topics else None
            st.selectbox(
                "Topic",
                topics,
                index=index,
                key=f"author-topic-{chosen_topic}",
                on_change=_choose_topic,
                args=(f"author-topic-{chosen_topic}",),
                width=420,
            )
        with st.popover("New topic", icon=":material/add:", key=f"author-new-{len(topics)}"):  # closed once there is one more
            with st.form("author-new-form", border=False):
                st.text_input("Track and topic", key="author-new-id", placeholder="my-track/my-topic", max_chars=120)
                st.form_submit_button("Start", type="primary", key="author-begin", on_click=_begin)
            st.caption("It starts as a draft with a card and two questions, all explained; students see it once you save.")
    if not topics:
        with st.container(key="empty-author"):
            st.header("Nothing is written yet", anchor=False)
            st.write(
                "Press “New topic” and name a track and a topic. You get a short text with one card and two questions to change, and see "
                "each of them beside it as a student will."
            )
    lies = state.load().writing
    return lies is not None and lies.sheet.topic_id == chosen_topic


def _choose_topic(key: str) -> None:
    st.query_params["topic"] = str(state.widget_value(key))


def _begin() -> None:
    topic_id = str(state.widget_value("author-new-id") or "").strip()
    if _try(lambda: _lay(services().desk.new(topic_id))):
        st.query_params["topic"] = topic_id


def _lay(sheet: Sheet, *, item: str | None = None) -> None:
    app = state.load()
    state.change(writing=steps.opened(services().desk, sheet, former=app.writing, item=item), picked=None, fault=None)


def _try(do: Callable[[], Any]) -> bool:
    """Do it; where it cannot be done, that is said and nothing is changed."""
    try:
        do()
    except AuthoringError as error:
        state.change(notice=str(error))
        return False
    return True


def toolbar(writing: Writing) -> None:
    """Save, and what students see now."""
    sheet = writing.sheet
    with st.container(horizontal=True, vertical_alignment="center", gap="small", key="author-bar"):
        can = sheet.is_draft and writing.passes and writing.changed is None
        st.button("Save", type="primary", key="author-save", disabled=not can, on_click=_save)
        if sheet.is_draft:
            with st.popover("Throw the draft away", type="tertiary", key="author-drop"):
                st.write("The text goes back to the file as it is now." if sheet.version else "The new topic is forgotten.")
                st.button("Yes, throw it away", key="author-drop-yes", on_click=_drop)
        author_tables.draw(writing)
    st.caption(writing.message or (STUDENTS_SEE_IT if not sheet.is_draft else DRAFT_KEPT if writing.passes else NOT_FIT))
    if writing.changed is not None:
        _difference(writing.changed)


def _difference(conflict: Changed) -> None:
    with st.container(border=True, key="figure-author-changed"):
        st.markdown(f"**{conflict}** Nothing was overwritten. This is how your text differs from what is there now:")
        st.code(conflict.difference or "Only line ends differ.", language="diff", wrap_lines=True)
        with st.container(horizontal=True):
            if conflict.is_draft:
                st.button("Keep mine", key="author-over", on_click=_keep, args=(conflict.version,))
                st.button("Take the other one", key="author-take", on_click=_reopen)
                return
            st.button("Save mine over it", key="author-over", on_click=_save, args=(conflict.version,))
            st.button("Take the file, drop my text", key="author-take", on_click=_drop)
            st.button("Go on writing", type="tertiary", key="author-go-on", on_click=_go_on)


def _keep(overwritten_version: str) -> None:
    writing = state.load().writing
    if writing is not None:
        _try(
            lambda: state.change(
                writing=replace(writing, sheet=services().desk.keep(writing.sheet, overwritten_version=overwritten_version), changed=None)
            )
        )


def _reopen() -> None:
    writing = state.load().writing
    if writing is not None:
        _try(lambda: _lay(services().desk.open(writing.sheet.topic_id)))


def _save(overwritten_version: str | None = None) -> None:
    _take_in()  # a button that is pressed right after typing means the text as it is
    writing = state.load().writing
    if writing is None:
        return
    try:
        saved_sheet = services().desk.save(writing.sheet, overwritten_version=overwritten_version)
    except Changed as error:
        state.change(writing=replace(writing, changed=error))
    except AuthoringError as error:
        state.change(writing=replace(writing, message=str(error)))
    else:
        state.change(writing=replace(writing, sheet=saved_sheet, changed=None, message=f"Saved. {STUDENTS_SEE_IT}"))


def _drop() -> None:
    writing = state.load().writing
    if writing is None:
        return
    desk, topic_id = services().desk, writing.sheet.topic_id
    if _try(lambda: desk.drop(topic_id)):
        if topic_id in desk.topics():
            _try(lambda: _lay(desk.from_file(topic_id)))
        else:
            state.change(writing=None)
            st.query_params.pop("topic", None)


def _go_on() -> None:
    writing = state.load().writing
    if writing is not None:
        state.change(writing=replace(writing, changed=None))


def editor(writing: Writing) -> None:
    """The text, with the problems beside their lines and in a list below."""
    jump = None
    if writing.jump is not None:
        jump = Jump(writing.jump[0], writing.jump[1], token=f"{writing.revision}-{writing.jumps}", focus=False)
    yaml_editor(
        text=None if writing.held else writing.sheet.text,
        revision=f"{writing.sheet.topic_id}-{writing.revision}",
        problems=[_problem_data(problem) for problem in writing.problems],
        jump=jump,
        label=f"{writing.file}, YAML",
        key=EDITOR,
        on_edited=_edited,
    )


def _problem_data(problem: Problem) -> Mapping[str, Any]:
    names = ("line", "column", "severity", "code", "where", "wrong", "allowed")
    return {name: getattr(problem, name) for name in names} | {"why": (CODES | WARNINGS)[problem.code]}


def _edited() -> None:
    """Take what came from the browser, and save it where the keyboard asked for that."""
    message = state.sent(EDITOR, "edited")
    _take_in()
    writing = state.load().writing
    if writing is None or not isinstance(message, Mapping) or message.get("save") is not True:
        return
    if writing.sheet.is_draft and writing.changed is None:
        _save()


def _take_in() -> None:
    """What was typed into another text than the one on the desk is left out."""
    writing, message = state.load().writing, state.sent(EDITOR, "edited")
    if writing is None or not isinstance(message, Mapping):
        return
    text, line, revision = message.get("text"), message.get("line"), message.get("revision")
    text = text.encode("utf-8", "replace").decode("utf-8") if isinstance(text, str) else text
    if revision == "":  # the browser holds no text: send it
        state.change(writing=replace(writing, held=False))
        return
    if revision != f"{writing.sheet.topic_id}-{writing.revision}" or not isinstance(line, int):
        return
    if not isinstance(text, str) or text == writing.sheet.text:
        state.change(writing=steps.moved(writing, line))
    elif len(text.encode("utf-8")) > SIZE_LIMIT_BYTES:
        state.change(writing=replace(writing, message="This text is longer than a topic file may be (1 MiB); it was not kept."))
    else:
        _try(lambda: state.change(writing=_keep_typed(writing, text, line)))


def _keep_typed(writing: Writing, text: str, line: int) -> Writing:
    """The writing with what was typed; where another window changed the draft, with what has to be decided first."""
    try:
        return steps.typed(services().desk, writing, text, line)
    except Changed as error:
        return replace(steps.unkept(services().desk, writing, text, line), changed=error)
