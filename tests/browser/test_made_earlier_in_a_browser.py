"""Bookmarks of sessions and lab runs of an earlier version, opened by the browser that had them then."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from pathlib import Path

import pytest
from app_server import AppServer
from earlier import VERSIONS, Address, addresses, cookie, unpack
from playwright.sync_api import Browser, expect
from student import Student

from quizzes.events.learners import COOKIE


@pytest.fixture(params=VERSIONS)
def version(request: pytest.FixtureRequest) -> str:
    return str(request.param)


@pytest.fixture
def come_back(browser: Browser, tmp_path: Path, network_cache: Path, version: str) -> Iterator[Callable[[Address], Student]]:
    """Opens a kept address on a server that goes on with the data of then."""
    server = AppServer(tmp_path / "server", cache=network_cache)
    unpack(version, server.folder / "data")
    server.start()
    students: dict[str, Student] = {}

    def come(kept: Address) -> Student:
        if kept.learner not in students:
            student = students[kept.learner] = Student(browser, server)
            student.context.add_cookies([{"name": COOKIE, "value": cookie(version, kept.learner), "url": server.url}])
        student = students[kept.learner]
        student.page.goto(f"{server.url}{kept.address}")
        student.settle()
        return student

    yield come
    for student in students.values():
        student.close()
    server.stop()
    assert "Traceback" not in server.log()


def test_a_kept_address_of_a_session_or_a_run_shows_it(come_back: Callable[[Address], Student], version: str) -> None:
    for kept in addresses(version):
        if kept.state == "page":
            continue
        student = come_back(kept)
        assert student.traceback() == "", kept.name
        if student.path == "/today":
            expect(student.page.get_by_role("heading", name="Today"), kept.name).to_be_visible()  # another day has another plan
        elif kept.item is not None:
            expect(student.page.locator(f'[class*="st-key-card-"][class*="{kept.item}"]').first, kept.name).to_be_visible()
        if kept.text is not None:
            expect(student.page.get_by_role("textbox"), kept.name).to_have_value(kept.text)
        if kept.state == "lab":
            figure = {"prune": "figure-prune", "quantize": "figure-quantize", "digit": "card-readings"}[student.path.strip("/")]
            expect(student.keyed(figure), kept.name).to_be_visible()
            assert student.query.get("job") in kept.address, kept.name
