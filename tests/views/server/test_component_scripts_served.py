"""The scripts of components come whole, compressed where that is taken, and are kept by browsers only under their own version."""

from __future__ import annotations

import asyncio
import gzip

import pytest
from starlette.requests import Request
from starlette.responses import Response

from optimization.labs import numbers_on_file
from views.components import explore, sources
from views.server import component_scripts


def ask(name: str, *, version: str, accepts: str = "identity") -> Response:
    scope = {
        "type": "http",
        "method": "GET",
        "path": f"/components/{name}.js",
        "query_string": version.encode(),
        "path_params": {"name": name},
    }
    headers = [(b"accept-encoding", accepts.encode())]
    return asyncio.run(component_scripts.answer(Request({**scope, "server": ("school", 80), "headers": headers})))


@pytest.mark.parametrize("name", sources.SCRIPTS)
@pytest.mark.parametrize("accepts", ["gzip", "identity"])
def test_a_script_arrives_whole(name: str, accepts: str) -> None:
    path, _, version = sources.address(name).partition("?")
    assert f"/{path}" == sources.ROUTE.format(name=name)
    answer = ask(name, version=version, accepts=accepts)
    body = bytes(answer.body)
    assert (gzip.decompress(body) if accepts == "gzip" else body).decode() == sources.script(name)
    assert answer.headers["content-type"].startswith("text/javascript")
    assert "immutable" in answer.headers["cache-control"]
    assert answer.headers["vary"] == "accept-encoding"
    assert answer.headers.get("content-encoding", "identity") == accepts


@pytest.mark.parametrize("name", sorted(sources.SCRIPTS.keys() - {"codemirror"}))
def test_a_script_is_sent_without_the_comments_that_fill_lines_and_with_every_other_line(name: str) -> None:
    parts = [(sources.HERE / f"{part}.js").read_text(encoding="utf-8") for part in sources.SCRIPTS[name]]
    written = [line.strip() for part in parts for line in part.splitlines() if line.strip()]
    marks = ("//", "/**", "* ", "*/")
    assert [line.strip() for line in sources.script(name).splitlines() if line.strip()] == [
        line for line in written if not line.startswith(marks)
    ]


def test_the_licence_in_the_bundle_is_sent() -> None:
    assert sources.script("codemirror") == (sources.HERE / "codemirror" / "codemirror.js").read_text(encoding="utf-8")


def test_under_the_version_of_another_start_it_is_not_kept() -> None:
    assert ask("hands", version="0123456789ab").headers["cache-control"] == "no-cache"


@pytest.mark.parametrize("name", ["kept", "../sources", "nothing"])
def test_what_is_no_component_is_not_there(name: str) -> None:
    assert ask(name, version="").status_code == 404


def test_every_script_belongs_to_a_component() -> None:
    used = {f"{one}.js" for parts in sources.SCRIPTS.values() for one in parts}
    there = {path.relative_to(sources.HERE).as_posix() for path in sources.HERE.rglob("*.js")}
    assert there - used == {"fetch.js", "codemirror/entry.js"}, "what fetches them, and what codemirror.js was made from"
    assert used <= there


def numbers_of(network: str, *, version: str, accepts: str = "identity") -> Response:
    scope = {"type": "http", "method": "GET", "path": "/", "query_string": version.encode(), "path_params": {"network": network}}
    headers = [(b"accept-encoding", accepts.encode())]
    return asyncio.run(component_scripts.numbers(Request({**scope, "server": ("school", 80), "headers": headers})))


@pytest.mark.parametrize("network", numbers_on_file.on_file())
@pytest.mark.parametrize("accepts", ["gzip", "identity"])
def test_the_numbers_of_a_network_arrive_whole_and_are_kept_under_their_own_version(network: str, accepts: str) -> None:
    path, _, version = explore.address(network).partition("?")
    assert f"/{path}" == explore.ROUTE.format(network=network)
    answer = numbers_of(network, version=version, accepts=accepts)
    body = bytes(answer.body)
    assert (gzip.decompress(body) if accepts == "gzip" else body) == numbers_on_file.numbers(network)
    assert answer.headers["content-type"] == "application/json"
    assert "immutable" in answer.headers["cache-control"]
    assert numbers_of(network, version="0123456789ab").headers["cache-control"] == "no-cache"


@pytest.mark.parametrize("network", ["nothing", "../inside", "numbers"])
def test_numbers_of_no_network_are_not_there(network: str) -> None:
    assert numbers_of(network, version="").status_code == 404
