"""The scripts and the style of Streamlit's that every page begins with, answered at once from memory, and compressed.

Streamlit sends each of these 70 files through threads of its own and uncompressed: 2.6 ms a file for the browser that waits, and 2.4 MB
instead of 0.6 for the phone. Their names hold a hash of what is in them, so they never change under a name.
https://developer.mozilla.org/en-US/docs/Web/HTTP/Guides/Compression
"""

from __future__ import annotations

import gzip
from collections.abc import Awaitable, Callable, Mapping
from dataclasses import dataclass
from functools import cache

from starlette.datastructures import Headers
from starlette.responses import Response

from views.page import streamlit_edge
from views.server import security
from views.server.security import Receive, Scope, Send

HEADERS = {"cache-control": "public, immutable, max-age=31536000", "content-encoding": "gzip", "vary": "accept-encoding"}


@dataclass(frozen=True)
class Kept:
    """A file as it is sent: compressed with gzip."""

    media_type: str
    data: bytes


@cache
def files() -> Mapping[str, Kept]:
    """By their address: every file that the shell page names."""
    addresses = sorted(set(streamlit_edge.FILES.findall(security.shell())))
    return {address: _kept_file(address) for address in addresses if (streamlit_edge.STATIC / address[1:]).is_file()}


def _kept_file(address: str) -> Kept:
    media_type = "text/css" if address.endswith(".css") else "text/javascript"
    return Kept(media_type, gzip.compress((streamlit_edge.STATIC / address[1:]).read_bytes()))


class StaticFiles:
    """ASGI middleware: answers for the files above where the browser takes them compressed; all else goes on to Streamlit."""

    def __init__(self, app: Callable[[Scope, Receive, Send], Awaitable[None]]) -> None:
        self._app = app

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        file = files().get(scope["path"]) if scope["type"] == "http" and scope["method"] == "GET" else None
        if file is None or "gzip" not in Headers(scope=scope).get("accept-encoding", ""):
            await self._app(scope, receive, send)
            return
        await Response(file.data, media_type=file.media_type, headers=HEADERS)(scope, receive, send)
