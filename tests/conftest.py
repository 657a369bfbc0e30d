"""For all tests: their order, one cache of trained networks, Hypothesis without a time limit, and a word on what was left out.

Examples have no time limit because a machine with other work misses any.
"""

from __future__ import annotations

import os
from pathlib import Path

import pytest
from chromium import MISSING, REQUIRED
from hypothesis import settings
from order import side_by_side

settings.register_profile("patient", deadline=None)
settings.load_profile("patient")


MAY_WARN = ("slow", "browser")
"""A warning fails every other test. These train and convert, or start servers: the libraries of the labs warn of each other."""


def pytest_configure(config: pytest.Config) -> None:
    config.option.loadscopereorder = False  # of pytest-xdist: by the number of tests, which would put those of a browser all at the end


@pytest.hookimpl(trylast=True)
def pytest_collection_modifyitems(items: list[pytest.Item]) -> None:
    for item in items:
        if not any(item.get_closest_marker(name) for name in MAY_WARN):
            item.add_marker(pytest.mark.filterwarnings("error"), append=False)
    items[:] = side_by_side(items)


@pytest.fixture(scope="session")
def network_cache(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Where the trained networks are kept: trained once, by whichever worker comes first, and never the developer's own."""
    own = tmp_path_factory.getbasetemp()
    folder = (own.parent if "PYTEST_XDIST_WORKER" in os.environ else own) / "networks"
    folder.mkdir(exist_ok=True)
    return folder


def pytest_terminal_summary(terminalreporter: pytest.TerminalReporter) -> None:
    """Here and not beside the browser tests, whose own conftest is read by the workers of pytest-xdist only."""
    if MISSING and not REQUIRED:
        terminalreporter.write_line(f"The browser tests were skipped: {MISSING}. REQUIRE_BROWSER=1 makes this a failure.")
