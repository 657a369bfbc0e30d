"""Which pages may open the connection over which the app acts for a learner, or for whoever runs it: its own.

Streamlit takes any page on ``localhost``, whatever its port, and cookies know no ports: what another program of this machine serves there
could act with the cookies of a browser that looks at both. For a page from elsewhere it asks a server on the internet for its own address.
"""

from __future__ import annotations

from collections.abc import Awaitable, Callable
from urllib.parse import urlsplit

import streamlit as st
from starlette.datastructures import Headers

from views.page import streamlit_edge
from views.server.security import Receive, Scope, Send

POLICY_VIOLATION = 1008
"""https://www.rfc-editor.org/rfc/rfc6455#section-7.4.1: a message violates the policy."""


def is_own(headers: Headers) -> bool:
    """Whether the page that asks was served under the address that it asks at, or is one that whoever runs the app has allowed.

    Who sends no origin is no browser, and has nobody's cookies but its own.
    """
    origin = headers.get("origin")
    if origin is None or not st.get_option("server.enableCORS"):
        return True
    page = urlsplit(origin)
    forwarded = {host.strip() for host in headers.get("x-forwarded-host", "").split(",")}
    return bool(page.netloc) and (
        page.netloc in {headers.get("host"), *forwarded}
        or page.hostname == streamlit_edge.named_address()
        or origin in {origin_allowed.strip().rstrip("/") for origin_allowed in st.get_option("server.corsAllowedOrigins")}
    )


class SameOrigin:
    """ASGI middleware: refuses websockets of other pages, before anything of the app hears of them."""

    def __init__(self, app: Callable[[Scope, Receive, Send], Awaitable[None]]) -> None:
        self._app = app

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        if scope["type"] == "websocket" and not is_own(Headers(scope=scope)):
            await receive()  # the request to connect; closed instead of accepted it is answered with 403
            await send({"type": "websocket.close", "code": POLICY_VIOLATION, "reason": ""})
            return
        await self._app(scope, receive, send)
