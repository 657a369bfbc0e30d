"""The files that every page begins with are answered from memory, compressed, and are the very files."""

from __future__ import annotations

import asyncio
import gzip
from typing import Any

import pytest

from views.page import streamlit_edge
from views.server import static_files

PASSED_ON = b"Streamlit's answer"


def ask(path: str, *, method: str = "GET", accepts: str = "gzip, deflate, br") -> tuple[dict[str, str], bytes]:
    sent: list[Any] = []

    async def behind(_scope: Any, _receive: Any, send: Any) -> None:
        await send({"type": "http.response.start", "status": 200, "headers": []})
        await send({"type": "http.response.body", "body": PASSED_ON})

    async def receive() -> dict[str, Any]:
        return {"type": "http.request", "body": b"", "more_body": False}

    async def send(message: Any) -> None:
        sent.append(message)

    scope = {"type": "http", "method": method, "path": path, "headers": [(b"accept-encoding", accepts.encode())]}
    asyncio.run(static_files.StaticFiles(behind)(scope, receive, send))
    return {name.decode(): value.decode() for name, value in sent[0]["headers"]}, b"".join(one.get("body", b"") for one in sent[1:])


def test_all_that_the_page_names_is_kept() -> None:
    assert len(static_files.files()) > 60
    assert {(address.rpartition(".")[2], one.media_type) for address, one in static_files.files().items()} == {
        ("js", "text/javascript"),
        ("css", "text/css"),
    }


@pytest.mark.parametrize("ending", [".js", ".css"])
def test_a_kept_file_arrives_as_it_is_on_disk(ending: str) -> None:
    address = max((one for one in static_files.files() if one.endswith(ending)), key=lambda one: len(static_files.files()[one].data))
    headers, body = ask(address)
    there = (streamlit_edge.STATIC / address[1:]).read_bytes()
    assert headers["content-length"] == str(len(body))
    assert "immutable" in headers["cache-control"]
    assert headers["vary"] == "accept-encoding"
    assert headers["content-encoding"] == "gzip"
    assert gzip.decompress(body) == there
    assert len(body) < len(there) / 2


@pytest.mark.parametrize(
    ("path", "method", "accepts"),
    [
        ("/static/js/no-such-file.js", "GET", "gzip"),
        ("/static/../pyproject.toml", "GET", "gzip"),
        ("KEPT", "HEAD", "gzip"),
        ("KEPT", "GET", "identity"),
        ("KEPT", "GET", ""),
    ],
)
def test_all_else_is_streamlits_to_answer(path: str, method: str, accepts: str) -> None:
    kept = next(iter(static_files.files()))
    assert ask(path.replace("KEPT", kept), method=method, accepts=accepts) == ({}, PASSED_ON)
