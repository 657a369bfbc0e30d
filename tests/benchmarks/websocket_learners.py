"""Learners without a browser: each is a websocket with a cookie of its own that turns and rates cards on the recall page.

    python -m tests.benchmarks.websocket_learners http://127.0.0.1:8501 [--learners 100] [--every 3] [--seconds 60]

Speaks what Streamlit's own page speaks over ``/_stcore/stream``: ``BackMsg.rerun_script`` with the pressed button, then the deltas until
``ForwardMsg.script_finished``. A learner that is through its cards goes through all of them again. The time of an action is from the
sent press to the finished run. Prints one JSON object; with ``--seconds 0`` it acts until its standard input closes.
"""

from __future__ import annotations

import argparse
import asyncio
import json
import math
import random
import sys
import time
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from pathlib import Path

import websockets
from streamlit.proto.BackMsg_pb2 import BackMsg
from streamlit.proto.ForwardMsg_pb2 import ForwardMsg

sys.path.insert(0, str(Path(__file__).parents[2]))

from quizzes.events.learners import COOKIE, new_learner_id

PAGE, QUERY = "recall", "topic=computer-vision/model-optimization&deck=all"
GOT_IT, AGAIN = "3", "again-all"
PATIENCE_S = 30


@dataclass
class Told:
    """What the learners did, as the server answered it."""

    turned_ms: list[float] = field(default_factory=list)
    rated_ms: list[float] = field(default_factory=list)
    first_ms: list[float] = field(default_factory=list)
    answer_bytes: list[int] = field(default_factory=list)
    messages: list[int] = field(default_factory=list)
    without_effect: int = 0
    errors: list[str] = field(default_factory=list)

    def summary(self) -> Mapping[str, object]:
        """Counts, and the times in ms that half and 95 % of the actions took at most."""
        acted = self.turned_ms + self.rated_ms
        return {
            "learners": len(self.first_ms),
            "turned": len(self.turned_ms),
            "rated": len(self.rated_ms),
            "p50_ms": quantile(acted, 0.5),
            "p95_ms": quantile(acted, 0.95),
            "rated_p95_ms": quantile(self.rated_ms, 0.95),
            "first_card_p50_ms": quantile(self.first_ms, 0.5),
            "bytes": quantile(self.answer_bytes, 0.5),
            "messages": quantile(self.messages, 0.5),
            "without_effect": self.without_effect,
            "errors": len(self.errors),
            "first_errors": self.errors[:3],
        }


def quantile(values: Sequence[float], share: float) -> float:
    """The nearest-rank quantile; NaN of nothing."""
    ordered = sorted(values)
    return ordered[math.ceil(share * len(ordered)) - 1] if ordered else math.nan


@dataclass(frozen=True)
class Button:
    """A button on the page: its key as the app gave it, and what is sent when it is pressed."""

    key: str
    id: str
    fragment: str


@dataclass(frozen=True)
class Page:
    """The buttons that the last run drew, in the order of the page."""

    buttons: Sequence[Button]
    messages: int
    size_bytes: int

    def first(self, start: str) -> Button | None:
        return next((one for one in self.buttons if one.key.startswith(start)), None)

    @property
    def shown(self) -> str:
        """The card that is shown, as its keys name it: the next one may stand on the page too, hidden, but only this one has a menu."""
        button = self.first("known-") or self.first("turn-")
        return "" if button is None else button.key.partition("-")[2]

    def next_press(self) -> Button | None:
        """Rate where that can be done, else turn the card over, else begin again."""
        shown = self.shown
        wanted = (f"rate-{shown}_{GOT_IT}", f"turn-{shown}") if shown else (AGAIN,)
        return next(filter(None, map(self.first, wanted)), None)


class Learner:
    """One connection, which is one browser tab for the server."""

    def __init__(self, url: str, told: Told) -> None:
        self._address, self._host = url.replace("http", "ws", 1) + "/_stcore/stream", url.partition("//")[2]
        self._url, self._told = url, told

    async def study(self, *, every_s: float, until: asyncio.Event) -> None:
        """Open the page, then act about every so many seconds."""
        await asyncio.sleep(random.uniform(0, every_s))
        headers = {"Cookie": f"{COOKIE}={new_learner_id()}"}
        async with websockets.connect(
            self._address, subprotocols=["streamlit", "no-xsrf-token"], additional_headers=headers, max_size=None, compression=None
        ) as self._socket:
            page = await self._timed(self._told.first_ms, None)
            while not until.is_set():
                if await _happens(until, every_s * random.uniform(0.8, 1.2)):
                    break
                button = page.next_press()
                if button is None:
                    raise RuntimeError(f"nothing to press among {[one.key for one in page.buttons]}")
                before = page.shown
                page = await self._timed(self._told.turned_ms if button.key.startswith("turn-") else self._told.rated_ms, button)
                self._told.answer_bytes.append(page.size_bytes)
                self._told.messages.append(page.messages)
                self._told.without_effect += button.key.startswith("rate-") and page.shown == before

    async def _timed(self, times_ms: list[float], button: Button | None) -> Page:
        start = time.perf_counter()
        await self._socket.send(self._press(button))
        page = await asyncio.wait_for(self._answer(), PATIENCE_S)
        times_ms.append((time.perf_counter() - start) * 1000)
        return page

    def _press(self, button: Button | None) -> bytes:
        message = BackMsg()
        state = message.rerun_script
        state.query_string, state.page_name = QUERY, PAGE
        state.context_info.timezone, state.context_info.timezone_offset, state.context_info.url = "UTC", 0, f"{self._url}/{PAGE}"
        if button is not None:
            state.fragment_id = button.fragment
            state.page_script_hash = self._page_hash
            state.widget_states.widgets.add(id=button.id, trigger_value=True)
        return bytes(message.SerializeToString())

    async def _answer(self) -> Page:
        """Read until the run is finished; one that ended early for another follows it."""
        buttons: dict[tuple[int, ...], Button] = {}
        messages = size = 0
        while True:
            data = await self._socket.recv(decode=False)
            message = ForwardMsg.FromString(data)
            messages, size = messages + 1, size + len(data)
            kind = message.WhichOneof("type")
            if kind == "new_session":
                self._page_hash = message.new_session.page_script_hash
            elif kind == "delta":
                element = message.delta.new_element
                if element.WhichOneof("type") == "exception":
                    raise RuntimeError(element.exception.message)
                if element.WhichOneof("type") == "button":
                    key = element.button.id.split("-", 2)[2]
                    buttons[tuple(message.metadata.delta_path)] = Button(key, element.button.id, message.delta.fragment_id)
            elif kind == "script_finished" and message.script_finished != ForwardMsg.FINISHED_EARLY_FOR_RERUN:
                return Page([buttons[path] for path in sorted(buttons)], messages, size)


async def _happens(event: asyncio.Event, within_s: float) -> bool:
    try:
        await asyncio.wait_for(event.wait(), within_s)
    except TimeoutError:
        return False
    return True


async def study_together(url: str, *, learners: int, every_s: float, seconds: float) -> Told:
    """All learners at once, for so long; 0 means until standard input closes."""
    told, until = Told(), asyncio.Event()

    async def one() -> None:
        try:
            await Learner(url, told).study(every_s=every_s, until=until)
        except Exception as error:  # whatever ends one learner is counted, and the others go on
            told.errors.append(f"{type(error).__name__}: {error}"[:300])

    tasks = [asyncio.create_task(one()) for _ in range(learners)]
    await (asyncio.sleep(seconds) if seconds else asyncio.to_thread(sys.stdin.read))
    until.set()
    await asyncio.gather(*tasks)
    return told


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("url")
    parser.add_argument("--learners", type=int, default=100)
    parser.add_argument("--every", type=float, default=3.0, help="seconds between the actions of a learner")
    parser.add_argument("--seconds", type=float, default=60.0)
    given = parser.parse_args()
    told = asyncio.run(study_together(given.url, learners=given.learners, every_s=given.every, seconds=given.seconds))
    print(json.dumps(told.summary()))


if __name__ == "__main__":
    main()
