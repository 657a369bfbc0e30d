"""What this app takes for granted of Streamlit beyond its documented interface: everything, and nowhere else.

The part of it that runs in the browser stands in ``views/components/streamlit.js``; style sheets cannot share names, so that those
which they use are listed here. ``tests/test_streamlit_edge.py`` asks the installed Streamlit for each by its name: after an upgrade its red
cases are what has to be looked at. What is imported in a function is loaded late, or by the server alone.
"""

from __future__ import annotations

import asyncio
import re
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any, TypeAlias

import streamlit as st
from streamlit import config
from streamlit.runtime.context import ContextProxy
from streamlit.runtime.scriptrunner import get_script_run_ctx

Browser: TypeAlias = ContextProxy
"""What Streamlit knows of a browser: its cookies, headers, address and clock. ``st.context`` is one, whose type has no documented name."""


# A run of the script


def browser() -> Browser | None:
    """The browser for which this script runs; None on any other thread, where Streamlit answers as if one without cookies asked.

    Assumed: ``get_script_run_ctx`` gives the thread's run, and None where there is none.
    """
    return None if get_script_run_ctx(suppress_warning=True) is None else st.context


def let_go(file_id: str) -> None:
    """Take a file that was uploaded in this session out of the server's memory, as ``st.chat_input`` does with its own once they are read.

    Assumed: a run of the script names its session and what holds the files of all sessions.
    """
    from streamlit.runtime.memory_uploaded_file_manager import MemoryUploadedFileManager

    run = get_script_run_ctx()
    if run is not None and isinstance(run.uploaded_file_mgr, MemoryUploadedFileManager):
        run.uploaded_file_mgr.remove_file(session_id=run.session_id, file_id=file_id)


def is_drawn(key: str) -> bool:
    """Whether this run has drawn an element with that key already: a second one would be refused.

    Assumed: ``shared.widget_user_keys_this_run`` holds the keys of a run's elements.
    """
    run = get_script_run_ctx(suppress_warning=True)
    return run is not None and key in run.shared.widget_user_keys_this_run


# The server


def hold_few_uploads(limit: int) -> None:
    """Have Streamlit hold that many uploaded files of a session: the oldest go when further ones come.

    Assumed: each comes by ``add_file(session_id, file)``, and ``file_storage`` holds them as session -> file id -> file, the oldest first.
    """
    from streamlit.runtime.memory_uploaded_file_manager import MemoryUploadedFileManager
    from streamlit.runtime.uploaded_file_manager import UploadedFileRec

    add_file = MemoryUploadedFileManager.add_file

    def add_bounded(self: MemoryUploadedFileManager, session_id: str, file: UploadedFileRec) -> None:
        other_ids = [name for name in tuple(self.file_storage.get(session_id, ())) if name != file.file_id]
        for oldest in other_ids[: max(0, len(other_ids) - limit + 1)]:
            self.remove_file(session_id, oldest)
        add_file(self, session_id, file)

    MemoryUploadedFileManager.add_file = add_bounded  # type: ignore[method-assign]


class _AsyncioOfSessions:
    """The module ``asyncio`` as Streamlit's sessions see it, which make their event loops another way."""

    def __init__(self, new_event_loop: Callable[[], asyncio.AbstractEventLoop]) -> None:
        self.new_event_loop = new_event_loop

    def __getattr__(self, name: str) -> Any:
        return getattr(asyncio, name)


def make_loops_of_sessions_with(new_event_loop: Callable[[], asyncio.AbstractEventLoop]) -> None:
    """Have Streamlit's sessions take their event loop from there.

    Assumed: a session makes its own by ``asyncio.new_event_loop()``, with the name ``asyncio`` of the module ``app_session``.
    """
    from streamlit.runtime import app_session

    app_session.asyncio = _AsyncioOfSessions(new_event_loop)  # type: ignore[attr-defined, assignment]


def keep_what_fragments_said() -> None:
    """Have Streamlit send all of a run before those of the fragment's next one, also where the browser asks twice in a moment.

    What waits to be sent of a fragment that runs again is dropped by Streamlit, but not what fragments within it have drawn: a browser
    that gets these without what they stand in shows an empty page. Here nothing is dropped, as where all had been sent a moment before.

    Assumed: what waits is cleared by ``clear(retain_lifecycle_msgs, fragment_ids_this_run)``, with the latter where no whole run begins,
    and ``_delta_index_map`` holds what could still be drawn over before it is sent.
    """
    from streamlit.runtime.forward_msg_queue import ForwardMsgQueue

    clear = ForwardMsgQueue.clear

    def clear_whole(self: ForwardMsgQueue, retain_lifecycle_msgs: bool = False, fragment_ids_this_run: list[str] | None = None) -> None:
        if fragment_ids_this_run is None:
            clear(self, retain_lifecycle_msgs)
        else:
            self._delta_index_map = {}

    ForwardMsgQueue.clear = clear_whole  # type: ignore[method-assign]


def named_address() -> str | None:
    """The address under which browsers see the app, where whoever runs it has named one: Streamlit makes one up where nobody has.

    Assumed: ``is_manually_set`` tells the two apart.
    """
    return str(st.get_option("browser.serverAddress")) if config.is_manually_set("browser.serverAddress") else None


def url_of(host: str) -> str:
    """The whole address of the app on that host, with port and base path, as Streamlit prints it when it starts."""
    from streamlit.web.server import server_util

    return server_util.get_url(host)


HIDDEN_OPTIONS = ("runner.postScriptGC",)
"""Options of ``.streamlit/config.toml`` that Streamlit does not list."""


# Addresses

UPLOADS = "/_stcore/upload_file/"
"""Below it browsers send their files."""
NOT_PAGES = ("/_stcore", "/component", "/media", "/static")
"""Below these Streamlit has its connection, components, downloads and files; every other address is answered with the shell page."""
ICON = "/favicon.png"
"""What the shell page names as the sign of the browser's tab."""


# The shell page

STATIC = Path(st.__file__).parent / "static"
SHELL = STATIC / "index.html"
TITLE, ROOT, HEAD, END_OF_HEAD, BODY = "<title>Streamlit</title>", '<div id="root">', "<head>", "</head>", "<body>"
"""What stands in it once each, and marks where something of the app's own goes."""
SHEET = re.compile(r'<link rel="stylesheet"[^>]*>')
FILES = re.compile(r'(?:href|src)="\.(/static/[\w./-]+\.(?:js|css))"')
"""The addresses of the scripts and of the style that it names."""
CHUNKS = ("PageLink", "Progress", "ProgressBar", "Button", "BidiComponent", "_arrayReduce", "serialization", "recordbatch")
"""The parts of Streamlit's script that every page of the app needs, and that it would fetch one by one."""
FONTS = ("MaterialSymbols-Rounded", "SourceSerifVariable-Roman.ttf")


def chunk_files(name: str) -> Iterator[Path]:
    """The files of a part of the script. Assumed: before ``.js`` their names hold eight letters of what is in them."""
    yield from sorted((STATIC / "static" / "js").glob(f"{name}.????????.js"))


def font_files(name: str) -> Iterator[Path]:
    """The files of a font. Assumed: as for the script."""
    yield from sorted((STATIC / "static" / "media").glob(f"{name}.????????.woff2"))


def address_of(file: Path) -> str:
    """Where the server has such a file, below the app's own address."""
    return f"/{file.relative_to(STATIC).as_posix()}"


# The page in the browser: what style sheets, scripts and tests find Streamlit's elements by

TEST_IDS = {
    "InputInstructions": "hide how a field is sent",
    "stApp": "ask whether the server is there and whether a page is drawn",
    "stAppViewContainer": "print in black on white",
    "stButtonGroup": "show which one is picked by more than its colour",
    "stCaptionContainer": "make captions readable",
    "stCheckbox": "give an empty box a line that is seen",
    "stDataFrame": "see that a table is shown",
    "stDateInput": "press a calendar that is open",
    "stElementContainer": "see that something is drawn; take the place of what is hidden away",
    "stException": "fail where a traceback is shown",
    "stFileChip": "let the message below a file's name break",
    "stHeader": "make it low and empty",
    "stHeaderActionElements": "hide the link beside a heading",
    "stIconMaterial": "see the mark of a choice",
    "stImageContainer": "leave room beside a picture",
    "stLayoutWrapper": "hide a container without a gap; keep one at the bottom of a phone",
    "stMain": "scroll: it is what the pages scroll in",
    "stMainBlockContainer": "measure a page",
    "stMarkdownContainer": "set tables, code and lines of text",
    "stMarkdownPre": "let long lines of code break",
    "stPageLink": "look like a link",
    "stPopoverBody": "leave its keys alone; give it the width of a phone",
    "stPopoverButton": "keep its colour readable while it is pressed",
    "stProgress": "see how far a run is",
    "stSlider": "make its thumb large enough for a finger",
    "stSliderThumbValue": "make its number readable",
    "stTab": "show which one is open by more than its colour",
    "stToolbar": "leave it off the paper",
    "stVegaLiteChart": "keep a wide chart within the page; see that a chart is shown",
    "stWidgetLabel": "leave room above a slider",
}
"""``data-testid`` -> what we do with the element."""

CLASSES = {
    "stApp": "print it; know that the page has begun",
    "stButton": "give buttons their height, and the width of a phone",
    "stDownloadButton": "give buttons their height; leave them off the paper",
    "stFormSubmitButton": "give buttons the width of a phone",
    "stHorizontalBlock": "give rows their gaps",
    "stHtml": "take the place of what only holds a style",
    "stMain": "print it",
    "stMainBlockContainer": "give the page its width",
    "stMarkdown": "give lines of text their length",
}
"""Class -> what we do with the element."""

ATTRIBUTES = {
    "data-test-connection-state": ("CONNECTED", "PINGING_SERVER"),
    "data-test-script-state": ("notRunning",),
    "aria-label": ("Shortcut ",),
    "kind": ("primary", "secondary", "tertiary", "primaryFormSubmit"),
    "aria-checked": (),
    "aria-pressed": (),
}
"""Attribute -> the values, or their beginnings, that we ask for."""

KEY_CLASS = "st-key-"
"""How the class of an element with a key begins."""

IN_BROWSER = {
    "__streamlit": "say where the server is",
    "BACKEND_BASE_URL": "say where the server is",
    "stActiveTheme": "paint the paper of the theme that was chosen in Streamlit's menu, before Streamlit does",
}
"""Names of variables and of what the browser keeps -> what we do with them."""
