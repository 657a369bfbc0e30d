"""What the server does besides drawing pages: it gives each browser its learner id, and changes it for a resume code."""

from __future__ import annotations

import gc
import logging
from collections.abc import AsyncIterator, Awaitable, Callable
from contextlib import asynccontextmanager
from http.cookies import SimpleCookie
from importlib import import_module
from pathlib import Path
from typing import Any
from urllib.parse import urlsplit

from starlette.datastructures import Headers, MutableHeaders
from starlette.requests import Request
from starlette.responses import FileResponse, JSONResponse, Response
from starlette.routing import Route

from quizzes.learners import COOKIE, is_learner_id, learner_of, new_learner_id
from views import static_files
from views.components import library
from views.health import Health
from views.security import Message, Receive, Scope, Send, is_https

ICON = Path(__file__).parent / "icons" / "feather.svg"

YEAR_S = 400 * 24 * 3600
"""Browsers keep a cookie for at most 400 days; each visit renews it."""


class LearnerCookie:
    """ASGI middleware: every page that is loaded sets, or renews, the browser's learner id."""

    def __init__(self, app: Callable[[Scope, Receive, Send], Awaitable[None]]) -> None:
        self._app = app

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        if scope["type"] != "http" or scope["method"] != "GET":
            await self._app(scope, receive, send)
            return
        known = _learner_in(Headers(scope=scope).get("cookie", ""))

        async def send_with_cookie(message: Message) -> None:
            if message["type"] == "http.response.start":
                headers = MutableHeaders(scope=message)
                if headers.get("content-type", "").startswith("text/html"):
                    headers.append("set-cookie", _cookie(known or new_learner_id(), secure=is_https(scope)))
            await send(message)

        await self._app(scope, receive, send_with_cookie)


def _learner_in(header: str) -> str | None:
    value = next((part.partition("=")[2] for part in header.split("; ") if part.startswith(f"{COOKIE}=")), "")
    return value if is_learner_id(value) else None


def _cookie(learner: str, *, secure: bool) -> str:
    cookie = SimpleCookie({COOKIE: learner})
    for name, value in (("path", "/"), ("max-age", YEAR_S), ("samesite", "Lax"), ("httponly", True), ("secure", secure)):
        cookie[COOKIE][name] = value
    return cookie[COOKIE].OutputString()


async def resume(request: Request) -> Response:
    """Make this browser the learner of a resume code; only a page of this app may ask for it."""
    origin = request.headers.get("origin")
    if origin is None or urlsplit(origin).netloc != request.headers.get("host"):
        return JSONResponse({"problem": "This has to be asked from the app itself."}, status_code=403)
    learner = learner_of((await request.body())[:200].decode("utf-8", "replace"))
    if learner is None:
        return JSONResponse({"problem": "This is no resume code: it has 16 letters and digits."}, status_code=422)
    return Response(status_code=204, headers={"set-cookie": _cookie(learner, secure=is_https(request.scope))})


async def codemirror(_request: Request) -> Response:
    """The editor of the Author page; its address holds its version, so it may be kept."""
    return FileResponse(library.CODEMIRROR, media_type="text/javascript", headers={"cache-control": "public, max-age=31536000, immutable"})


async def icon(_request: Request) -> Response:
    """The sign of the browser's tab. Streamlit's own way to set one loads numpy and an image library for a file of 400 bytes."""
    return FileResponse(ICON, media_type="image/svg+xml", headers={"cache-control": "public, max-age=86400"})


ROUTES = (
    Route("/health", Health().answer, methods=["GET"]),
    Route("/resume", resume, methods=["POST"]),
    Route(library.ROUTE, codemirror),
    Route("/favicon.png", icon),  # the address in Streamlit's shell page
)


@asynccontextmanager
async def lifespan(_app: Any) -> AsyncIterator[None]:
    """Has everything ready before the first visitor comes, and stops the lab processes when the server ends.

    Those watch the server themselves where it is killed.
    """
    warm_up()
    say_author_link()
    yield
    from views import services

    services.close()


def say_author_link() -> None:
    """Print the only way into Author, for whoever has started the app."""
    from views.author_link import link

    address = link()
    if address is not None:
        print(f"  To write content and to see details of errors, open this link once: {address}\n", flush=True)


def warm_up() -> None:
    """Import what every page needs, open the log and read the content; what is wrong with them is said by the pages."""
    try:
        for name in ("views.card", "views.question"):
            import_module(name)
        from views.services import services

        services().shelf.look()
        static_files.files()
    except Exception as error:  # whatever it is, a server that says it on its pages is better than none
        logging.getLogger(__name__).warning("The pages could not be made ready: %s", error)
    gc.collect()
    gc.freeze()  # what was loaded so far lives as long as the server: no later collection has to go through it
