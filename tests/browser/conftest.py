"""A Chromium, a server for all tests that do not harm it, and servers of their own for those that do."""

from __future__ import annotations

import asyncio
from asyncio import AbstractEventLoop
from collections.abc import Callable, Generator, Iterator
from pathlib import Path
from typing import TYPE_CHECKING

import pytest
from app_server import AppServer
from chromium import ARGUMENTS, CHROMIUM, MISSING, NO_PLAYWRIGHT, REQUIRED

if TYPE_CHECKING:
    from playwright.sync_api import Browser, Page
    from student import Student

HERE = Path(__file__).parent
collect_ignore_glob = ["test_*.py"] if NO_PLAYWRIGHT and not REQUIRED else []


def pytest_collection_modifyitems(items: list[pytest.Item]) -> None:
    for item in items:
        if HERE in item.path.parents and MISSING and not REQUIRED:
            item.add_marker(pytest.mark.skip(reason=MISSING))


@pytest.hookimpl(wrapper=True)
def pytest_runtest_makereport(item: pytest.Item) -> Generator[None, pytest.TestReport, pytest.TestReport]:
    """A test that failed tells what its pages showed, which nobody could look up afterwards."""
    report = yield
    started = item.funcargs.get("browser") if isinstance(item, pytest.Function) and report.when == "call" and report.failed else None
    for context in started.contexts if started is not None else ():
        for page in context.pages:
            report.sections.append((f"Page {page.url}", _shown(page)))
    return report


STATES = """() => Object.entries(document.querySelector('[data-testid="stApp"]')?.dataset ?? {}).map(one => one.join(": ")).join(", ")"""


def _shown(page: Page) -> str:
    try:
        return f"{page.evaluate(STATES)}\n{page.inner_text('body', timeout=2_000)[:3_000]}"
    except Exception as error:  # a page that hangs, or is gone, is a finding as well
        return f"It could not be read: {error}"


@pytest.fixture(scope="session")
def chromium() -> Iterator[tuple[Browser, AbstractEventLoop]]:
    """One Chromium a test process, for to start one and to have it compile the app's scripts takes seconds; and Playwright's event loop."""
    if MISSING:
        pytest.fail(f"{MISSING}, and REQUIRE_BROWSER=1 is set")
    from playwright.sync_api import sync_playwright

    with sync_playwright() as playwright:
        started = playwright.chromium.launch(executable_path=CHROMIUM, args=ARGUMENTS)
        yield started, asyncio.get_running_loop()
        started.close()


@pytest.fixture(scope="module")
def browser(chromium: tuple[Browser, AbstractEventLoop]) -> Iterator[Browser]:
    """It, for one file: between two calls Playwright has its event loop stand as the running one, and other tests could start none."""
    started, loop = chromium
    asyncio._set_running_loop(loop)
    yield started
    asyncio._set_running_loop(None)


@pytest.fixture(scope="session")
def shared_server(tmp_path_factory: pytest.TempPathFactory, network_cache: Path) -> Iterator[AppServer]:
    server = AppServer(tmp_path_factory.mktemp("server"), cache=network_cache)
    server.start()
    yield server
    server.stop()


@pytest.fixture
def server(shared_server: AppServer) -> Iterator[AppServer]:
    """The server of all learners; whatever a test does to it must not make it print a traceback."""
    before = len(shared_server.log())
    yield shared_server
    assert "Traceback" not in shared_server.log()[before:], shared_server.log()[before:]


@pytest.fixture
def start_server(tmp_path: Path, network_cache: Path) -> Iterator[Callable[..., AppServer]]:
    """Starts servers for this test alone."""
    started: list[AppServer] = []

    def start(content: Path | None = None) -> AppServer:
        server = AppServer(tmp_path / f"server-{len(started)}", cache=network_cache, content=content)
        started.append(server)
        server.start()
        return server

    yield start
    for server in started:
        server.stop()


@pytest.fixture
def new_student(browser: Browser, server: AppServer) -> Iterator[Callable[..., Student]]:
    """Further students on the shared server; each is a browser, and so a learner, of its own."""
    from student import Student

    came: list[Student] = []

    def come(**options: object) -> Student:
        came.append(Student(browser, server, **options))  # type: ignore[arg-type]
        return came[-1]

    yield come
    for student in came:
        problem = student.traceback()
        student.close()
        assert problem == ""


@pytest.fixture
def student(new_student: Callable[..., Student]) -> Student:
    return new_student()
