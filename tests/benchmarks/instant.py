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
- ``load``: ``keys`` again while learners act every 3 s over websockets, and with ``--labs`` a lab runs over and over as well. Where a card
  is turned over without the server, each of their actions is a rating.

Intervals are 95 % bootstrap intervals of the ratio.
"""

from __future__ import annotations

import argparse
import asyncio
import json
import os
import platform
import random
import re
import subprocess
import sys
import tempfile
import threading
import time
import urllib.request
from collections.abc import Callable, Iterator, Mapping, Sequence
from contextlib import ExitStack, contextmanager
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

import numpy as np

sys.path.insert(0, str(Path(__file__).parents[1] / "browser"))
sys.path.insert(0, str(Path(__file__).parents[2]))

from app_server import HOST, ROOT, START_LIMIT_S, AppServer, free_port
from conftest import ARGUMENTS, CHROMIUM
from playwright.sync_api import Browser, Page, sync_playwright
from student import IDLE, TOPIC

from quizzes.learners import COOKIE

RECALL = f"recall?topic={TOPIC}&deck=all"
BARE_PRESS, TURN, GOT_IT = "Space", "Space", "2"
PATIENCE_MS, LOST_MS = 60_000, 5_000
PAUSE_MS = (250, 500)
HELD_S, REPEAT_S = 1.5, 0.033
FIRST_VISITS = 10
ROUND_TRIP_MS = 100
ARRIVAL_S = 10
LIBRARIES = "pandas altair dask distributed numpy pyarrow sqlalchemy pydantic_core fsrs rapidfuzz torch tensorflow".split()

PROBE = """
(() => {
  const seen = one => one !== null && one.checkVisibility({visibilityProperty: true})
  const find = selector => [...document.querySelectorAll(selector)].find(seen)
  const shown = () => {
    const card = find('[class*="st-key-card-"]')
    if (!card) return document.querySelector('[data-testid="stMain"] [data-testid="stMarkdownContainer"]')?.textContent ?? ''
    const turned = find('[class*="st-key-rate-"] button')
    return [...card.classList].find(name => name.startsWith('st-key-card-')) + (turned ? ' back' : ' front')
  }
  const card = text => text.split(' ')[0]
  const FITS = {
    turned: (before, now) => card(now) === card(before) && now.endsWith(' back'),
    next: (before, now) => card(now) !== card(before) && !now.endsWith(' back'),
    other: (before, now) => now !== before,
  }
  const painted = done => {
    const {port1, port2} = new MessageChannel()
    port1.onmessage = () => done(performance.now())
    port2.postMessage(0)
  }
  const when = (fits, done) => requestAnimationFrame(() => fits() ? painted(done) : when(fits, done))
  const probe = window.probe = {shifts: []}
  probe.shown = shown
  probe.arm = kind => {
    const before = shown()
    probe.shifts = []
    probe.ms = new Promise(done => {
      probe.onKey = event => when(() => FITS[kind](before, shown()), at => done(at - event.timeStamp))
    })
  }
  addEventListener('keydown', event => { // from the start, because the page's own listener lets none after it hear of a key
    probe.onKey?.(event)
    probe.onKey = null
  }, true)
  const BUTTON = '[class*="st-key-turn-"] button, .st-key-press button'
  probe.usable = new Promise(done => when(() => find(BUTTON)?.disabled === false, done))
  new PerformanceObserver(list => {
    for (const one of list.getEntries()) probe.shifts.push([one.value, one.hadRecentInput])
  }).observe({type: 'layout-shift'})
})()
"""
WITHIN = "ms => Promise.race([probe.ms, new Promise(done => setTimeout(() => done(null), ms))])"
RUN_LAB = "() => setInterval(() => document.querySelector('.st-key-run-prune button:enabled')?.click(), 1000)"


# Who is asked


class BareServer(AppServer):
    """``bare_app.py``, served as the app is: from the root, so that the same settings hold."""

    def start(self) -> None:
        self.folder.mkdir(parents=True, exist_ok=True)
        script = Path(__file__).with_name("bare_app.py").relative_to(ROOT)
        command = [sys.executable, "-m", "streamlit", "run", str(script), "--server.port", str(self.port), "--server.address", HOST]
        with self._log.open("ab") as log:
            self._process = subprocess.Popen(command, cwd=ROOT, env=self._environ, stdout=log, stderr=log, stdin=subprocess.DEVNULL)
        end = time.monotonic() + START_LIMIT_S
        while not self._answers():
            if self._process.poll() is not None or time.monotonic() > end:
                self.stop()
                raise RuntimeError(f"The bare server did not start:\n{self.log()}")
            time.sleep(0.1)


@contextmanager
def running(server: AppServer) -> Iterator[AppServer]:
    server.start()
    try:
        yield server
    finally:
        server.stop()


class DelayLine:
    """A port that passes everything on to another one after a delay, each way. Its own event loop runs in a thread."""

    def __init__(self, to_port: int, delay_s: float) -> None:
        self.port, self._to_port, self._delay_s = free_port(), to_port, delay_s
        ready = threading.Event()
        threading.Thread(target=lambda: asyncio.run(self._serve(ready)), daemon=True).start()
        ready.wait()

    @property
    def url(self) -> str:
        return f"http://{HOST}:{self.port}"

    async def _serve(self, ready: threading.Event) -> None:
        server = await asyncio.start_server(self._connect, HOST, self.port)
        ready.set()
        await server.serve_forever()

    async def _connect(self, reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        far_reader, far_writer = await asyncio.open_connection(HOST, self._to_port)
        await asyncio.gather(self._carry(reader, far_writer), self._carry(far_reader, writer), return_exceptions=True)

    async def _carry(self, reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        clock = asyncio.get_running_loop().time
        on_the_way: asyncio.Queue[tuple[float, bytes]] = asyncio.Queue()

        async def arrive() -> None:
            while True:
                due, data = await on_the_way.get()
                await asyncio.sleep(max(0.0, due - clock()))
                if not data:
                    writer.close()
                    return
                writer.write(data)

        arriving = asyncio.create_task(arrive())
        while True:
            data = await reader.read(65536)
            on_the_way.put_nowait((clock() + self._delay_s, data))
            if not data:
                break
        await arriving


# A browser tab that is measured


@dataclass(frozen=True)
class Press:
    """One press: ms from the key to the paint, and the layout shift until the next, without and with what follows an input closely."""

    ms: float
    shift: float
    shift_with_input: float


class Tab:
    """A page in a browser context, and so a learner and a cache, of its own; ``fresh`` takes another."""

    def __init__(self, browser: Browser, address: str) -> None:
        self._browser, self._address = browser, address
        self.lost = 0
        self.fresh()

    def fresh(self) -> None:
        if hasattr(self, "page"):
            self.page.context.close()
        self.page = new_page(self._browser)
        self.page.goto(self._address, wait_until="commit")
        self.usable_ms: float = self.page.evaluate("() => probe.usable")
        self.settle()

    def settle(self) -> None:
        """Wait until nothing is drawn, and then as long as somebody reads, never the same time."""
        self.page.wait_for_selector(IDLE)
        self.page.wait_for_timeout(random.uniform(*PAUSE_MS))
        self.page.wait_for_selector(IDLE)

    @property
    def shown(self) -> str:
        return str(self.page.evaluate("() => probe.shown()"))

    @property
    def learner(self) -> str:
        return next(str(one.get("value")) for one in self.page.context.cookies() if one.get("name") == COOKIE)

    def press(self, key: str, change: str) -> Press | None:
        """Press a key and wait for the change; None, and counted as lost, where it does not come."""
        self.page.bring_to_front()
        self.page.evaluate("kind => probe.arm(kind)", change)
        self.page.keyboard.press(key)
        ms = self.page.evaluate(WITHIN, LOST_MS)
        self.settle()
        shifts = self.page.evaluate("() => probe.shifts")
        if ms is None:
            self.lost += 1
            return None
        return Press(ms, sum(value for value, recent in shifts if not recent), sum(value for value, _ in shifts))

    def hold(self, *keys: str) -> None:
        """Hold one key down after the other, repeating as a keyboard does."""
        for key in keys:
            end = time.monotonic() + HELD_S
            while time.monotonic() < end:
                self.page.keyboard.down(key)
                time.sleep(REPEAT_S)
            self.page.keyboard.up(key)
            self.settle()


def new_page(browser: Browser) -> Page:
    context = browser.new_context(viewport={"width": 1280, "height": 900}, locale="en-US", timezone_id="Europe/Berlin")
    context.set_default_timeout(PATIENCE_MS)
    context.add_init_script(PROBE)
    return context.new_page()


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
    for name, server in (("bare", BareServer), ("ours", AppServer)):
        with running(server(bench.folder / f"memory-{name}", cache=bench.folder / "cache")) as one:
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


SECTIONS: Mapping[str, Callable[[Bench], None]] = {one.__name__: one for one in (keys, distance, held, first, memory, load)}


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--presses", type=int, default=50)
    parser.add_argument("--learners", type=int, default=100)
    parser.add_argument("--labs", action="store_true")
    parser.add_argument("--only", choices=SECTIONS, nargs="+", default=list(SECTIONS))
    given = parser.parse_args()
    with tempfile.TemporaryDirectory() as temporary, sync_playwright() as playwright, ExitStack() as stack:
        folder = Path(temporary)
        app = stack.enter_context(running(AppServer(folder / "app", cache=folder / "cache")))
        bare = stack.enter_context(running(BareServer(folder / "bare", cache=folder / "cache")))
        browser = playwright.chromium.launch(executable_path=CHROMIUM, args=ARGUMENTS)
        stack.callback(browser.close)
        print(f"{platform.platform()}, {os.cpu_count()} CPUs, Python {platform.python_version()}, Chromium {browser.version}", flush=True)
        for name in given.only:
            print(f"-- {name}; load average of the machine before it: {os.getloadavg()[0]:.1f}", flush=True)
            SECTIONS[name](Bench(browser, app, bare, given, folder))


if __name__ == "__main__":
    main()
