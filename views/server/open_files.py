"""How many files the server may hold open, and how few a learner needs: a connection is one, and Streamlit adds three of its own."""

from __future__ import annotations

import asyncio
import sys
from collections.abc import Callable
from typing import Any

from views.page import streamlit_edge

ENOUGH = 10_240
"""Taken where the system names no bound, or refuses the one that it names (macOS)."""


def raise_limit() -> None:
    """Let this process, and what it starts, open as many files as the system allows it; the usual 1,024 are 245 learners."""
    if sys.platform == "win32":  # where there is no such limit
        return
    import resource

    soft, hard = resource.getrlimit(resource.RLIMIT_NOFILE)
    for limit in (hard, ENOUGH):
        if soft != resource.RLIM_INFINITY and (limit == resource.RLIM_INFINITY or limit > soft):
            try:
                resource.setrlimit(resource.RLIMIT_NOFILE, (limit, hard))
            except (OSError, ValueError):
                continue
        return


class LoopOnDemand(asyncio.AbstractEventLoop):
    """An event loop that is made when something is asked of it.

    Streamlit gives each session one of its own, for libraries in a script that want one: a selector and a pair of sockets, kept for as long
    as the session is. No page of this app wants one.
    """

    def __init__(self) -> None:
        self._made: asyncio.AbstractEventLoop | None = None
        self._is_closed = False

    def _loop(self) -> asyncio.AbstractEventLoop:
        if self._is_closed:
            raise RuntimeError("Event loop is closed")
        if self._made is None:
            self._made = asyncio.new_event_loop()
        return self._made

    def is_closed(self) -> bool:
        return self._is_closed

    def is_running(self) -> bool:
        return self._made is not None and self._made.is_running()

    def get_debug(self) -> bool:
        return self._made is not None and self._made.get_debug()

    def close(self) -> None:
        self._is_closed = True
        if self._made is not None:
            self._made.close()


def _asks(name: str) -> Callable[..., Any]:
    def ask(self: LoopOnDemand, *args: Any, **kwargs: Any) -> Any:
        return getattr(self._loop(), name)(*args, **kwargs)

    ask.__name__ = name
    return ask


for _name in dir(asyncio.AbstractEventLoop):
    if not _name.startswith("_") and _name not in vars(LoopOnDemand):
        setattr(LoopOnDemand, _name, _asks(_name))


def open_no_loop_ahead() -> None:
    """Have Streamlit's sessions make their event loop on demand."""
    streamlit_edge.make_loops_of_sessions_with(LoopOnDemand)
