"""The Chromium that the browser tests drive, and what is missing where there is none."""

from __future__ import annotations

import importlib.util
import os
import shutil

NAMES = ("chromium-headless-shell", "chromium", "chromium-browser", "google-chrome")
"""The first is the same engine without windows, menus and extensions around it: a test takes a fifth less of the processor."""
CHROMIUM = next(filter(None, map(shutil.which, NAMES)), None)
QUIET = "--headless --no-sandbox --disable-gpu --disable-quic --no-first-run --disable-background-networking"
ARGUMENTS = [*QUIET.split(), "--disable-component-update", "--disable-sync"]
REQUIRED = os.environ.get("REQUIRE_BROWSER") == "1"

NO_PLAYWRIGHT = importlib.util.find_spec("playwright") is None
MISSING = "Playwright is not installed" if NO_PLAYWRIGHT else "no Chromium was found" if CHROMIUM is None else ""
