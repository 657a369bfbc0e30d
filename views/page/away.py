"""While the log cannot be reached: the page keeps what it shows, says so, and does the same again when asked."""

from __future__ import annotations

import logging
from collections.abc import Callable
from functools import partial, wraps
from typing import ParamSpec

import streamlit as st

from quizzes.events.event import EventError
from views.page import state, visitor

P = ParamSpec("P")
logger = logging.getLogger(__name__)

NOT_SAVED = "could not be saved, so nothing was counted. It is not lost: try again in a moment."
NOT_READ = "The app cannot reach your answers just now. None of them is lost: try again in a moment."


def sends(do: Callable[P, None]) -> Callable[P, None]:
    """For callbacks that write: where that fails, the page offers to do the same once more. The log takes no step twice."""

    @wraps(do)
    def tried(*args: P.args, **kwargs: P.kwargs) -> None:
        try:
            do(*args, **kwargs)
        except EventError as error:
            not_sent(error, retry=partial(tried, *args, **kwargs))
        else:
            state.change(unsent=None)

    return tried


def not_sent(error: EventError, *, retry: Callable[[], None]) -> None:
    """Keep what could not be saved, so that the page offers ``retry``."""
    logger.error("%s", error)
    state.change(unsent=retry, unsent_why=str(error))


def fragment(draw: Callable[[], None]) -> Callable[[], None]:
    """``st.fragment``, with what could not be saved above it; where it cannot be drawn, a sentence and a button stand in its place."""

    @wraps(draw)
    def drawn() -> None:
        offer()
        try:
            draw()
        except EventError as error:
            cannot_read(error)

    return st.fragment(drawn)


def offer() -> None:
    """Say what could not be saved, and send it again on request; nothing where nothing waits."""
    app = state.load()
    if app.unsent is not None:
        with st.container(key="unsent", gap="small"):
            st.error(f"That {NOT_SAVED} {detail(app.unsent_why)}".strip())
            st.button("Try again", key="send-again", icon=":material/refresh:", on_click=app.unsent)


def say_not_saved(reason: str, *, subject: str) -> None:
    """Say that ``subject`` could not be saved, which is tried anew whenever the page is drawn; its button does that."""
    logger.error("%s", reason)
    with st.container(key="unsaved", gap="small"):
        st.error(f"{subject} {NOT_SAVED} {detail(reason)}".strip())
        st.button("Try again", key="save-again", icon=":material/refresh:")


def cannot_read(error: Exception) -> None:
    """Stands where something would be that has to be read first; its button draws it anew."""
    logger.error("%s", error)
    with st.container(key="away", gap="small"):
        st.error(f"{NOT_READ} {detail(str(error))}".strip())
        st.button("Try again", key="read-again", icon=":material/refresh:")


def detail(reason: str) -> str:
    """What went wrong, for whoever runs the app; nothing for others."""
    return reason if visitor.may_author() else ""
