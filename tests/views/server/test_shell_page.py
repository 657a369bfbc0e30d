"""The page before anything is drawn: Streamlit's own, with the title, where the server is, and what to fetch at once."""

from __future__ import annotations

import asyncio
import gzip
import re
import shutil
import subprocess
import tomllib
import zlib
from pathlib import Path
from typing import Any

import pytest
from starlette.applications import Starlette
from starlette.middleware import Middleware
from starlette.requests import Request
from starlette.responses import Response
from starlette.routing import Route

from views.components import sources
from views.page import streamlit_edge, style
from views.server import security, shell_page

NODE = shutil.which("node")
THEME = tomllib.loads((Path(__file__).parents[3] / ".streamlit" / "config.toml").read_text(encoding="utf-8"))["theme"]


async def streamlits_page(_request: Request) -> Response:
    headers = {"etag": '"1"', "last-modified": "Wed, 25 Nov 2026 12:00:00 GMT", "content-encoding": "gzip"}
    return Response(gzip.compress(b"<title>Streamlit</title>"), media_type="text/html", headers=headers)


async def gone(_request: Request) -> Response:
    return Response("<h1>gone</h1>", status_code=404, media_type="text/html")


APP = Starlette(routes=[Route("/", streamlits_page), Route("/gone", gone)], middleware=[Middleware(security.SecurityHeaders)])


def ask(path: str, *, encoding: bytes = b"") -> tuple[dict[str, str], bytes]:
    """Headers and body of the answer."""
    scope = {"type": "http", "method": "GET", "path": path, "query_string": b"", "scheme": "http", "server": ("school", 80)}
    scope["headers"] = [(b"accept-encoding", encoding)]
    sent: list[dict[str, Any]] = []

    async def receive() -> dict[str, Any]:
        return {"type": "http.request", "body": b"", "more_body": False}

    async def send(message: Any) -> None:
        sent.append(message)

    asyncio.run(APP(scope, receive, send))  # type: ignore[arg-type]
    headers = {name.decode(): value.decode() for name, value in sent[0]["headers"]}
    return headers, b"".join(message.get("body", b"") for message in sent[1:])


def test_the_page_is_the_apps_own_and_no_browser_keeps_streamlits_in_its_place() -> None:
    headers, body = ask("/")
    assert body.decode() == security.shell()
    assert headers["content-length"] == str(len(body))
    assert {"etag", "last-modified", "content-encoding"} & headers.keys() == set()
    assert "<title>Featherweight</title>" in security.shell()
    assert "<title>Streamlit</title>" not in security.shell()


def test_a_browser_that_takes_it_gets_the_page_compressed() -> None:
    headers, body = ask("/", encoding=b"gzip, br")
    assert gzip.decompress(body).decode() == security.shell()
    assert (headers["content-length"], headers["content-encoding"], headers["vary"]) == (str(len(body)), "gzip", "accept-encoding")


@pytest.mark.parametrize("encoding", [b"", b"gzip"], ids=["plain", "gzip"])
def test_title_paper_and_a_word_come_with_the_first_fourteen_kilobytes(encoding: bytes) -> None:
    """What a server may send before it hears from the browser; a browser reads what it has got."""
    headers, body = ask("/", encoding=encoding)
    room = 14 * 1024 - len(b"".join(f"{name}: {value}\r\n".encode() for name, value in headers.items())) - 100
    read = zlib.decompressobj(31).decompress(body[:room]) if encoding else body[:room]
    for sign in (
        b"<title>Featherweight</title>",
        b"background: var(--paper)",
        b"prefers-color-scheme: dark",
        b"<body>",
        b"Loading\xe2\x80\xa6",
    ):
        assert sign in read


def test_nothing_that_is_still_on_its_way_keeps_the_word_from_being_painted() -> None:
    """A style sheet does so for all that comes behind it, and a script without ``type=module`` for the whole page."""
    page = security.shell()
    before = page[: page.index('id="loading"')]
    assert 'rel="stylesheet"' not in before
    assert re.findall(r"<script(?![^>]*type=.module.)[^>]*src=", before) == []
    assert page.index('id="loading"') < page.index('rel="stylesheet"') < page.index(style.sheet())
    assert page.count('rel="stylesheet"') == streamlit_edge.SHELL.read_text().count('rel="stylesheet"')


def test_the_paper_is_that_of_the_theme() -> None:
    for name in ("light", "dark"):
        for colour in ("backgroundColor", "textColor"):
            assert (shell_page.SCRIPTS_FOLDER / "paper.css").read_text().count(THEME[name][colour]) == 2


def test_an_error_page_stays_what_it_is() -> None:
    assert ask("/gone")[1] == b"<h1>gone</h1>"


def test_everything_that_is_fetched_at_once_is_there_and_is_named_once() -> None:
    fetched = re.findall(r'rel="(?:module)?preload"[^>]*?href="\./([^"]+)"', security.shell())
    assert len(fetched) > len(streamlit_edge.CHUNKS)
    fetched.remove(sources.address("hands"))  # of the app's own, which the first card waits for
    assert [one for one in fetched if not (streamlit_edge.STATIC / one).is_file()] == []
    found = "\n".join(fetched)
    assert [name for name in (*streamlit_edge.CHUNKS, *streamlit_edge.FONTS) if f"/{name}." not in found] == []


def test_what_streamlit_itself_waits_for_is_fetched_first_and_its_style_is_changed_by_ours() -> None:
    page = security.shell()
    last_of_streamlit = max(
        page.index(one)
        for one in re.findall(r'<(?:link rel="modulepreload"|script)[^>]*"\./static/[^>]*>', streamlit_edge.SHELL.read_text())
    )
    ours = [page.index(f"/{name}.") for name in ("PageLink", "BidiComponent", "SourceSerifVariable-Roman.ttf")]
    assert last_of_streamlit < min(ours) < page.index("</head>") < page.index(style.sheet()) < page.index('id="root"')


def test_the_policy_knows_each_script_of_the_page_and_no_other() -> None:
    scripts = security.INLINE_SCRIPT.findall(security.shell())
    assert len(scripts) == security.shell().count("<script>") == 7
    assert security.policy().count("'sha256-") == 7


@pytest.mark.skipif(NODE is None, reason="Node.js is not installed; the script is then tested in the browser only")
@pytest.mark.parametrize(
    ("path", "server"),
    [
        ("/recall", "http://school/"),
        ("/recall/", None),
        ("/school/recall/", None),
        ("/learn/self-test", "http://school/learn/"),
        ("/", None),
        ("/learn/", None),
        ("/nowhere", None),
        ("/recalled", None),
    ],
)
def test_the_server_is_looked_for_beside_a_page_of_the_app_and_elsewhere_as_streamlit_does(path: str, server: str | None) -> None:
    script = "\n".join(security.INLINE_SCRIPT.findall(shell_page.page(("recall", "self-test")))[:2])
    setting = f"const location = {{ origin: 'http://school', pathname: {path!r} }}; const window = {{}};"
    told = "process.stdout.write(String(window.__streamlit?.BACKEND_BASE_URL ?? null))"
    done = subprocess.run([str(NODE), "-e", f"{setting} {script} {told}"], capture_output=True, text=True, timeout=20, check=True)
    assert done.stdout == (server or "null")
