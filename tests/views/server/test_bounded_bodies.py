"""What is sent along with a request is cut off while it comes in."""

from __future__ import annotations

import asyncio
from collections.abc import AsyncIterator
from typing import Any

import pytest
from starlette.applications import Starlette
from starlette.middleware import Middleware
from starlette.requests import Request
from starlette.responses import PlainTextResponse, Response, StreamingResponse
from starlette.routing import Route
from test_serving import HOST, SAME_ORIGIN

from views.page.streamlit_edge import UPLOADS
from views.server.bounded_bodies import LIMIT_BYTES, BoundedBodies
from views.server.serving import ROUTES

PIECE = b"x" * 1_024


async def whole(request: Request) -> Response:
    return PlainTextResponse(str(len(await request.body())))


async def slow(_request: Request) -> Response:
    async def pieces() -> AsyncIterator[bytes]:
        for _ in range(3):
            await asyncio.sleep(0)
            yield b"piece"

    return StreamingResponse(pieces())


APP = Starlette(
    routes=[
        *ROUTES,
        Route("/whole", whole, methods=["POST", "PUT"]),
        Route("/slow", slow),
        Route(UPLOADS + "{name}", whole, methods=["PUT"]),
    ],
    middleware=[Middleware(BoundedBodies)],
)


def send(method: str, path: str, *, pieces: int, said_bytes: int | None = None) -> tuple[int, int, bytes]:
    """Status, how many pieces were taken from the connection, and the answer."""
    length = [] if said_bytes is None else [(b"content-length", str(said_bytes).encode())]
    headers = [(b"host", HOST.encode()), (b"origin", SAME_ORIGIN["origin"].encode()), *length]
    scope = {"type": "http", "method": method, "path": path, "raw_path": path.encode(), "query_string": b"", "headers": headers}
    scope |= {"scheme": "http", "http_version": "1.1", "server": ("127.0.0.1", 1), "client": ("10.0.0.9", 1), "root_path": ""}
    taken, sent = 0, []

    async def receive() -> dict[str, Any]:
        nonlocal taken
        if taken > pieces:
            await asyncio.Event().wait()  # the connection stays open
        taken += 1
        if taken > pieces:
            return {"type": "http.request", "body": b"", "more_body": False}
        return {"type": "http.request", "body": PIECE, "more_body": True}

    async def answer(message: Any) -> None:
        sent.append(dict(message))

    asyncio.run(APP(scope, receive, answer))
    status = [message["status"] for message in sent if message["type"] == "http.response.start"]
    assert len(status) == 1
    return status[0], min(taken, pieces), b"".join(message.get("body", b"") for message in sent)


@pytest.mark.parametrize("path", ["/resume", "/whole"])
@pytest.mark.parametrize("said_bytes", [None, 10, 600_000_000])
def test_of_a_large_body_no_more_is_read_than_is_allowed(path: str, said_bytes: int | None) -> None:
    status, taken, body = send("POST", path, pieces=600_000, said_bytes=said_bytes)
    assert status == 413
    assert taken * len(PIECE) <= LIMIT_BYTES + len(PIECE)
    assert b"too large" in body


def test_a_small_body_arrives_whole() -> None:
    assert send("POST", "/whole", pieces=4) == (200, 4, b"4096")


def test_an_upload_is_left_to_streamlit_which_bounds_it_by_its_own_setting() -> None:
    assert send("PUT", UPLOADS + "name", pieces=100) == (200, 100, b"102400")


def test_an_answer_that_is_under_way_is_not_broken() -> None:
    status, _, body = send("GET", "/slow", pieces=0)
    assert (status, body) == (200, b"piece" * 3)
