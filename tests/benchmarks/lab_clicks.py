"""From the click to the figure, in a real browser against a running app. Run on an idle machine:

python tests/benchmarks/lab_clicks.py      medians of 5 warm default runs of each lab
"""

from __future__ import annotations

import statistics
import sys
import tempfile
import time
from pathlib import Path

sys.path.insert(0, str(Path(__file__).parents[1] / "browser"))
sys.path.insert(0, str(Path(__file__).parents[2]))
sys.path.append(str(Path(__file__).parents[1]))

from app_server import AppServer
from chromium import ARGUMENTS, CHROMIUM
from playwright.sync_api import Page, sync_playwright

RUNS = 5
PATIENCE_MS = 180_000
GROWING = '[class*="st-key-growing-"]'


def timed_click(page: Page) -> tuple[float, float]:
    """Seconds from the click to the first figure of this run, and to its headline."""
    page.get_by_role("button", name="Run").click()
    start = time.perf_counter()
    page.locator(GROWING).wait_for(timeout=PATIENCE_MS)
    first_s = time.perf_counter() - start
    page.locator(GROWING).wait_for(state="detached", timeout=PATIENCE_MS)
    page.get_by_text("How do we know?").wait_for(timeout=PATIENCE_MS)
    return first_s, time.perf_counter() - start


def main() -> None:
    with tempfile.TemporaryDirectory() as folder, sync_playwright() as playwright:
        server = AppServer(Path(folder), cache=Path(folder) / "cache")
        server.start()
        try:
            browser = playwright.chromium.launch(executable_path=CHROMIUM, args=ARGUMENTS)
            for lab in ("prune", "quantize"):
                page = browser.new_page()
                page.goto(f"{server.url}/{lab}")
                timed_click(page)
                runs = [timed_click(page) for _ in range(RUNS)]
                first_s, total_s = (statistics.median(column) for column in zip(*runs, strict=True))
                print(f"{lab}: first figure after {first_s:.2f} s, headline after {total_s:.2f} s (medians of {RUNS})", flush=True)
                page.close()
            browser.close()
        finally:
            server.stop()


if __name__ == "__main__":
    main()
