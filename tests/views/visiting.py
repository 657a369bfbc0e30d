"""Visits to the app without a browser: ``AppTest`` sessions, and what a test does in them."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

from streamlit.testing.v1 import AppTest
from streamlit.testing.v1.element_tree import Block

from views import frame

ROOT = Path(__file__).resolve().parents[2]
TINY = "track/tiny"
SHIPPED = "computer-vision/model-optimization"
LIMIT_S = 30

OpenPage = Callable[..., AppTest]


@dataclass
class Browser:
    """What the server knows of a browser from its connection, which ``AppTest`` cannot seed by itself."""

    cookies: dict[str, str] = field(default_factory=dict)
    headers: list[tuple[str, str]] = field(default_factory=list)
    remote_ip: str | None = "127.0.0.1"


def first_visit(page: str, *, url: str = "http://localhost:8501", **query: str) -> AppTest:
    """Open a page in a new browser session; ``url`` is the address that the browser shows."""
    visit = AppTest.from_file(str(ROOT / "app.py"), default_timeout=LIMIT_S)
    visit.context = {"url": url}
    return go_to(visit.run(), page, query)


def go_to(visit: AppTest, page: str, query: Mapping[str, str]) -> AppTest:
    """Go to another page in the same browser session."""
    visit.query_params = dict(query)
    return visit.switch_page(frame.address(page)).run()


def press(visit: AppTest, key: str) -> AppTest:
    """Press the button with this key."""
    return visit.button(key=key).click().run()


def pick(visit: AppTest, choice: str) -> AppTest:
    """Mark the choice that says this."""
    return next(button for button in visit.button if button.label == choice).click().run()


def labels(visit: AppTest) -> list[str]:
    """What the buttons say, in order."""
    return [button.label for button in visit.button]


def page_text(visit: AppTest) -> str:
    """Everything that the server has put on the page, without the style block, as one text."""
    return "\n".join(_texts(visit.main))


def _texts(node: Any) -> Iterator[str]:
    if getattr(node, "proto", None) is not None:
        yield str(node.proto)
    if isinstance(node, Block):
        for child in node.children.values():
            yield from _texts(child)
