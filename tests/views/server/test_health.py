"""A server that cannot do what it is for does not start, and says so at ``/health`` where that comes later."""

from __future__ import annotations

import asyncio
import os
import shutil
import sqlite3
import subprocess
import sys
import threading
from pathlib import Path

import pytest
from starlette.applications import Starlette
from starlette.requests import Request
from starlette.responses import Response
from starlette.routing import Route
from visiting import ROOT

from quizzes.events import database
from views.page.services import services
from views.server import health
from views.server.health import Health


def test_a_wrong_environment_ends_the_start_with_a_sentence(tmp_path: Path) -> None:
    environ = {**os.environ, "DATA_DIR": str(tmp_path / "data"), "DATABASE_URL": "mysql://user:secret-word@host/name"}
    command = [sys.executable, "-m", "streamlit", "run", "app.py", "--server.port", "0"]
    ended = subprocess.run(command, cwd=ROOT, env=environ, capture_output=True, text=True, timeout=120, check=False)
    assert ended.returncode not in (0, None)
    assert "Featherweight cannot start. DATABASE_URL cannot be used" in ended.stderr
    assert "Traceback" not in ended.stderr
    assert "secret-word" not in ended.stdout + ended.stderr


@pytest.mark.parametrize(
    ("name", "value", "said"),
    [
        ("LAB_LIMIT_S", "-3", "LAB_LIMIT_S='-3' is not allowed"),
        ("LAB_SCHEDULER", "tcp://10.0.0.5:8786", "has no TLS"),
        ("LAB_SCHEDULER", "tls://10.0.0.5:8786", "three TLS files"),
        ("DATA_DIR", "/proc/nowhere", "cannot be made"),
    ],
)
def test_each_kind_of_wrong_environment_is_said(name: str, value: str, said: str, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv(name, value)
    with pytest.raises(SystemExit) as ended:
        health.ready_or_exit()
    assert said in str(ended.value.code)


def test_a_database_that_cannot_be_opened_ends_it_too(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    (tmp_path / "file").write_text("no database, and long enough to be read as one: " * 4)
    monkeypatch.setenv("DATABASE_URL", f"sqlite:///{tmp_path / 'file'}")
    with pytest.raises(SystemExit) as ended:
        health.ready_or_exit()
    assert "cannot be used" in str(ended.value.code)


def test_with_what_it_needs_it_starts_and_is_well(tiny: Path) -> None:
    health.ready_or_exit()
    assert health.fault() is None


def test_an_empty_content_folder_is_no_fault(tiny: Path) -> None:
    tiny.unlink()
    assert health.fault() is None


@pytest.mark.parametrize("how", ["broken", "gone"])
def test_content_that_cannot_be_read_is_one(how: str, tiny: Path) -> None:
    if how == "broken":
        tiny.write_text("format: [")
    else:
        shutil.rmtree(tiny.parents[1])
    assert health.fault() == health.NO_CONTENT


def test_a_database_file_that_is_gone_is_one(tiny: Path, own_data: Path) -> None:
    assert health.fault() is None
    (own_data / "events.db").unlink()
    assert health.fault() == health.NO_LOG


def test_a_database_in_which_nobody_can_write_is_one_and_writing_is_not_held_up(
    tiny: Path, own_data: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(database, "BUSY_MS", 50)
    assert health.fault() is None
    other = sqlite3.connect(own_data / "events.db", isolation_level=None)
    services().log._engine.dispose()
    other.execute("BEGIN EXCLUSIVE")
    assert health.fault() == health.NO_LOG
    other.execute("ROLLBACK")
    assert health.fault() is None
    other.execute("BEGIN IMMEDIATE")
    other.execute("ROLLBACK")
    other.close()


def ask(one: Health) -> Response:
    return asyncio.run(one.answer(Request({"type": "http", "method": "GET", "headers": []})))


def test_the_address_says_ok_or_503_with_a_reason_that_names_nothing() -> None:
    well, ill = ask(Health(lambda: None)), ask(Health(lambda: health.NO_LOG))
    assert (well.status_code, well.body) == (200, b"ok")
    assert (ill.status_code, ill.body) == (503, health.NO_LOG.encode())
    assert ill.headers["cache-control"] == "no-store"


def test_a_database_that_never_answers_is_asked_once_and_waited_for_no_longer_than_the_limit() -> None:
    asked, let_go = [], threading.Event()

    def hang() -> None:
        asked.append(1)
        let_go.wait(60)

    async def many() -> list[Response]:
        one = Health(hang, limit_s=0.05)
        request = Request({"type": "http", "method": "GET", "headers": []})
        try:
            return [*await asyncio.gather(*[one.answer(request) for _ in range(50)]), await one.answer(request)]
        finally:
            let_go.set()

    answers = asyncio.run(many())
    assert {one.status_code for one in answers} == {503}
    assert {bytes(one.body) for one in answers} == {health.NO_ANSWER.encode()}
    assert len(asked) == 1


def test_it_is_one_of_the_servers_addresses_and_only_to_be_read() -> None:
    from starlette.routing import Match

    from views.server.serving import ROUTES

    app = Starlette(routes=ROUTES)
    (route,) = [one for one in app.routes if isinstance(one, Route) and one.path == "/health"]
    for method, match in (("GET", Match.FULL), ("HEAD", Match.FULL), ("POST", Match.PARTIAL)):
        assert route.matches({"type": "http", "method": method, "path": "/health"})[0] is match
