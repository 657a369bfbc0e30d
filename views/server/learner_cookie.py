"""The cookie that makes each browser a learner of its own."""

from __future__ import annotations

from collections.abc import Awaitable, Callable
from http.cookies import SimpleCookie

from starlette.datastructures import Headers, MutableHeaders

from quizzes.events.learners import COOKIE, is_learner_id, new_learner_id
from views.server.security import Message, Receive, Scope, Send, is_https

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
        learner = _learner_in(Headers(scope=scope).get("cookie", ""))

        async def send_with_cookie(message: Message) -> None:
            if message["type"] == "http.response.start":
                headers = MutableHeaders(scope=message)
                if headers.get("content-type", "").startswith("text/html"):
                    headers.append("set-cookie", cookie(learner or new_learner_id(), secure=is_https(scope)))
            await send(message)

        await self._app(scope, receive, send_with_cookie)


def _learner_in(header: str) -> str | None:
    value = next((part.partition("=")[2] for part in header.split("; ") if part.startswith(f"{COOKIE}=")), "")
    return value if is_learner_id(value) else None


def cookie(learner: str, *, secure: bool) -> str:
    """The header that makes a browser that learner."""
    morsels = SimpleCookie({COOKIE: learner})
    for name, value in (("path", "/"), ("max-age", YEAR_S), ("samesite", "Lax"), ("httponly", True), ("secure", secure)):
        morsels[COOKIE][name] = value
    return morsels[COOKIE].OutputString()
