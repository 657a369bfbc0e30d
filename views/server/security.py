"""What browsers may do with the pages of this app: a strict Content-Security-Policy and its companions on every page.

Scripts come from this server only, besides those in the shell page, which are known by their hashes, and the components' own, which
Streamlit hands over as blobs. No eval; WebAssembly is allowed, because Streamlit's data table needs it. Styles may stand in the page,
because Streamlit's do. https://developer.mozilla.org/en-US/docs/Web/HTTP/Reference/Headers/Content-Security-Policy
"""

from __future__ import annotations

import base64
import gzip
import hashlib
import re
from collections.abc import Awaitable, Callable, MutableMapping
from functools import cache
from typing import Any

from starlette.datastructures import Headers, MutableHeaders

from views.page import pages, streamlit_edge
from views.server import shell_page

Scope = MutableMapping[str, Any]
Message = MutableMapping[str, Any]
Receive = Callable[[], Awaitable[Message]]
Send = Callable[[Message], Awaitable[None]]

INLINE_SCRIPT = re.compile(r"<script>(.*?)</script>", re.DOTALL)

HEADERS = {
    "x-content-type-options": "nosniff",
    "referrer-policy": "same-origin",
    "permissions-policy": "camera=(), geolocation=(), microphone=(), payment=(), usb=()",
    "cross-origin-opener-policy": "same-origin",
}


def shell() -> str:
    """The page that is served at every address of the app."""
    return shell_page.page(pages.addresses())


@cache
def compressed_shell() -> bytes:
    """The same page as most browsers take it: a third of the bytes."""
    return gzip.compress(shell().encode(), mtime=0)


@cache
def policy() -> str:
    """The Content-Security-Policy of every page."""
    hashes = " ".join(f"'sha256-{_digest(script)}'" for script in INLINE_SCRIPT.findall(shell()))
    rules = {
        "default-src": "'self'",
        "script-src": f"'self' {hashes} blob: 'wasm-unsafe-eval'",
        "style-src": "'self' 'unsafe-inline'",
        "img-src": "'self' data: blob:",
        "font-src": "'self' data:",
        "connect-src": "'self' data: blob:",
        "worker-src": "'self' blob:",
        "frame-src": "'none'",
        "object-src": "'none'",
        "base-uri": "'self'",
        "form-action": "'self'",
        "frame-ancestors": "'self'",
    }
    return "; ".join(f"{name} {sources}" for name, sources in rules.items())


def _digest(script: str) -> str:
    return base64.b64encode(hashlib.sha256(script.encode()).digest()).decode()


def is_https(scope: Scope) -> bool:
    """Whether the browser asks over HTTPS, of this server or of a proxy before it.

    Anybody can say so: for what is safe when it is believed wrongly, such as a cookie that then is not kept.
    """
    headers = Headers(scope=scope)
    by_proxy = headers.get("x-forwarded-proto", "").partition(",")[0].strip().lower() == "https"
    forwarded = re.search(r"(?:^|[;,\s])proto=\"?https\b", headers.get("forwarded", "").partition(",")[0], re.IGNORECASE)
    return scope.get("scheme") in ("https", "wss") or by_proxy or forwarded is not None


def _is_page(path: str, headers: Headers) -> bool:
    is_html = headers.get("content-type", "").startswith("text/html")
    return is_html and not path.startswith(streamlit_edge.NOT_PAGES) and "content-disposition" not in headers


def _unconditional(scope: Scope) -> Scope:
    """The request as that of a browser which has no page yet: one that has Streamlit's own would be told to keep it."""
    if scope["path"].startswith(streamlit_edge.NOT_PAGES):
        return scope
    return {**scope, "headers": [header for header in scope["headers"] if header[0] not in (b"if-none-match", b"if-modified-since")]}


class SecurityHeaders:
    """ASGI middleware: every answer says what a browser may do with it, and a page is the app's own shell page."""

    def __init__(self, app: Callable[[Scope, Receive, Send], Awaitable[None]]) -> None:
        self._app = app

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        if scope["type"] != "http":
            await self._app(scope, receive, send)
            return

        is_page = False
        takes_gzip = "gzip" in Headers(scope=scope).get("accept-encoding", "")
        page = compressed_shell() if takes_gzip else shell().encode()

        async def send_with_headers(message: Message) -> None:
            nonlocal is_page
            if message["type"] == "http.response.start":
                headers = MutableHeaders(scope=message)
                for name, value in HEADERS.items():
                    headers[name] = value
                headers["content-security-policy"] = policy()
                if message["status"] == 200 and _is_page(scope["path"], headers):
                    is_page = True
                    for name in ("etag", "last-modified", "content-encoding"):  # they are those of Streamlit's page
                        del headers[name]
                    headers["vary"] = "accept-encoding"
                    if takes_gzip:
                        headers["content-encoding"] = "gzip"
                    headers["content-length"] = str(len(page))
            elif is_page:
                if message.get("more_body"):
                    return
                message = {**message, "body": page if scope["method"] == "GET" else b""}
            await send(message)

        await self._app(_unconditional(scope), receive, send_with_headers)
