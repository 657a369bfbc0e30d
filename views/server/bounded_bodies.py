"""No request makes the server read more than it has to: what is sent along is counted while it comes in, and cut off.

Nothing but the files that Streamlit's uploader sends is large; Streamlit bounds those itself (``server.maxUploadSize``).
"""

from __future__ import annotations

from collections.abc import Awaitable, Callable

from starlette.datastructures import Headers
from starlette.requests import ClientDisconnect
from starlette.responses import JSONResponse

from views.page import streamlit_edge
from views.server.security import Message, Receive, Scope, Send

LIMIT_BYTES = 4_096
PROBLEM = {"problem": f"What was sent is too large; allowed: {LIMIT_BYTES:,} bytes."}


class BoundedBodies:
    """ASGI middleware: a body of more than LIMIT_BYTES is answered with 413 and read no further, whatever its length was said to be."""

    def __init__(self, app: Callable[[Scope, Receive, Send], Awaitable[None]]) -> None:
        self._app = app

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        if scope["type"] != "http" or scope["path"].startswith(streamlit_edge.UPLOADS):
            await self._app(scope, receive, send)
            return
        length = Headers(scope=scope).get("content-length", "0")
        came, has_answered = int(length) if length.isdecimal() else 0, False
        if came > LIMIT_BYTES:
            await _too_large(scope, receive, send)
            return
        came = 0

        async def receive_counted() -> Message:
            nonlocal came
            if came > LIMIT_BYTES:
                return {"type": "http.disconnect"}
            message = await receive()
            came += len(message.get("body", b""))
            return message if came <= LIMIT_BYTES else {"type": "http.disconnect"}

        async def send_noted(message: Message) -> None:
            nonlocal has_answered
            has_answered = True
            await send(message)

        try:
            await self._app(scope, receive_counted, send_noted)
        except ClientDisconnect:
            if came <= LIMIT_BYTES:
                raise
        if came > LIMIT_BYTES and not has_answered:
            await _too_large(scope, receive, send)


async def _too_large(scope: Scope, receive: Receive, send: Send) -> None:
    await JSONResponse(PROBLEM, status_code=413, headers={"connection": "close"})(scope, receive, send)
