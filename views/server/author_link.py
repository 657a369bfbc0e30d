"""The link that opens Author: ``/author?token=…`` is exchanged for a cookie, and the token leaves the address at once."""

from __future__ import annotations

import time
from collections.abc import Awaitable, Callable
from html import escape
from http.cookies import SimpleCookie
from urllib.parse import parse_qsl, urlencode

import streamlit as st
from starlette.responses import HTMLResponse, RedirectResponse, Response

from quizzes.authoring.author_key import DAY_S, DAYS, AuthorKey
from views.page import pages, streamlit_edge
from views.page.services import author_key
from views.server.security import Receive, Scope, Send, is_https
from views.server.tries import Tries

PATH = f"/{pages.PAGES['author'].address}"
TRIES, WITHIN_S = 10, 600
"""Wrong tokens of one address, and how long they count."""
EVERYWHERE = ("0.0.0.0", "::", "")
NOT_KEPT = {"cache-control": "no-store"}

WRONG = "This is not the link to Author. The app prints the link in its terminal when it starts; open that one."
TOO_OFTEN = "Too many wrong links came from your address. Wait ten minutes, then open the link that the app printed."
PAGE = """<!doctype html><html lang="en"><meta charset="utf-8"><meta name="viewport" content="width=device-width">
<title>Featherweight</title><style>:root {{ color-scheme: light dark }}
@media (prefers-color-scheme: dark) {{ html {{ background: #191714; color: #efe9dd }} a {{ color: #f3a996 }} }}
@media (prefers-color-scheme: light) {{ html {{ background: #fbf9f4; color: #211d17 }} a {{ color: #8c2a17 }} }}
body {{ font: 17px/1.5 sans-serif; max-width: 34rem; margin: 15vh auto; padding: 0 1.2rem }}</style>
<h1>Featherweight</h1><p>{said}</p><p><a href="./">See all topics</a></p></html>"""


class AuthorLink:
    """ASGI middleware: answers where the address of Author carries a token; all else goes on."""

    def __init__(
        self,
        app: Callable[[Scope, Receive, Send], Awaitable[None]],
        *,
        key: Callable[[], AuthorKey | None] = author_key,
        clock: Callable[[], float] = time.time,
    ) -> None:
        self._app, self._key, self._clock, self._tries = app, key, clock, Tries(TRIES, within_s=WITHIN_S, clock=clock)

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        query = parse_qsl(scope["query_string"].decode("latin-1")) if scope["type"] == "http" and scope["path"] == PATH else []
        token = dict(query).get("token")
        if token is None:
            await self._app(scope, receive, send)
            return
        other_query = [(name, value) for name, value in query if name != "token"]
        await self._answer(scope, token, other_query)(scope, receive, send)

    def _answer(self, scope: Scope, token: str, other_query: list[tuple[str, str]]) -> Response:
        key, now_s = self._key(), self._clock()
        address = (scope.get("client") or ("",))[0]
        if self._tries.wait_s(address):
            return HTMLResponse(PAGE.format(said=escape(TOO_OFTEN)), status_code=429, headers=NOT_KEPT)
        if key is None or not key.fits(token):
            self._tries.fail(address)
            return HTMLResponse(PAGE.format(said=escape(WRONG)), status_code=403, headers=NOT_KEPT)
        # The address is relative: a proxy may serve the app under a path of its own.
        target = PATH[1:] + (f"?{urlencode(other_query)}" if other_query else "")
        return RedirectResponse(target, status_code=303, headers={"set-cookie": _cookie(key, now_s, secure=is_https(scope)), **NOT_KEPT})


def _cookie(key: AuthorKey, now_s: float, *, secure: bool) -> str:
    cookie = SimpleCookie({key.cookie: key.new_pass(now_s)})
    for name, value in (("path", "/"), ("max-age", DAYS * DAY_S), ("samesite", "Strict"), ("httponly", True), ("secure", secure)):
        cookie[key.cookie][name] = value
    return cookie[key.cookie].OutputString()


def link() -> str | None:
    """The link as the start prints it, at the address that Streamlit prints; None where nobody may write."""
    key = author_key()
    if key is None:
        return None
    host = streamlit_edge.named_address() or st.get_option("server.address") or ""
    base = streamlit_edge.url_of("localhost" if host in EVERYWHERE else host)
    return f"{base.rstrip('/')}{PATH}?{urlencode({'token': key.token})}"
