"""Visits to the app without a browser: ``AppTest`` sessions, and what a test does in them."""

from __future__ import annotations

import time
from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any
from weakref import WeakKeyDictionary

from streamlit.testing.v1 import AppTest
from streamlit.testing.v1.element_tree import Block
from streamlit.util import calc_hash

from views.page import keyed, pages, state

ROOT = Path(__file__).resolve().parents[2]
TINY = "track/tiny"
SHIPPED = "computer-vision/model-optimization"
LIMIT_S = 30

OpenPage = Callable[..., AppTest]

_turned: WeakKeyDictionary[AppTest, str] = WeakKeyDictionary()
"""The card that was turned over in a visit, as the browser keeps it to itself."""

FOUND = {
    "lesson": ("lesson", {"topic": TINY, "screen": "s-two"}),
    "recall": ("recall", {"topic": TINY, "deck": "cards:r-two"}),
    "quick-check": ("today", {"only": f"{TINY}/q-one"}),
    "self-test": ("today", {"only": f"{TINY}/t-two"}),
    "practice": ("today", {"only": f"{TINY}/p-one"}),
    "explain": ("today", {"only": f"{TINY}/e-one"}),
    "myths": ("myths", {"topic": TINY, "claim": "m-two"}),
}
"""Mode -> the page and the address by which one of its items is opened alone."""
SAYS = {
    "lesson": "SAYS-TWO",
    "recall": "FRONT-TWO",
    "quick-check": "QUESTION-ONE",
    "self-test": "TEST-TWO",
    "practice": "PROBLEM-ONE",
    "explain": "PROMPT-ONE",
    "myths": "CLAIM-TWO",
}
"""What an item of each mode says."""


@dataclass
class Browser:
    """What the server knows of a browser from its connection, which ``AppTest`` cannot seed by itself."""

    cookies: dict[str, str] = field(default_factory=dict)
    headers: list[tuple[str, str]] = field(default_factory=list)
    remote_ip: str | None = "127.0.0.1"


def first_visit(page: str, *, url: str = "http://localhost:8501", **query: str) -> AppTest:
    """Open a page in a new browser session; ``url`` is the address that the browser shows.

    As in a browser that has shown the front of a first card and asked for the rest.
    """
    visit = AppTest.from_file(str(ROOT / "app.py"), default_timeout=LIMIT_S)
    visit.context = {"url": url}
    visit.session_state[state.KEY] = state.AppState(has_card=True)
    return go_to(visit, page, query)


def go_to(visit: AppTest, page: str, query: Mapping[str, str]) -> AppTest:
    """Go to another page in the same browser session."""
    visit.query_params = dict(query)
    visit._page_hash = calc_hash(pages.PAGES[page].address)  # and not by its file, which may draw others, too
    return visit.run()


def address_of(visit: AppTest) -> dict[str, str]:
    """The query of the address that the browser shows now."""
    return {name: value if isinstance(value, str) else str(value[0]) for name, value in visit.query_params.items()}


def draw_until(visit: AppTest, text: str) -> AppTest:
    """Draw the page again until it says this; AssertionError with what it says where it never does."""
    end = time.monotonic() + LIMIT_S
    while text not in page_text(visit):
        assert time.monotonic() < end, (text, page_text(visit)[:3000])
        visit.run()
    return visit


def key_of(part: str, item: str, *more: object) -> str:
    """The key of one part of an item: of the tiny topic's with this id, or of that with this full id."""
    return keyed.by_id(part, item if "/" in item else f"{TINY}/{item}", *more)


def press(visit: AppTest, key: str) -> AppTest:
    """Press the button with this key; of an item of the tiny topic ``rate-r-one-3`` will do for ``rate-track_tiny_r-one_3``."""
    found = [one for one in visit.button if short(one.key or "") == short(key)]
    assert found, (key, [one.key for one in visit.button])
    if key.startswith(("turn-", "rate-", "undo-")):
        _turned[visit] = short(key).removeprefix("turn-")
    return found[0].click().run()


def short(key: str) -> str:
    """A key without the topic that every item here is of: ``rate-r-one-3``."""
    return key.replace(f"{keyed.name(TINY)}_", "").replace("_", "-")


def pick(visit: AppTest, choice: str) -> AppTest:
    """Mark the choice that says this."""
    return next(button for button in visit.button if button.label == choice).click().run()


def labels(visit: AppTest) -> list[str]:
    """What the buttons say, in order."""
    return [button.label for button in visit.button]


def primaries(visit: AppTest) -> list[str]:
    """The labels of the primary buttons that are seen: not those of the card that comes next, nor of a back that is still hidden."""
    ahead = next((slot for slot in ("slot-0", "slot-1") if any(f".st-key-{slot})" in one.proto.body for one in visit.get("html"))), "none")
    return [button.label for button in _seen(visit.main, ahead) if button.proto.type == "primary"]


def _seen(node: Any, ahead: str) -> Iterator[Any]:
    if isinstance(node, Block):
        key = str(getattr(node.proto, "id", "")).split("-", 2)[-1]
        if key != ahead and not key.startswith("flip-"):
            for child in node.children.values():
                yield from _seen(child, ahead)
    elif getattr(node, "type", "") == "button":
        yield node


def page_text(visit: AppTest) -> str:
    """Everything that a visitor can read on the page, without the style block, as one text: not the card that comes next, nor a back
    that was not turned over."""
    everything = "\n".join(_texts(visit.main, lambda key: False))
    ahead = "slot-0" if ".st-key-slot-0)" in everything else "slot-1" if ".st-key-slot-1)" in everything else None
    by_server = '\\"turned\\": true' in everything

    def is_hidden(key: str) -> bool:
        is_turned = by_server or short(key).endswith(f"-{_turned.get(visit)}")
        return key == ahead or (key.startswith("flip-") and not is_turned)

    return "\n".join(_texts(visit.main, is_hidden))


def _texts(node: Any, is_hidden: Callable[[str], bool]) -> Iterator[str]:
    proto = getattr(node, "proto", None)
    if isinstance(node, Block) and is_hidden(str(getattr(proto, "id", "")).split("-", 2)[-1]):
        return
    if proto is not None:
        yield str(proto)
    if isinstance(node, Block):
        for child in node.children.values():
            yield from _texts(child, is_hidden)
