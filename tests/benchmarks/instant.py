"""How long a key takes to be seen, held against a bare Streamlit app in the same run. Run on an idle machine:

    python -m tests.benchmarks.instant [--presses 50] [--learners 100] [--labs] [--only NAME ...]

Each section prints its figures and, beside them, what is allowed. Chromium shows our recall page and ``bare_app.py``, a button in a
fragment, both served by the same command with the same .streamlit/config.toml; their presses alternate.

- ``keys``: the time from the ``keydown`` event (its own time stamp) until the frame is painted in which the change is seen. A script in the
  page looks at every frame, because a change by style alone is no change of the document: the same look for both apps. Space turns a card
  over; 2 rates it, and the change is the next card's front. Layout shift is summed over a press, up to the next one.
- ``distance``: the same with a line between browser and server that holds every byte back for 50 ms each way, beside one that does not.
- ``held``: keys that are held down for 1.5 s, and how many ratings the event table then has.
- ``first``: from the start of the navigation until the first button can be pressed, each time in a browser with an empty cache.
- ``memory``: the proportional set size of the web process after three pages and twelve presses, and what it has imported.
- ``says``: from the click that starts a lab until the page says what is being done.
- ``load``: ``keys`` again while learners act every 3 s over websockets, and with ``--labs`` a lab runs over and over as well. Where a card
  is turned over without the server, each of their actions is a rating.

Intervals are 95 % bootstrap intervals of the ratio.
"""

from __future__ import annotations

import argparse
import json
import os
import platform
import re
import subprocess
import sys
import tempfile
import time
import urllib.request
from collections.abc import Callable, Iterator, Mapping, Sequence
from contextlib import ExitStack, contextmanager
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

import numpy as np

sys.path.insert(0, str(Path(__file__).parents[1] / "browser"))
sys.path.insert(0, str(Path(__file__).parent))
sys.path.append(str(Path(__file__).parents[1]))
sys.path.insert(0, str(Path(__file__).parents[2]))

from app_server import ROOT, AppServer
from chromium import ARGUMENTS, CHROMIUM
from delay_line import DelayLine
from playwright.sync_api import Browser, expect, sync_playwright
from student import TOPIC
from timed_tab import HELD_S, Press, Tab, new_page

RECALL = f"recall?topic={TOPIC}&deck=all"
BARE_PRESS, TURN, GOT_IT = "Space", "Space", "2"
FIRST_VISITS = 20
ROUND_TRIP_MS = 100
ARRIVAL_S = 10
RUNS, RUN_LIMIT_MS = 5, 240_000
BARE = "tests/benchmarks/bare_app.py"
LIBRARIES = "pandas altair dask distributed numpy pyarrow sqlalchemy pydantic_core fsrs rapidfuzz torch tensorflow".split()

RUN_LAB = "() => setInterval(() => document.querySelector('.st-key-run-prune button:enabled')?.click(), 1000)"


# Who is asked


@contextmanager
def running(folder: Path, *, cache: Path, script: str = "app.py") -> Iterator[AppServer]:
    """A server of the script, in a folder of its own."""
    server = AppServer(folder, cache=cache, script=script)
    server.start()
    try:
        yield server
    finally:
        server.stop()


@dataclass
class Presses:
    """The presses of a run by what they were to change."""

    turned: list[Press] = field(default_factory=list)
    next: list[Press] = field(default_factory=list)
    bare: list[Press] = field(default_factory=list)
    lost: int = 0


def alternate(ours: Tab, other: Tab, count: int, press_other: Callable[[Tab, Presses, str], None]) -> Presses:
    """Turn and rate ``count`` cards of ours; after each press comes one in the other tab. A new learner comes when the deck is through."""
    found = Presses()
    while len(found.next) < count:
        if not ours.shown.endswith(" front"):
            ours.fresh()
        turned = ours.press(TURN, "turned")
        press_other(other, found, "turned")
        rated = ours.press(GOT_IT, "next") if turned else None
        press_other(other, found, "next")
        if turned is None or rated is None:
            if ours.lost > 10:
                raise RuntimeError(f"Keys are lost; the page shows {ours.shown!r}")
            ours.fresh()
            continue
        found.turned.append(turned)
        if ours.shown.startswith("st-key-card-"):  # else that was the last card, and the end of the deck is another page
            found.next.append(rated)
    found.lost = ours.lost + other.lost
    return found


def press_bare(tab: Tab, found: Presses, _kind: str) -> None:
    press = tab.press(BARE_PRESS, "other")
    if press is not None:
        found.bare.append(press)


# What is printed


def p95(values: Sequence[float]) -> float:
    return float(np.quantile(values, 0.95))


def interval(ours: Sequence[float], other: Sequence[float], figure: float) -> tuple[float, float]:
    """95 % bootstrap interval of the ratio of two quantiles."""
    rng = np.random.default_rng(0)

    def drawn(values: Sequence[float]) -> Any:
        return np.quantile(rng.choice(np.asarray(values), (2_000, len(values))), figure, axis=1)

    low, high = np.quantile(drawn(ours) / drawn(other), (0.025, 0.975))
    return float(low), float(high)


def compare(name: str, ours: Sequence[float], other: Sequence[float], *, bound: str, figure: float = 0.95) -> None:
    """A line: median and p95 of ours, and the ratio of the figure that is bounded."""
    ratio = float(np.quantile(ours, figure) / np.quantile(other, figure))
    low, high = interval(ours, other, figure)
    what = "p95" if figure == 0.95 else "median"
    print(f"{_times(name, ours)}   ratio of {what} {ratio:5.2f} [{low:.2f}, {high:.2f}]   {bound}", flush=True)


def _times(name: str, values: Sequence[float]) -> str:
    return f"  {name:34} n {len(values):4}   median {np.median(values):7.1f} ms   p95 {p95(values):7.1f} ms"


def shift_line(name: str, presses: Sequence[Press]) -> None:
    without, including = [one.shift for one in presses], [one.shift_with_input for one in presses]
    print(
        f"  {name:34} max {max(including):.3f}   p95 {p95(including):.3f}   (as browsers count, without what follows an input: "
        f"max {max(without):.3f}   p95 {p95(without):.3f})   0.05 allowed",
        flush=True,
    )


# The sections


@dataclass(frozen=True)
class Bench:
    """What the sections share."""

    browser: Browser
    app: AppServer
    bare: AppServer
    given: argparse.Namespace
    folder: Path


def keys(bench: Bench, title: str = "Key to paint") -> None:
    ours, bare = Tab(bench.browser, f"{bench.app.url}/{RECALL}"), Tab(bench.browser, bench.bare.url)
    found = alternate(ours, bare, bench.given.presses, press_bare)
    other = [one.ms for one in found.bare]
    print(f"{title} ({found.lost} presses lost)")
    print(_times("bare app", other))
    compare("turning a card over", [one.ms for one in found.turned], other, bound="(50 ms aimed at)")
    compare("rating, until the next card", [one.ms for one in found.next], other, bound="1.5 allowed (50 ms aimed at)")
    print("Layout shift a press")
    shift_line("turning (the card grows: wanted)", found.turned)
    shift_line("rating", found.next)
    for tab in (ours, bare):
        tab.page.context.close()


def distance(bench: Bench) -> None:
    """Ours beside ours at a distance."""
    near_line, far_line = DelayLine(bench.app.port, 0.0), DelayLine(bench.app.port, ROUND_TRIP_MS / 2_000)
    print(f"Distance: round trips of {_round_trip_ms(near_line):.0f} and {_round_trip_ms(far_line):.0f} ms")
    near, far = Tab(bench.browser, f"{near_line.url}/{RECALL}"), Tab(bench.browser, f"{far_line.url}/{RECALL}")
    at_distance = Presses()

    def press_far(tab: Tab, _found: Presses, kind: str) -> None:
        if kind == "turned" and not tab.shown.endswith(" front"):
            tab.fresh()
        press = tab.press(TURN if kind == "turned" else GOT_IT, kind)
        if press is not None:
            getattr(at_distance, kind).append(press)

    found = alternate(near, far, bench.given.presses, press_far)
    for kind, name, bound in (("turned", "turning", "1, within its interval"), ("next", "rating", "(reported)")):
        here, there = ([one.ms for one in getattr(presses, kind)] for presses in (found, at_distance))
        print(_times(f"{name}, no round trip", here))
        compare(f"{name}, {ROUND_TRIP_MS} ms round trip", there, here, bound=bound)
    for tab in (near, far):
        tab.page.context.close()


def _round_trip_ms(line: DelayLine) -> float:
    times = []
    for _ in range(5):
        start = time.perf_counter()
        with urllib.request.urlopen(f"{line.url}/_stcore/health", timeout=10) as answer:
            answer.read()
        times.append((time.perf_counter() - start) * 1_000)
    return float(np.median(times))


def held(bench: Bench) -> None:
    print(f"A key held down for {HELD_S} s")
    for name, holds, allowed in (
        ("2 on a card that is not turned", (GOT_IT,), 0),
        ("Space on a card that is not turned", (TURN,), 0),
        ("2 on a turned card", (TURN, GOT_IT), 1),
        ("2, then Space, on a turned card", (TURN, GOT_IT, TURN), 1),
        ("Space and 2 in turn, four cards", (TURN, GOT_IT) * 4, 4),
    ):
        tab = Tab(bench.browser, f"{bench.app.url}/{RECALL}")
        tab.hold(*holds)
        ratings = bench.app.events(tab.learner, kind="rated")
        twice = len(ratings) - len({one["item"] for one in ratings})
        print(f"  {name:34} {len(ratings)} ratings, {allowed} allowed; {twice} of a card that had one; then: {tab.shown}", flush=True)
        tab.page.context.close()


def first(bench: Bench) -> None:
    print("First usable button, empty browser cache")
    times: dict[str, list[float]] = {"bare": [], "ours": []}
    for _ in range(FIRST_VISITS + 1):
        for name, address in (("bare", bench.bare.url), ("ours", f"{bench.app.url}/{RECALL}")):
            tab = Tab(bench.browser, address)
            times[name].append(tab.usable_ms)
            tab.page.context.close()
    bare, ours = times["bare"][1:], times["ours"][1:]
    print(_times("bare app", bare))
    compare("recall, a new learner's first card", ours, bare, bound="1.25 allowed", figure=0.5)


def memory(bench: Bench) -> None:
    """Servers of their own, one after the other, so that nothing is shared and nobody was there before."""
    pages = {"ours": ("", f"topic?topic={TOPIC}", RECALL), "bare": ("", "", "")}
    size: dict[str, float] = {}
    os.environ["PYTHONPROFILEIMPORTTIME"] = "1"  # the server writes down what it imports
    print("The web process after three pages and twelve presses, before any lab or chart")
    for name, script in (("bare", BARE), ("ours", "app.py")):
        with running(bench.folder / f"memory-{name}", cache=bench.folder / "cache", script=script) as one:
            started = time.monotonic()
            tab = Tab(bench.browser, f"{one.url}/{pages[name][2]}")
            print(f"  {name}: the very first visitor waits {tab.usable_ms:.0f} ms")
            for page in pages[name][:2]:
                tab.page.goto(f"{one.url}/{page}")
                tab.settle()
            tab.page.goto(f"{one.url}/{pages[name][2]}")
            tab.settle()
            for key, change in (((BARE_PRESS, "other"),) * 2 if name == "bare" else ((TURN, "turned"), (GOT_IT, "next"))) * 6:
                tab.press(key, change)
            size[name] = pss_mb(one.pid)
            names = imported(one.log())
            held_libraries = [library for library in LIBRARIES if library in names]
            print(f"  {name}: {size[name]:.1f} MB, {len(names)} packages; of the large ones: {', '.join(held_libraries) or 'none'}")
            print(f"    import time by package: {slowest(one.log())}; {time.monotonic() - started:.0f} s after start", flush=True)
            tab.page.context.close()
    del os.environ["PYTHONPROFILEIMPORTTIME"]
    print(f"  {'ours by bare':34} {size['ours'] / size['bare']:.2f}   1.5 allowed", flush=True)


def pss_mb(pid: int) -> float:
    """What the process holds of memory, shared pages divided among those who share them."""
    found = re.search(r"^Pss:\s+(\d+) kB", Path(f"/proc/{pid}/smaps_rollup").read_text(), re.MULTILINE)
    assert found is not None
    return int(found[1]) / 1024


IMPORTED = re.compile(r"^import time:\s+(\d+) \|\s+\d+ \|\s+([\w.]+)$", re.MULTILINE)


def imported(log: str) -> set[str]:
    """The top-level packages of which something was imported."""
    return {name.partition(".")[0] for _, name in IMPORTED.findall(log)}


def slowest(log: str, count: int = 8) -> str:
    """Packages with the most import time of their own, in ms."""
    own: dict[str, float] = {}
    for us, name in IMPORTED.findall(log):
        own[name.partition(".")[0]] = own.get(name.partition(".")[0], 0.0) + int(us) / 1_000
    return ", ".join(f"{name} {own[name]:.0f}" for name in sorted(own, key=own.__getitem__, reverse=True)[:count])


def says(bench: Bench) -> None:
    """Each lab is started, heard of, and stopped, over and over; the first time its workers may still be starting."""
    print("From the click that starts a lab until a bar and what is done are on the page")
    for lab in ("prune", "quantize", "budget", "myths", "digit"):
        tab = Tab(bench.browser, f"{bench.app.url}/{lab}?topic={TOPIC}", without=True)
        times = []
        for _ in range(RUNS + 1):
            expect(tab.page.locator('[class*="st-key-progress-"]')).to_have_count(0, timeout=RUN_LIMIT_MS)
            if lab == "digit":
                tab.page.get_by_role("button", name="Draw one for me").click()
            name = re.compile("read it" if lab == "digit" else "run it", re.IGNORECASE)
            begun = tab.click(tab.page.get_by_role("button", name=name).first, "busy")
            times.append(float("nan") if begun is None else begun.ms)
            stop = tab.page.locator('[class*="st-key-stop-"] button:enabled')
            if stop.count():
                stop.first.click()
        print(
            f"  {lab:34} first {times[0]:5.0f} ms, then median {np.median(times[1:]):5.0f}, most {max(times[1:]):5.0f} ms; 200 allowed",
            flush=True,
        )
        tab.page.context.close()


def load(bench: Bench) -> None:
    command = [sys.executable, "-m", "tests.benchmarks.websocket_learners", bench.app.url, "--seconds", "0"]
    learners = subprocess.Popen(
        [*command, "--learners", str(bench.given.learners)], cwd=ROOT, stdin=subprocess.PIPE, stdout=subprocess.PIPE, text=True
    )
    with ExitStack() as stack:
        stack.callback(learners.kill)
        if bench.given.labs:
            lab = new_page(bench.browser)
            stack.callback(lab.context.close)
            lab.goto(f"{bench.app.url}/prune?topic={TOPIC}")
            lab.wait_for_selector(".st-key-run-prune button")
            lab.evaluate(RUN_LAB)
            lab.get_by_text("How do we know?").wait_for(timeout=600_000)
        time.sleep(ARRIVAL_S)
        start, runs = time.monotonic(), len(bench.app.runs())
        keys(bench, f"Key to paint, {bench.given.learners} learners{', labs run' if bench.given.labs else ''}; p95 aimed at: 100 ms")
        seconds, runs = time.monotonic() - start, len(bench.app.runs()) - runs
        told: Mapping[str, Any] = json.loads(learners.communicate(timeout=120)[0])
    acted = told["turned"] + told["rated"]
    print(f"  the learners' {acted} actions ({told['turned']} turned, {told['rated']} rated, {told['without_effect']} without effect)")
    print(f"  from press to finished run: p50 {told['p50_ms']:.0f} ms, p95 {told['p95_ms']:.0f} ms; {told['errors']} errors")
    print(f"  an action: {told['messages']:.0f} messages, {told['bytes']:.0f} bytes; {runs} lab runs in {seconds:.0f} s")
    print(*told["first_errors"], sep="\n", end="")


SECTIONS: Mapping[str, Callable[[Bench], None]] = {one.__name__: one for one in (keys, distance, held, first, memory, says, load)}


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--presses", type=int, default=50)
    parser.add_argument("--learners", type=int, default=100)
    parser.add_argument("--labs", action="store_true")
    parser.add_argument("--only", choices=SECTIONS, nargs="+", default=list(SECTIONS))
    given = parser.parse_args()
    with tempfile.TemporaryDirectory() as temporary, sync_playwright() as playwright, ExitStack() as stack:
        folder = Path(temporary)
        app = stack.enter_context(running(folder / "app", cache=folder / "cache"))
        bare = stack.enter_context(running(folder / "bare", cache=folder / "cache", script=BARE))
        browser = playwright.chromium.launch(executable_path=CHROMIUM, args=ARGUMENTS)
        stack.callback(browser.close)
        print(f"{platform.platform()}, {os.cpu_count()} CPUs, Python {platform.python_version()}, Chromium {browser.version}", flush=True)
        for name in given.only:
            print(f"-- {name}; load average of the machine before it: {os.getloadavg()[0]:.1f}", flush=True)
            SECTIONS[name](Bench(browser, app, bare, given, folder))


if __name__ == "__main__":
    main()
