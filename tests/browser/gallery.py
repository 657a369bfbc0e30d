"""Takes pictures of every page and its main states: ``python -m tests.browser.gallery OUT_DIR [SIZE …] [SCHEME …] [STATE …]``.

Each is taken at 1280, 390 and 360 px, light and dark, on a viewport as tall as the page, because Streamlit scrolls inside. What is named
is taken alone: ``gallery OUT_DIR small dark recall``.
"""

from __future__ import annotations

import argparse
import itertools
import sys
import tempfile
from pathlib import Path

sys.path[:0] = [str(Path(__file__).parent)]  # the modules beside this file are imported as pytest imports them
sys.path.append(str(Path(__file__).parents[1]))

from app_server import AppServer  # noqa: E402
from chromium import ARGUMENTS, CHROMIUM  # noqa: E402
from playwright.sync_api import sync_playwright  # noqa: E402
from student import DESK, PHONE, Student  # noqa: E402
from walks import STATES  # noqa: E402

SIZES = {"desk": DESK, "phone": PHONE, "small": (360, 780)}
SCHEMES = ("light", "dark")
TALLEST_PX = 8000
NEVER_SETTLE = ("error-", "cheat-sheet-print")
"""States in which the server does not answer any more, or the way home is not printed."""
HEIGHT = "() => Math.max(...['stMain', 'stMainBlockContainer'].map(id => document.querySelector(`[data-testid=${id}]`)?.scrollHeight ?? 0))"


def take(student: Student, path: Path, *, size: tuple[int, int]) -> None:
    """One picture of the whole page."""
    if not path.name.startswith(NEVER_SETTLE):
        student.settle()
    student.page.wait_for_timeout(250)
    height = min(TALLEST_PX, max(size[1], int(student.page.evaluate(HEIGHT)) + 20))
    student.page.set_viewport_size({"width": size[0], "height": height})
    student.page.wait_for_timeout(250)
    student.page.screenshot(path=str(path))
    student.page.set_viewport_size({"width": size[0], "height": size[1]})


def main(arguments: list[str]) -> None:
    parser = argparse.ArgumentParser(description="Pictures of every page and state.")
    parser.add_argument("out", type=Path, help="the folder that they come into")
    parser.add_argument("named", nargs="*", help=f"only these sizes, schemes and states: {', '.join((*SIZES, *SCHEMES, *STATES))}")
    given = parser.parse_args(arguments)
    out, named = given.out, set(given.named)
    sizes, schemes, wanted = ([one for one in every if one in named] or list(every) for every in (SIZES, SCHEMES, STATES))
    out.mkdir(parents=True, exist_ok=True)
    with tempfile.TemporaryDirectory() as folder, sync_playwright() as playwright:
        server = AppServer(Path(folder), cache=Path(folder) / "cache")
        server.start()
        chromium = playwright.chromium.launch(executable_path=CHROMIUM, args=ARGUMENTS)
        try:
            for size, scheme, state in itertools.product(sizes, schemes, wanted):
                student = Student(chromium, server, size=SIZES[size], scheme=scheme)
                for shown in STATES[state](student):
                    take(student, out / f"{shown}-{size}-{scheme}.png", size=SIZES[size])
                student.close()
        finally:
            chromium.close()
            server.stop()


if __name__ == "__main__":
    main(sys.argv[1:])
