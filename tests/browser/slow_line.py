"""A line on which what a browser says can be held back."""

from __future__ import annotations

from collections.abc import Callable
from functools import partial

from playwright.sync_api import WebSocketRoute
from student import Student

STREAM = "**/_stcore/stream"
LOOKED_EVERY_MS = 100


class SlowLine:
    """What the browser says can be held back on its way to the server, and arrives late and at once when it is released."""

    def __init__(self, student: Student) -> None:
        self.is_held, self._passes = False, 0
        self._held: list[Callable[[], None]] = []
        self._page = student.page
        self._page.route_web_socket(STREAM, self._pass_on)

    def hold(self, *, after: int = 0) -> None:
        """From now on, once so many more messages have passed."""
        self.is_held, self._passes = True, after

    def release(self) -> None:
        self.is_held = False
        for send in self._held:
            send()

    def lose(self) -> None:
        """Once something is held back, forget it, and pass on what is said from now on."""
        while not self._held:
            self._page.wait_for_timeout(LOOKED_EVERY_MS)
        self.is_held = False

    def _pass_on(self, browser: WebSocketRoute) -> None:
        server = browser.connect_to_server()
        browser.on_message(lambda said: self._take(partial(server.send, said)))

    def _take(self, send: Callable[[], None]) -> None:
        if self.is_held and not self._passes:
            self._held.append(send)
            return
        self._passes = max(0, self._passes - 1)
        send()
