"""For all tests: examples of Hypothesis have no time limit, because a machine with other work misses any; and what was left out is said."""

from __future__ import annotations

import pytest
from chromium import MISSING, REQUIRED
from hypothesis import settings

settings.register_profile("patient", deadline=None)
settings.load_profile("patient")


def pytest_terminal_summary(terminalreporter: pytest.TerminalReporter) -> None:
    """Here and not beside the browser tests, whose own conftest is read by the workers of pytest-xdist only."""
    if MISSING and not REQUIRED:
        terminalreporter.write_line(f"The browser tests were skipped: {MISSING}. REQUIRE_BROWSER=1 makes this a failure.")
