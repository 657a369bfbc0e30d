"""For all tests: their tiers and order, one cache of trained networks, and a word on what was left out."""

from __future__ import annotations

import os
from pathlib import Path
from typing import TYPE_CHECKING

import examples  # noqa: F401 - the profiles have to be known before one is chosen
import pytest
from chromium import MISSING, REQUIRED
from hypothesis import settings
from order import side_by_side
from tiers import QUICK, asks_for_quick, is_quick, tier_of, workers_of_quick

if TYPE_CHECKING:
    from quizzes.content.topic import Topic

TESTS = Path(__file__).parent


@pytest.hookimpl(tryfirst=True)
def pytest_cmdline_main(config: pytest.Config) -> None:
    whole_suite = config.args_source is pytest.Config.ArgsSource.TESTPATHS
    workers = workers_of_quick(config.option, environment=os.environ) if whole_suite else 0
    if workers > 1:
        config.option.numprocesses, config.option.dist = workers, "loadfile"


def pytest_configure(config: pytest.Config) -> None:
    config.option.loadscopereorder = False  # of pytest-xdist: by the number of tests, which would put those of a browser all at the end
    if not config.getoption("hypothesis_profile", None):
        settings.load_profile("quick" if asks_for_quick(config.option.markexpr) else "whole")


def pytest_ignore_collect(collection_path: Path, config: pytest.Config) -> bool | None:
    """Folders without a quick test are not even read: the labs' tests import PyTorch and TensorFlow, which takes seconds."""
    is_left_out = asks_for_quick(config.option.markexpr) and tier_of(collection_path, tests=TESTS) is not None
    return True if is_left_out else None


def pytest_itemcollected(item: pytest.Item) -> None:
    mark = tier_of(item.path, tests=TESTS)
    if mark is not None:
        item.add_marker(mark)
    if is_quick({one.name for one in item.iter_markers()}):
        item.add_marker(QUICK)


@pytest.hookimpl(trylast=True)
def pytest_collection_modifyitems(config: pytest.Config, items: list[pytest.Item]) -> None:
    if not config.pluginmanager.hasplugin("randomly"):  # whoever installs pytest-randomly wants its order
        items[:] = side_by_side(items)


@pytest.fixture(scope="session")
def network_cache(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Where the trained networks are kept: trained once, by whichever worker comes first, and never the developer's own."""
    own = tmp_path_factory.getbasetemp()
    folder = (own.parent if "PYTEST_XDIST_WORKER" in os.environ else own) / "networks"
    folder.mkdir(exist_ok=True)
    return folder


@pytest.fixture(scope="session")
def shipped() -> Topic:
    """The first topic that ships."""
    from shipped_topic import shipped_topic

    return shipped_topic()


def pytest_terminal_summary(terminalreporter: pytest.TerminalReporter) -> None:
    """Here and not beside the browser tests, whose own conftest is read by the workers of pytest-xdist only."""
    if MISSING and not REQUIRED and not asks_for_quick(terminalreporter.config.option.markexpr):
        terminalreporter.write_line(f"The browser tests were skipped: {MISSING}. REQUIRE_BROWSER=1 makes this a failure.")
