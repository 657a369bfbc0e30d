"""What a move of a slider in a text costs, beside an empty slider on the same page. Run on an idle machine:

    python -m tests.benchmarks.explorables [--moves 200]

A move is one ``input`` event with another value, as a key or a finger sends it: the script that it runs, and the style and layout of the
page after it, which is asked for at once. Chromium counts them in the time of its thread, so that a busy machine gives an answer too.
The sliders take turns, a move each. At most 16 ms, a frame, in
95 of 100 moves.
"""

from __future__ import annotations

import argparse
import sys
import tempfile
from collections.abc import Mapping, Sequence
from pathlib import Path

import numpy as np

sys.path.insert(0, str(Path(__file__).parents[1] / "browser"))
sys.path.append(str(Path(__file__).parents[1]))
sys.path.insert(0, str(Path(__file__).parents[2]))

import explored
from app_server import AppServer
from chromium import ARGUMENTS, CHROMIUM
from playwright.sync_api import Page, sync_playwright
from student import DESK, PHONE, Student

from quizzes.models.explorables import KINDS

ALLOWED_MS = 16
EMPTY = "empty slider"
FIND = """kinds => {
    const root = element => element.shadowRoot ?? [...element.querySelectorAll("*")].map(one => one.shadowRoot).find(Boolean) ?? element
    const ours = kinds.map(kind => root(document.querySelector(`[class*="st-key-explorable-${kind}-"]`)).querySelector("input[type=range]"))
    const empty = Object.assign(document.createElement("input"), { type: "range", min: 0, max: 99 })
    ours[0].closest(".bench").before(empty)
    window.__sliders = [...ours, empty]
}"""
MOVE = """([place, move]) => {
    const slider = window.__sliders[place], step = Number(slider.step || 1), steps = Math.round((slider.max - slider.min) / step) + 1
    slider.value = Number(slider.min) + ((move * 7) % steps) * step
    slider.dispatchEvent(new Event("input", { bubbles: true }))
    document.querySelector('[data-testid="stMain"]').scrollHeight
}"""
COUNTED = ("ScriptDuration", "LayoutDuration", "RecalcStyleDuration")


class Clock:
    """What Chromium itself counts for a page, in the time of its thread, which stands still while other programs have the processor."""

    def __init__(self, page: Page) -> None:
        self._session = page.context.new_cdp_session(page)
        self._session.send("Performance.enable", {"timeDomain": "threadTicks"})

    def spent_ms(self) -> float:
        """Script, style and layout so far."""
        found = {one["name"]: one["value"] for one in self._session.send("Performance.getMetrics")["metrics"]}
        return 1000 * sum(found[name] for name in COUNTED)


def moved(page: Page, moves: int) -> Mapping[str, Sequence[float]]:
    """The milliseconds of each move of each slider; they take turns, a move each."""
    page.evaluate(FIND, list(KINDS))
    clock = Clock(page)
    took: dict[str, list[float]] = {name: [] for name in (*KINDS, EMPTY)}
    for move in range(moves):
        for place, times in enumerate(took.values()):
            before = clock.spent_ms()
            page.evaluate(MOVE, [place, move])
            times.append(clock.spent_ms() - before)
    return took


def main() -> None:
    parser = argparse.ArgumentParser(description="What a move of a slider in a text costs.")
    parser.add_argument("--moves", type=int, default=200, help="of each slider")
    moves = parser.parse_args().moves
    with tempfile.TemporaryDirectory() as folder, sync_playwright() as playwright:
        server = AppServer(Path(folder), cache=Path(folder) / "cache", content=explored.write_topic(Path(folder) / "content"))
        server.start()
        chromium = playwright.chromium.launch(executable_path=CHROMIUM, args=ARGUMENTS)
        try:
            for name, size in (("desk", DESK), ("phone", PHONE)):
                student = Student(chromium, server, size=size)
                student.open("cheat-sheet", topic=explored.TOPIC)
                for kind in KINDS:
                    student.page.locator(f'[class*="st-key-explorable-{kind}-"] input[aria-valuetext]').wait_for()
                student.page.wait_for_load_state("networkidle")
                report(name, moved(student.page, moves))
                student.close()
        finally:
            chromium.close()
            server.stop()


def report(name: str, took: Mapping[str, Sequence[float]]) -> None:
    """Half of the moves, 95 of 100, and the longest, in milliseconds."""
    print(f"{name}: a move of the slider, script and layout, in ms; allowed in 95 of 100: {ALLOWED_MS}")
    for slider, times in took.items():
        half, most, longest = np.percentile(times, [50, 95, 100])
        print(
            f"  {slider:14} half {half:5.1f}   95 of 100 {most:5.1f}   longest {longest:5.1f}{'' if most <= ALLOWED_MS else '   TOO LONG'}"
        )


if __name__ == "__main__":
    main()
