"""Only a page of the app opens the app's connection."""

from __future__ import annotations

import asyncio
from typing import Any

import pytest
import streamlit as st

from views.page import streamlit_edge
from views.server.same_origin import SameOrigin

HOST = "school.example:8501"


async def accepts(_scope: Any, receive: Any, send: Any) -> None:
    await receive()
    await send({"type": "websocket.accept"})


def is_taken(**headers: str) -> bool:
    """Whether a websocket with these headers reaches the app."""
    given = [(name.replace("_", "-").encode(), value.encode()) for name, value in {"host": HOST, **headers}.items()]
    sent: list[str] = []

    async def receive() -> dict[str, str]:
        return {"type": "websocket.connect"}

    async def send(message: Any) -> None:
        sent.append(message["type"])

    asyncio.run(SameOrigin(accepts)({"type": "websocket", "path": "/_stcore/stream", "headers": given}, receive, send))
    assert len(sent) == 1
    return sent == ["websocket.accept"]


@pytest.fixture
def option(monkeypatch: pytest.MonkeyPatch) -> dict[str, Any]:
    """What whoever runs the app has set."""
    held: dict[str, Any] = {}
    ask, named = st.get_option, streamlit_edge.named_address
    monkeypatch.setattr(st, "get_option", lambda name: held.get(name, ask(name)))
    monkeypatch.setattr(streamlit_edge, "named_address", lambda: held.get("browser.serverAddress", named()))
    return held


def test_the_apps_own_page_and_a_program_that_is_no_browser_are_let_in() -> None:
    assert is_taken(origin=f"http://{HOST}")
    assert is_taken(origin=f"https://{HOST}")
    assert is_taken()


@pytest.mark.parametrize(
    "origin",
    ["http://localhost:3000", "http://127.0.0.1:8000", "http://0.0.0.0:8501", "https://evil.example", "http://school.example", "null", ""],
)
def test_no_other_page_is_not_even_one_on_this_machine(origin: str) -> None:
    assert not is_taken(origin=origin)
    assert not is_taken(origin=origin, host="localhost:8501")


def test_behind_a_proxy_that_renames_the_host_its_own_page_is_let_in(option: dict[str, Any]) -> None:
    renamed = {"host": "127.0.0.1:8501", "origin": "https://school.example"}
    assert not is_taken(**renamed)
    assert is_taken(**renamed, x_forwarded_host="school.example")
    assert not is_taken(host="127.0.0.1:8501", origin="https://evil.example", x_forwarded_host="school.example")
    option["browser.serverAddress"] = "school.example"
    assert is_taken(**renamed)


def test_what_whoever_runs_the_app_has_allowed_is_let_in(option: dict[str, Any]) -> None:
    option["server.corsAllowedOrigins"] = ["https://portal.example"]
    assert is_taken(origin="https://portal.example")
    assert not is_taken(origin="https://other.example")
