"""Whether the app can do what it is for: asked before it starts, and at the address ``/health`` by whoever watches it."""

from __future__ import annotations

import asyncio
import sys
import time
from collections.abc import Callable

from starlette.requests import Request
from starlette.responses import PlainTextResponse, Response

from optimization.errors import LabError
from optimization.running.lab_keys import check_address
from quizzes.environment import BadEnvironment
from quizzes.events.event import EventError
from views.page.services import lab_keys_of, services

LIMIT_S = 3.0
KEPT_S = 1.0
"""How long an answer is good for all who ask, so that asking costs nothing."""

NO_LOG = "Answers cannot be kept now: the database cannot be used."
NO_ANSWER = f"The database and the content did not answer within {LIMIT_S:g} s."
NO_CONTENT = "No topic can be shown: the content files cannot be read."
NO_START = "The app has not started."


def ready_or_exit() -> None:
    """End the process with a sentence where the environment is wrong, or the log cannot be used: nobody could learn here."""
    try:
        environment = services().environment
        services().log.check()
        if environment.lab_scheduler is not None:
            check_address(environment.lab_scheduler, lab_keys_of(environment))
    except (BadEnvironment, EventError, LabError) as error:
        sys.exit(f"Featherweight cannot start. {error}")


def fault() -> str | None:
    """What is wrong now, in a sentence without names of files and addresses; None where nothing is."""
    try:
        services().log.check()
        offer = services().shelf.look()
    except EventError:
        return NO_LOG
    except BadEnvironment:
        return NO_START
    return NO_CONTENT if offer.problems and not offer.topics else None


class Health:
    """Asks ``fault`` in a thread, for all who want to know at the same time only once, and no longer than the limit."""

    def __init__(self, ask: Callable[[], str | None] = fault, *, limit_s: float = LIMIT_S) -> None:
        self._ask, self._limit_s = ask, limit_s
        self._asked: asyncio.Future[str | None] | None = None
        self._asked_s = 0.0

    async def answer(self, _request: Request) -> Response:
        """200 and ``ok``, or 503 and the reason."""
        reason = await self._reason()
        headers = {"cache-control": "no-store"}
        return PlainTextResponse(reason or "ok", status_code=503 if reason else 200, headers=headers)

    async def _reason(self) -> str | None:
        old = self._asked is not None and self._asked.done() and time.monotonic() - self._asked_s > KEPT_S
        if self._asked is None or old:
            self._asked, self._asked_s = asyncio.ensure_future(asyncio.to_thread(self._ask)), time.monotonic()
        try:
            return await asyncio.wait_for(asyncio.shield(self._asked), self._limit_s)
        except TimeoutError:
            return NO_ANSWER
