"""What the server does besides drawing pages: its own addresses, its start and its end."""

from __future__ import annotations

import ctypes
import gc
import logging
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager, suppress
from importlib import import_module
from pathlib import Path
from typing import Any

from starlette.requests import Request
from starlette.responses import FileResponse, Response
from starlette.routing import Route

from views.page import streamlit_edge
from views.server import component_scripts, kept_uploads, open_files, pictures, static_files
from views.server.health import Health
from views.server.resuming import resume

ICON = Path(__file__).parent / "icons" / "feather.svg"


async def icon(_request: Request) -> Response:
    """The sign of the browser's tab. Streamlit's own way to set one loads numpy and an image library for a file of 400 bytes."""
    return FileResponse(ICON, media_type="image/svg+xml", headers={"cache-control": "public, max-age=86400"})


ROUTES = (
    Route("/health", Health().answer, methods=["GET"]),
    Route("/resume", resume, methods=["POST"]),
    *component_scripts.ROUTES,
    pictures.ROUTE,
    Route(streamlit_edge.ICON, icon),
)


@asynccontextmanager
async def lifespan(_app: Any) -> AsyncIterator[None]:
    """Has everything ready before the first visitor comes, and stops the lab processes when the server ends.

    Those watch the server themselves where it is killed.
    """
    open_files.raise_limit()
    open_files.open_no_loop_ahead()
    kept_uploads.hold_few()
    streamlit_edge.keep_what_fragments_said()
    warm_up()
    say_author_link()
    yield
    from views.page import services

    services.close()


def say_author_link() -> None:
    """Print the only way into Author, for whoever has started the app."""
    from views.server.author_link import link

    address = link()
    if address is not None:
        print(f"  To write content and to see details of errors, open this link once: {address}\n", flush=True)


def warm_up() -> None:
    """Import what every page needs, open the log and read the content; what is wrong with them is said by the pages."""
    try:
        for name in ("views.practice.card", "views.practice.question"):
            import_module(name)
        from views.page.services import services

        services().shelf.look()
        static_files.files()
    except Exception as error:  # whatever it is, a server that says it on its pages is better than none
        logging.getLogger(__name__).warning("The pages could not be made ready: %s", error)
    gc.collect()
    gc.freeze()  # what was loaded so far lives as long as the server: no later collection has to go through it
    give_back()


def give_back() -> None:
    """Give back to the system what reading the content took for a moment. https://man7.org/linux/man-pages/man3/malloc_trim.3.html"""
    with suppress(OSError, AttributeError, TypeError):  # another system, or another C library
        ctypes.CDLL(None).malloc_trim(0)
