"""A browser tab that times what is done in it: from the event in the browser to the frame in which its effect is painted."""

from __future__ import annotations

import random
import time
from collections.abc import Callable
from dataclasses import dataclass

from playwright.sync_api import Browser, Locator, Page
from student import IDLE

from quizzes.events.learners import COOKIE

PATIENCE_MS, LOST_MS = 60_000, 5_000
PAUSE_MS = (250, 500)
HELD_S, REPEAT_S = 1.5, 0.033

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
    busy: () => find('[class*="st-key-progress-"]'),
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
  for (const kind of ['keydown', 'click']) {
    addEventListener(kind, event => { // from the start, because the page's own listener lets none after it hear of a key
      probe.onKey?.(event)
      probe.onKey = null
    }, true)
  }
  const BUTTON = '[class*="st-key-turn-"] button, .st-key-press button'
  probe.usable = new Promise(done => when(() => find(BUTTON)?.disabled === false, done))
  new PerformanceObserver(list => {
    for (const one of list.getEntries()) probe.shifts.push([one.value, one.hadRecentInput])
  }).observe({type: 'layout-shift'})
})()
"""
WITHIN = "ms => Promise.race([probe.ms, new Promise(done => setTimeout(() => done(null), ms))])"


@dataclass(frozen=True)
class Press:
    """One press: ms from the key to the paint, and the layout shift until the next, without and with what follows an input closely."""

    ms: float
    shift: float
    shift_with_input: float


class Tab:
    """A page in a browser context, and so a learner and a cache, of its own; ``fresh`` takes another.

    ``usable_ms`` is when its first card or button could be used; a page that has none of them is ``without`` it.
    """

    def __init__(self, browser: Browser, address: str, *, without: bool = False) -> None:
        self._browser, self._address, self._without = browser, address, without
        self.lost = 0
        self.fresh()

    def fresh(self) -> None:
        if hasattr(self, "page"):
            self.page.context.close()
        self.page = new_page(self._browser)
        self.page.goto(self._address, wait_until="commit")
        self.usable_ms: float = 0.0 if self._without else self.page.evaluate("() => probe.usable")
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
        return self._timed(lambda: self.page.keyboard.press(key), change)

    def click(self, button: Locator, change: str) -> Press | None:
        """The same for a click."""
        return self._timed(button.click, change)

    def _timed(self, act: Callable[[], None], change: str) -> Press | None:
        self.page.bring_to_front()
        self.page.evaluate("kind => probe.arm(kind)", change)
        act()
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
